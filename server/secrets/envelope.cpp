#include "secrets/envelope.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <mutex>
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

struct InstallationKey::Key {
  explicit Key(SecretString its_bytes) : bytes{std::move(its_bytes)} {
    requireKey(bytes);
    id = toHex(blake2b("parley installation key id", bytes.reveal())).substr(0, 16);
  }

  std::string checkPlace() const { return std::string{check_place} + id; }
  std::string place(std::string_view owner, std::string_view key_id) const {
    return joined({"dek", "v1", owner, key_id, id});
  }
  bool accepts(std::string_view check_value) const {
    try {
      return decrypt(bytes, checkPlace(), check_value).reveal() == check_text;
    } catch (const OpenFailure&) {
      return false;
    }
  }

  SecretString bytes;
  std::string id;
};

struct InstallationKey::State {
  std::function<Keys()> read;
  std::mutex mutex;
  std::shared_ptr<const Ring> ring;  // guarded by mutex
};

InstallationKey::InstallationKey(SecretString key)
    : InstallationKey{Ring{std::make_shared<const Key>(std::move(key))}} {}

InstallationKey::InstallationKey(Ring ring) : state_{std::make_shared<State>()} {
  state_->ring = std::make_shared<const Ring>(std::move(ring));
}

InstallationKey::InstallationKey(std::function<Keys()> read) : InstallationKey{Ring{}} {
  for (auto keys = read(); auto& key : keys) {
    auto known = *state_->ring;
    known.push_back(std::make_shared<const Key>(std::move(key)));
    state_->ring = std::make_shared<const Ring>(std::move(known));
  }
  if (state_->ring->empty()) throw std::invalid_argument{"An installation has a key."};
  state_->read = std::move(read);
}

std::shared_ptr<const InstallationKey::Ring> InstallationKey::ring() const {
  const std::scoped_lock lock{state_->mutex};
  return state_->ring;
}

bool InstallationKey::readAgain() const {
  if (!state_->read) return false;
  Ring fresh;
  try {
    for (auto& key : state_->read()) fresh.push_back(std::make_shared<const Key>(std::move(key)));
  } catch (const std::exception&) {
    return false;  // what does not open says so
  }
  const std::scoped_lock lock{state_->mutex};
  const auto isIn = [](const Ring& ring, const std::shared_ptr<const Key>& key) {
    return std::ranges::any_of(ring, [&](const auto& other) { return other->id == key->id; });
  };
  const bool news =
      std::ranges::any_of(fresh, [&](const auto& key) { return !isIn(*state_->ring, key); });
  if (!news) return false;
  for (const auto& key : *state_->ring) {
    if (!isIn(fresh, key)) fresh.push_back(key);
  }
  state_->ring = std::make_shared<const Ring>(std::move(fresh));
  return true;
}

/// What `find` finds in the keys, in those of a second look if need be; an empty value otherwise.
template <class Find>
auto InstallationKey::find(const Find& find) const {
  auto found = find(*ring());
  if (!found && readAgain()) found = find(*ring());
  return found;
}

std::string InstallationKey::id() const {
  return ring()->front()->id;
}

std::string InstallationKey::makeCheckValue() const {
  const auto newest = ring()->front();
  return encrypt(newest->bytes, newest->checkPlace(), check_text);
}

bool InstallationKey::accepts(std::string_view check_value) const {
  return find([&](const Ring& keys) {
    return std::ranges::any_of(keys, [&](const auto& key) { return key->accepts(check_value); });
  });
}

InstallationKey InstallationKey::current(const std::optional<std::string>& check_value) const {
  if (!check_value) return InstallationKey{Ring{ring()->front()}};
  const auto accepting = find([&](const Ring& keys) {
    const auto at =
        std::ranges::find_if(keys, [&](const auto& key) { return key->accepts(*check_value); });
    return at == keys.end() ? nullptr : *at;
  });
  if (!accepting) throw OpenFailure{};
  return InstallationKey{Ring{accepting}};
}

std::string InstallationKey::wrapKey(std::string_view owner, std::string_view key_id,
                                     const SecretString& key) const {
  const auto newest = ring()->front();
  return encrypt(newest->bytes, newest->place(owner, key_id), key.reveal());
}

SecretString InstallationKey::unwrapKey(std::string_view owner, std::string_view key_id,
                                        std::string_view wrapped) const {
  auto opened = find([&](const Ring& keys) {
    std::optional<SecretString> plain;
    for (const auto& key : keys) {
      try {
        plain = decrypt(key->bytes, key->place(owner, key_id), wrapped);
        break;
      } catch (const OpenFailure&) {
        continue;  // another may
      }
    }
    return plain;
  });
  if (!opened) throw OpenFailure{};
  return std::move(*opened);
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
