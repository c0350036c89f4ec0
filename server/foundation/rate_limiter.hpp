#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "foundation/clock.hpp"

namespace parley {

/// `burst` at once, then one every `interval`.
struct RateLimit {
  std::chrono::microseconds interval;
  std::uint32_t burst;

  static RateLimit perSecond(std::uint32_t count, std::uint32_t burst);
  /// `count` in any minute that follows a quiet one, refilled evenly.
  static RateLimit perMinute(std::uint32_t count);
};

/// Limits how often something happens per key (a user, an address, an account), by the generic cell
/// rate algorithm: one number per key, no timers. Thread-safe. Bounded: when `max_keys` are known
/// and none has refilled, another key's history is forgotten, so a flood of keys costs memory no
/// more than accuracy.
class RateLimiter {
 public:
  struct Options {
    RateLimit limit;
    std::size_t max_keys = 100'000;
  };

  /// `clock` must outlive this.
  RateLimiter(Options options, const Clock& clock);

  /// Counts one and returns nullopt, or counts nothing and returns how long to wait.
  std::optional<std::chrono::milliseconds> take(std::string_view key);
  /// How long `take` would make the caller wait; counts nothing.
  std::optional<std::chrono::milliseconds> check(std::string_view key) const;
  /// Undoes one `take`: for limits that count failures only, taken before the outcome is known.
  void giveBack(std::string_view key);
  /// As if the key had never been seen.
  void forget(std::string_view key);

  std::size_t size() const;

 private:
  using Micros = std::int64_t;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept {
      return std::hash<std::string_view>{}(key);
    }
  };
  /// Per key the theoretical arrival time: the moment at which its whole burst is there again.
  using Arrivals = std::unordered_map<std::string, Micros, Hash, std::equal_to<>>;
  struct Shard {
    mutable std::mutex mutex;
    Arrivals arrivals;
    Micros swept_at = 0;
  };

  Micros now() const;
  Micros tolerance() const;
  Shard& shardOf(std::string_view key);
  const Shard& shardOf(std::string_view key) const;
  void makeRoom(Shard& shard, Micros now);

  static constexpr std::size_t shard_count = 16;

  Options options_;
  const Clock& clock_;
  std::array<Shard, shard_count> shards_;
};

/// `Retry-After` in whole seconds, rounded up, at least one.
std::chrono::seconds retryAfter(std::chrono::milliseconds wait);

/// What limits per address count: an IPv4 address as it is (also when mapped into IPv6), of an IPv6
/// address the first 64 bits, because whoever has one address has the whole block. Text that is no
/// address is its own key.
std::string addressKey(std::string_view address);

}  // namespace parley
