#pragma once

#include <memory>
#include <vector>

#include "database/pool.hpp"
#include "database/transaction.hpp"

namespace parley::database {

/// failed: also while a round trip is under way, so that nothing can follow one that was
/// interrupted.
enum class Stage { fresh, open, failed, finished };

struct Transaction::State {
  State(std::shared_ptr<Pool> its_pool, std::unique_ptr<Connection> its_connection,
        std::optional<Identity> its_identity, Mode its_mode,
        std::chrono::milliseconds statement_timeout);
  ~State();
  State(const State&) = delete;

  /// One round trip: what opens the transaction if needed, what was queued, the commands, the
  /// commit. Answers with the rows of the commands.
  task<std::vector<Rows>> send(std::vector<Command> commands, Contains contains);
  void checkUsable() const;

  std::shared_ptr<Pool> pool;
  std::unique_ptr<Connection> connection;
  const std::optional<Identity> identity;
  const Mode mode;
  const Command context;  ///< the settings that row-level security reads
  std::vector<Command> queued;
  Stage stage = Stage::fresh;

 private:
  std::vector<Step> opening() const;
  [[noreturn]] static void throwFailure(QueryError error, bool stale);
};

}  // namespace parley::database
