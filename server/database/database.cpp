#include "database/database.hpp"

#include <utility>

#include "database/transaction_state.hpp"

namespace parley::database {
namespace {

task<void> ask(Database& database) {
  auto transaction = co_await database.begin(std::nullopt, Mode::read);
  co_await transaction.execute("select 1");
}

}  // namespace

Database::Database(Loop& loop, Options options)
    : statement_timeout_{options.statement_timeout},
      pool_{std::make_shared<Pool>(loop, std::move(options))} {}

Database::~Database() {
  stop();
}

task<Transaction> Database::begin(std::optional<Identity> identity, Mode mode) {
  const auto pool = pool_;
  const auto statement_timeout = statement_timeout_;
  auto connection = co_await pool->acquire();
  co_return Transaction{std::make_unique<Transaction::State>(
      pool, std::move(connection), std::move(identity), mode, statement_timeout)};
}

task<bool> Database::ping() {
  try {
    co_await ask(*this);
    co_return true;
  } catch (const Error&) {
    co_return false;
  }
}

Statistics Database::statistics() const {
  return pool_->snapshot();
}

void Database::stop() {
  pool_->stop();
}

}  // namespace parley::database
