#include <gtest/gtest.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "database/database.hpp"
#include "database/described_rows.hpp"
#include "database/query_error.hpp"
#include "testing/test_database.hpp"

namespace parley::database {
namespace {

using testing::run;
using testing::runUntil;

/// Stands between a pool and the server. When the server hangs up it stays, as the socket of a
/// session does that is still ending.
class HeldOpen {
 public:
  HeldOpen(Loop& loop, const std::string& socket_folder)
      : acceptor_{loop, {boost::asio::ip::address_v4::loopback(), 0}},
        server_{socket_folder + "/.s.PGSQL.5432"} {
    boost::asio::co_spawn(loop, serve(), boost::asio::detached);
  }

  /// Goes behind a conninfo, and wins over what it says.
  std::string conninfo() const {
    return " host=127.0.0.1 port=" + std::to_string(acceptor_.local_endpoint().port()) +
           " sslmode=disable gssencmode=disable";
  }
  /// Whether a client has been told that an administrator ends its session, and could read it.
  bool toldOfTheEnd() {
    return told_of_the_end_ && std::ranges::all_of(sessions_, [](Session& session) {
             int unread = 0;
             return ::ioctl(session.client.native_handle(), SIOCOUTQ, &unread) == 0 && unread == 0;
           });
  }

 private:
  using Tcp = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Loop::executor_type>;
  using Local =
      boost::asio::basic_stream_socket<boost::asio::local::stream_protocol, Loop::executor_type>;
  struct Session {
    Tcp client;
    Local server;
  };
  static constexpr boost::asio::use_awaitable_t<Loop::executor_type> awaited{};
  static constexpr std::string_view admin_shutdown = "57P01";

  task<void> serve() {
    for (;;) {
      auto client = co_await acceptor_.async_accept(awaited);
      Local server{client.get_executor()};
      co_await server.async_connect(server_, awaited);
      auto& session = sessions_.emplace_back(std::move(client), std::move(server));
      const auto executor = session.client.get_executor();
      boost::asio::co_spawn(executor, pass(session.client, session.server), boost::asio::detached);
      boost::asio::co_spawn(executor, pass(session.server, session.client), boost::asio::detached);
    }
  }

  template <class From, class To>
  task<void> pass(From& from, To& to) {
    std::array<char, 4096> piece{};
    for (;;) {
      const auto size = co_await from.async_read_some(boost::asio::buffer(piece), awaited);
      co_await boost::asio::async_write(to, boost::asio::buffer(piece.data(), size), awaited);
      const std::string_view passed{piece.data(), size};
      told_of_the_end_ = told_of_the_end_ || passed.contains(admin_shutdown);
    }
  }

  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Loop::executor_type> acceptor_;
  boost::asio::local::stream_protocol::endpoint server_;
  std::list<Session> sessions_;
  bool told_of_the_end_ = false;
};

class PoolTest : public ::testing::Test {
 protected:
  PoolTest() {
    place.executeAsOwner("create table marks (id int); grant all on marks to parley_app");
    options.conninfo = place.appConninfo();
    options.connections = 1;
  }

  /// Runs one statement of the app in a transaction of its own.
  static task<Rows> ask(Database& database, std::string sql) {
    auto transaction = co_await database.begin(std::nullopt, Mode::read);
    co_return co_await transaction.execute(std::move(sql));
  }

  static task<Transaction> lease(Database& database, Mode mode = Mode::read) {
    return database.begin(std::nullopt, mode);
  }

  template <class T>
  struct Started : testing::Outcome<T> {
    boost::asio::cancellation_signal cancellation;  // one per coroutine: it has a single slot

    void cancel() { cancellation.emit(boost::asio::cancellation_type::terminal); }
  };

  /// Starts a coroutine whose end is noted.
  template <class T>
  std::shared_ptr<Started<T>> start(task<T> coroutine) {
    auto started = std::make_shared<Started<T>>();
    const std::shared_ptr<testing::Outcome<T>> outcome = started;
    boost::asio::co_spawn(loop, testing::keepOutcome(std::move(coroutine), outcome),
                          boost::asio::bind_cancellation_slot(
                              started->cancellation.slot(), [started](std::exception_ptr failure) {
                                started->failure = failure;
                                started->done = true;
                              }));
    return started;
  }

  std::string sessionsRunning(const std::string& sql) const {
    return place.askAsSuperuser(
        "select count(*) from pg_stat_activity where state = 'active' and query like '" + sql +
        "' and usename = 'parley_app' and datname = current_database()");
  }

  testing::TestDatabase place{testing::Content::empty};
  Options options;
  Loop loop;
};

TEST_F(PoolTest, AnswersUnavailableWhenNoConnectionComesFreeInTime) {
  options.wait_timeout = std::chrono::milliseconds{50};
  Database database{loop, options};
  const auto held = run(loop, lease(database));
  try {
    run(loop, lease(database));
    FAIL() << "there was no connection";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.status, Status::unavailable);
    EXPECT_EQ(error.code, "unavailable");
    EXPECT_TRUE(error.retry_after);
  }
  EXPECT_EQ(database.statistics().refused, 1U);
}

TEST_F(PoolTest, AnswersUnavailableAtOnceWhenTheQueueIsFull) {
  options.max_waiting = 1;
  options.wait_timeout = std::chrono::hours{1};
  Database database{loop, options};
  {
    const auto held = run(loop, lease(database));
    const auto waiting = start(lease(database));
    EXPECT_TRUE(runUntil(loop, [&] { return database.statistics().waiting == 1; }));
    EXPECT_THROW(run(loop, lease(database)), QueryError);
    EXPECT_FALSE(waiting->done);
  }
  EXPECT_TRUE(run(loop, ask(database, "select 1")).size() == 1)
      << "the waiting one was given the connection first";
}

TEST_F(PoolTest, ServesThoseWhoWaitInTheirOrder) {
  Database database{loop, options};
  std::vector<int> order;
  const auto queue = [&](int number) -> task<void> {
    auto transaction = co_await database.begin(std::nullopt, Mode::read);
    order.push_back(number);
    co_await transaction.execute("select 1");
  };
  const auto first = start(queue(1));
  const auto second = start(queue(2));
  const auto third = start(queue(3));
  EXPECT_TRUE(runUntil(loop, [&] { return third->done; }));
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
  EXPECT_EQ(database.statistics().connects, 1U);
}

TEST_F(PoolTest, CancelsTheStatementOfACallerThatIsGone) {
  options.statement_timeout = std::chrono::seconds{60};
  Database database{loop, options};
  const auto asleep = start(ask(database, "select pg_sleep(60)"));
  ASSERT_TRUE(runUntil(loop, [&] { return sessionsRunning("select pg_sleep%") == "1"; }));
  asleep->cancel();
  EXPECT_TRUE(runUntil(loop, [&] { return asleep->done; }));
  EXPECT_TRUE(run(loop, database.ping())) << "the pool goes on with a new connection";
  EXPECT_TRUE(runUntil(loop, [&] { return sessionsRunning("select pg_sleep%") == "0"; }));
}

TEST_F(PoolTest, LeavesNothingOfAWriteWhoseCallerIsGone) {
  options.statement_timeout = std::chrono::seconds{60};
  Database database{loop, options};
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(std::nullopt, Mode::write);
    co_await transaction.execute("insert into marks values (1)");
    co_await transaction.execute("select pg_sleep(60)");
    co_await transaction.commit();
  };
  const auto abandoned = start(write());
  ASSERT_TRUE(runUntil(loop, [&] { return sessionsRunning("select pg_sleep%") == "1"; }));
  abandoned->cancel();
  EXPECT_TRUE(runUntil(loop, [&] { return abandoned->done; }));
  const auto count = run(loop, ask(database, "select count(*) from marks"));
  EXPECT_EQ(valueAs<int>(count), 0);
  EXPECT_EQ(database.statistics().idle, 1U);
}

TEST_F(PoolTest, AWaiterThatIsGoneDoesNotKeepTheConnection) {
  Database database{loop, options};
  {
    const auto held = run(loop, lease(database));
    const auto waiting = start(lease(database));
    ASSERT_TRUE(runUntil(loop, [&] { return database.statistics().waiting == 1; }));
    waiting->cancel();
    EXPECT_TRUE(runUntil(loop, [&] { return waiting->done; }));
    EXPECT_EQ(database.statistics().waiting, 0U);
  }
  EXPECT_TRUE(run(loop, database.ping()));
}

TEST_F(PoolTest, RefusesWorkAfterStopAndEndsTheWaiting) {
  Database database{loop, options};
  auto held = std::make_unique<Transaction>(run(loop, lease(database)));
  const auto waiting = start(lease(database));
  ASSERT_TRUE(runUntil(loop, [&] { return database.statistics().waiting == 1; }));
  database.stop();
  EXPECT_TRUE(runUntil(loop, [&] { return waiting->done; }));
  EXPECT_TRUE(waiting->failure);
  EXPECT_THROW(run(loop, lease(database)), QueryError);
  held.reset();
  EXPECT_EQ(database.statistics().open, 0U);
}

TEST_F(PoolTest, PreparesStatementsOnceAndBoundsTheirNumber) {
  options.max_prepared = 3;
  Database database{loop, options};
  for (int i = 0; i < 3; ++i) run(loop, ask(database, "select 1"));
  EXPECT_EQ(database.statistics().prepared, 2U) << "the context and the statement";
  for (int i = 0; i < 10; ++i) run(loop, ask(database, "select " + std::to_string(i)));
  const auto kept = run(loop, ask(database, "select count(*) from pg_prepared_statements"));
  EXPECT_LE(valueAs<int>(kept), 4);
  EXPECT_GE(database.statistics().deallocated, 8U);
}

TEST_F(PoolTest, SurvivesAStatementWhosePreparationFails) {
  Database database{loop, options};
  for (int i = 0; i < 2; ++i)
    EXPECT_THROW(run(loop, ask(database, "select no_such_column")), QueryError);
  EXPECT_TRUE(run(loop, database.ping()));
}

TEST_F(PoolTest, PreparesAgainWhenTheTableHasChanged) {
  Database database{loop, options};
  run(loop, ask(database, "select * from marks"));
  place.executeAsOwner("alter table marks add column colour text");
  const auto rows = run(loop, ask(database, "select * from marks"));
  EXPECT_EQ(rows.columnCount(), 2);
}

TEST_F(PoolTest, PreparesAgainWhenTheSessionWasDiscarded) {
  Database database{loop, options};
  run(loop, ask(database, "select 1"));
  run(loop, ask(database, "deallocate all"));
  EXPECT_EQ(run(loop, ask(database, "select 1")).size(), 1);
}

TEST_F(PoolTest, NoticesOnLendingThatTheServerHasHungUp) {
  Database database{loop, options};
  run(loop, ask(database, "select 1"));
  place.askAsSuperuser(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'parley_app' and"
      " datname = current_database()");
  ASSERT_TRUE(runUntil(loop, [&] {
    return place.askAsSuperuser(
               "select count(*) from pg_stat_activity where usename = 'parley_app' and"
               " datname = current_database()") == "0";
  }));
  EXPECT_EQ(run(loop, ask(database, "select 1")).size(), 1);
}

TEST_F(PoolTest, TakesASessionThatWasToldItsEndForEndedThoughItIsNotCutOffYet) {
  HeldOpen between{loop, place.askAsSuperuser("show unix_socket_directories")};
  options.conninfo += between.conninfo();
  Database database{loop, options};
  run(loop, ask(database, "select 1"));
  place.askAsSuperuser(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'parley_app' and"
      " datname = current_database()");
  ASSERT_TRUE(runUntil(loop, [&] { return between.toldOfTheEnd(); }));
  EXPECT_EQ(run(loop, ask(database, "select 1")).size(), 1);
  EXPECT_EQ(database.statistics().lost, 1U);
}

TEST_F(PoolTest, SaysThatTheOutcomeIsUnknownWhenACommitIsCutOff) {
  place.executeAsOwner(
      "create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(60); "
      "return null; end $$;"
      "create constraint trigger slow after insert on marks deferrable initially deferred"
      " for each row execute function slow()");
  options.statement_timeout = std::chrono::seconds{60};
  Database database{loop, options};
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(std::nullopt, Mode::write);
    co_await transaction.execute("insert into marks values (1)");
    co_await transaction.commit();
  };
  const auto outcome = start(write());
  ASSERT_TRUE(runUntil(loop, [&] { return sessionsRunning("commit") == "1"; }));
  place.askAsSuperuser(
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'commit' and"
      " datname = current_database()");
  ASSERT_TRUE(runUntil(loop, [&] { return outcome->done; }));
  try {
    std::rethrow_exception(outcome->failure);
  } catch (const QueryError& error) {
    EXPECT_EQ(error.status, Status::unavailable);
    EXPECT_EQ(error.code, "outcome_unknown");
    EXPECT_TRUE(error.retry_after);
  }
}

TEST_F(PoolTest, KnowsThatNothingWasCommittedWhenAnEarlierStatementWasCutOff) {
  options.statement_timeout = std::chrono::seconds{60};
  Database database{loop, options};
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(std::nullopt, Mode::write);
    transaction.enqueue(Command{"insert into marks values (1)"});
    transaction.enqueue(Command{"select pg_sleep(60)"});
    co_await transaction.commit();
  };
  const auto outcome = start(write());
  ASSERT_TRUE(runUntil(loop, [&] { return sessionsRunning("select pg_sleep%") == "1"; }));
  place.askAsSuperuser(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep%' "
      "and"
      " datname = current_database() and pid <> pg_backend_pid()");
  ASSERT_TRUE(runUntil(loop, [&] { return outcome->done; }));
  try {
    std::rethrow_exception(outcome->failure);
  } catch (const QueryError& error) {
    EXPECT_EQ(error.code, "unavailable");
  }
  EXPECT_EQ(place.askAsOwner("select count(*) from marks"), "0");
}

TEST_F(PoolTest, SaysAtOnceThatTheServerIsAwayWhileItWaitsToTryAgain) {
  options.conninfo = "host=/nonexistent user=parley_app dbname=parley";
  options.first_retry = std::chrono::hours{1};
  options.longest_retry = std::chrono::hours{1};
  Database database{loop, options};
  for (int i = 0; i < 3; ++i) {
    try {
      run(loop, lease(database));
      FAIL() << "there is no server";
    } catch (const QueryError& error) {
      EXPECT_EQ(error.status, Status::unavailable);
      EXPECT_TRUE(error.retry_after);
      EXPECT_FALSE(error.detail.contains("nonexistent"));
    }
  }
  EXPECT_FALSE(run(loop, database.ping()));
  EXPECT_EQ(database.statistics().connect_failures, 1U) << "only the first one looked";
}

}  // namespace
}  // namespace parley::database
