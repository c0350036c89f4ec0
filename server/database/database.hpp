#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "database/transaction.hpp"
#include "foundation/task.hpp"

namespace parley::database {

struct Options {
  std::string conninfo;         ///< libpq: `host=... user=...` or `postgresql://...`; the app role
  std::size_t connections = 6;  ///< at most, per Database; opened when first needed, then kept
  std::size_t max_waiting = 256;  ///< coroutines waiting for a connection; more get 503
  std::chrono::milliseconds wait_timeout{2000};       ///< wait for a connection, then 503
  std::chrono::milliseconds connect_timeout{3000};    ///< one attempt, set-up included
  std::chrono::milliseconds statement_timeout{5000};  ///< enforced by the server, per statement
  std::chrono::milliseconds lock_timeout{2000};       ///< enforced by the server, per lock
  std::chrono::milliseconds answer_grace{
      2000};  ///< beyond statement_timeout, then the connection counts as lost
  std::chrono::milliseconds idle_in_transaction_timeout{15000};
  std::chrono::milliseconds orphan_check_interval{
      500};  ///< the server looks that often whether the caller is gone
  std::chrono::milliseconds first_retry{
      100};  ///< reconnect back-off, doubled up to longest_retry, jittered
  std::chrono::milliseconds longest_retry{2000};
  std::size_t max_prepared = 256;  ///< prepared statements per connection; the least used goes
  std::string application_name = "parley";
};

/// Counters since the start, and the state now.
struct Statistics {
  std::size_t open = 0;     ///< connections, lent ones included
  std::size_t idle = 0;     ///< of these, ready to be lent
  std::size_t waiting = 0;  ///< coroutines in the queue
  std::uint64_t round_trips = 0;
  std::uint64_t statements = 0;  ///< of callers, without BEGIN, COMMIT and context
  std::uint64_t commits = 0;
  std::uint64_t durable_commits = 0;  ///< of these, those that waited for the disk
  std::uint64_t prepared = 0;
  std::uint64_t deallocated = 0;
  std::uint64_t errors = 0;  ///< statements that the server refused
  std::uint64_t connects = 0;
  std::uint64_t connect_failures = 0;
  std::uint64_t lost = 0;       ///< connections that broke
  std::uint64_t refused = 0;    ///< begin() that ended with 503
  std::uint64_t rollbacks = 0;  ///< sent by the pool before lending again
};

class Pool;

/// The connections of one Loop. Used from its thread only; outlives neither the Loop nor, save for
/// their return, its transactions.
class Database {
 public:
  Database(Loop& loop, Options options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Leases a connection. No round trip, unless one has to be opened. 503 when none comes free in
  /// time or the server is away. Without an identity row-level security shows no tenant's rows.
  task<Transaction> begin(std::optional<Identity> identity, Mode mode);
  /// Whether the server answers; never throws.
  task<bool> ping();
  Statistics statistics() const;
  /// Refuses new work with 503, ends the waiting, closes idle connections; lent ones close when
  /// they come back.
  void stop();

 private:
  const std::chrono::milliseconds statement_timeout_;
  std::shared_ptr<Pool> pool_;
};

}  // namespace parley::database
