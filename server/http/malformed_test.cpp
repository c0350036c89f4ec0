#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/head_scanner.hpp"
#include "http/test_server.hpp"

namespace parley::http {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

void routes(Router& router, std::size_t) {
  router.add(Method::get, "/", [](Request&) -> task<Response> { co_return text("home"); });
  router.add(Method::post, "/",
             [](Request& request) -> task<Response> { co_return text(request.body); });
}

struct Bad {
  const char* name;
  std::string request;
  int status = 400;
};

void PrintTo(const Bad& bad, std::ostream* out) {
  *out << bad.name;
}

class Malformed : public ::testing::TestWithParam<Bad> {};

TEST_P(Malformed, RequestsGetAProblemAndTheEndOfTheConnection) {
  TestServer server(routes, {}, 1);
  auto client = server.connect();
  client.send(GetParam().request);
  const auto answer = client.receive();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, GetParam().status);
  EXPECT_EQ(answer->header("content-type"), "application/problem+json");
  EXPECT_EQ(answer->header("connection"), "close");
  EXPECT_THAT(answer->body, HasSubstr(answer->header("x-request-id")));
  EXPECT_TRUE(client.isClosedByServer());
  EXPECT_EQ(server.connect().get("/").body, "home");
}

const std::string get = "GET / HTTP/1.1\r\n";
const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Kinds, Malformed,
    ::testing::Values(
        Bad{"length_and_chunked",
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Bad{"chunked_and_length",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
        Bad{"two_lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"},
        Bad{"list_of_lengths", post + "Content-Length: 3, 3\r\n\r\nabc"},
        Bad{"signed_length", post + "Content-Length: +3\r\n\r\nabc"},
        Bad{"negative_length", post + "Content-Length: -3\r\n\r\nabc"},
        Bad{"huge_length", post + "Content-Length: 99999999999999999999\r\n\r\n"},
        Bad{"other_coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        Bad{"two_codings",
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Bad{"chunked_http10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Bad{"folded_field", get + "Host: a\r\nX-A: b\r\n c\r\n\r\n"},
        Bad{"folded_first_field", get + " Host: a\r\n\r\n"},
        Bad{"bare_line_feeds", "GET / HTTP/1.1\nHost: a\n\n"},
        Bad{"bare_carriage_return", get + "Host: a\rX: b\r\n\r\n"},
        Bad{"blank_before_colon", get + "Host : a\r\n\r\n"},
        Bad{"no_colon", get + "Host: a\r\nnonsense\r\n\r\n"},
        Bad{"empty_name", get + "Host: a\r\n: b\r\n\r\n"},
        Bad{"nul_in_value", get + "Host: a\r\nX: b\0c\r\n\r\n"s},
        Bad{"nul_in_target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s},
        Bad{"control_in_value", get + "Host: a\r\nX: b\x01\r\n\r\n"},
        Bad{"bad_chunk_size", chunked + "zz\r\nabc\r\n0\r\n\r\n"},
        Bad{"bad_chunk_end", chunked + "3\r\nabcdef\r\n0\r\n\r\n"},
        Bad{"huge_chunk_size", chunked + "FFFFFFFFFFFFFFFFF\r\nabc"},
        Bad{"chunk_extension", chunked + "3;a=b\r\nabc\r\n0\r\n\r\n"},
        Bad{"bare_line_feed_in_chunk", chunked + "3\nabc\n0\n\n"},
        Bad{"bad_escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"escaped_nul", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"no_utf8", "GET /%C0%AF HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"parent_folder", "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"escaped_parent_folder", "GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"absolute_form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"authority_form", "GET a:443 HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"asterisk_form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"}, Bad{"no_host", get + "\r\n"},
        Bad{"two_hosts", get + "Host: a\r\nHost: a\r\n\r\n"},
        Bad{"empty_host", get + "Host:\r\n\r\n"}, Bad{"host_with_path", get + "Host: a/b\r\n\r\n"},
        Bad{"no_version", "GET /\r\nHost: a\r\n\r\n"},
        Bad{"two_blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
        Bad{"no_http_at_all", "\x16\x03\x01\x02\r\n\r\n"},
        Bad{"http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        Bad{"unknown_expectation", get + "Host: a\r\nExpect: miracles\r\n\r\n", 417}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Malformed, BytesAreRefusedBeforeTheHeadIsComplete) {
  TestServer server(routes, {}, 1);
  auto client = server.connect();
  client.send("GET / HTTP/1.1\nHost: a");
  EXPECT_EQ(client.receive()->status, 400);
}

TEST(Malformed, ACompleteRequestIsAnsweredBeforeABadOneInItsWake) {
  TestServer server(routes, {}, 1);
  auto client = server.connect();
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n");
  EXPECT_EQ(client.receive()->body, "home");
  EXPECT_EQ(client.receive()->status, 400);
}

TEST(Malformed, OneEmptyLineBeforeARequestIsForgiven) {
  TestServer server(routes, {}, 1);
  auto client = server.connect();
  EXPECT_EQ(client.exchange("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").body, "home");
  EXPECT_EQ(client.exchange("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
}

TEST(HeadScanner, FindsTheEndHoweverTheBytesArrive) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  HeadScanner scanner(100, 100);
  for (std::size_t size = 0; size < head.size(); ++size) {
    ASSERT_EQ(scanner.scan(std::string_view(head).substr(0, size)), HeadScanner::Result::more);
  }
  EXPECT_EQ(scanner.scan(head + "rest"), HeadScanner::Result::complete);
  EXPECT_EQ(scanner.size(), head.size());
}

}  // namespace
}  // namespace parley::http
