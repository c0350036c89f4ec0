#include <gtest/gtest.h>

#include "language_model/gemini/model_list.hpp"
#include "language_model/gemini/request.hpp"
#include "language_model/gemini/trouble.hpp"
#include "language_model/gemini/turn.hpp"
#include "language_model/testing/gemini_wire.hpp"
#include "language_model/testing/read_turn.hpp"

namespace parley::language_model::gemini {
namespace {

using namespace std::chrono_literals;
using namespace testing::gemini_wire;

const DeltaSink nobody = [](const Delta&) {};

Completion read(const std::vector<std::string>& events) {
  Turn turn{nobody};
  return testing::readTurn(turn, events);
}

const std::string said = R"({"type":"model_output","content":[{"type":"text","text":"Part"}]})";

TEST(GeminiTurn, EndsByEveryStatusThereIs) {
  const auto with = [](std::string_view status) {
    return read({start(0, said), stop(0), completed(status)});
  };
  EXPECT_EQ(with("completed").stop, StopReason::end_turn);
  EXPECT_EQ(with("requires_action").stop, StopReason::end_turn);  // without a call
  for (const auto* status :
       {"incomplete", "budget_exceeded", "requires_continuation", "invented_later"})
    EXPECT_EQ(with(status).stop, StopReason::max_tokens) << status;
  for (const auto* status : {"failed", "cancelled"}) EXPECT_THROW(with(status), StreamError);
  for (const auto* status : {"in_progress", "queued", ""}) EXPECT_THROW(with(status), Malformed);
}

TEST(GeminiTurn, KeepsWhatNobodyHereKnows) {
  const std::string unknown = R"({"type":"hologram","beam":[1, 2.0]})";
  const auto completion =
      read({R"({"event_type":"weather","sun":true})", start(0, unknown), stop(0),
            start(1, R"({"type":"model_output","content":[{"text":"He","type":"text","x":1.0}]})"),
            delta(1, R"({"type":"text_annotation_delta","annotations":[]})"), text(1, "llo\\/"),
            stop(1), completed("completed")});
  EXPECT_EQ(
      completion.raw.blocks,
      "[" + unknown +
          R"(,{"type":"model_output","content":[{"text":"Hello\/","type":"text","x":1.0}]}])");
  EXPECT_EQ(std::get<Text>(completion.parts.at(0)).text, "Hello/");
}

TEST(GeminiTurn, NeverGivesOutACutCallNorAThoughtWithoutWhatItLedTo) {
  for (const auto* piece : {R"({\"q\":)", R"({\"q\":1})"}) {
    const auto cut =
        read({start(0, said), stop(0), start(1, R"({"type":"thought","signature":"s"})"), stop(1),
              start(2, call("c1")), arguments(2, piece), stop(2), completed("incomplete")});
    EXPECT_EQ(cut.raw.blocks, "[" + said + "]");
    EXPECT_EQ(cut.parts.size(), 1U);
  }
  EXPECT_EQ(
      read({start(0, R"({"type":"thought","signature":"s"})"), stop(0), completed("incomplete")})
          .raw.blocks,
      "[]");
}

TEST(GeminiTurn, SendsBackNoThoughtThatCameWithoutItsSignature) {
  for (const auto* thought : {R"({"type":"thought"})", R"({"type":"thought","signature":""})"}) {
    const auto completion =
        read({start(0, thought), stop(0), start(1, said), stop(1), completed("completed")});
    EXPECT_EQ(completion.raw.blocks, "[" + said + "]");
  }
}

TEST(GeminiTurn, RefusesAStreamThatIsNone) {
  const std::vector<std::vector<std::string>> streams = {
      {"{"},
      {stop(0)},
      {text(0, "x")},
      {start(0, said), start(0, said)},
      {start(0, "7")},
      {start(0, "{}")},
      {start(-1, said)},
      {start(0, said), completed("completed")},
      {start(0, R"({"type":"function_call","name":"find","arguments":{}})"), stop(0),
       completed("requires_action")},
      {R"({"event_type":"interaction.completed"})"},
      {start(0, said), stop(0)},
  };
  for (const auto& stream : streams) EXPECT_THROW(read(stream), Malformed) << stream.back();
}

TEST(GeminiTrouble, ReadsNumbersWordsAndDetails) {
  const auto in_stream = [](std::string_view code) {
    return readError({200, {}}, fmt::format(R"({{"error":{{"code":"{}"}}}})", code)).status;
  };
  EXPECT_EQ(in_stream("resource_exhausted"), 429);
  EXPECT_EQ(in_stream("INVALID_ARGUMENT"), 400);
  EXPECT_EQ(in_stream("not_found"), 404);
  EXPECT_EQ(in_stream("invented_later"), 500);
  EXPECT_EQ(readError({200, {}}, R"({"error":{"code":503}})").status, 503);
  EXPECT_EQ(readError({200, {}}, "{}").status, 500);
  const auto asked = readError(
      {429, {}},
      R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"slow","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"2.5s"}]}})");
  EXPECT_EQ(asked.retry_after, 2500ms);
  EXPECT_EQ(asked.message, "slow");
  EXPECT_FALSE(asked.kind);
}

TEST(GeminiRequest, WritesEveryFieldInItsPlace) {
  Request request;
  request.system = "You are Parley.";
  request.tools = {{"find", "Finds", {{"type", "object"}}}};
  request.messages = {{Role::user, {Text{"hi"}}, {}}};
  request.effort = Effort::high;
  EXPECT_EQ(
      buildBody(request, factsByFamily("gemini-3.8-flash"), "a1"),
      R"({"model":"gemini-3.8-flash","stream":true,"store":false,)"
      R"("generation_config":{"max_output_tokens":16000,"thinking_level":"high","thinking_summaries":"auto"},)"
      R"("system_instruction":"You are Parley.",)"
      R"("tools":[{"type":"function","name":"find","description":"Finds","parameters":{"type":"object"}}],)"
      R"("input":[{"type":"user_input","content":[{"type":"text","text":"hi"}]}]})");
}

TEST(GeminiRequest, KeepsToWhatTheModelTakes) {
  Request request;
  request.messages = {{Role::user, {Text{"hi"}}, {}}};
  const auto page = parseModelPage(
      R"({"models":[{"name":"models/gemini-2.5-flash-lite","outputTokenLimit":8192,"thinking":false}],"nextPageToken":"p 2"})");
  ASSERT_TRUE(page);
  const auto body = buildBody(request, page->models.at(0), "a1");
  EXPECT_TRUE(body.contains(R"("generation_config":{"max_output_tokens":8192})"));
  EXPECT_EQ(page->next, "p 2");
  EXPECT_EQ(protocol()->listUrl("http://x", 50, page->next),
            "http://x/v1/models?pageSize=50&pageToken=p%202");
}

TEST(GeminiProtocol, TakesItsVersionFromTheBaseUrl) {
  EXPECT_EQ(protocol()->turnUrl("https://g.example"), "https://g.example/v1/interactions");
  EXPECT_EQ(protocol()->turnUrl("https://g.example/v1beta"),
            "https://g.example/v1beta/interactions");
}

}  // namespace
}  // namespace parley::language_model::gemini
