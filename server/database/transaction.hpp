#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "database/rows.hpp"
#include "database/values.hpp"
#include "foundation/task.hpp"
#include "foundation/uuid.hpp"

namespace parley::database {

/// Whose rows row-level security shows (`parley.user_id`, `parley.workspace_id`).
struct Identity {
  Uuid user_id;
  Uuid workspace_id;
};

/// One statement with its parameters `$1`, `$2` ...; prepared once per connection, keyed by its
/// text.
struct Command {
  Command(std::string sql, std::vector<Parameter> parameters = {})
      : sql{std::move(sql)}, parameters{std::move(parameters)} {}

  std::string sql;
  std::vector<Parameter> parameters;
};

/// read: every execute is a read-only transaction of its own in one round trip.
/// write: BEGIN goes out with the first execute, nothing lasts before commit() has returned.
enum class Mode { read, write };

/// When a commit is safe from a crash of the database's machine: when it returns, or with the next
/// commit `now` of anybody, which makes everything before it safe as well. What is committed
/// `with_next` is seen by all at once, survives our own death, and must not be acknowledged before.
enum class Durability { now, with_next };

/// A leased connection, acting as one identity. Goes back to the pool when destroyed, rolled back
/// unless committed; a statement whose coroutine was destroyed is cancelled. One coroutine at a
/// time. Throws QueryError; after an error in write mode only destruction is left.
class Transaction {
 public:
  struct State;
  explicit Transaction(std::unique_ptr<State> state);
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();

  task<Rows> execute(std::string sql, std::vector<Parameter> parameters = {});
  /// All in one round trip, in order; the first failure ends them all.
  task<std::vector<Rows>> executeAll(std::vector<Command> commands);
  /// Sent along with the next execute or commit, before it. Its result is discarded, its failure is
  /// not.
  void enqueue(Command command);
  /// Write mode, once, last. Returns when the server has confirmed the commit; `outcome_unknown`
  /// when its answer was lost. Without a statement before it there is nothing to do.
  task<void> commit(Durability durability = Durability::now);

  Mode mode() const;
  const std::optional<Identity>& identity() const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace parley::database
