#include "secrets/random.hpp"

#include <sodium.h>

#include <cstdint>
#include <stdexcept>

#include "secrets/sodium.hpp"

namespace parley::secrets {
namespace {

constexpr std::size_t digest_size = 32;

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string randomBytes(std::size_t count) {
  startSodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string makeToken() {
  return toBase64Url(randomBytes(32));
}

std::string sha256(std::string_view text) {
  std::string digest(digest_size, '\0');
  crypto_hash_sha256(bytesOf(digest), bytesOf(text), text.size());
  return digest;
}

std::string blake2b(std::string_view text, std::string_view key) {
  std::string digest(digest_size, '\0');
  if (crypto_generichash(bytesOf(digest), digest.size(), bytesOf(text), text.size(),
                         key.empty() ? nullptr : bytesOf(key), key.size()) != 0) {
    throw std::invalid_argument{"A BLAKE2b key has at most 64 bytes."};
  }
  return digest;
}

std::string toHex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytesOf(bytes), bytes.size());
  text.pop_back();
  return text;
}

std::string toBase64Url(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytesOf(bytes), bytes.size(), variant);
  text.pop_back();
  return text;
}

std::optional<std::string> fromBase64Url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const int failed =
      sodium_base642bin(bytesOf(bytes), bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0) return std::nullopt;
  bytes.resize(size);
  // The spare bits of the last character may hide a second spelling of the same bytes.
  if (toBase64Url(bytes) != text) return std::nullopt;
  return bytes;
}

bool equalInConstantTime(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

void wipe(std::string& text) {
  text.resize(text.capacity());  // what it held before it was shortened
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace parley::secrets
