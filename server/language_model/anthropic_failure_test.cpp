#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "language_model/testing/claude.hpp"

namespace parley::language_model {
namespace {

using namespace std::chrono_literals;
using testing::Claude;
using testing::hello;
using testing::run;

struct Refusal {
  const char* error;
  FailureKind kind;
  int attempts;
};
class ClaudeErrors : public Claude, public ::testing::WithParamInterface<Refusal> {};

TEST_P(ClaudeErrors, AreMappedAndRetriedOnlyWhereItHelps) {
  script(fmt::format(R"({{"error":{},"times":"always"}})", GetParam().error));
  say("hi");
  const auto failed = failure();
  EXPECT_EQ(failed.kind, GetParam().kind);
  EXPECT_TRUE(failed.request_id.starts_with("req_"));
  EXPECT_FALSE(failed.detail.contains("sk-ant"));
  EXPECT_EQ(static_cast<int>(requests().size()), GetParam().attempts);
  EXPECT_EQ(static_cast<int>(count<Retrying>()), GetParam().attempts - 1);
}

INSTANTIATE_TEST_SUITE_P(
    Claude, ClaudeErrors,
    ::testing::Values(Refusal{R"({"status":400,"message":"bad input for sk-ant-one"})",
                              FailureKind::request_refused, 1},
                      Refusal{R"({"status":400,"error_code":"organization_on_hold"})",
                              FailureKind::key_invalid, 1},
                      Refusal{R"({"status":401})", FailureKind::key_invalid, 1},
                      Refusal{R"({"status":402})", FailureKind::unpaid, 1},
                      Refusal{R"({"status":403})", FailureKind::forbidden, 1},
                      Refusal{R"({"status":404})", FailureKind::model_unknown, 1},
                      Refusal{R"({"status":413})", FailureKind::too_long, 1},
                      Refusal{R"({"status":409})", FailureKind::overloaded, 3},
                      Refusal{R"({"status":429})", FailureKind::rate_limited, 3},
                      Refusal{R"({"status":429,"error_code":"ramp_limit_exceeded"})",
                              FailureKind::rate_limited, 3},
                      Refusal{R"({"status":429,"error_code":"enforced_spend_limit_reached"})",
                              FailureKind::unpaid, 1},
                      Refusal{R"({"status":429,"error_code":"contract_spend_limit_reached"})",
                              FailureKind::unpaid, 1},
                      Refusal{R"({"status":429,"headers":{"retry-after":"3600"}})",
                              FailureKind::rate_limited, 1},
                      Refusal{R"({"status":500})", FailureKind::overloaded, 3},
                      Refusal{R"({"status":500,"headers":{"x-should-retry":"false"}})",
                              FailureKind::overloaded, 1},
                      Refusal{R"({"status":504})", FailureKind::overloaded, 3},
                      Refusal{R"({"status":529})", FailureKind::overloaded, 3}));

TEST_F(Claude, WaitsAsLongAsAskedElseLongerEachTime) {
  script(R"({"error":{"status":429,"headers":{"retry-after":"3"}}},{"error":{"status":529}},)" +
         hello);
  say("hi");
  complete();
  EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{3000ms, 1000ms}));
  script(
      R"({"error":{"status":529}},{"error":{"status":529,"headers":{"retry-after-ms":"40","retry-after":"9"}}},)" +
      hello);
  waits.clear();
  complete();
  EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{500ms, 40ms}));
}

TEST_F(Claude, VoidsWhatWasStreamedBeforeAnErrorInTheStream) {
  script(R"({"blocks":[{"type":"text","text":"Hello, this will not last"}],)"
         R"("stream_error":{"after":4,"type":"overloaded_error"}},)" +
         hello);
  say("hi");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  const auto retry = std::ranges::find_if(
      deltas, [](const Delta& item) { return std::holds_alternative<Retrying>(item); });
  ASSERT_NE(retry, deltas.end());
  EXPECT_NE(retry, deltas.begin());
  EXPECT_EQ(count<Spent>(), 1U) << "the attempt is billed all the same";
}

TEST_F(Claude, EndsOnAnErrorInTheStreamThatNoRetryHelps) {
  script(
      R"({"blocks":[{"type":"text","text":"x"}],"stream_error":{"after":2,"type":"authentication_error"}})");
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::key_invalid);
}

TEST_F(Claude, RetriesACutStreamAndOneThatEndsTooEarly) {
  script(R"({"blocks":[{"type":"text","text":"Hello"}],"faults":{"cut_at":900}},)"
         R"({"blocks":[{"type":"text","text":"Hello"}],"faults":{"cut_at":1}},)" +
         hello);
  say("hi");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_EQ(count<Retrying>(), 2U);
}

TEST_F(Claude, GivesUpOnSilence) {
  options.silence_timeout = 100ms;
  script(
      R"({"blocks":[{"type":"text","text":"Hello"}],"faults":{"silence_at":700},"times":"always"})");
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
  EXPECT_EQ(count<Retrying>(), 2U);
}

TEST_F(Claude, GivesUpOnSilenceBeforeTheFirstByte) {
  options.silence_timeout = 100ms;
  script(
      R"({"blocks":[{"type":"text","text":"Hello"}],"faults":{"silence_at":0},"times":"always"})");
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
  EXPECT_EQ(count<Retrying>(), 2U);
}

TEST_F(Claude, IsPatientWithASlowStream) {
  options.silence_timeout = 2'000ms;
  script(R"({"blocks":[{"type":"text","text":"Hello"}],"faults":{"drip_ms":5,"chunk":1}})");
  say("hi");
  EXPECT_EQ(textOf(complete()), "Hello");
  EXPECT_TRUE(waits.empty());
}

TEST_F(Claude, ADripThatIsNeverSilentEndsWhenItIsStopped) {
  script(fmt::format(
      R"({{"blocks":[{{"type":"text","text":"{}"}}],"faults":{{"drip_ms":5,"chunk":1}}}})",
      std::string(2'000, 'x')));
  say("hi");
  sink = [this](const Delta& item) {
    deltas.push_back(item);
    if (count<TextDelta>() == 3) cancellation.stop();  // as the time limit of a run does
  };
  EXPECT_THROW(complete(), Stopped);
  EXPECT_EQ(requests().size(), 1U);
}

TEST_F(Claude, NeverRunsACallWhoseInputIsNoJson) {
  script(
      R"({"blocks":[{"type":"tool_use","id":"toolu_1","name":"find","raw_input":"{\"q\":}"}],"times":"always"})");
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
  EXPECT_EQ(requests().size(), 3U);
}

TEST_F(Claude, StopEndsTheTransferAtOnce) {
  script(
      R"({"blocks":[{"type":"text","text":"Hello, this is going to be a long story"}],"faults":{"hold_at":1200}})");
  say("hi");
  sink = [this](const Delta& item) {
    if (std::holds_alternative<TextDelta>(item)) cancellation.stop();
  };
  EXPECT_THROW(complete(), Stopped);
  EXPECT_EQ(control("GET", "/control/aborted?count=1"), R"({"count":1})");
  EXPECT_TRUE(waits.empty());
}

TEST_F(Claude, StopEndsTheWaitForARetry) {
  options.retry.first_delay = 1h;
  options.retry.longest_delay = 1h;
  waits_really = true;
  script(R"({"error":{"status":529}})");
  say("hi");
  sink = [this](const Delta&) { boost::asio::post(loop, [this] { cancellation.stop(); }); };
  EXPECT_THROW(complete(), Stopped);
}

TEST_F(Claude, StoppedBeforehandSendsNothing) {
  script(hello);
  say("hi");
  cancellation.stop();
  EXPECT_THROW(complete(), Stopped);
  EXPECT_TRUE(requests().empty());
}

TEST_F(Claude, ChecksAKey) {
  script("", R"(,"keys":["sk-ant-one"])");
  EXPECT_NO_THROW(run(loop, model().checkKey()));
  credential.key = "sk-ant-mistyped";
  try {
    run(loop, model().checkKey());
    FAIL() << "a mistyped key passed";
  } catch (const ModelFailure& failed) {
    EXPECT_EQ(failed.kind, FailureKind::key_invalid);
    EXPECT_FALSE(failed.detail.contains("mistyped-"));
  }
}

TEST_F(Claude, ThePeerDoesRefuseWhatIsWrong) {
  script(hello);
  check_violations = false;
  request.max_tokens = 500'000;
  options.directory = std::make_shared<FactsDirectory>();
  options.directory->keepAsIs(*parseTimestamp("2100-01-01T00:00:00Z"));
  say("hi");
  const auto failed = failure();
  EXPECT_EQ(failed.kind, FailureKind::request_refused);
  EXPECT_EQ(failed.detail, "Claude refused the request: max_tokens is over 128000");
}

}  // namespace
}  // namespace parley::language_model
