#include "database/transaction.hpp"

#include <utility>

#include "database/transaction_state.hpp"

namespace parley::database {
namespace {

const Command begin_command{"begin"};
const Command commit_command{"commit"};
const Command do_not_wait_for_disk{"set local synchronous_commit = off"};

/// A setting that is local ends with its transaction: nothing of it reaches the next user of the
/// connection.
Command contextCommand(const std::optional<Identity>& identity, Mode mode,
                       std::chrono::milliseconds statement_timeout) {
  std::string sql =
      "select set_config('parley.user_id', $1, true), set_config('parley.workspace_id', $2, true),"
      " set_config('statement_timeout', $3, true), set_config('transaction_read_only', $4, true)";
  const std::string user = identity ? identity->user_id.toString() : "";
  const std::string workspace = identity ? identity->workspace_id.toString() : "";
  return {std::move(sql), parameters(user, workspace, statement_timeout.count(),
                                     mode == Mode::read ? "on" : "off")};
}

}  // namespace

Transaction::State::State(std::shared_ptr<Pool> its_pool,
                          std::unique_ptr<Connection> its_connection,
                          std::optional<Identity> its_identity, Mode its_mode,
                          std::chrono::milliseconds statement_timeout)
    : pool{std::move(its_pool)},
      connection{std::move(its_connection)},
      identity{std::move(its_identity)},
      mode{its_mode},
      context{contextCommand(identity, mode, statement_timeout)} {}

Transaction::State::~State() {
  pool->release(std::move(connection));
}

std::vector<Step> Transaction::State::opening() const {
  if (mode == Mode::read) return {{&context}};
  if (stage != Stage::fresh) return {};
  return {{&begin_command, Preparation::none}, {&context}};
}

void Transaction::State::checkUsable() const {
  if (stage == Stage::failed) throw std::logic_error("the transaction has failed already");
  if (stage == Stage::finished) throw std::logic_error("the transaction is over already");
}

task<std::vector<Rows>> Transaction::State::send(std::vector<Command> commands, Contains contains) {
  checkUsable();
  auto earlier = std::exchange(queued, {});
  auto steps = opening();
  const std::size_t discarded = steps.size() + earlier.size();
  for (const auto& command : earlier) steps.push_back({&command});
  for (const auto& command : commands) steps.push_back({&command});
  if (contains == Contains::commit) steps.push_back({&commit_command, Preparation::none});

  // Whatever interrupts us, an exception or our own destruction: only a success leads on from here.
  const bool repeatable = mode == Mode::read || stage == Stage::fresh;
  if (mode == Mode::write) stage = Stage::failed;
  Trip trip = co_await connection->roundTrip(steps, contains);
  for (int attempt = 0; trip.stale && repeatable && attempt < 2; ++attempt) {
    co_await connection->rollBack();
    trip = co_await connection->roundTrip(steps, contains);
  }
  pool->statistics().statements += commands.size() + earlier.size();
  if (trip.error) throwFailure(*std::move(trip.error), trip.stale);
  if (mode == Mode::write) stage = contains == Contains::commit ? Stage::finished : Stage::open;
  trip.rows.erase(trip.rows.begin(), trip.rows.begin() + static_cast<std::ptrdiff_t>(discarded));
  co_return std::move(trip.rows);
}

void Transaction::State::throwFailure(QueryError error, bool stale) {
  if (!stale) throw error;
  // In the middle of a transaction nobody but the caller can start again.
  throw QueryError{unavailable("The database was being changed. Please try again."),
                   error.sqlstate,
                   {},
                   error.message};
}

Transaction::Transaction(std::unique_ptr<State> state) : state_{std::move(state)} {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

task<Rows> Transaction::execute(std::string sql, std::vector<Parameter> parameters) {
  std::vector<Command> commands;
  commands.emplace_back(std::move(sql), std::move(parameters));
  auto rows = co_await state_->send(std::move(commands), Contains::no_commit);
  co_return std::move(rows.front());
}

task<std::vector<Rows>> Transaction::executeAll(std::vector<Command> commands) {
  co_return co_await state_->send(std::move(commands), Contains::no_commit);
}

void Transaction::enqueue(Command command) {
  state_->checkUsable();
  state_->queued.push_back(std::move(command));
}

task<void> Transaction::commit(Durability durability) {
  auto& state = *state_;
  if (state.mode == Mode::read) throw std::logic_error("a read transaction is not committed");
  state.checkUsable();
  if (state.stage == Stage::fresh && state.queued.empty()) {
    state.stage = Stage::finished;
    co_return;
  }
  std::vector<Command> last;
  if (durability == Durability::with_next) last.push_back(do_not_wait_for_disk);
  co_await state.send(std::move(last), Contains::commit);
  auto& statistics = state.pool->statistics();
  ++statistics.commits;
  if (durability == Durability::now) ++statistics.durable_commits;
}

Mode Transaction::mode() const {
  return state_->mode;
}

const std::optional<Identity>& Transaction::identity() const {
  return state_->identity;
}

}  // namespace parley::database
