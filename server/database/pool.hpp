#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <random>
#include <vector>

#include "database/connection.hpp"
#include "database/database.hpp"

namespace parley::database {

/// The connections of one Loop: lends them, cleans them before lending again, opens new ones when
/// needed and allowed.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  Pool(Loop& loop, Options options);

  /// Throws QueryError (503) when none can be had in time.
  task<std::unique_ptr<Connection>> acquire();
  /// Takes back what acquire() gave, in any state. Never throws.
  void release(std::unique_ptr<Connection> connection) noexcept;
  void stop();

  Statistics& statistics() { return statistics_; }
  Statistics snapshot() const;

 private:
  class Slot;
  class Waiter;

  task<std::unique_ptr<Connection>> waitForConnection();
  task<std::unique_ptr<Connection>> open(Slot slot);
  static task<void> rollBack(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> takeIdle();
  void lend(std::unique_ptr<Connection> connection);
  void slotFreed() noexcept;
  void checkServer();
  void noteConnected();
  void noteConnectFailure(const std::string& message);
  QueryError refuse(const char* detail);

  Loop& loop_;
  const Options options_;
  Statistics statistics_;
  std::vector<std::unique_ptr<Connection>> idle_;  // most recently used last
  std::list<Waiter*> waiting_;                     // first come, first served
  std::size_t slots_ = 0;                          // connections that exist or are being opened
  bool stopping_ = false;

  bool away_ = false;  // the last attempt to connect failed
  int opening_ = 0;
  std::chrono::milliseconds retry_delay_;
  std::chrono::steady_clock::time_point retry_at_{};
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace parley::database
