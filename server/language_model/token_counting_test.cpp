// How providers are asked to count what a request takes. Only where that decides something, so
// whatever goes wrong is no failure: an estimate does.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "language_model/testing/all_wires.hpp"
#include "language_model/testing/claude.hpp"
#include "language_model/testing/wire_test.hpp"

namespace parley::language_model {
namespace {

using namespace std::chrono_literals;
using fetch::testing::Answer;
using testing::Claude;
using testing::jsonAnswer;
using testing::run;
using testing::wireAt;

std::vector<int> wiresThatCount(bool count) {
  std::vector<int> found;
  for (int i = 0; i < testing::wires; ++i) {
    if (wireAt(i).count_path.empty() != count) found.push_back(i);
  }
  return found;
}

class TokenCounting : public testing::WireTest, public ::testing::WithParamInterface<int> {
 protected:
  TokenCounting() : WireTest{wireAt(GetParam())} {
    peer.count(provider_.count_path, {jsonAnswer(200, provider_.count_answer)});
  }
  std::optional<std::uint64_t> count() {
    return run(loop, model().countTokens(request, cancellation));
  }
  /// A conversation with thoughts, calls and their answers, one of them an error.
  void converse() {
    peer.script(provider_.calls);
    say("find acme");
    const auto first = complete();
    append(first);
    const auto& call = std::get<ToolCall>(first.parts[2]);
    request.messages.push_back(
        {Role::user, {ToolResult{call.id, "Nothing of that name.", true}, Text{"go on"}}, {}});
  }
};

INSTANTIATE_TEST_SUITE_P(Wire, TokenCounting, ::testing::ValuesIn(wiresThatCount(true)),
                         [](const auto& info) { return wireAt(info.param).name; });

TEST_P(TokenCounting, AsksWithAllThatWillBeSent) {
  converse();
  EXPECT_EQ(count(), 4'711U);
  ASSERT_EQ(peer.counts().size(), 1U);
  const auto& asked = peer.counts().front();
  EXPECT_EQ(testing::Contract::problems(provider_.count_contract, asked.body), "") << asked.body;
  EXPECT_EQ(asked.method, "POST");
  for (const auto* said : {"You are Parley.", "Finds", "find acme", "One moment.", "é😀",
                           "Nothing of that name.", "This call was not run.", "go on"}) {
    EXPECT_TRUE(asked.body.contains(said)) << said << " in " << asked.body;
  }
}

TEST_P(TokenCounting, CountsNothingWhereTheProviderDoesNotAnswerIt) {
  options.max_count_bytes = 1'000;
  say("hi");
  const std::string large =
      fmt::format(R"({{"input_tokens":5,"totalTokens":5,"more":"{}"}})", std::string(2'000, 'x'));
  for (const auto& answer :
       {Answer{jsonAnswer(404, R"({"error":{"message":"no such path"}})")},
        Answer{jsonAnswer(429, "{}", "retry-after: 1\r\n")}, Answer{jsonAnswer(529, "{}")},
        Answer{jsonAnswer(200, "[]")}, Answer{jsonAnswer(200, "{")},
        Answer{jsonAnswer(200, R"({"input_tokens":"many","totalTokens":-1})")},
        Answer{jsonAnswer(200, large)}, Answer{"", Answer::Then::reset}}) {
    peer.count(provider_.count_path, answer);
    EXPECT_EQ(count(), std::nullopt) << answer.bytes;
  }
  EXPECT_EQ(peer.counts().size(), 8U);  // and is asked once each time, and nothing else
  EXPECT_TRUE(peer.lists().empty());
  EXPECT_TRUE(waits.empty());
}

TEST_P(TokenCounting, CountsNothingWhereTheAnswerTakesTooLong) {
  options.count_timeout = 100ms;
  say("hi");
  for (const auto& answer :
       {Answer{"", Answer::Then::hang},
        Answer{jsonAnswer(200, provider_.count_answer), Answer::Then::close, 1, 20ms}}) {
    peer.count(provider_.count_path, answer);
    EXPECT_EQ(count(), std::nullopt) << answer.bytes;
  }
  EXPECT_TRUE(waits.empty());
}

TEST_P(TokenCounting, EndsAtOnceWhenItIsStopped) {
  peer.count(provider_.count_path, {"", Answer::Then::hang});
  say("hi");
  boost::asio::post(loop, [this] { cancellation.stop(); });
  EXPECT_THROW(count(), Stopped);
}

TEST_P(TokenCounting, GoesOnlyWhereTheProviderMayBe) {
  options.network = fetch::Network::public_only;
  say("hi");
  EXPECT_EQ(count(), std::nullopt);
  EXPECT_TRUE(peer.counts().empty());
}

class CompatibleServer : public testing::WireTest {
 protected:
  CompatibleServer() : WireTest{wireAt(wiresThatCount(false).at(0))} {}
};

TEST_F(CompatibleServer, IsNotAskedToCount) {
  say("hi");
  EXPECT_EQ(run(loop, model().countTokens(request, cancellation)), std::nullopt);
  EXPECT_TRUE(peer.turns().empty());
  EXPECT_TRUE(peer.lists().empty());
}

TEST_F(Claude, CountsAllThatWillBeSent) {
  script(testing::calls + "," + testing::hello, R"(,"count":{"input_tokens":4711})");
  say("find acme");
  const auto first = complete();
  append(first);
  answerCalls(first);
  EXPECT_EQ(run(loop, model().countTokens(request, cancellation)), 4'711U);
  complete();
  const auto asked = requests("/v1/messages/count_tokens");
  ASSERT_EQ(asked.size(), 1U);
  auto sent = boost::json::parse(body(2)).as_object();  // the turn behind the count
  sent.erase("max_tokens");
  sent.erase("stream");
  EXPECT_EQ(boost::json::parse(asked[0].at("body").as_string()), sent);
}

TEST_F(Claude, CountsNothingWhereTheProviderDoesNotAnswerIt) {
  say("hi");
  for (const auto* answer :
       {R"({"status":529})", R"({"status":401})", R"({"input_tokens":"many"})"}) {
    script("", fmt::format(R"(,"count":{})", answer));
    EXPECT_EQ(run(loop, model().countTokens(request, cancellation)), std::nullopt) << answer;
    EXPECT_EQ(requests("/v1/messages/count_tokens").size(), 1U);
  }
  EXPECT_TRUE(waits.empty());
}

}  // namespace
}  // namespace parley::language_model
