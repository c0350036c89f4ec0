#include "http/server.hpp"

#include <brotli/decode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <atomic>
#include <set>
#include <stdexcept>

#include "foundation/uuid.hpp"
#include "http/test_server.hpp"

namespace parley::http {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::HttpClient;
using ::testing::Not;

task<Response> echo(Request& request) {
  co_return text(request.body);
}

void routes(Router& router, std::size_t lane) {
  router.add(Method::get, "/hello", [](Request&) -> task<Response> { co_return text("hello"); });
  router.add(Method::post, "/echo", echo);
  router.add(Method::get, "/lane",
             [lane](Request&) -> task<Response> { co_return text(std::to_string(lane)); });
  router.add(Method::get, "/things/{id}",
             [](Request& request) -> task<Response> { co_return text(request.parameter("id")); });
  router.add(Method::get, "/text",
             [](Request&) -> task<Response> { co_return text(std::string(20'000, 'a')); });
  router.add(Method::get, "/secret", [](Request&) -> task<Response> {
    Response response = text(std::string(20'000, 'a'));
    response.compressible = false;
    co_return response;
  });
  router.add(Method::get, "/client", [](Request& request) -> task<Response> {
    co_return text(request.client_address + " " + request.origin());
  });
  router.add(Method::get, "/conflict", [](Request&) -> task<Response> {
    throw Error(Status::conflict, "name_taken", "There is one already.");
    co_return Response{};
  });
  router.add(Method::get, "/lost", [](Request&) -> task<Response> {
    throw Error(Status::internal, "internal", "Something went wrong.");
    co_return Response{};
  });
  router.add(Method::get, "/broken", [](Request&) -> task<Response> {
    throw std::runtime_error("select * from secrets");
    co_return Response{};
  });
  router.add(Method::get, "/split", [](Request&) -> task<Response> {
    Response response = text("x");
    response.headers.add("Location", "/a\r\nSet-Cookie: b=c");
    co_return response;
  });
  router.add(Method::get, "/busy", [](Request&) -> task<Response> {
    throw unavailable("Busy.", std::chrono::seconds{7});
    co_return Response{};
  });
}

std::string gunzip(const std::string& bytes) {
  std::string text(100'000, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  inflate(&stream, Z_FINISH);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

std::string unbrotli(const std::string& bytes) {
  std::string text(100'000, '\0');
  std::size_t size = text.size();
  BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                          reinterpret_cast<std::uint8_t*>(text.data()));
  text.resize(size);
  return text;
}

TEST(Server, KeepsTheConnectionForFurtherRequests) {
  TestServer server(routes);
  auto client = server.connect();
  for (int i = 0; i < 5; ++i) {
    const auto answer = client.get("/things/" + std::to_string(i));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, std::to_string(i));
  }
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  TestServer server(routes);
  auto client = server.connect();
  EXPECT_EQ(client.get("/hello", "Connection: close\r\n").header("connection"), "close");
  EXPECT_TRUE(client.isClosedByServer());
}

TEST(Server, SpeaksHttp10AndClosesUnlessToldOtherwise) {
  TestServer server(routes);
  auto client = server.connect();
  const auto kept = client.exchange("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.header("connection"), "keep-alive");
  EXPECT_EQ(client.exchange("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
  EXPECT_TRUE(client.isClosedByServer());
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  TestServer server(routes);
  auto client = server.connect();
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += "GET /things/" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\n\r\n";
    requests += "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc";
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.receive()->body, std::to_string(i));
    EXPECT_EQ(client.receive()->body, "abc");
  }
}

TEST(Server, ReadsChunkedBodiesHoweverTheyArrive) {
  TestServer server(routes);
  auto client = server.connect();
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nTrailer: dropped\r\n\r\n";
  EXPECT_EQ(client.exchange(request).body, "hello world");
  for (const char byte : request) client.send(std::string(1, byte));
  EXPECT_EQ(client.receive()->body, "hello world");
}

TEST(Server, AnswersHeadWithTheHeadersOfGetAlone) {
  TestServer server(routes);
  auto client = server.connect();
  const auto answer = client.exchange("HEAD /hello HTTP/1.1\r\nHost: test\r\n\r\n", true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-length"), "5");
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST(Server, AsksForABodyThatIsHeldBack) {
  TestServer server(routes);
  auto client = server.connect();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 100);
  EXPECT_EQ(client.exchange("abc").body, "abc");
}

TEST(Server, RefusesAHeldBackBodyWithoutReadingIt) {
  TestServer server(routes);
  auto unknown = server.connect();
  unknown.send(
      "POST /nowhere HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(unknown.receive()->status, 404);
  EXPECT_TRUE(unknown.isClosedByServer());
  auto large = server.connect();
  large.send(
      "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3000000\r\nExpect: "
      "100-continue\r\n\r\n");
  EXPECT_EQ(large.receive()->status, 413);
}

TEST(Server, TellsUnknownPathsFromUnknownMethods) {
  TestServer server(routes);
  auto client = server.connect();
  EXPECT_EQ(client.get("/nowhere").status, 404);
  const auto answer = client.exchange("DELETE /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("allow"), "GET, HEAD, OPTIONS");
  const auto unheard_of = client.exchange("BREW /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(unheard_of.status, 405);
  EXPECT_EQ(unheard_of.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.exchange("BREW /nowhere HTTP/1.1\r\nHost: test\r\n\r\n").status, 404);
  const auto options = client.exchange("OPTIONS /echo HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("allow"), "POST, OPTIONS");
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(Server, MapsErrorsOfHandlers) {
  TestServer server(routes);
  auto client = server.connect();
  const auto conflict = client.get("/conflict");
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.header("content-type"), "application/problem+json");
  EXPECT_THAT(conflict.body, HasSubstr("name_taken"));
  EXPECT_EQ(client.get("/busy").header("retry-after"), "7");
}

TEST(Server, TellsNothingAboutUnexpectedFailures) {
  TestServer server(routes);
  auto client = server.connect();
  const auto answer = client.get("/broken");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("secrets")));
  EXPECT_THAT(server.failures(), Contains("select * from secrets"));
  EXPECT_EQ(server.server().metrics().failures, 1U);
  EXPECT_EQ(client.get("/lost").status, 500);
  EXPECT_THAT(server.failures(), Contains("Something went wrong."));
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(Server, DoesNotSendHeadersThatBreakOutOfTheirLine) {
  TestServer server(routes);
  auto client = server.connect();
  const auto answer = client.get("/split");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.header("set-cookie"), "");
}

TEST(Server, SendsItsHeadersAndItsOwnRequestIdWithEveryAnswer) {
  Options options;
  options.headers = {{"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"}};
  TestServer server(routes, options);
  std::set<std::string> ids;
  for (const std::string target : {"/hello", "/nowhere", "/broken", "/%zz"}) {
    auto client = server.connect();
    const auto answer = client.get(target, "X-Request-Id: forged\r\n");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << target;
    EXPECT_THAT(answer.header("date"), HasSubstr(" GMT")) << target;
    EXPECT_TRUE(Uuid::parse(answer.header("x-request-id")).has_value()) << target;
    ids.insert(answer.header("x-request-id"));
  }
  EXPECT_EQ(ids.size(), 4U);
}

TEST(Server, CompressesTextAsTheClientLikes) {
  TestServer server(routes);
  auto client = server.connect();
  const std::string text(20'000, 'a');
  const auto brotli = client.get("/text", "Accept-Encoding: gzip, deflate, br\r\n");
  EXPECT_EQ(brotli.header("content-encoding"), "br");
  EXPECT_EQ(brotli.header("vary"), "Accept-Encoding");
  EXPECT_EQ(unbrotli(brotli.body), text);
  const auto gzip = client.get("/text", "Accept-Encoding: br;q=0.1, gzip\r\n");
  EXPECT_EQ(gzip.header("content-encoding"), "gzip");
  EXPECT_EQ(gunzip(gzip.body), text);
  const auto plain = client.get("/text");
  EXPECT_EQ(plain.header("content-encoding"), "");
  EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
  EXPECT_EQ(plain.body, text);
}

TEST(Server, LeavesSmallAndSecretBodiesUncompressed) {
  TestServer server(routes);
  auto client = server.connect();
  EXPECT_EQ(client.get("/hello", "Accept-Encoding: br\r\n").header("content-encoding"), "");
  EXPECT_EQ(client.get("/secret", "Accept-Encoding: br\r\n").header("content-encoding"), "");
}

TEST(Server, SharesConnectionsAmongItsLanesInTurn) {
  TestServer server(routes);
  std::vector<HttpClient> clients;
  std::multiset<std::string> lanes;
  for (int i = 0; i < 6; ++i) lanes.insert(clients.emplace_back(server.port()).get("/lane").body);
  EXPECT_EQ(lanes.count("0"), 3U);
  EXPECT_EQ(lanes.count("1"), 3U);
}

TEST(Server, BelievesForwardedFieldsOfTrustedProxiesOnly) {
  const std::string forwarded =
      "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: crm.org\r\n";
  TestServer plain(routes);
  EXPECT_EQ(plain.connect().get("/client", forwarded).body, "127.0.0.1 http://test");
  Options options;
  options.trusted_proxies = {*Network::parse("127.0.0.0/8")};
  TestServer proxied(routes, options);
  EXPECT_EQ(proxied.connect().get("/client", forwarded).body, "203.0.113.9 https://crm.org");
}

TEST(Server, LogsRoutesWithoutWhatTheyHoldAndCountsThem) {
  TestServer server(routes);
  {
    auto client = server.connect();
    client.get("/things/42?token=secret");
    client.get("/things/43");
    client.get("/nowhere");
  }
  ASSERT_TRUE(server.drain(std::chrono::seconds{5}));
  EXPECT_THAT(server.accessLog(), Contains("GET /things/{id} 200 2").Times(2));
  for (const auto& line : server.accessLog()) EXPECT_THAT(line, Not(HasSubstr("secret")));
  const auto metrics = server.server().metrics();
  EXPECT_EQ(metrics.routes.at("GET /things/{id}").by_status.at(200), 2U);
  EXPECT_EQ(metrics.routes.at("other").by_status.at(404), 1U);
  EXPECT_EQ(metrics.connections_opened, 1U);
  EXPECT_EQ(metrics.connections_open, 0U);
  std::uint64_t observed = 0;
  for (const auto count : metrics.routes.at("GET /things/{id}").latency) observed += count;
  EXPECT_EQ(observed, 2U);
}

TEST(Server, ServesManyClientsAtOnce) {
  TestServer server(routes);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      auto client = server.connect();
      for (int i = 0; i < 100; ++i) right += client.post("/echo", "body").body == "body";
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace parley::http
