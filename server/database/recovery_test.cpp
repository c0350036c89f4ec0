#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "database/blocking_session.hpp"
#include "database/database.hpp"
#include "database/described_rows.hpp"
#include "database/query_error.hpp"
#include "testing/test_database.hpp"

namespace parley::database {
namespace {

using testing::runUntil;

/// Many coroutines writing pairs of rows while the server is killed under them.
class RecoveryTest : public ::testing::Test {
 protected:
  RecoveryTest() {
    place.executeAsOwner(
        "create table halves (pair uuid, half int, primary key (pair, half));"
        "grant all on halves to parley_app");
    Options options;
    options.conninfo = place.appConninfo();
    options.connections = connections;
    database = std::make_unique<Database>(loop, options);
    for (int i = 0; i < 8; ++i) {
      ++writing;
      boost::asio::co_spawn(loop, writePairs(), [this](std::exception_ptr failure) {
        --writing;
        if (failure) ++unexpected;
      });
    }
  }

  ~RecoveryTest() override {
    enough = true;
    runUntil(loop, [&] { return writing == 0; });
  }

  /// Both halves of one pair, in two round trips.
  task<void> writePair(Uuid pair) {
    auto transaction = co_await database->begin(std::nullopt, Mode::write);
    co_await transaction.execute("insert into halves values ($1, 1)", parameters(pair));
    transaction.enqueue(Command{"insert into halves values ($1, 2)", parameters(pair)});
    co_await transaction.commit();
  }

  task<void> writePairs() {
    while (!enough) {
      const auto pair = makeUuid();
      std::optional<Error> failure;
      try {
        co_await writePair(pair);
      } catch (const Error& error) {
        failure = error;
      }
      if (!failure) {
        acknowledged.push_back(pair);
        continue;
      }
      ++refused[failure->code];
      if (failure->status != Status::unavailable || !failure->retry_after) ++unexpected;
      // Callers come again at their own pace, not in one endless loop.
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Loop::executor_type>
          pause{loop.get_executor(), std::chrono::milliseconds{5}};
      co_await pause.async_wait(boost::asio::use_awaitable_t<Loop::executor_type>{});
    }
  }

  bool writesSucceed() {
    const auto before = acknowledged.size();
    return runUntil(
        loop, [&] { return acknowledged.size() > before + 20; }, std::chrono::seconds{10});
  }

  bool serverAnswers() const {
    try {
      return place.askAsOwner("select 1") == "1";
    } catch (const SessionError&) {
      return false;
    }
  }

  void finish() {
    enough = true;
    ASSERT_TRUE(runUntil(loop, [&] { return writing == 0 && serverAnswers(); }));
    EXPECT_EQ(unexpected, 0) << "every failure was a 503 with Retry-After";
    EXPECT_EQ(place.askAsOwner(
                  "select count(*) from (select from halves group by pair having count(*) <> 2) h"),
              "0")
        << "nothing is half-done";
    const auto kept = BlockingSession{place.ownerConninfo()}.execute(
        "select count(distinct pair) from halves where pair = any($1)", parameters(acknowledged));
    EXPECT_EQ(valueAs<std::size_t>(kept), acknowledged.size()) << "nothing acknowledged is lost";
  }

  static constexpr std::size_t connections = 4;
  testing::TestDatabase place{testing::Content::empty};
  Loop loop;
  std::unique_ptr<Database> database;
  std::vector<Uuid> acknowledged;
  std::map<std::string, int> refused;
  int writing = 0;
  int unexpected = 0;
  bool enough = false;
};

TEST_F(RecoveryTest, GoesOnAfterABackendWasKilled) {
  ASSERT_TRUE(writesSucceed());
  ASSERT_TRUE(runUntil(loop, [&] { return database->statistics().open >= connections; }));
  const auto pid =
      place.askAsSuperuser("select pid from pg_stat_activity where usename = 'parley_app' limit 1");
  ::kill(std::stoi(pid), SIGKILL);  // PostgreSQL ends all sessions then and recovers
  ASSERT_TRUE(runUntil(loop, [&] { return database->statistics().lost >= connections; }));
  EXPECT_TRUE(writesSucceed());
  EXPECT_FALSE(refused.empty());
  finish();
}

TEST_F(RecoveryTest, GoesOnAfterTheWholeServerWasKilled) {
  auto& cluster = testing::testCluster();
  const int restarts = cluster.restarts();
  for (int i = 1; i <= 2; ++i) {
    ASSERT_TRUE(writesSucceed());
    const int server = cluster.postmasterPid();
    ::kill(server, SIGKILL);
    ASSERT_TRUE(runUntil(loop, [&] { return cluster.restarts() == restarts + i; }));
    EXPECT_TRUE(writesSucceed());
    EXPECT_NE(cluster.postmasterPid(), server);
  }
  EXPECT_FALSE(refused.empty());
  finish();
}

}  // namespace
}  // namespace parley::database
