#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.hpp"
#include "operations/words.hpp"

namespace parley::operations {

/// How a kind of record is put back: what undo needs of it. All run in the caller's transaction.
struct RecordKind {
  std::string type;  ///< `contact`
  /// The record now, locked, as JSON; nullopt when it is not there.
  std::function<task<std::optional<std::string>>(Call&, Uuid)> load;
  /// Makes a deleted record again as it was, under its old id; records the change.
  std::function<task<void>(Call&, Uuid, const json::object& before)> restore;
  /// Sets a changed record's fields back; records the change.
  std::function<task<void>(Call&, Uuid, const json::object& before)> revert;
  /// Deletes it; records the change.
  std::function<task<void>(Call&, Uuid)> remove;
};

/// What one feature brings.
struct Feature {
  std::vector<Operation> operations;
  std::vector<RecordKind> kinds;
  std::vector<EntityWords> words;
};

struct Options {
  std::chrono::seconds idempotency_life{24 * 60 * 60};  ///< of an `Idempotency-Key` and its answer
  /// A request whose key was claimed and not answered for so long died with its process.
  std::chrono::seconds idempotency_lease{2 * 60};
  std::size_t max_batch = 200;  ///< records changed or deleted at once
};

/// Everything Parley can do. Filled at start, then only read, from any thread.
class Catalog {
 public:
  explicit Catalog(Options options = {}) : options_{options} {}

  void add(Feature feature);
  const Options& options() const { return options_; }

  const Operation* find(std::string_view name) const;
  const RecordKind* kind(std::string_view type) const;
  const std::deque<Operation>& operations() const { return operations_; }
  const std::vector<EntityWords>& words() const { return words_; }

  /// The one door: rights, transaction as the actor, handler, change record, publication. A
  /// conflict between two transactions is tried again. `call` and `arguments` must outlive it.
  task<Answer> invoke(Call& call, const Operation& operation, const json::object& arguments,
                      json::Source source = json::Source::body) const;

 private:
  task<Answer> runOnce(Call& call, const Operation& operation, const json::object& arguments,
                       json::Source source, std::optional<database::Identity> identity) const;

  const Options options_;
  std::deque<Operation> operations_;
  std::vector<RecordKind> kinds_;
  std::vector<EntityWords> words_;
};

}  // namespace parley::operations
