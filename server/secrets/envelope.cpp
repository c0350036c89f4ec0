#include "secrets/envelope.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <utility>

#include "secrets/random.hpp"
#include "secrets/sodium.hpp"

namespace parley::secrets {
namespace {

constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::string_view check_text = "parley key check";
constexpr std::string_view check_place = "check|v1|";

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void requireKey(const SecretString& key) {
  if (key.size() != key_size) throw std::invalid_argument{"A key has 32 bytes."};
}

/// The parts are joined by `|`; a part holding one could be read as two.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) {
    if (part.find('|') != std::string_view::npos) {
      throw std::invalid_argument{"A part of a sealed value's place may not hold '|'."};
    }
    if (!text.empty()) text += '|';
    text += part;
  }
  return text;
}

/// nonce, ciphertext, tag.
std::string encrypt(const SecretString& key, std::string_view associated, std::string_view plain) {
  startSodium();
  std::string sealed(nonce_size + plain.size() + tag_size, '\0');
  auto* const nonce = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(nonce, nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_size, nullptr, bytesOf(plain),
                                             plain.size(), bytesOf(associated), associated.size(),
                                             nullptr, nonce, bytesOf(key.reveal()));
  return sealed;
}

SecretString decrypt(const SecretString& key, std::string_view associated,
                     std::string_view sealed) {
  startSodium();
  if (sealed.size() < nonce_size + tag_size) throw OpenFailure{};
  const auto* const nonce = bytesOf(sealed);
  const std::size_t plain_size = sealed.size() - nonce_size - tag_size;
  SecretString plain = SecretString::sized(plain_size);
  std::array<unsigned char, 1> nothing{};  // an empty text still needs somewhere to point at
  auto* const target =
      plain_size == 0 ? nothing.data() : reinterpret_cast<unsigned char*>(plain.data());
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      target, nullptr, nullptr, nonce + nonce_size, sealed.size() - nonce_size, bytesOf(associated),
      associated.size(), nonce, bytesOf(key.reveal()));
  if (failed != 0) throw OpenFailure{};
  return plain;
}

std::string placeOf(const FieldPlace& place) {
  return joined({"v1", place.workspace_id, place.table, place.column, place.row_id, place.dek_id});
}

}  // namespace

InstallationKey::InstallationKey(SecretString key) : key_{std::move(key)} {
  requireKey(key_);
  id_ = toHex(blake2b("parley installation key id", key_.reveal())).substr(0, 16);
}

std::string InstallationKey::makeCheckValue() const {
  return encrypt(key_, std::string{check_place} + id_, check_text);
}

bool InstallationKey::accepts(std::string_view check_value) const {
  try {
    return decrypt(key_, std::string{check_place} + id_, check_value).reveal() == check_text;
  } catch (const OpenFailure&) {
    return false;
  }
}

std::string InstallationKey::wrapKey(std::string_view owner, std::string_view key_id,
                                     const SecretString& key) const {
  return encrypt(key_, joined({"dek", "v1", owner, key_id, id_}), key.reveal());
}

SecretString InstallationKey::unwrapKey(std::string_view owner, std::string_view key_id,
                                        std::string_view wrapped) const {
  return decrypt(key_, joined({"dek", "v1", owner, key_id, id_}), wrapped);
}

SecretString makeDataKey() {
  return SecretString::random(key_size);
}

std::string seal(const SecretString& data_key, const FieldPlace& place, std::string_view plain) {
  requireKey(data_key);
  return encrypt(data_key, placeOf(place), plain);
}

SecretString open(const SecretString& data_key, const FieldPlace& place, std::string_view sealed) {
  requireKey(data_key);
  return decrypt(data_key, placeOf(place), sealed);
}

}  // namespace parley::secrets
