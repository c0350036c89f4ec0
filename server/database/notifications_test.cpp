#include "database/notifications.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "database/database.hpp"
#include "testing/test_database.hpp"

namespace parley::database {
namespace {

using testing::run;
using testing::runUntil;

class ListenerTest : public ::testing::Test {
 protected:
  ListenerOptions listenerOptions() const {
    ListenerOptions options;
    options.conninfo = place.appConninfo();
    options.channel = "Changes \"of\" all";
    return options;
  }

  task<void> publish(std::string payload) {
    auto transaction = co_await database.begin(std::nullopt, Mode::write);
    transaction.enqueue(notify("Changes \"of\" all", std::move(payload)));
    co_await transaction.commit();
  }

  static Options databaseOptions(const testing::TestDatabase& place) {
    Options options;
    options.conninfo = place.appConninfo();
    return options;
  }

  testing::TestDatabase place{testing::Content::empty};
  Loop loop;
  Database database{loop, databaseOptions(place)};
  std::vector<std::string> received;
  int times_listening = 0;
  Listener listener{loop, listenerOptions(),
                    [this](std::string payload) { received.push_back(std::move(payload)); },
                    [this] { ++times_listening; }};
};

TEST_F(ListenerTest, HearsWhatWasCommittedInItsOrder) {
  ASSERT_TRUE(runUntil(loop, [&] { return listener.listening(); }));
  run(loop, publish("one"));
  run(loop, publish("two"));
  EXPECT_TRUE(runUntil(loop, [&] { return received.size() == 2; }));
  EXPECT_EQ(received, (std::vector<std::string>{"one", "two"}));
}

TEST_F(ListenerTest, ListensAgainAfterItsConnectionWasLostAndSaysSo) {
  ASSERT_TRUE(runUntil(loop, [&] { return times_listening == 1; }));
  place.askAsSuperuser(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
      " 'parley-listener' and datname = current_database()");
  ASSERT_TRUE(runUntil(loop, [&] { return times_listening == 2; }));
  run(loop, publish("again"));
  EXPECT_TRUE(runUntil(loop, [&] { return received.size() == 1; }));
}

TEST_F(ListenerTest, IsSilentAfterStop) {
  ASSERT_TRUE(runUntil(loop, [&] { return listener.listening(); }));
  listener.stop();
  EXPECT_TRUE(runUntil(loop, [&] { return !listener.listening(); }));
  run(loop, publish("unheard"));
  EXPECT_TRUE(received.empty());
}

}  // namespace
}  // namespace parley::database
