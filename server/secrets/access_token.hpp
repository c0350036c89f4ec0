#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "foundation/clock.hpp"
#include "foundation/uuid.hpp"
#include "secrets/key_ring.hpp"

namespace parley::secrets {

/// Who bears the token. Times are whole seconds, as the token carries them.
struct AccessClaims {
  UserId user_id;
  WorkspaceId workspace_id;
  SessionId session_id;
  std::int64_t session_version = 0;  ///< a session whose version has moved on refuses the token
  std::string role;                  ///< 1..32 of a-z and _
  Timestamp issued_at;
  Timestamp expires_at;

  bool operator==(const AccessClaims&) const = default;
};

/// Access tokens: JSON Web Tokens in the one form `{"alg":"EdDSA","kid":...,"typ":"at+jwt"}`. There
/// is no second algorithm to confuse it with and no header that could name a key elsewhere.
/// Thread-safe.
class AccessTokens {
 public:
  struct Options {
    std::string issuer = "parley";
    std::string audience = "parley-api";
    std::chrono::seconds lifetime{600};
  };

  /// `keys` and `clock` must outlive this.
  AccessTokens(Options options, const KeyRing& keys, const Clock& clock);

  /// Signs with the active key; `issued_at` and `expires_at` are set here.
  std::string issue(AccessClaims claims) const;
  /// nullopt for anything but a token of ours that is valid now. Why is nobody's business.
  std::optional<AccessClaims> verify(std::string_view token) const;

  std::chrono::seconds lifetime() const { return options_.lifetime; }
  const KeyRing& keys() const { return keys_; }
  const Clock& clock() const { return clock_; }

  static constexpr std::size_t max_token_size = 4096;

 private:
  std::optional<AccessClaims> readClaims(std::string_view payload) const;

  Options options_;
  const KeyRing& keys_;
  const Clock& clock_;
};

/// Verified tokens, so that an Ed25519 verification (about 50 us) is paid once per token. One per
/// Loop, not thread-safe. Keyed by a hash of the whole token; failures are not remembered; a hit
/// still checks the expiry, and a signing key taken out of the ring empties it. The session's state
/// is the caller's to check, every time.
class VerifiedTokens {
 public:
  /// `tokens` must outlive this. At most `capacity` tokens are remembered.
  explicit VerifiedTokens(const AccessTokens& tokens, std::size_t capacity = 20'000);

  std::optional<AccessClaims> verify(std::string_view token);
  std::size_t size() const { return young_.size() + old_.size(); }

 private:
  using Digest = std::array<std::uint8_t, 32>;
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const noexcept;
  };
  using Map = std::unordered_map<Digest, AccessClaims, DigestHash>;

  const AccessClaims* find(const Digest& digest);
  void remember(const Digest& digest, const AccessClaims& claims);

  const AccessTokens& tokens_;
  std::size_t capacity_;
  std::uint64_t generation_ = 0;
  Map young_;  ///< used lately; when half the capacity is reached it becomes the old half,
  Map old_;    ///< and what was not used since then is forgotten
};

}  // namespace parley::secrets
