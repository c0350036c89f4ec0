#include "interfaces/websocket/websocket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/describe/class.hpp>
#include <future>
#include <map>
#include <thread>

#include "foundation/error.hpp"
#include "http/server.hpp"
#include "json/parse.hpp"
#include "testing/http_client.hpp"

namespace parley::websocket {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using Client = testing::WebSocketClient;

struct StartRun {
  Text<1, 100> message;
  std::optional<std::string> client_id;
};
BOOST_DESCRIBE_STRUCT(StartRun, (), (message, client_id))

struct ReadEvents {
  RunId run_id;
  int after = 0;
};
BOOST_DESCRIBE_STRUCT(ReadEvents, (), (run_id, after))

struct Events {
  std::vector<json::Raw> events;
};
BOOST_DESCRIBE_STRUCT(Events, (), (events))

struct Decide {
  std::string id;
  std::string decision;
};
BOOST_DESCRIBE_STRUCT(Decide, (), (id, decision))

struct Started {
  RunId run_id;
  bool repeated = false;
};
BOOST_DESCRIBE_STRUCT(Started, (), (run_id, repeated))

/// Shows where a message came to.
struct Said {
  std::string what;
};
BOOST_DESCRIBE_STRUCT(Said, (), (what))

operations::Notice noticeOf(std::string json) {
  operations::Notice notice;
  notice.json = std::make_shared<const std::string>(std::move(json));
  return notice;
}

operations::Notice eventOf(RunId run, int seq) {
  auto notice =
      noticeOf(R"({"run_id":")" + run.toString() + R"(","seq":)" + std::to_string(seq) + "}");
  notice.run_id = run;
  notice.seq = seq;
  return notice;
}

/// A real server on loopback with operations that tell the hub how they were called.
class LiveLines : public ::testing::Test {
 protected:
  LiveLines() {
    ada_.user_id = UserId::make();
    options_.authenticate = [this](std::string token) { return authenticate(std::move(token)); };
    options_.limit = [this](UserId) {
      if (limited_) throw Error{Status::too_many_requests, "too_many_requests", "Slow down."};
    };
  }
  ~LiveLines() override {
    if (!server_) return;
    boost::asio::co_spawn(loop_, server_->drain(0ms), boost::asio::use_future).get();
    work_.reset();
    loop_.stop();
    thread_.join();
  }

  task<Bearer> authenticate(std::string token) {
    ++asked_;
    if (token != "ada" || signed_out_)
      throw Error{Status::unauthenticated, "unauthenticated", "Sign in first."};
    co_return Bearer{ada_, Timestamp::max()};
  }

  task<Started> startRun(operations::Call& call, StartRun input) {
    const auto name = input.client_id.value_or("");
    if (input.message.value() == "wait") {
      ++waiting_;
      co_await gate_.async_wait(
          boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{}));
    }
    if (input.message.value() == "fail") throw notFound("No such conversation.");
    if (input.message.value() == "crash") throw std::runtime_error{"secret detail"};
    if (input.message.value() == "again") co_return Started{RunId::make(), true};
    hub_.publish(call.actor().user_id, noticeOf(R"({"started":")" + name + "\"}"));
    co_return Started{RunId::make(), false};
  }

  task<Events> readEvents(operations::Call& call, ReadEvents input) {
    // What happens while the log is read must come after it, and only once.
    hub_.publish(call.actor().user_id, eventOf(input.run_id, 2));
    hub_.publish(call.actor().user_id, eventOf(input.run_id, 3));
    Events events;
    for (int seq = input.after + 1; seq <= 2; ++seq)
      events.events.push_back(json::Raw{*eventOf(input.run_id, seq).json});
    co_return events;
  }

  task<Said> decide(operations::Call& call, Decide input) {
    hub_.publish(call.actor().user_id, noticeOf(R"({"decided":")" + input.decision + "\"}"));
    co_return Said{};
  }

  void start() {
    using operations::operation;
    using operations::Transactions;
    operations::Feature feature;
    feature.operations.push_back(
        operation<StartRun, Started>({.name = "start_run", .transactions = Transactions::own},
                                     [this](operations::Call& call, StartRun input) {
                                       return startRun(call, std::move(input));
                                     }));
    feature.operations.push_back(operation<ReadEvents, Events>(
        {.name = "read_run_events", .transactions = Transactions::own},
        [this](operations::Call& call, ReadEvents input) { return readEvents(call, input); }));
    feature.operations.push_back(operation<Decide, Said>(
        {.name = "start_decision", .transactions = Transactions::own},
        [this](operations::Call& call, Decide input) { return decide(call, std::move(input)); }));
    catalog_.add(std::move(feature));
    mount(router_, catalog_, services_, options_);

    http::Options options;
    options.error = [](const Error& error, const http::Request&) {
      return http::text(error.code, static_cast<int>(error.status));
    };
    server_ = std::make_unique<http::Server>(std::vector<http::Lane>{{loop_, router_}}, options);
    server_->start();
    thread_ = std::thread{[this] { loop_.run(); }};
  }

  Client connect() {
    if (!server_) start();
    return Client{server_->port(), "/api/ws"};
  }
  Client signedIn() {
    auto client = connect();
    client.send(R"({"type":"auth","token":"ada"})");
    EXPECT_THAT(client.receive()->payload, HasSubstr(R"("type":"ready")"));
    return client;
  }
  static json::value next(Client& client) { return json::parse(client.receive().value().payload); }

  Loop loop_{1};
  boost::asio::executor_work_guard<Loop::executor_type> work_{loop_.get_executor()};
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                    Loop::executor_type>
      gate_{loop_, std::chrono::steady_clock::time_point::max()};
  database::Database database_{loop_, {.conninfo = "host=/nowhere"}};
  SystemClock clock_;
  operations::Hub hub_;
  operations::Services services_{loop_, database_, clock_, hub_};
  operations::Catalog catalog_;
  operations::Actor ada_;
  Options options_;
  std::atomic<bool> signed_out_ = false;
  std::atomic<bool> limited_ = false;
  std::atomic<int> asked_ = 0;
  std::atomic<int> waiting_ = 0;
  http::Router router_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

TEST_F(LiveLines, AnswerASignInWithReady) {
  auto client = connect();
  client.send(R"({"type":"auth","token":"ada"})");
  const auto ready = next(client);
  EXPECT_EQ(ready.at("type").as_string(), "ready");
  EXPECT_EQ(ready.at("user_id").as_string(), ada_.user_id.toString());
}

TEST_F(LiveLines, EndWhenTheTokenIsRefused) {
  auto client = connect();
  client.send(R"({"type":"auth","token":"nobody"})");
  EXPECT_EQ(next(client).at("code").as_string(), "unauthenticated");
  EXPECT_EQ(client.receive()->closeCode(), close_unauthenticated);
}

TEST_F(LiveLines, EndWhenAnythingComesBeforeTheSignIn) {
  auto client = connect();
  client.send(R"({"type":"run.start","message":"hello"})");
  EXPECT_EQ(client.receive()->closeCode(), close_unauthenticated);
}

TEST_F(LiveLines, EndWhenNobodySignsInInTime) {
  options_.sign_in_time = 50ms;
  auto client = connect();
  EXPECT_EQ(client.receive()->closeCode(), close_unauthenticated);
}

TEST_F(LiveLines, EndWhenTheSessionEnds) {
  options_.check_interval = 20ms;
  auto client = signedIn();
  signed_out_ = true;
  EXPECT_EQ(client.receive()->closeCode(), close_unauthenticated);
}

TEST_F(LiveLines, StayOpenWithARenewedToken) {
  auto client = signedIn();
  client.send(R"({"type":"auth","token":"ada"})");
  EXPECT_EQ(next(client).at("type").as_string(), "ready");
  EXPECT_EQ(asked_, 2);
  hub_.publish(ada_.user_id, noticeOf(R"({"news":1})"));
  EXPECT_EQ(client.receive()->payload, R"({"news":1})");
}

TEST_F(LiveLines, CarryTheUsersNewsAndNobodyElses) {
  auto client = signedIn();
  hub_.publish(UserId::make(), noticeOf(R"({"news":"of somebody else"})"));
  hub_.publish(ada_.user_id, noticeOf(R"({"news":"hers"})"));
  EXPECT_EQ(client.receive()->payload, R"({"news":"hers"})");
}

TEST_F(LiveLines, CarryMessagesToOperations) {
  auto client = signedIn();
  client.send(R"({"type":"run.start","message":"hello","client_id":"c1"})");
  EXPECT_EQ(client.receive()->payload, R"({"started":"c1"})");
  client.send(R"({"type":"approval","id":"x","decision":"deny"})");
  EXPECT_EQ(client.receive()->payload, R"({"decided":"deny"})");
}

TEST_F(LiveLines, AnswerErrorsWithoutEnding) {
  auto client = signedIn();
  const std::map<std::string, std::string> refused{
      {"{", "malformed_json"},
      {"[]", "bad_message"},
      {R"({"type":7})", "bad_message"},
      {R"({"type":"dance"})", "bad_message"},
      {R"({"type":"run.start","type":"run.start"})", "malformed_json"},
      {R"({"type":"run.start","message":""})", "invalid"},
      {R"({"type":"run.start","message":"fail"})", "not_found"},
      {R"({"type":"run.start","message":"crash"})", "internal"},
      {R"({"type":"run.resume","run_id":"7"})", "invalid"},
      {R"({"type":"run.stop","run_id":"7"})", "bad_message"},  // no such operation in this catalog
  };
  for (const auto& [message, code] : refused) {
    client.send(message);
    const auto error = next(client);
    EXPECT_EQ(error.at("type").as_string(), "error") << message;
    EXPECT_EQ(error.at("code").as_string(), code) << message;
    EXPECT_THAT(std::string{error.at("detail").as_string()}, ::testing::Not(HasSubstr("secret")));
  }
}

TEST_F(LiveLines, TakeTheLongestTextOfAnyScript) {
  auto client = signedIn();
  std::string text;
  for (int i = 0; i < 32'000; ++i) text += "\U0001F600";
  client.send(R"({"type":"run.start","message":")" + text + "\"}");
  EXPECT_EQ(next(client).at("code").as_string(), "invalid");  // for this test's operation
}

TEST_F(LiveLines, NameTheMessageThatFailed) {
  auto client = signedIn();
  client.send(R"({"type":"run.start","message":"fail","client_id":"c7"})");
  EXPECT_EQ(next(client).at("client_id").as_string(), "c7");
  client.send(R"({"type":"run.start","mesage":"x","client_id":"c8"})");
  const auto error = next(client);
  EXPECT_EQ(error.at("client_id").as_string(), "c8");
  EXPECT_EQ(error.at_pointer("/errors/0/field").as_string(), "mesage");
}

TEST_F(LiveLines, ReplayARunBeforeWhatHappensMeanwhile) {
  auto client = signedIn();
  const auto run = RunId::make();
  client.send(R"({"type":"run.resume","run_id":")" + run.toString() + R"(","after":0})");
  for (int seq = 1; seq <= 3; ++seq) EXPECT_EQ(next(client).at("seq").to_number<int>(), seq);
  hub_.publish(ada_.user_id, eventOf(run, 4));
  EXPECT_EQ(next(client).at("seq").to_number<int>(), 4);
}

TEST_F(LiveLines, TellOfAMessageThatWasSentBeforeWhatItBeganThen) {
  auto client = signedIn();
  client.send(R"({"type":"run.start","message":"again","client_id":"c1"})");
  for (int seq = 1; seq <= 3; ++seq) EXPECT_EQ(next(client).at("seq").to_number<int>(), seq);
}

TEST_F(LiveLines, WorkOnAFewMessagesAtOnce) {
  options_.max_in_flight = 2;
  auto client = signedIn();
  client.send(R"({"type":"run.start","message":"wait","client_id":"a"})");
  client.send(R"({"type":"run.start","message":"wait","client_id":"b"})");
  client.send(R"({"type":"run.start","message":"hello","client_id":"c"})");
  const auto error = next(client);
  EXPECT_EQ(error.at("code").as_string(), "too_busy");
  EXPECT_EQ(error.at("client_id").as_string(), "c");
  boost::asio::post(loop_, [this] { gate_.cancel(); });
  EXPECT_EQ(client.receive()->payload, R"({"started":"a"})");
  EXPECT_EQ(client.receive()->payload, R"({"started":"b"})");
}

TEST_F(LiveLines, ObeyTheLimitOfTheUser) {
  auto client = signedIn();
  limited_ = true;
  client.send(R"({"type":"run.start","message":"hello"})");
  EXPECT_EQ(next(client).at("code").as_string(), "too_many_requests");
}

TEST_F(LiveLines, AreLimitedPerUser) {
  options_.max_per_user = 2;
  auto first = signedIn();
  auto second = signedIn();
  auto third = connect();
  third.send(R"({"type":"auth","token":"ada"})");
  EXPECT_EQ(next(third).at("code").as_string(), "too_many_connections");
  EXPECT_EQ(third.receive()->closeCode(), http::close_code::try_again_later);
}

}  // namespace
}  // namespace parley::websocket
