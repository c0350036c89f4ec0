#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "http/static_files.hpp"
#include "http/text.hpp"

namespace parley::http {
namespace {

std::string sha256Base64(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA256_DIGEST_LENGTH + 2) / 3) + 1> text{};
  const int size = EVP_EncodeBlock(text.data(), digest.data(), digest.size());
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)};
}

std::string lowered(std::string_view text) {
  std::string copy(text);
  std::ranges::transform(copy, copy.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return copy;
}

bool hasSource(std::string_view attributes) {
  return attributes.find(" src=") != std::string_view::npos ||
         attributes.find("\nsrc=") != std::string_view::npos;
}

}  // namespace

std::vector<std::string> inlineScriptHashes(std::string_view html) {
  std::vector<std::string> hashes;
  const std::string search = lowered(html);  // tags in any case; the hash is of the text as it is
  std::size_t at = 0;
  while ((at = search.find("<script", at)) != std::string::npos) {
    const auto open = search.find('>', at);
    const auto close = search.find("</script", at);
    if (open == std::string::npos || close == std::string::npos || close < open) break;
    const auto attributes = std::string_view(search).substr(at, open - at);
    if (!hasSource(attributes)) {
      hashes.push_back("'sha256-" + sha256Base64(html.substr(open + 1, close - open - 1)) + "'");
    }
    at = close + 1;
  }
  return hashes;
}

}  // namespace parley::http
