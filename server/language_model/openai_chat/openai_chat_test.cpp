#include <gtest/gtest.h>

#include "language_model/openai_chat/request.hpp"
#include "language_model/openai_chat/turn.hpp"
#include "language_model/testing/openai_chat_wire.hpp"
#include "language_model/testing/read_turn.hpp"
#include "language_model/trouble.hpp"

namespace parley::language_model::openai_chat {
namespace {

using namespace testing::openai_chat_wire;

const DeltaSink nobody = [](const Delta&) {};

Completion read(const std::vector<std::string>& events, const Request& request = {}) {
  Turn turn{request, nobody};
  return testing::readTurn(turn, events);
}

const ToolCall& callAt(const Completion& completion, std::size_t index) {
  return std::get<ToolCall>(completion.parts.at(index));
}

TEST(ChatTurn, TakesWholeCallsWithoutIndexOrIdAndArgumentsThatAreObjects) {
  const auto completion = read(
      {calls(
           R"({"function":{"name":"find","arguments":{"q":"a"}}},{"function":{"name":"find","arguments":{"q":"b"}}})"),
       calls(R"({"function":{"name":"list","arguments":""}})"), chunk("{}", "tool_calls")});
  ASSERT_EQ(completion.parts.size(), 3U);
  EXPECT_EQ(callAt(completion, 0).arguments, (json::object{{"q", "a"}}));
  EXPECT_EQ(callAt(completion, 1).arguments, (json::object{{"q", "b"}}));
  EXPECT_EQ(callAt(completion, 2).name, "list");
  EXPECT_TRUE(callAt(completion, 2).arguments.empty());
  EXPECT_TRUE(callAt(completion, 0).id.starts_with("call_"));
  EXPECT_NE(callAt(completion, 0).id, callAt(completion, 1).id);
  EXPECT_TRUE(completion.raw.blocks.contains(callAt(completion, 1).id));
}

TEST(ChatTurn, MakesAnIdWhereTheServerCountsAnewInEachTurn) {
  Request request;
  request.messages = {{Role::assistant, {ToolCall{"call_0", "find", {}}}, {}}};
  const auto completion =
      read({calls(R"({"index":0,"id":"call_0","function":{"name":"find","arguments":"{}"}})"),
            chunk("{}", "tool_calls")},
           request);
  EXPECT_NE(callAt(completion, 0).id, "call_0");
  EXPECT_FALSE(completion.raw.blocks.contains("\"call_0\""));
}

TEST(ChatTurn, RunsCallsWhateverReasonTheServerGives) {
  const auto call = calls(R"({"index":0,"id":"c","function":{"name":"find","arguments":"{}"}})");
  for (const auto* reason : {"stop", "tool_calls", "function_call", "eos"})
    EXPECT_EQ(read({call, chunk("{}", reason)}).stop, StopReason::tool_use) << reason;
  const auto cut = read({text("Saving"), call, chunk("{}", "length")});
  EXPECT_EQ(cut.stop, StopReason::max_tokens);
  EXPECT_EQ(cut.parts.size(), 1U);
  EXPECT_EQ(cut.raw.blocks, R"([{"role":"assistant","content":"Saving"}])");
}

TEST(ChatTurn, NeedsNeitherUsageNorDone) {
  const auto completion = read({text("Hello"), chunk("{}", "stop")});
  EXPECT_EQ(completion.raw.blocks, R"([{"role":"assistant","content":"Hello"}])");
  EXPECT_EQ(completion.usage.input_tokens, 0U);
  EXPECT_THROW(read({text("Hello")}), Malformed);
  EXPECT_THROW(read({text("Hello"), "[DONE]"}), Malformed);
}

TEST(ChatTurn, TakesAMessageThatComesAtOnce) {
  const auto completion = read(
      {R"({"choices":[{"message":{"role":"assistant","content":"Hi","tool_calls":null},"finish_reason":"stop"}],"usage":null})"});
  EXPECT_EQ(std::get<Text>(completion.parts.at(0)).text, "Hi");
}

TEST(ChatTurn, ShowsReasoningUnderEitherNameOnceAndSendsItBackWithCallsAlone) {
  for (const auto* key : {"reasoning_content", "reasoning"}) {
    const auto thought = chunk(fmt::format(R"({{"{}":"hm"}})", key));
    const auto spoken = read({thought, text("Hi"), chunk("{}", "stop")});
    EXPECT_EQ(std::get<Thinking>(spoken.parts.at(0)).summary, "hm");
    EXPECT_FALSE(spoken.raw.blocks.contains("hm"));
    const auto called = read({thought, calls(R"({"index":0,"id":"c","function":{"name":"find"}})"),
                              chunk("{}", "tool_calls")});
    EXPECT_TRUE(called.raw.blocks.contains(fmt::format(R"("{}":"hm")", key)));
  }
  const auto both =
      read({chunk(R"({"reasoning_content":"hm","reasoning":"hm"})"), chunk("{}", "stop")});
  EXPECT_EQ(std::get<Thinking>(both.parts.at(0)).summary, "hm");
  EXPECT_EQ(both.raw.blocks, "[]");
}

TEST(ChatTurn, ExplainsARefusal) {
  const auto refused = read({chunk(R"({"refusal":"Not that."})"), chunk("{}", "stop")});
  EXPECT_EQ(refused.stop, StopReason::refusal);
  EXPECT_EQ(refused.explanation, "Not that.");
  EXPECT_EQ(read({text("x"), chunk("{}", "content_filter")}).stop, StopReason::refusal);
}

TEST(ChatTurn, RefusesCallsThatCannotBeRun) {
  for (const auto* call : {R"({"index":0,"function":{"name":"find","arguments":"[1]"}})",
                           R"({"index":0,"function":{"name":"find","arguments":"{\"q\":"}})",
                           R"({"index":0,"function":{"arguments":"{}"}})", R"({"index":0})", "7"}) {
    EXPECT_THROW(read({calls(call), chunk("{}", "tool_calls")}), Malformed) << call;
  }
}

TEST(ChatTurn, IgnoresChunksWithoutAChoice) {
  EXPECT_EQ(read({R"({"choices":[],"prompt_filter_results":[]})", R"({"object":"ping"})", text("x"),
                  chunk("{}", "stop")})
                .raw.blocks,
            R"([{"role":"assistant","content":"x"}])");
}

TEST(ChatRequest, SaysNothingThatOnlySomeServersKnow) {
  Request request;
  request.system = "You are Parley.";
  request.tools = {{"find", "Finds", {{"type", "object"}}}};
  request.messages = {{Role::user, {Context{"now", {}}, Text{"hi"}}, {}}};
  EXPECT_EQ(
      buildBody(request, protocol("http://x/v1")->factsByFamily("llama3"), "a1"),
      R"({"model":"llama3","stream":true,"stream_options":{"include_usage":true},)"
      R"("tools":[{"type":"function","function":{"name":"find","description":"Finds","parameters":{"type":"object"}}}],)"
      R"("messages":[{"role":"system","content":"You are Parley."},)"
      R"({"role":"user","content":"<context>\nnow\n</context>\n\nhi"}]})");
}

TEST(ChatRequest, PeopleDoNotSpeakTwiceInARow) {
  Request request;
  request.messages = {{Role::user, {Text{"hi"}}, {}},
                      {Role::user, {Text{"are you there?"}}, {}},
                      {Role::assistant, {Text{"Yes."}}, {}},
                      {Role::user, {Text{"good"}}, {}}};
  EXPECT_TRUE(
      buildBody(request, protocol("http://x/v1")->factsByFamily("llama3"), "a1")
          .ends_with(
              R"("messages":[{"role":"user","content":"hi\n\nare you there?"},)"
              R"({"role":"assistant","content":"Yes."},{"role":"user","content":"good"}]})"));
}

TEST(ChatProtocol, NeedsNoKey) {
  fetch::Headers headers;
  protocol("http://x/v1")->authorize(headers, "");
  EXPECT_FALSE(headers.contains("authorization"));
}

TEST(ChatProtocol, IsCalledByItsAddressAndSaysWhatAWrongOneLacks) {
  const auto server = protocol("https://llm.example:8443/v1");
  EXPECT_EQ(server->names().model, "llm.example:8443");
  const fetch::Head nothing{404, {}};
  const auto error = server->readError(nothing, "404 page not found");
  const auto trouble = troubleFromAnswer(server->names(), error, nothing.headers, Timestamp{});
  EXPECT_TRUE(trouble.failure.detail.contains("/v1"));
  EXPECT_NE(server->readError(nothing, R"({"error":"Not Found"})").sentence, "");
  EXPECT_EQ(server->readError({404, {}}, R"({"error":{"message":"model not found"}})").sentence,
            "");
}

TEST(ChatProtocol, ReadsListsAsServersWriteThem) {
  const auto server = protocol("http://x/v1");
  const auto page = server->readList(
      R"({"data":[{"id":"a","max_model_len":4096},{"id":"b","context_length":8192},{"id":"c","meta":{"n_ctx_train":2048}},{"id":""},7,{"id":"nomic-embed-text"}]})");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->models.size(), 3U);
  EXPECT_EQ(page->models[0].max_input_tokens, 4096U);
  EXPECT_EQ(page->models[1].max_input_tokens, 8192U);
  EXPECT_EQ(page->models[2].max_input_tokens, 2048U);
  EXPECT_TRUE(server->readList(R"({"object":"list","data":null})")->models.empty());
  EXPECT_FALSE(server->readList("<html>"));
  EXPECT_FALSE(server->readList("{}"));
}

}  // namespace
}  // namespace parley::language_model::openai_chat
