#include "foundation/rate_limiter.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <functional>

namespace parley {
namespace {

constexpr std::int64_t sweep_pause = 1'000'000;  // microseconds

std::chrono::milliseconds roundedUp(std::int64_t micros) {
  return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds{micros});
}

}  // namespace

RateLimit RateLimit::perSecond(std::uint32_t count, std::uint32_t burst) {
  return {std::chrono::microseconds{1'000'000 / std::max(count, 1u)}, std::max(burst, 1u)};
}

RateLimit RateLimit::perMinute(std::uint32_t count) {
  return {std::chrono::microseconds{60'000'000 / std::max(count, 1u)}, std::max(count, 1u)};
}

RateLimiter::RateLimiter(Options options, const Clock& clock) : options_{options}, clock_{clock} {}

std::optional<std::chrono::milliseconds> RateLimiter::take(std::string_view key) {
  Shard& shard = shardOf(key);
  const std::scoped_lock lock{shard.mutex};
  const Micros time = now();
  auto found = shard.arrivals.find(key);
  if (found == shard.arrivals.end()) {
    makeRoom(shard, time);
    found = shard.arrivals.emplace(std::string{key}, time).first;
  }
  // Never further ahead than a spent burst: a clock that was set back locks nobody out.
  found->second = std::min(found->second, time + tolerance());
  const Micros arrival = std::max(found->second, time);
  const Micros next = arrival + options_.limit.interval.count();
  if (const Micros wait = next - time - tolerance(); wait > 0) return roundedUp(wait);
  found->second = next;
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> RateLimiter::check(std::string_view key) const {
  const Shard& shard = shardOf(key);
  const std::scoped_lock lock{shard.mutex};
  const auto found = shard.arrivals.find(key);
  if (found == shard.arrivals.end()) return std::nullopt;
  const Micros time = now();
  const Micros arrival = std::clamp(found->second, time, time + tolerance());
  const Micros wait = arrival + options_.limit.interval.count() - time - tolerance();
  return wait > 0 ? std::optional{roundedUp(wait)} : std::nullopt;
}

void RateLimiter::giveBack(std::string_view key) {
  Shard& shard = shardOf(key);
  const std::scoped_lock lock{shard.mutex};
  const auto found = shard.arrivals.find(key);
  if (found != shard.arrivals.end()) found->second -= options_.limit.interval.count();
}

void RateLimiter::forget(std::string_view key) {
  Shard& shard = shardOf(key);
  const std::scoped_lock lock{shard.mutex};
  const auto found = shard.arrivals.find(key);
  if (found != shard.arrivals.end()) shard.arrivals.erase(found);
}

std::size_t RateLimiter::size() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    count += shard.arrivals.size();
  }
  return count;
}

RateLimiter::Micros RateLimiter::now() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(clock_.now().time_since_epoch())
      .count();
}

RateLimiter::Micros RateLimiter::tolerance() const {
  return options_.limit.interval.count() * options_.limit.burst;
}

RateLimiter::Shard& RateLimiter::shardOf(std::string_view key) {
  return shards_[Hash{}(key) % shard_count];
}

const RateLimiter::Shard& RateLimiter::shardOf(std::string_view key) const {
  return shards_[Hash{}(key) % shard_count];
}

void RateLimiter::makeRoom(Shard& shard, Micros time) {
  const std::size_t limit = std::max<std::size_t>(options_.max_keys / shard_count, 1);
  if (shard.arrivals.size() < limit) return;
  // A key whose burst is whole again says nothing. Looked for once a second at most: under a flood
  // of new keys the walk over all would be the attack.
  if (time - shard.swept_at >= sweep_pause || time < shard.swept_at) {
    shard.swept_at = time;
    std::erase_if(shard.arrivals, [&](const auto& entry) { return entry.second <= time; });
  }
  if (shard.arrivals.size() >= limit) shard.arrivals.erase(shard.arrivals.begin());
}

std::chrono::seconds retryAfter(std::chrono::milliseconds wait) {
  return std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds{1});
}

std::string addressKey(std::string_view address) {
  const std::string text{address.substr(0, address.find('%'))};
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return text;
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    std::array<char, INET_ADDRSTRLEN> buffer{};
    std::memcpy(&v4, v6.s6_addr + 12, sizeof v4);
    return inet_ntop(AF_INET, &v4, buffer.data(), buffer.size());
  }
  std::memset(v6.s6_addr + 8, 0, 8);
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  return std::string{inet_ntop(AF_INET6, &v6, buffer.data(), buffer.size())} + "/64";
}

}  // namespace parley
