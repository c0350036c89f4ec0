#include "features/accounts/image_type.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace parley::accounts {

using namespace std::string_view_literals;

std::optional<std::string_view> imageTypeOf(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 16 && bytes.substr(8, 7) == "WEBPVP8"sv)
    return "image/webp";
  return std::nullopt;
}

bool isImageType(std::string_view content_type) {
  std::string type{content_type.substr(0, content_type.find(';'))};
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::ranges::transform(type, type.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type == "image/png" || type == "image/jpeg" || type == "image/webp";
}

}  // namespace parley::accounts
