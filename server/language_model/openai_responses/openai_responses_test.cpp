#include <gtest/gtest.h>

#include "language_model/openai_responses/model_list.hpp"
#include "language_model/openai_responses/request.hpp"
#include "language_model/openai_responses/turn.hpp"
#include "language_model/openai_wire.hpp"
#include "language_model/testing/openai_responses_wire.hpp"
#include "language_model/testing/read_turn.hpp"

namespace parley::language_model::openai_responses {
namespace {

using namespace testing::openai_responses_wire;

const DeltaSink nobody = [](const Delta&) {};

Completion read(const std::vector<std::string>& events, const DeltaSink& sink = nobody) {
  Turn turn{sink};
  return testing::readTurn(turn, events);
}

TEST(OpenAiTurn, EndsByEveryReasonThereIs) {
  const auto said = done(0, message("Part"));
  EXPECT_EQ(read({said, ended("completed")}).stop, StopReason::end_turn);
  for (const auto* reason : {"max_output_tokens", "max_messages", "steered", "invented_later"})
    EXPECT_EQ(read({said, incomplete(reason)}).stop, StopReason::max_tokens) << reason;
  const auto filtered = read({said, incomplete("content_filter")});
  EXPECT_EQ(filtered.stop, StopReason::refusal);
  EXPECT_FALSE(filtered.explanation.empty());
  EXPECT_EQ(filtered.raw.blocks, "[]");
}

TEST(OpenAiTurn, ExplainsARefusalAndKeepsNothingToReplay) {
  const auto refused = read(
      {done(
           0,
           R"({"id":"m","type":"message","role":"assistant","status":"completed","content":[{"type":"refusal","refusal":"Not that."}]})"),
       ended("completed")});
  EXPECT_EQ(refused.stop, StopReason::refusal);
  EXPECT_EQ(refused.explanation, "Not that.");
  EXPECT_EQ(refused.raw.blocks, "[]");
}

TEST(OpenAiTurn, NeverGivesOutACutCallNorReasoningWithoutWhatItLedTo) {
  const auto said = message("Saving");
  for (const auto& last : {call("1", R"({\"q\":)"), call("1", "", "incomplete")}) {
    const auto cut =
        read({done(0, said), done(1, reasoning), done(2, last), incomplete("max_output_tokens")});
    EXPECT_EQ(cut.raw.blocks, "[" + said + "]");
    EXPECT_EQ(cut.parts.size(), 2U);  // text and thinking
  }
  EXPECT_EQ(read({done(0, reasoning), incomplete("max_output_tokens")}).raw.blocks, "[]");
}

TEST(OpenAiTurn, TakesACallWithoutArgumentsAndRefusesOneWithoutAnId) {
  const auto completion = read({done(0, call("1", "")), ended("completed")});
  EXPECT_TRUE(std::get<ToolCall>(completion.parts.at(0)).arguments.empty());
  for (const auto* broken : {R"({"type":"function_call","name":"find","arguments":"{}"})",
                             R"({"type":"function_call","call_id":"c","arguments":"{}"})"}) {
    EXPECT_THROW(read({done(0, broken), ended("completed")}), Malformed) << broken;
  }
  EXPECT_THROW(read({done(0, call("1", "[1]")), ended("completed")}), Malformed);
}

TEST(OpenAiTurn, SeparatesThePartsOfASummary) {
  std::string thought;
  const DeltaSink sink = [&](const Delta& item) {
    if (const auto* thinking = std::get_if<ThinkingDelta>(&item)) thought += thinking->text;
  };
  const auto part = [](int index) {
    return fmt::format(
        R"({{"type":"response.reasoning_summary_part.added","summary_index":{},"output_index":0}})",
        index);
  };
  read({added(0, reasoning_begun), part(0), delta("reasoning_summary_text", 0, "One."), part(1),
        delta("reasoning_summary_text", 0, "Two."), done(0, reasoning), done(1, message("x")),
        ended("completed")},
       sink);
  EXPECT_EQ(thought, "One.\n\nTwo.");
}

TEST(OpenAiTurn, KeepsItemsThatNobodyHereKnowsAndIgnoresUnknownEvents) {
  const std::string unknown = R"({"type":"hologram","beam":[1, 2.0]})";
  const auto completion = read({R"({"type":"response.weather","sun":true})", done(0, unknown),
                                done(1, message("x")), ended("completed"), "[DONE]"});
  EXPECT_EQ(completion.raw.blocks, "[" + unknown + "," + message("x") + "]");
}

TEST(OpenAiTurn, RefusesAStreamThatIsNone) {
  const std::vector<std::vector<std::string>> streams = {
      {"{"},
      {ended("incomplete").substr(1)},
      {added(0, message("x")), ended("completed")},
      {done(0, message("x")), done(0, message("x")), ended("completed")},
      {done(0, "7"), ended("completed")},
      {done(0, "{}"), ended("completed")},
      {done(-1, message("x")), ended("completed")},
      {R"({"type":"response.completed"})"},
      {done(0, message("x"))},
  };
  for (const auto& stream : streams) EXPECT_THROW(read(stream), Malformed) << stream.front();
}

ReportedError reported(std::string_view code, int status = 200) {
  return openai::readError({status, {}},
                           fmt::format(R"({{"error":{{"code":"{}","message":"why"}}}})", code));
}

TEST(OpenAiTrouble, TakesAFailedResponseForTheStatusOfItsCode) {
  try {
    read({ended("failed", {.error = R"({"code":"rate_limit_exceeded","message":"slow"})"})});
    FAIL() << "a failed response is no turn";
  } catch (const StreamError& error) {
    EXPECT_EQ(openai::readError({200, {}}, error.body).status, 429);
  }
  EXPECT_EQ(reported("server_error").status, 500);
  EXPECT_EQ(reported("invented_later").status, 500);
  EXPECT_EQ(reported("invalid_prompt").status, 400);
  EXPECT_EQ(reported("bio_policy").status, 400);
  EXPECT_EQ(reported("insufficient_quota").kind, FailureKind::unpaid);
}

TEST(OpenAiTrouble, KnowsTheCodesThatSayMoreThanTheStatus) {
  EXPECT_EQ(reported("billing_hard_limit_reached", 400).kind, FailureKind::unpaid);
  EXPECT_EQ(reported("account_deactivated", 403).kind, FailureKind::key_invalid);
  EXPECT_EQ(reported("model_not_found", 400).kind, FailureKind::model_unknown);
  EXPECT_EQ(reported("context_length_exceeded", 400).kind, FailureKind::too_long);
  EXPECT_FALSE(reported("rate_limit_exceeded", 429).kind);
}

Request aRequest(std::string words = "hi") {
  Request request;
  request.system = "You are \"Parley\".";
  request.tools = {{"b_tool", "Second", {{"type", "object"}}},
                   {"a_tool", "First", {{"type", "object"}}}};
  request.messages = {{Role::user, {Text{std::move(words)}}, {}}};
  request.effort = Effort::low;
  return request;
}

std::string cacheKeyOf(const Request& request, std::string_view account = "a1") {
  const auto body = buildBody(request, factsByFamily("gpt-6-luna"), account);
  const auto at = body.find("\"prompt_cache_key\":");
  return body.substr(at, body.find(',', at) - at);
}

TEST(OpenAiRequest, WritesEveryFieldInItsPlace) {
  const auto key = cacheKeyOf(aRequest());
  EXPECT_EQ(
      buildBody(aRequest(), factsByFamily("gpt-6-luna"), "a1"),
      R"({"model":"gpt-6-luna","stream":true,"store":false,"max_output_tokens":16000,)"
      R"("include":["reasoning.encrypted_content"],"reasoning":{"effort":"low","summary":"auto"},)" +
          key +
          R"(,"instructions":"You are \"Parley\".","parallel_tool_calls":true,)"
          R"("tools":[{"type":"function","name":"a_tool","description":"First","strict":false,"parameters":{"type":"object"}},)"
          R"({"type":"function","name":"b_tool","description":"Second","strict":false,"parameters":{"type":"object"}}],)"
          R"("input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]}]})");
}

TEST(OpenAiRequest, AsksModelsThatDoNotThinkForNoThinking) {
  const auto body = buildBody(aRequest(), factsByFamily("gpt-4.1"), "a1");
  EXPECT_FALSE(body.contains("reasoning"));
  EXPECT_FALSE(body.contains("include"));
}

TEST(OpenAiRequest, KnowsTheFamiliesThatThink) {
  for (const auto* id : {"gpt-5", "gpt-5.6-sol", "gpt-6.1-terra", "gpt-12", "o3", "o4-mini",
                         "codex-mini-latest", "ft:gpt-5-mini:acme::1"})
    EXPECT_TRUE(factsByFamily(id).thinking) << id;
  for (const auto* id : {"gpt-4.1", "gpt-4o", "gpt-5-chat-latest", "house-model", "", "o", "gpt-"})
    EXPECT_FALSE(factsByFamily(id).thinking) << id;
  EXPECT_EQ(factsByFamily("gpt-5-pro").effortName(Effort::low), "");
  EXPECT_EQ(factsByFamily("gpt-6-luna").effortName(Effort::high), "high");
}

TEST(OpenAiRequest, KnowsHowMuchTheFamiliesReadWhichTheListDoesNotSay) {
  const auto input = [](std::string_view id) { return factsByFamily(id).max_input_tokens; };
  for (const auto* id :
       {"gpt-5", "gpt-5.6-sol", "gpt-6.1-terra", "gpt-6-luna", "ft:gpt-6-luna:a::1"})
    EXPECT_EQ(input(id), 272'000U) << id;
  for (const auto* id : {"gpt-4o", "gpt-4o-mini", "gpt-5-chat-latest", "gpt-5.3-codex-spark"})
    EXPECT_EQ(input(id), 128'000U) << id;
  EXPECT_EQ(input("gpt-4.1-mini"), 1'047'576U);
  EXPECT_EQ(input("o4-mini"), 200'000U);
  for (const auto* id : {"house-model", "codex-mini-latest", "gpt-", ""}) EXPECT_EQ(input(id), 0U);
}

TEST(OpenAiRequest, NamesOneCacheForAllStepsOfAConversation) {
  auto request = aRequest();
  const auto first = cacheKeyOf(request);
  request.messages.push_back({Role::assistant, {Text{"Hello."}}, {}});
  request.messages.push_back({Role::user, {Text{"and?"}}, {}});
  EXPECT_EQ(cacheKeyOf(request), first);
  EXPECT_NE(cacheKeyOf(aRequest("something else")), first);
  EXPECT_NE(cacheKeyOf(aRequest(), "a2"), first);
}

TEST(OpenAiModels, AreThoseThatHoldConversationsTheNewestFirst) {
  std::string list;
  int created = 0;
  for (const auto* id :
       {"gpt-6-luna", "gpt-4o-mini-transcribe", "o3", "gpt-image-2", "gpt-4.1", "whisper-1",
        "gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "omni-moderation-latest", "gpt-4o-search-preview",
        "gpt-realtime", "o3-deep-research", "gpt-6.1-terra", "sora-2"}) {
    list += fmt::format(R"({}{{"id":"{}","created":{}}})", list.empty() ? "" : ",", id, ++created);
  }
  const auto page = parseModelPage(fmt::format(R"({{"data":[{}]}})", list));
  ASSERT_TRUE(page);
  std::vector<std::string> ids;
  for (const auto& model : page->models) ids.push_back(model.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"gpt-6.1-terra", "gpt-4.1", "o3", "gpt-6-luna"}));
  EXPECT_FALSE(parseModelPage("[]"));
  EXPECT_FALSE(parseModelPage(R"({"data":7})"));
}

TEST(OpenAiProtocol, FindsItsWayFromABaseUrlWithAVersionOrWithout) {
  for (const auto* base : {"https://api.openai.com", "https://api.openai.com/v1"})
    EXPECT_EQ(protocol()->turnUrl(base), "https://api.openai.com/v1/responses");
  EXPECT_EQ(protocol()->listUrl("http://v1.example", 5, ""), "http://v1.example/v1/models");
}

}  // namespace
}  // namespace parley::language_model::openai_responses
