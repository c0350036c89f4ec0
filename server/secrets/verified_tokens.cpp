#include <cstring>
#include <utility>

#include "secrets/access_token.hpp"
#include "secrets/random.hpp"

namespace parley::secrets {

std::size_t VerifiedTokens::DigestHash::operator()(const Digest& digest) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

VerifiedTokens::VerifiedTokens(const AccessTokens& tokens, std::size_t capacity)
    : tokens_{tokens}, capacity_{capacity}, generation_{tokens.keys().generation()} {}

std::optional<AccessClaims> VerifiedTokens::verify(std::string_view token) {
  if (token.size() > AccessTokens::max_token_size) return std::nullopt;
  // Read before the verification: a key taken away meanwhile empties the map at the next call.
  if (const auto generation = tokens_.keys().generation(); generation != generation_) {
    young_.clear();
    old_.clear();
    generation_ = generation;
  }
  Digest digest;
  std::memcpy(digest.data(), blake2b(token).data(), digest.size());
  if (const AccessClaims* known = find(digest)) {
    if (known->expires_at > tokens_.clock().now()) return *known;
    return std::nullopt;
  }
  auto claims = tokens_.verify(token);
  if (claims) remember(digest, *claims);
  return claims;
}

const AccessClaims* VerifiedTokens::find(const Digest& digest) {
  if (const auto found = young_.find(digest); found != young_.end()) return &found->second;
  auto aged = old_.extract(digest);
  if (aged.empty()) return nullptr;
  return &young_.insert(std::move(aged)).position->second;
}

void VerifiedTokens::remember(const Digest& digest, const AccessClaims& claims) {
  if (young_.size() >= capacity_ / 2) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert_or_assign(digest, claims);
}

}  // namespace parley::secrets
