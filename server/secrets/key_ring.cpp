#include "secrets/key_ring.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "secrets/random.hpp"
#include "secrets/sodium.hpp"

namespace parley::secrets {
namespace {

bool isKeyId(std::string_view id) {
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !id.empty() && id.size() <= 64 && id.find_first_not_of(allowed) == std::string_view::npos;
}

void requireSound(const KeyRing::Keys& keys) {
  std::set<std::string_view> ids;
  std::size_t active = 0;
  for (const SigningKey& key : keys) {
    if (!isKeyId(key.id) || !ids.insert(key.id).second) {
      throw std::invalid_argument{"The ids of signing keys are base64url and all different."};
    }
    if (key.public_key.size() != crypto_sign_PUBLICKEYBYTES) {
      throw std::invalid_argument{"An Ed25519 public key has 32 bytes."};
    }
    if (!key.secret_key.empty() && key.secret_key.size() != crypto_sign_SECRETKEYBYTES) {
      throw std::invalid_argument{"An Ed25519 secret key has 64 bytes."};
    }
    if (key.state == SigningKey::State::active) ++active;
  }
  if (active != 1) throw std::invalid_argument{"Exactly one signing key is active."};
}

bool isContained(const KeyRing::Keys& before, const KeyRing::Keys& after) {
  return std::ranges::all_of(before, [&](const SigningKey& key) {
    const SigningKey* same = KeyRing::find(after, key.id);
    return same && same->public_key == key.public_key;
  });
}

}  // namespace

SigningKey SigningKey::make(State state) {
  startSodium();
  SigningKey key;
  key.id = toBase64Url(randomBytes(12));
  key.state = state;
  key.public_key.resize(crypto_sign_PUBLICKEYBYTES);
  key.secret_key = SecretString::sized(crypto_sign_SECRETKEYBYTES);
  crypto_sign_keypair(reinterpret_cast<unsigned char*>(key.public_key.data()),
                      reinterpret_cast<unsigned char*>(key.secret_key.data()));
  return key;
}

void KeyRing::replace(Keys keys) {
  requireSound(keys);
  auto fresh = std::make_shared<const Keys>(std::move(keys));
  const std::scoped_lock lock{mutex_};
  if (keys_ && !isContained(*keys_, *fresh)) ++generation_;
  keys_ = std::move(fresh);
}

std::shared_ptr<const KeyRing::Keys> KeyRing::keys() const {
  const std::scoped_lock lock{mutex_};
  return keys_;
}

std::uint64_t KeyRing::generation() const {
  const std::scoped_lock lock{mutex_};
  return generation_;
}

const SigningKey* KeyRing::find(const Keys& keys, std::string_view id) {
  const auto found = std::ranges::find(keys, id, &SigningKey::id);
  return found == keys.end() ? nullptr : &*found;
}

const SigningKey* KeyRing::active(const Keys& keys) {
  const auto found = std::ranges::find(keys, SigningKey::State::active, &SigningKey::state);
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace parley::secrets
