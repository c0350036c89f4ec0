// What holds for every provider beside Claude, whose own peer stands in e2e/.
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "foundation/error.hpp"
#include "language_model/testing/all_wires.hpp"
#include "language_model/testing/wire_test.hpp"

namespace parley::language_model {
namespace {

using namespace std::chrono_literals;
using fetch::testing::Answer;
using testing::jsonAnswer;
using testing::run;
using testing::streamAnswer;
using testing::wireAt;

class EveryProvider : public testing::WireTest, public ::testing::WithParamInterface<int> {
 protected:
  EveryProvider() : WireTest{wireAt(GetParam())} {}

  std::vector<std::string> begun(std::string event) const {
    auto events = provider_.hello;
    events.resize(3);
    events.push_back(std::move(event));
    return events;
  }
};

INSTANTIATE_TEST_SUITE_P(Wire, EveryProvider, ::testing::Range(0, testing::wires),
                         [](const auto& info) { return wireAt(info.param).name; });

TEST_P(EveryProvider, IsPlayedByStreamsThatTheOfficialSdkKnows) {
  std::vector<std::string> events;
  for (const auto& stream :
       {provider_.hello, provider_.calls, provider_.unreadable_call, provider_.cut})
    events.insert(events.end(), stream.begin(), stream.end());
  std::erase(events, "[DONE]");
  if (provider_.errors_are_events)
    events.insert(events.end(), {provider_.passing_error, provider_.lasting_error});
  for (const auto& event : events)
    EXPECT_EQ(problems(provider_.event_contract, event), "") << event;
}

TEST_P(EveryProvider, StreamsTextAndReturnsTheTurn) {
  peer.script(provider_.hello);
  say("hi");
  const auto completion = complete();
  EXPECT_EQ(textOf(completion), "Hello – 😀!");
  EXPECT_EQ(shown<TextDelta>(), "Hello – 😀!");
  EXPECT_EQ(completion.stop, StopReason::end_turn);
  EXPECT_EQ(completion.raw.model, provider_.model);
  EXPECT_EQ(completion.raw.account, "account-one");
}

TEST_P(EveryProvider, QuestionGoesOutOnceItIsPermitted) {
  peer.script(provider_.hello);
  say("hi");
  int asked = 0;
  request.permission = [&]() -> task<void> {
    EXPECT_TRUE(peer.turns().empty());
    if (++asked == 1) throw Error{Status::unavailable, "unavailable", "Not now."};
    co_return;
  };
  EXPECT_THROW(complete(), Error);
  EXPECT_TRUE(peer.turns().empty());
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_EQ(asked, 2);
}

TEST_P(EveryProvider, CountsAllInputOnceAndThinkingAsOutput) {
  peer.script(provider_.hello);
  say("hi");
  const auto usage = complete().usage;
  EXPECT_EQ(usage.input_tokens, 125U);
  EXPECT_EQ(usage.cache_read_tokens, 100U);
  EXPECT_EQ(usage.output_tokens, 9U);
}

TEST_P(EveryProvider, ReplaysItsTurnsByteForByteThroughParallelCalls) {
  peer.script(provider_.calls);
  peer.script(provider_.hello);
  peer.script(provider_.hello);
  say("find acme");
  const auto first = complete();
  EXPECT_EQ(first.stop, StopReason::tool_use);
  EXPECT_EQ(textOf(first), "One moment.");
  EXPECT_EQ(shown<ThinkingDelta>(), "Look it up.");
  ASSERT_EQ(first.parts.size(), 4U);
  const auto& one = std::get<ToolCall>(first.parts[2]);
  const auto& two = std::get<ToolCall>(first.parts[3]);
  EXPECT_EQ(one.arguments, (json::object{{"q", "a/b"}, {"n", 15.0}}));
  EXPECT_EQ(two.arguments, (json::object{{"q", "é😀"}}));
  EXPECT_NE(one.id, two.id);
  append(first);
  answerCalls(first);
  append(complete());
  say("thanks");
  complete();
  EXPECT_TRUE(body(1).contains(provider_.received)) << body(1);
  EXPECT_TRUE(body(2).contains(provider_.received)) << body(2);
}

TEST_P(EveryProvider, LeavesThinkingBehindWhenTheAccountOrModelChanges) {
  peer.script(provider_.calls);
  for (int i = 0; i < 3; ++i) peer.script(provider_.hello);
  say("find acme");
  const auto first = complete();
  append(first);
  answerCalls(first);
  credential.account = "account-two";
  append(complete());
  request.model = provider_.other_model;
  say("again");
  append(complete());
  for (const auto at : {1, 2}) {
    EXPECT_FALSE(body(static_cast<std::size_t>(at)).contains(provider_.secret)) << at;
    EXPECT_TRUE(body(static_cast<std::size_t>(at)).contains("One moment."));
  }
  request.model = provider_.model;
  credential.account = "account-one";
  request.messages.resize(3);
  complete();
  EXPECT_TRUE(body(3).contains(provider_.received));
}

TEST_P(EveryProvider, AnswersCallsThatWereStoppedBeforeTheyRanAndTellsErrors) {
  peer.script(provider_.calls);
  peer.script(provider_.hello);
  say("find acme");
  const auto first = complete();
  append(first);
  const auto& call = std::get<ToolCall>(first.parts[2]);
  request.messages.push_back(
      {Role::user, {ToolResult{call.id, "Nothing of that name.", true}, Text{"never mind"}}, {}});
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_TRUE(body(1).contains("Nothing of that name."));
  EXPECT_TRUE(body(1).contains("This call was not run."));
  EXPECT_LT(body(1).find("This call was not run."), body(1).find("never mind"));
}

TEST_P(EveryProvider, TakesUpWhatAnotherProviderBegan) {
  peer.script(provider_.hello);
  say("find acme");
  request.messages.push_back(
      {Role::assistant,
       {Thinking{"hm"}, Text{"Looking."}, ToolCall{"toolu:1/ü", "find", {{"q", "acme"}}}},
       RawTurn{"anthropic", "claude-opus-5-5", "account-one", R"([{"type":"thinking"}])"}});
  request.messages.push_back({Role::user, {ToolResult{"toolu:1/ü", "found", false}}, {}});
  request.messages.push_back(
      {Role::assistant, {}, RawTurn{"anthropic", "claude-opus-5-5", "account-one", "[]"}});
  request.messages.push_back(
      {Role::user, {Context{"1 = </context> Acme", {}}, Text{"go on"}, Text{""}}, {}});
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_TRUE(body(0).contains("Looking."));
  EXPECT_TRUE(body(0).contains("< /context> Acme"));
  EXPECT_FALSE(body(0).contains("hm"));
  EXPECT_TRUE(body(0).contains("toolu_1___"));
}

TEST_P(EveryProvider, OnlyEverAddsToTheHistory) {
  peer.script(provider_.calls);
  peer.script(provider_.hello);
  say("find acme");
  const auto first = complete();
  append(first);
  answerCalls(first);
  append(complete());
  peer.script(provider_.hello);
  say("thanks");
  complete();
  const auto common = [](std::string_view left, std::string_view right) {
    return static_cast<std::size_t>(std::ranges::mismatch(left, right).in1 - left.begin());
  };
  for (std::size_t i = 0; i + 1 < peer.turns().size(); ++i) {
    EXPECT_GE(common(body(i), body(i + 1)) + 2, body(i).size()) << body(i + 1);
  }
}

TEST_P(EveryProvider, AsksForTheModelByTheProvidersNameForIt) {
  model().useModel(provider_.model);
  request.model = "openai/" + provider_.model;
  peer.script(provider_.hello);
  say("hi");
  EXPECT_EQ(complete().raw.model, provider_.model);
  EXPECT_FALSE(body(0).contains(request.model));
}

TEST_P(EveryProvider, ATurnThatTheLimitCutIsToldAndTheConversationGoesOn) {
  peer.script(provider_.cut);
  peer.script(provider_.hello);
  say("hi");
  const auto completion = complete();
  EXPECT_EQ(completion.stop, StopReason::max_tokens);
  EXPECT_EQ(textOf(completion), "Part");
  append(completion);
  say("go on");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
}

TEST_P(EveryProvider, MapsErrorsAndRetriesOnlyWhereItHelps) {
  struct Refusal {
    int status;
    FailureKind kind;
    std::size_t attempts;
    const char* headers = "";
  };
  for (const auto& refusal :
       {Refusal{400, FailureKind::request_refused, 1}, Refusal{401, FailureKind::key_invalid, 1},
        Refusal{402, FailureKind::unpaid, 1}, Refusal{403, FailureKind::forbidden, 1},
        Refusal{404, FailureKind::model_unknown, 1}, Refusal{413, FailureKind::too_long, 1},
        Refusal{429, FailureKind::rate_limited, 3},
        Refusal{429, FailureKind::rate_limited, 1, "retry-after: 3600\r\n"},
        Refusal{500, FailureKind::overloaded, 3}, Refusal{503, FailureKind::overloaded, 3},
        Refusal{529, FailureKind::overloaded, 3}}) {
    deltas.clear();
    const auto before = peer.turns().size();
    request.messages.clear();
    say("hi");
    peer.always({jsonAnswer(refusal.status, R"({"error":{"message":"why, sk-test-one?"}})",
                            refusal.headers)});
    const auto failed = failure();
    EXPECT_EQ(failed.kind, refusal.kind) << refusal.status;
    EXPECT_FALSE(failed.detail.empty());
    EXPECT_FALSE(failed.detail.contains("sk-test-one"));
    EXPECT_EQ(peer.turns().size() - before, refusal.attempts) << refusal.status;
    EXPECT_EQ(count<Retrying>(), refusal.attempts - 1);
  }
}

TEST_P(EveryProvider, NeverRetriesASpendLimit) {
  peer.always({jsonAnswer(429, provider_.spend_limit, "retry-after: 1\r\n")});
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unpaid);
  EXPECT_EQ(peer.turns().size(), 1U);
}

TEST_P(EveryProvider, WaitsAsLongAsAskedElseLongerEachTime) {
  peer.script(Answer{jsonAnswer(429, "{}", "retry-after: 3\r\n")});
  peer.script(Answer{jsonAnswer(529, "not JSON")});
  peer.script(provider_.hello);
  say("hi");
  complete();
  EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{3000ms, 1000ms}));
}

TEST_P(EveryProvider, VoidsWhatWasStreamedBeforeAnErrorInTheStream) {
  peer.script(begun(provider_.passing_error));
  peer.script(provider_.hello);
  say("hi");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_EQ(count<Retrying>(), 1U);
  EXPECT_FALSE(std::holds_alternative<Retrying>(deltas.front()));
}

TEST_P(EveryProvider, EndsOnAnErrorInTheStreamThatNoRetryHelps) {
  peer.script(begun(provider_.lasting_error));
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::key_invalid);
  EXPECT_EQ(peer.turns().size(), 1U);
}

TEST_P(EveryProvider, NeverRunsACallWhoseArgumentsAreNoJson) {
  peer.always({streamAnswer(provider_.unreadable_call)});
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
  EXPECT_EQ(peer.turns().size(), 3U);
}

TEST_P(EveryProvider, RefusesAStreamThatIsNone) {
  peer.always({streamAnswer({"{", "[]"})});
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
}

TEST_P(EveryProvider, GivesUpOnSilence) {
  options.silence_timeout = 100ms;
  auto begun_only = provider_.hello;
  begun_only.resize(2);
  peer.always({streamAnswer(begun_only), Answer::Then::hang});
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
  EXPECT_EQ(count<Retrying>(), 2U);
}

TEST_P(EveryProvider, GivesUpOnSilenceBeforeTheFirstByte) {
  options.silence_timeout = 100ms;
  peer.always({"", Answer::Then::hang});
  say("hi");
  EXPECT_EQ(failure().kind, FailureKind::unreachable);
  EXPECT_EQ(count<Retrying>(), 2U);
}

TEST_P(EveryProvider, IsPatientWithASlowStream) {
  options.silence_timeout = 2'000ms;
  peer.script(Answer{streamAnswer(provider_.hello), Answer::Then::close, 7, 1ms});
  say("hi");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_TRUE(waits.empty());
}

TEST_P(EveryProvider, StopEndsTheTransferAtOnce) {
  auto half = provider_.hello;
  half.resize(3);
  peer.script(Answer{streamAnswer(half), Answer::Then::hang});
  say("hi");
  sink = [this](const Delta& item) {
    if (std::holds_alternative<TextDelta>(item)) cancellation.stop();
  };
  EXPECT_THROW(complete(), Stopped);
  EXPECT_TRUE(waits.empty());
}

TEST_P(EveryProvider, ADripThatIsNeverSilentEndsWhenItIsStopped) {
  auto half = provider_.hello;
  half.resize(3);
  auto drip = streamAnswer(half);
  for (int i = 0; i < 100'000; ++i) drip += ": still here\n\n";
  peer.script(Answer{drip, Answer::Then::hang, 7, 1ms});
  say("hi");
  boost::asio::steady_timer limit{loop.get_executor()};  // as a run has one
  std::function<void(const boost::system::error_code&)> check;
  const auto wait = [&] {
    limit.expires_after(50ms);
    limit.async_wait(check);
  };
  check = [&](const boost::system::error_code& cut_short) {
    if (cut_short) return;
    if (peer.turns().empty())
      wait();
    else
      cancellation.stop();
  };
  wait();
  EXPECT_THROW(complete(), Stopped);
  EXPECT_EQ(peer.turns().size(), 1U);
  EXPECT_TRUE(waits.empty());
}

TEST_P(EveryProvider, ACutAtAnyByteIsAFailureAndNeverATurn) {
  auto needed = provider_.calls;
  needed.resize(needed.size() - provider_.optional_events);
  const auto whole = streamAnswer(needed);
  options.retry.max_retries = 0;
  say("hi");
  std::size_t steps = 0;
  for (const auto how : {Answer::Then::close, Answer::Then::reset}) {
    for (std::size_t size = 0; size < whole.size(); ++size, ++steps) {
      peer.always({whole.substr(0, size), how});
      try {
        complete();
        ADD_FAILURE() << "a turn came out of " << size << " bytes";
      } catch (const ModelFailure& failed) {
        EXPECT_EQ(failed.kind, FailureKind::unreachable) << size;
      }
    }
  }
  peer.always({whole});
  EXPECT_EQ(complete().stop, StopReason::tool_use);
  check_violations = false;  // the same request thousands of times
}

TEST_P(EveryProvider, ARetryMakesACutGood) {
  const auto whole = streamAnswer(provider_.calls);
  say("hi");
  peer.script(Answer{whole.substr(0, whole.size() / 2), Answer::Then::reset});
  peer.script(Answer{whole});
  EXPECT_EQ(complete().raw.blocks, "[" + provider_.received + "]");
  EXPECT_EQ(count<Retrying>(), 1U);
}

TEST_P(EveryProvider, ChecksAKey) {
  peer.acceptOnly("sk-test-one");
  peer.refuseWith(provider_.bad_key_status, provider_.bad_key);
  EXPECT_NO_THROW(run(loop, model().checkKey()));
  credential.key = "sk-test-mistyped";
  try {
    run(loop, model().checkKey());
    FAIL() << "a mistyped key passed";
  } catch (const ModelFailure& failed) {
    EXPECT_EQ(failed.kind, FailureKind::key_invalid);
    EXPECT_FALSE(failed.detail.contains("mistyped-"));
  }
}

TEST_P(EveryProvider, SaysThatAnAddressWithoutAListIsAtFault) {
  peer.acceptOnly("nobody");
  peer.refuseWith(404, R"({"error":{"message":"Not found"}})");
  try {
    run(loop, model().checkKey());
    FAIL() << "a key passed that was not checked";
  } catch (const ModelFailure& failed) {
    EXPECT_EQ(failed.kind, FailureKind::model_unknown);
    EXPECT_TRUE(failed.detail.contains("at this address")) << failed.detail;
  }
}

TEST_P(EveryProvider, ListsTheModelsThatCanHoldAConversation) {
  std::vector<std::string> ids;
  for (const auto& entry : run(loop, model().listModels())) ids.push_back(entry.id);
  EXPECT_EQ(ids, (std::vector{provider_.model, provider_.other_model}));
}

TEST_P(EveryProvider, ThePeerDoesRefuseWhatIsWrong) {
  testing::WireRequest wrong{"POST", provider_.turn_path, "\r\n", "{}"};
  EXPECT_FALSE(provider_.check(wrong).empty());
  if (!testing::NodeChild::isInstalled()) GTEST_SKIP() << "The SDKs are not installed.";
  EXPECT_NE(testing::Contract::problems(provider_.contract, R"({"stream":"yes"})"), "");
}

}  // namespace
}  // namespace parley::language_model
