#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "foundation/uuid.hpp"

namespace parley::accounts {

/// The sessions that ended in this process lately, so that every Loop refuses them at once. A hint:
/// other processes, and Loops that have fallen behind, learn it from the database within seconds.
/// Thread-safe.
class RevokedSessions {
 public:
  explicit RevokedSessions(std::size_t capacity = 10'000) : capacity_{capacity} {}

  void add(SessionId session);

  /// The number of sessions ever added: a reader's position.
  std::uint64_t position() const { return end_.load(std::memory_order_acquire); }
  /// Those added since `position`, which moves to the end; nullopt when some of them are forgotten
  /// already.
  std::optional<std::vector<SessionId>> since(std::uint64_t& position) const;

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<SessionId> recent_;
  std::atomic<std::uint64_t> end_ = 0;
};

}  // namespace parley::accounts
