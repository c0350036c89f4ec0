#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "foundation/error.hpp"
#include "foundation/rate_limiter.hpp"
#include "foundation/task.hpp"

namespace parley::accounts {

/// 429, with how long to wait.
Error tooManyAttempts(std::chrono::milliseconds wait);

/// How many attempts per key may fail. Each takes its place when it begins, so that many at once
/// count as many, and gives it back unless it failed. While others are under way who may give
/// theirs back, one more waits for them. Thread-safe; must outlive its places.
class AttemptLimit {
 public:
  AttemptLimit(RateLimiter::Options options, const Clock& clock) : limiter_{options, clock} {}

  class Place {
   public:
    Place(AttemptLimit& limit, std::string key) : limit_{limit}, key_{std::move(key)} {}
    /// Given back, unless it is kept.
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    /// 429 when too many have failed.
    task<void> take();
    void keep() { kept_ = true; }

   private:
    AttemptLimit& limit_;
    std::string key_;
    bool taken_ = false;
    bool kept_ = false;
  };

 private:
  struct Waiter;
  using Waiters = std::list<std::shared_ptr<Waiter>>;
  class Waiting;
  struct Attempts {
    std::size_t under_way = 0;
    Waiters waiting;  ///< first come, first served
  };

  void leave(const std::string& key, bool kept);

  RateLimiter limiter_;
  std::mutex mutex_;
  std::unordered_map<std::string, Attempts> attempts_;  ///< where any is under way
};

}  // namespace parley::accounts
