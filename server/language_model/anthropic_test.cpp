
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "language_model/testing/claude.hpp"

namespace parley::language_model {
namespace {

using testing::calls;
using testing::Claude;
using testing::hello;
using testing::run;

TEST_F(Claude, StreamsTextAndThinkingAndReturnsTheTurn) {
  script(
      R"({"blocks":[{"type":"thinking","thinking":"The user greets me, so I greet.","signature":"c2ln"},)"
      R"({"type":"text","text":"Hello – 😀!"}],)"
      R"("usage":{"input_tokens":5,"cache_read_input_tokens":100,"cache_creation_input_tokens":20,"output_tokens":9}})");
  say("hi");
  const auto completion = complete();

  EXPECT_EQ(textOf(completion), "Hello – 😀!");
  EXPECT_EQ(completion.stop, StopReason::end_turn);
  EXPECT_EQ(completion.usage.input_tokens, 125U);
  EXPECT_EQ(completion.usage.cache_read_tokens, 100U);
  EXPECT_EQ(completion.usage.output_tokens, 9U);
  EXPECT_EQ(completion.raw.provider, "anthropic");
  EXPECT_EQ(completion.raw.model, "claude-opus-5-5");
  EXPECT_EQ(completion.raw.account, "account-one");
  EXPECT_EQ(shown<TextDelta>(), "Hello – 😀!");
  EXPECT_EQ(shown<ThinkingDelta>(), "The user greets me, so I greet.");
  EXPECT_GT(count<ThinkingDelta>(), 2U);
}

TEST_F(Claude, ReplaysItsTurnsByteForByteThroughParallelCallsAndStops) {
  script(
      calls +
      R"(,{"blocks":[{"type":"thinking","thinking":"Done \"so\"","signature":"c2lnMg=="},{"type":"text","text":"Found {{results[1].id}}."}]},)" +
      hello);
  say("find acme");
  const auto first = complete();
  EXPECT_EQ(first.stop, StopReason::tool_use);
  append(first);
  answerCalls(first);
  const auto second = complete();
  EXPECT_EQ(textOf(second), "Found 7.");
  append(second);
  say("thanks");
  complete();

  EXPECT_TRUE(first.raw.blocks.contains(R"("input":{ "q": "a\/b","n" :1.50e1})"));
  EXPECT_TRUE(first.raw.blocks.starts_with(
      R"([{"type":"thinking","thinking":"","signature":"c2lnMQ=="},)"));
  EXPECT_TRUE(body(1).contains(R"({"role":"assistant","content":)" + first.raw.blocks + "}"));
  EXPECT_TRUE(body(2).contains(R"({"role":"assistant","content":)" + first.raw.blocks + "}"));
  EXPECT_TRUE(body(2).contains(R"({"role":"assistant","content":)" + second.raw.blocks + "}"));
}

TEST_F(Claude, SendsTheHeadersOfItsApiAndTheKeyOfTheMoment) {
  script(hello + "," + hello);
  say("hi");
  complete();
  credential = {"sk-ant-two", "account-one"};
  complete();
  const auto seen = requests();
  const auto& headers = seen.at(0).at("headers").as_object();
  EXPECT_EQ(headers.at("x-api-key"), "sk-ant-one");
  EXPECT_FALSE(headers.contains("authorization"));
  EXPECT_EQ(headers.at("anthropic-version"), "2026-10-21");
  EXPECT_EQ(headers.at("accept"), "application/json");
  EXPECT_EQ(seen.at(1).at("headers").at("x-api-key"), "sk-ant-two");
}

TEST_F(Claude, AsksForWhatTheModelTakesAndReadsTheListOnce) {
  script(R"({"blocks":[{"type":"text","text":"x"}],"times":"always"})");
  say("hi");
  complete();
  const auto pages = requests("/v1/models").size();
  request.model = "claude-haiku-4-5-20251001";
  complete();
  EXPECT_EQ(requests("/v1/models").size(), pages);
  EXPECT_TRUE(body(0).contains(
      R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"medium"})"));
  EXPECT_FALSE(body(1).contains("thinking"));
  EXPECT_FALSE(body(1).contains("effort"));
}

TEST_F(Claude, NeedsNoModelListForTheFamiliesItKnows) {
  script(hello, R"(,"models":{"status":500})");
  say("hi");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
  EXPECT_TRUE(body(0).contains(R"("thinking":{"type":"adaptive")"));
  EXPECT_TRUE(waits.empty());
}

struct Stop {
  const char* name;
  StopReason expected;
};
class ClaudeStops : public Claude, public ::testing::WithParamInterface<Stop> {};

TEST_P(ClaudeStops, AndTheConversationGoesOn) {
  script(fmt::format(R"({{"blocks":[{{"type":"text","text":"Part"}}],"stop_reason":"{}"}},)",
                     GetParam().name) +
         hello);
  say("hi");
  const auto completion = complete();
  EXPECT_EQ(completion.stop, GetParam().expected);
  append(completion);
  if (completion.stop != StopReason::pause) say("go on");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
}

INSTANTIATE_TEST_SUITE_P(
    Claude, ClaudeStops,
    ::testing::Values(Stop{"end_turn", StopReason::end_turn},
                      Stop{"stop_sequence", StopReason::end_turn},
                      Stop{"max_tokens", StopReason::max_tokens},
                      Stop{"pause_turn", StopReason::pause}, Stop{"refusal", StopReason::refusal},
                      Stop{"model_context_window_exceeded", StopReason::context_exceeded}),
    [](const auto& info) { return std::string{info.param.name}; });

TEST_F(Claude, ExplainsARefusal) {
  script(
      R"({"blocks":[{"type":"text","text":"I"}],"stop_reason":"refusal",)"
      R"("stop_details":{"type":"refusal","category":"cyber","explanation":"This looks like an attack."}})");
  say("hi");
  EXPECT_EQ(complete().explanation, "This looks like an attack.");
}

TEST_F(Claude, NeverGivesOutACutCallAndGoesOnWithoutIt) {
  script(
      R"({"blocks":[{"type":"text","text":"Saving"},)"
      R"({"type":"tool_use","id":"toolu_1","name":"find","raw_input":"{\"q\":\"ac"}],"stop_reason":"max_tokens"},)" +
      hello);
  say("hi");
  const auto completion = complete();
  EXPECT_EQ(completion.stop, StopReason::max_tokens);
  EXPECT_EQ(completion.parts.size(), 1U);
  append(completion);
  say("go on");
  complete();
}

TEST_F(Claude, AnswersCallsThatWereStoppedBeforeTheyRan) {
  script(calls + "," + hello);
  say("find acme");
  append(complete());
  say("never mind");
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
}

TEST_F(Claude, LeavesThinkingBehindWhenTheAccountOrModelChanges) {
  script(calls + "," + hello + "," + hello + "," + hello);
  say("find acme");
  const auto first = complete();
  append(first);
  answerCalls(first);
  credential = {"sk-ant-two", "account-two"};
  append(complete());
  request.model = "claude-haiku-5-5";
  say("again");
  append(complete());
  EXPECT_FALSE(body(1).contains("signature"));
  EXPECT_FALSE(body(2).contains("signature"));

  request.model = "claude-opus-5-5";
  credential = {"sk-ant-one", "account-one"};
  request.messages.resize(3);
  complete();
  EXPECT_TRUE(body(3).contains(first.raw.blocks));
}

TEST_F(Claude, ListsTheModelsOfAllPagesButRetiredOnes) {
  script("");
  const auto models = run(loop, model().listModels());
  std::vector<std::string> ids;
  for (const auto& entry : models) ids.push_back(entry.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"claude-opus-5-5", "claude-sonnet-5-5",
                                           "claude-haiku-5-5", "claude-haiku-4-5-20251001"}));
  EXPECT_EQ(models.at(0).name, "Claude Opus 5.5");
  EXPECT_EQ(models.at(0).max_input_tokens, 1'000'000U);
}

}  // namespace
}  // namespace parley::language_model
