#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "database/database.hpp"
#include "database/prepared_statements.hpp"
#include "database/query_error.hpp"
#include "database/readiness.hpp"
#include "database/rows.hpp"

struct pg_conn;  // libpq's PGconn

namespace parley::database {

enum class Preparation { keep, none };

/// One statement of a round trip; the command is owned by the awaiting caller.
struct Step {
  const Command* command;
  Preparation preparation = Preparation::keep;
};

/// How a round trip that reached the server ended.
struct Trip {
  std::vector<Rows> rows;           ///< one per step, when there is no error
  std::optional<QueryError> error;  ///< the first
  bool stale =
      false;  ///< a prepared statement was out of date and is given up: the same again may succeed
};

enum class Contains { no_commit, commit };

/// One libpq connection in pipeline mode on a Loop. One coroutine at a time.
class Connection {
 public:
  /// Both must outlive it.
  Connection(Loop& loop, const Options& options, Statistics& statistics);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Signs in and sets the session up; throws QueryError.
  task<void> open();

  /// Sends all steps and one Sync, reads on to the answer of the Sync. Throws QueryError when the
  /// connection is lost
  /// (`outcome_unknown` if a commit was under way) and is closed then.
  task<Trip> roundTrip(std::vector<Step> steps, Contains contains = Contains::no_commit);

  /// ROLLBACK when in a transaction; throws like roundTrip().
  task<void> rollBack();

  /// Waits for notifications of the channels listened to; throws when the connection is lost or,
  /// empty-handed, gives back none after the time or an interrupt().
  task<std::vector<std::string>> notifications(std::chrono::milliseconds time);
  /// Ends a wait under way from outside its coroutine.
  void interrupt() { readiness_.interrupt(); }

  /// Between round trips, in no transaction.
  bool idle() const;
  /// Between round trips, in a transaction.
  bool inTransaction() const;
  /// Looks, without a round trip, whether the server has hung up or said anything unasked.
  bool alive() const;
  void close();

 private:
  struct Sent;
  struct Reading;

  std::vector<std::string> takeNotifications();
  task<void> connect(Readiness::Deadline deadline);
  void beginPipelining();
  std::vector<Sent> send(const std::vector<Step>& steps);
  void sendDeallocations(std::vector<Sent>& sent);
  void sendStep(const Step& step, std::size_t index, std::vector<Sent>& sent);
  task<void> flush(Readiness::Deadline deadline);
  task<void> read(Reading& reading, Readiness::Deadline deadline);
  static void take(pg_result* result, Reading& reading);
  static void takeFailure(const pg_result* result, Reading& reading);
  void settle(Reading& reading);
  bool isStale(const Reading& reading);
  void require(bool succeeded);
  std::string lastMessage() const;

  Loop& loop_;
  const Options& options_;
  Statistics& statistics_;
  pg_conn* connection_ = nullptr;
  Readiness readiness_;
  PreparedStatements prepared_;
  bool in_round_trip_ = false;
};

}  // namespace parley::database
