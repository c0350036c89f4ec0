#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <future>

#include "http/event_stream.hpp"
#include "http/stream.hpp"
#include "http/test_server.hpp"

namespace parley::http {
namespace {

using namespace std::chrono_literals;
using testing::HttpClient;

/// Waits until the client has gone, as a stream does that has nothing to say.
task<void> waitUntilGone(BodyWriter& writer) {
  Timer never(co_await boost::asio::this_coro::executor, Timer::time_point::max());
  writer.onGone([&never] { never.cancel(); });
  if (!writer.gone()) co_await never.async_wait(as_tuple);
}

Response streaming(BodyStream stream) {
  Response response = text("");
  response.stream = std::move(stream);
  return response;
}

class StreamedBodies : public ::testing::Test {
 protected:
  static task<void> count(BodyWriter& writer) {
    for (int i = 0; i < 100; ++i) {
      const bool sent = co_await writer.write(std::to_string(i) + ",");
      if (!sent) co_return;
    }
  }

  void routes(Router& router) {
    router.add(Method::get, "/count",
               [](Request&) -> task<Response> { co_return streaming(count); });
    router.add(Method::get, "/home", [](Request&) -> task<Response> { co_return text("home"); });
    router.add(Method::get, "/broken", [](Request&) -> task<Response> {
      co_return streaming([](BodyWriter& writer) -> task<void> {
        co_await writer.write("some");
        throw std::runtime_error("no more");
      });
    });
    router.add(Method::get, "/silent", [this](Request&) -> task<Response> {
      co_return streaming([this](BodyWriter& writer) -> task<void> {
        co_await writer.write("begun");
        co_await waitUntilGone(writer);
        gone_.set_value(!co_await writer.write("more"));
      });
    });
    router.add(Method::get, "/events", [](Request&) -> task<Response> {
      Response response = eventStream([](BodyWriter& writer) -> task<void> {
        co_await writer.write(format({"1", "greeting", "hello"}));
        co_await waitUntilGone(writer);
      });
      response.heartbeat = 1s;
      co_return response;
    });
    router.add(Method::get, "/flood", [this](Request&) -> task<Response> {
      co_return streaming([this](BodyWriter& writer) -> task<void> {
        const std::string chunk(64 * 1024, 'x');
        while (co_await writer.write(chunk)) {
        }
        gone_.set_value(true);
      });
    });
  }

  std::promise<bool> gone_;
  Options options_;
  std::optional<TestServer> server_;

  TestServer& start() {
    server_.emplace([this](Router& router, std::size_t) { routes(router); }, options_);
    return *server_;
  }
};

TEST_F(StreamedBodies, ArriveInChunksAndKeepTheConnection) {
  auto client = start().connect();
  std::string expected;
  for (int i = 0; i < 100; ++i) expected += std::to_string(i) + ",";
  const auto answer = client.get("/count", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(answer.body, expected);
  EXPECT_EQ(answer.header("content-encoding"), "");
  EXPECT_EQ(client.get("/home").body, "home");
}

TEST_F(StreamedBodies, LeavePipelinedRequestsForLater) {
  auto client = start().connect();
  client.send("GET /count HTTP/1.1\r\nHost: a\r\n\r\nGET /home HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_EQ(client.receive()->body, "home");
}

TEST_F(StreamedBodies, EndWithTheConnectionForHttp10) {
  auto client = start().connect();
  const auto answer = client.exchange("GET /count HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(answer.header("transfer-encoding"), "");
  EXPECT_THAT(answer.body, ::testing::EndsWith("98,99,"));
}

TEST_F(StreamedBodies, AreNotRunForHead) {
  auto client = start().connect();
  const auto answer = client.exchange("HEAD /count HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(client.get("/home").body, "home");
}

TEST_F(StreamedBodies, ThatFailAreCutShortVisibly) {
  auto client = start().connect();
  client.send("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.receiveHead()->status, 200);
  EXPECT_EQ(client.receiveChunk(), "some");
  EXPECT_EQ(client.receiveChunk(), std::nullopt);
  EXPECT_THAT(server_->failures(), ::testing::Contains("no more"));
}

TEST_F(StreamedBodies, LearnThatTheClientHasGoneWhileTheyAreSilent) {
  {
    auto client = start().connect();
    client.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n");
    client.receiveHead();
    EXPECT_EQ(client.receiveChunk(), "begun");
  }
  auto gone = gone_.get_future();
  ASSERT_EQ(gone.wait_for(10s), std::future_status::ready);
  EXPECT_TRUE(gone.get());
}

TEST_F(StreamedBodies, EndProperlyWhenTheServerDrains) {
  auto client = start().connect();
  client.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n");
  client.receiveHead();
  EXPECT_EQ(client.receiveChunk(), "begun");
  auto drained = server_->startDraining(5s);
  EXPECT_EQ(client.receiveChunk(), "");
  EXPECT_TRUE(client.isClosedByServer());
  EXPECT_TRUE(drained.get());
}

TEST_F(StreamedBodies, ToAClientThatDoesNotReadAreGivenUp) {
  options_.write_timeout = 100ms;
  auto client = start().connect();
  client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
  auto gone = gone_.get_future();
  EXPECT_EQ(gone.wait_for(10s), std::future_status::ready);
}

TEST_F(StreamedBodies, OfEventsBeatWhileTheyAreSilent) {
  auto client = start().connect();
  client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto head = client.receiveHead();
  EXPECT_EQ(head->header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(head->header("cache-control"), "no-store");
  EXPECT_EQ(client.receiveChunk(), "id: 1\nevent: greeting\ndata: hello\n\n");
  EXPECT_EQ(client.receiveChunk(), ":\n\n");
}

}  // namespace
}  // namespace parley::http
