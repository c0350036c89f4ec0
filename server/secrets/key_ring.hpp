#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "secrets/secret_string.hpp"

namespace parley::secrets {

/// An Ed25519 key pair for access tokens.
struct SigningKey {
  /// A new key is first only published (`next`), then signs (`active`), then only verifies until
  /// the last token it signed has ended (`retiring`).
  enum class State { next, active, retiring };

  std::string id;  ///< the token's `kid`: 1..64 characters of base64url
  State state = State::next;
  std::string public_key;   ///< 32 bytes
  SecretString secret_key;  ///< 64 bytes, as libsodium keeps it; empty where a node only verifies

  static SigningKey make(State state);
};

/// The keys of the installation, the same for all Loops. Thread-safe: a reader holds on to the set
/// it got.
class KeyRing {
 public:
  using Keys = std::vector<SigningKey>;

  /// At least one key, exactly one of them active, ids all different; else std::invalid_argument
  /// and nothing changes.
  void replace(Keys keys);

  /// Null until the first `replace`.
  std::shared_ptr<const Keys> keys() const;
  /// Changes with every `replace` that took a key away: tokens verified before may be signed with
  /// it.
  std::uint64_t generation() const;

  static const SigningKey* find(const Keys& keys, std::string_view id);
  static const SigningKey* active(const Keys& keys);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Keys> keys_;
  std::uint64_t generation_ = 0;
};

}  // namespace parley::secrets
