#include "fetch/client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdlib>
#include <optional>

#include "fetch/testing/raw_server.hpp"
#include "fetch/testing/run.hpp"

namespace parley::fetch {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::RawServer;
using testing::run;

std::string ok(std::string_view body, std::string_view more_headers = "") {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{}\r\n{}", body.size(), more_headers,
                     body);
}

Request to(std::string url) {
  Request request;
  request.url = std::move(url);
  request.network = Network::anywhere;
  return request;
}

class FetchClient : public ::testing::Test {
 protected:
  Response send(Request request) {
    auto work = client.send(std::move(request));
    return run(loop, std::move(work));
  }

  FailureKind failureOf(Request request) {
    try {
      send(std::move(request));
    } catch (const Failure& failure) {
      return failure.kind;
    }
    ADD_FAILURE() << "the request did not fail";
    return FailureKind::busy;
  }

  Loop loop;
  Client client{loop};
};

TEST_F(FetchClient, SendsMethodHeadersAndBodyAndReadsTheAnswer) {
  RawServer server{loop, [](const auto&) { return Answer{ok("hello", "X-Request-Id: r1\r\n")}; }};
  auto request = to(server.url("/path?q=1"));
  request.method = "PUT";
  request.headers.add("X-Api-Key", "secret");
  request.headers.add("Content-Type", "application/json");
  request.body = "{\"a\":\"\xC3\xA9\"}";
  const auto response = send(std::move(request));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "hello");
  EXPECT_EQ(response.headers.get("x-request-id"), "r1");
  const auto& seen = server.requests().at(0);
  EXPECT_TRUE(seen.starts_with("PUT /path?q=1 HTTP/1.1\r\n"));
  EXPECT_TRUE(seen.contains("\r\nX-Api-Key: secret\r\n"));
  EXPECT_TRUE(seen.contains("\r\nContent-Type: application/json\r\n"));
  EXPECT_FALSE(seen.contains("Expect"));
  EXPECT_TRUE(seen.ends_with("\r\n\r\n{\"a\":\"\xC3\xA9\"}"));
}

TEST_F(FetchClient, GivesBackAnErrorStatusAndARedirectAsAnswers) {
  RawServer server{
      loop, [](const std::string& request) {
        if (request.starts_with("GET /moved")) {
          return Answer{"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"};
        }
        return Answer{"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"};
      }};
  const auto redirect = send(to(server.url("/moved")));
  EXPECT_EQ(redirect.status, 302);
  EXPECT_EQ(redirect.headers.get("location"), "/other");
  EXPECT_EQ(send(to(server.url())).status, 503);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(FetchClient, UsesAConnectionAgain) {
  RawServer server{loop, [](const auto&) { return Answer{ok("x"), Answer::Then::keep}; }};
  for (int i = 0; i < 5; ++i) send(to(server.url()));
  EXPECT_EQ(server.requests().size(), 5U);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(FetchClient, SkipsInterimAnswers) {
  RawServer server{loop, [](const auto&) {
                     return Answer{"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok("done")};
                   }};
  const auto response = send(to(server.url()));
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.headers.contains("link"));
}

TEST_F(FetchClient, StreamsTheBodyAsItArrives) {
  RawServer server{loop, [](const auto&) {
                     return Answer{
                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n",
                         Answer::Then::hang};
                   }};
  auto stream = client.start(to(server.url()));
  EXPECT_EQ(run(loop, stream.head()).status, 200);
  EXPECT_EQ(run(loop, stream.read()), "first");
  stream.cancel();
  EXPECT_THROW(run(loop, stream.read()), Failure);
}

TEST_F(FetchClient, HoldsTheServerBackWhileNobodyReads) {
  const std::string body(48 << 20, 'x');
  RawServer server{loop, [&](const auto&) { return Answer{ok(body)}; }};
  auto request = to(server.url());
  request.limits.body_bytes = body.size();
  auto stream = client.start(std::move(request));
  run(loop, stream.head());
  for (int turn = 0; turn < 2'000; ++turn) loop.poll_one();
  EXPECT_LT(server.bytesWritten(), body.size() / 2);

  std::size_t received = 0;
  while (const auto bytes = run(loop, stream.read())) {
    EXPECT_LE(bytes->size(), 64U << 10);
    received += bytes->size();
  }
  EXPECT_EQ(received, body.size());
}

TEST_F(FetchClient, CancelWakesTheWaitingSideAndClosesTheConnection) {
  RawServer server{loop, [](const auto&) { return Answer{"", Answer::Then::hang}; }};
  auto stream = client.start(to(server.url()));
  boost::asio::steady_timer soon{loop};
  const std::function<void()> cancelOnceAsked = [&] {
    if (server.requests().empty()) {
      boost::asio::post(loop, cancelOnceAsked);
    } else {
      stream.cancel();
    }
  };
  boost::asio::post(loop, cancelOnceAsked);
  try {
    run(loop, stream.head());
    FAIL() << "a cancelled request answered";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind, FailureKind::cancelled);
  }
  loop.restart();
  while (server.closedByPeer() == 0) loop.run_one();
}

TEST_F(FetchClient, DroppingAStreamEndsItsTransfer) {
  RawServer server{
      loop, [](const auto&) { return Answer{"HTTP/1.1 200 OK\r\n\r\nsome", Answer::Then::hang}; }};
  {
    auto stream = client.start(to(server.url()));
    run(loop, stream.head());
  }
  loop.restart();
  while (server.closedByPeer() == 0) loop.run_one();
}

TEST_F(FetchClient, TellsSilenceBeforeTheAnswerAndInTheMiddle) {
  RawServer server{loop, [](const std::string& request) {
                     const bool begun = request.starts_with("GET /begun");
                     return Answer{begun ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf" : "",
                                   Answer::Then::hang};
                   }};
  for (const auto* path : {"/", "/begun"}) {
    auto request = to(server.url(path));
    request.limits.silence = 30ms;
    EXPECT_EQ(failureOf(std::move(request)), FailureKind::silence) << path;
  }
}

TEST_F(FetchClient, EndsWhatTakesTooLongAltogether) {
  RawServer server{loop, [](const auto&) { return Answer{"", Answer::Then::hang}; }};
  auto request = to(server.url());
  request.limits.total = 30ms;
  EXPECT_EQ(failureOf(std::move(request)), FailureKind::timeout);
}

TEST_F(FetchClient, SendsWhatIsPreparedOnceItIsStartedAndCountsItsTimeFromThere) {
  RawServer server{loop, [](const std::string& request) {
                     if (request.starts_with("GET /slow")) return Answer{"", Answer::Then::hang};
                     return Answer{ok("hello")};
                   }};
  const auto limited = [&](std::string_view path) {
    auto request = to(server.url(path));
    request.limits.total = 200ms;
    return request;
  };
  auto stream = client.prepare(limited("/prepared"));
  const auto dropped = client.prepare(limited("/dropped"));
  EXPECT_EQ(failureOf(limited("/slow")), FailureKind::timeout);
  EXPECT_EQ(server.requests().size(), 1U);
  stream.start();
  EXPECT_EQ(run(loop, stream.read()), "hello");
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(FetchClient, RefusesWhatWasPreparedByAClientThatIsGone) {
  std::optional<Client> passing{std::in_place, loop};
  auto stream = passing->prepare(to("http://127.0.0.1:1/"));
  passing.reset();
  stream.start();
  try {
    run(loop, stream.head());
    ADD_FAILURE() << "the request did not fail";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind, FailureKind::cancelled);
  }
}

TEST_F(FetchClient, TellsACutConnection) {
  for (const auto& bytes :
       {std::string{}, std::string{"HTTP/1.1 200 OK\r\nContent-Le"},
        std::string{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"},
        std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfi"},
        std::string{"not http at all\r\n\r\n"}}) {
    for (const auto then : {Answer::Then::close, Answer::Then::reset}) {
      RawServer server{loop, [&](const auto&) { return Answer{bytes, then}; }};
      EXPECT_EQ(failureOf(to(server.url())), FailureKind::cut) << bytes;
    }
  }
}

TEST_F(FetchClient, RefusesAnAnswerOverTheLimit) {
  RawServer server{loop, [](const std::string& request) {
                     if (request.starts_with("GET /head")) {
                       return Answer{ok("", "X-Long: " + std::string(70'000, 'x') + "\r\n")};
                     }
                     return Answer{ok(std::string(2'000, 'x'))};
                   }};
  auto request = to(server.url());
  request.limits.body_bytes = 1'999;
  EXPECT_EQ(failureOf(std::move(request)), FailureKind::too_large);
  EXPECT_EQ(failureOf(to(server.url("/head"))), FailureKind::too_large);
}

TEST_F(FetchClient, TellsAClosedPortAndAnUnknownName) {
  std::string url;
  {
    RawServer server{loop, [](const auto&) { return Answer{}; }};
    url = server.url();
  }
  EXPECT_EQ(failureOf(to(url)), FailureKind::connect);
  EXPECT_EQ(failureOf(to("http://" + std::string(64, 'x') + ".invalid/")), FailureKind::dns);
}

TEST_F(FetchClient, TellsAServerThatCannotSpeakTls) {
  RawServer server{loop, [](const auto&) { return Answer{}; }, "HTTP/1.1 400 Bad Request\r\n\r\n"};
  EXPECT_EQ(failureOf(to(fmt::format("https://127.0.0.1:{}/", server.port()))), FailureKind::tls);
}

TEST_F(FetchClient, RefusesUserGivenAddressesInPrivateNetworks) {
  for (const auto* url :
       {"https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://0x7f000001/",
        "https://2130706433/", "https://127.1/", "https://0/",
        "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/",
        "https://[::ffff:127.0.0.1]/", "https://192.168.0.1/"}) {
    Request request;
    request.url = url;
    EXPECT_EQ(failureOf(std::move(request)), FailureKind::refused_address) << url;
  }
}

TEST_F(FetchClient, RefusesUserGivenAddressesOfOtherKinds) {
  for (const auto* url :
       {"http://example.org/", "ftp://example.org/", "file:///etc/passwd",
        "https://example.org:8080/", "https://user:secret@example.org/", "gopher://example.org/",
        "not a url", "", "https:///", "https://a\r\nb/"}) {
    Request request;
    request.url = url;
    EXPECT_EQ(failureOf(std::move(request)), FailureKind::invalid_request) << url;
  }
}

TEST_F(FetchClient, KeepsTheOperatorsConnectionsAwayFromUserGivenAddresses) {
  RawServer server{loop, [](const auto&) { return Answer{ok("x"), Answer::Then::keep}; }};
  Client::Options options;
  options.public_ports = {443, server.port()};
  Client guarded{loop, options};
  auto trusted = guarded.send(to(server.url()));
  EXPECT_EQ(run(loop, std::move(trusted)).status, 200);

  Request request;
  request.url = fmt::format("https://127.0.0.1:{}/", server.port());
  auto work = guarded.send(std::move(request));
  try {
    run(loop, std::move(work));
    FAIL() << "a private address answered";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind, FailureKind::refused_address);
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(FetchClient, ReachesPrivateServersTheOperatorNamed) {
  RawServer server{loop, [](const auto&) { return Answer{ok("x")}; }};
  Client::Options options;
  options.allowed_private = {fmt::format("127.0.0.1:{}", server.port())};
  Client listed{loop, options};
  Request request;
  request.url = server.url();
  auto work = listed.send(request);
  EXPECT_EQ(run(loop, std::move(work)).status, 200);

  Client::Options open;
  open.allow_private_network = true;
  Client lifted{loop, open};
  auto again = lifted.send(request);
  EXPECT_EQ(run(loop, std::move(again)).status, 200);
}

TEST_F(FetchClient, NeverSendsHeadersThatCouldSplitTheRequest) {
  for (const auto& [name, value] : {std::pair{"X-A", "a\r\nX-B: b"}, std::pair{"X A", "a"},
                                    std::pair{"X-A:", "a"}, std::pair{"", "a"}}) {
    auto request = to("http://127.0.0.1:9/");
    request.headers.add(name, value);
    EXPECT_EQ(failureOf(std::move(request)), FailureKind::invalid_request) << name;
  }
}

TEST_F(FetchClient, TakesNoProxyFromTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:9", 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:9", 1);
  RawServer server{loop, [](const auto&) { return Answer{ok("direct")}; }};
  EXPECT_EQ(send(to(server.url())).body, "direct");
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

TEST_F(FetchClient, RunsAFewAtATimeAndRefusesBeyondItsQueue) {
  Client::Options options;
  options.max_running = 2;
  options.max_waiting = 1;
  Client small{loop, options};
  RawServer server{
      loop, [](const auto&) { return Answer{"HTTP/1.1 200 OK\r\n\r\nx", Answer::Then::hang}; }};
  auto first = small.start(to(server.url()));
  auto second = small.start(to(server.url()));
  auto third = small.start(to(server.url()));
  auto fourth = small.start(to(server.url()));
  try {
    run(loop, fourth.head());
    FAIL() << "there was room for a fourth";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind, FailureKind::busy);
  }
  run(loop, second.head());
  EXPECT_LE(server.connections(), 2U);
  first.cancel();
  EXPECT_EQ(run(loop, third.head()).status, 200);
  EXPECT_EQ(server.connections(), 3U);
}

TEST_F(FetchClient, GivesUpWaitingForItsTurn) {
  Client::Options options;
  options.max_running = 1;
  options.max_wait = 20ms;
  Client small{loop, options};
  RawServer server{loop, [](const auto&) { return Answer{"", Answer::Then::hang}; }};
  auto first = small.start(to(server.url()));
  auto second = small.start(to(server.url()));
  try {
    run(loop, second.head());
    FAIL() << "the second never had its turn";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind, FailureKind::busy);
  }
}

TEST_F(FetchClient, EndsWhatIsUnderWayWhenTheClientGoes) {
  RawServer server{loop, [](const auto&) { return Answer{"", Answer::Then::hang}; }};
  auto brief = std::make_unique<Client>(loop);
  auto stream = brief->start(to(server.url()));
  boost::asio::post(loop, [&] { brief.reset(); });
  EXPECT_THROW(run(loop, stream.head()), Failure);
}

}  // namespace
}  // namespace parley::fetch
