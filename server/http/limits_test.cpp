#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/connection_limits.hpp"
#include "http/test_server.hpp"

namespace parley::http {
namespace {

using namespace std::chrono_literals;
using testing::HttpClient;

task<void> wait(std::chrono::milliseconds time) {
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                    Loop::executor_type>
      timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable_t<Loop::executor_type>{});
}

void routes(Router& router, std::size_t) {
  router.add(Method::get, "/", [](Request&) -> task<Response> { co_return text("home"); });
  router.add(Method::post, "/", [](Request& request) -> task<Response> {
    co_return text(std::to_string(request.body.size()));
  });
  router.add(Method::post, "/import",
             [](Request& request) -> task<Response> {
               co_return text(std::to_string(request.body.size()));
             },
             {.body_limit = 3'000'000, .timeout = {}});
  router.add(Method::get, "/slow", [](Request&) -> task<Response> {
    co_await wait(300ms);
    co_return text("done");
  });
  router.add(Method::get, "/patient",
             [](Request&) -> task<Response> {
               co_await wait(300ms);
               co_return text("done");
             },
             {.body_limit = {}, .timeout = 10'000ms});
  // Long enough for a drain to begin meanwhile, however busy the machine is.
  router.add(Method::get, "/long", [](Request&) -> task<Response> {
    co_await wait(2'000ms);
    co_return text("done");
  });
  router.add(Method::get, "/huge", [](Request&) -> task<Response> {
    co_return text(std::string(64 * 1024 * 1024, 'x'));
  });
}

TEST(Limits, ATargetOf16KibIsTooLong) {
  TestServer server(routes);
  const std::string head = " HTTP/1.1\r\nHost: a\r\n\r\n";
  auto fits = server.connect();
  EXPECT_EQ(fits.exchange("GET /?" + std::string(16 * 1024 - 2, 'a') + head).status, 200);
  auto over = server.connect();
  EXPECT_EQ(over.exchange("GET /?" + std::string(16 * 1024 - 1, 'a') + head).status, 414);
  EXPECT_TRUE(over.isClosedByServer());
  auto endless = server.connect();
  endless.send("GET /" + std::string(20 * 1024, 'a'));
  EXPECT_EQ(endless.receive()->status, 414);
}

TEST(Limits, HeaderFieldsOf16KibAreTooLarge) {
  TestServer server(routes);
  auto fits = server.connect();
  EXPECT_EQ(fits.get("/", "X: " + std::string(16'000, 'a') + "\r\n").status, 200);
  auto over = server.connect();
  EXPECT_EQ(over.get("/", "X: " + std::string(16 * 1024, 'a') + "\r\n").status, 431);
  EXPECT_TRUE(over.isClosedByServer());
  auto many = server.connect();
  std::string fields;
  for (int i = 0; i < 101; ++i) fields += "X: y\r\n";
  EXPECT_EQ(many.get("/", fields).status, 431);
}

TEST(Limits, ALargeBodyIsDrainedSoThatTheAnswerCanBeRead) {
  TestServer server(routes);
  EXPECT_EQ(server.connect().post("/", std::string(1024 * 1024, 'a')).body, "1048576");
  for (const std::size_t size : {1024 * 1024 + 1, 3 * 1024 * 1024, 8 * 1024 * 1024}) {
    auto client = server.connect();
    EXPECT_EQ(client.post("/", std::string(size, 'a')).status, 413) << size;
    EXPECT_TRUE(client.isClosedByServer());
  }
}

TEST(Limits, ALargeChunkedBodyIsRefusedToo) {
  TestServer server(routes);
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
  for (int i = 0; i < 20; ++i) client.send(chunk);
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 413);
}

TEST(Limits, ARouteMayTakeLargerBodies) {
  TestServer server(routes);
  EXPECT_EQ(server.connect().post("/import", std::string(2'500'000, 'a')).body, "2500000");
}

TEST(Limits, AHeadThatDoesNotEndInTimeEndsTheConnection) {
  Options options;
  options.head_timeout = 100ms;
  TestServer server(routes, options);
  auto client = server.connect();
  client.send("GET / HTTP/1.1\r\nHost: a\r\n");
  while (client.send("X: y\r\n")) {
  }
  EXPECT_EQ(server.connect().get("/").status, 200);
}

TEST(Limits, ASilentConnectionEndsAfterTheIdleTimeout) {
  Options options;
  options.idle_timeout = 1'000ms;
  TestServer server(routes, options);
  auto client = server.connect();
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_TRUE(client.isClosedByServer());
  EXPECT_TRUE(server.connect().isClosedByServer());
}

TEST(Limits, ABodyBelowTheLeastRateEndsTheConnection) {
  Options options;
  options.body_grace = 100ms;
  TestServer server(routes, options);
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nsome");
  EXPECT_TRUE(client.isClosedByServer());
}

TEST(Limits, AHandlerThatTakesTooLongIsAnsweredForButNotInterrupted) {
  Options options;
  options.handler_timeout = 30ms;
  TestServer server(routes, options);
  auto client = server.connect();
  const auto answer = client.get("/slow");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "1");
  EXPECT_TRUE(client.isClosedByServer());
  EXPECT_EQ(server.server().metrics().handler_timeouts, 1U);
  EXPECT_EQ(server.connect().get("/patient").body, "done");
  EXPECT_TRUE(server.drain(5s));
}

TEST(Limits, ConnectionsBeyondTheTotalAreToldToComeBack) {
  Options options;
  options.max_connections = 2;
  TestServer server(routes, options);
  auto first = server.connect();
  auto second = server.connect();
  EXPECT_EQ(first.get("/").status, 200);
  EXPECT_EQ(second.get("/").status, 200);
  auto third = server.connect();
  const auto answer = third.receive();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->header("retry-after"), "1");
  EXPECT_TRUE(third.isClosedByServer());
  EXPECT_EQ(server.server().metrics().connections_refused, 1U);
  EXPECT_EQ(first.get("/").status, 200);
}

TEST(Limits, ConnectionsOfOneAddressAreLimited) {
  Options options;
  options.max_connections_per_address = 1;
  options.unlimited_networks = {};
  TestServer server(routes, options);
  auto first = server.connect();
  EXPECT_EQ(first.get("/").status, 200);
  EXPECT_EQ(server.connect().receive()->status, 503);
  HttpClient elsewhere(server.port(), "127.0.0.1");
  EXPECT_EQ(elsewhere.receive()->status, 503);
}

TEST(Limits, AnAddressMayConnectAgainOnceItHasLeft) {
  ConnectionLimits limits(10, 1);
  const auto one = *Address::parse("2001:db8::1");
  const auto neighbour = *Address::parse("2001:db8::2");
  {
    const auto place = limits.take(one, true);
    ASSERT_TRUE(place.has_value());
    EXPECT_FALSE(limits.take(neighbour, true).has_value());
    EXPECT_TRUE(limits.take(*Address::parse("2001:db8:0:1::1"), true).has_value());
    EXPECT_TRUE(limits.take(one, false).has_value());
  }
  EXPECT_EQ(limits.open(), 0U);
  EXPECT_TRUE(limits.take(neighbour, true).has_value());
}

TEST(Limits, AConnectionMayEndAfterANumberOfRequests) {
  Options options;
  options.max_requests_per_connection = 2;
  TestServer server(routes, options);
  auto client = server.connect();
  EXPECT_EQ(client.get("/").header("connection"), "");
  EXPECT_EQ(client.get("/").header("connection"), "close");
  EXPECT_TRUE(client.isClosedByServer());
}

TEST(Limits, AClientThatDoesNotReadIsCutOff) {
  Options options;
  options.write_timeout = 100ms;
  TestServer server(routes, options);
  auto client = server.connect();
  client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  // The server gives up by itself, so the drain finds nothing to cut.
  EXPECT_TRUE(server.drain(5s));
}

TEST(Drain, EndsIdleConnectionsAtOnce) {
  TestServer server(routes);
  auto client = server.connect();
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_TRUE(server.drain(5s));
  EXPECT_TRUE(client.isClosedByServer());
  EXPECT_THROW(server.connect(), std::runtime_error);
}

TEST(Drain, DoesNotWaitForTheRestOfAHead) {
  TestServer server(routes);
  auto client = server.connect();
  EXPECT_EQ(client.get("/").status, 200);
  client.send("GET / HTTP/1.1\r\nHost: ");
  EXPECT_TRUE(server.drain(5s));
  EXPECT_TRUE(client.isClosedByServer());
}

TEST(Drain, LetsAnswersInFlightEndAndThenCloses) {
  TestServer server(routes);
  auto client = server.connect();
  client.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n");
  while (server.server().metrics().connections_open == 0) {
  }
  auto drained = server.startDraining(5s);
  const auto answer = client.receive();
  // A drain may overtake the request; then the connection ends without an answer, as an idle one
  // does.
  if (answer) {
    EXPECT_EQ(answer->body, "done");
    EXPECT_EQ(answer->header("connection"), "close");
  }
  EXPECT_TRUE(client.isClosedByServer());
  EXPECT_TRUE(drained.get());
}

TEST(Drain, CutsWhatDoesNotEndInTime) {
  TestServer server(routes);
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 100);
  EXPECT_FALSE(server.drain(50ms));
  EXPECT_TRUE(client.isClosedByServer());
}

}  // namespace
}  // namespace parley::http
