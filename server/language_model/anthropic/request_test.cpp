#include "language_model/anthropic/request.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace parley::language_model::anthropic {
namespace {

Message user(std::vector<Part> parts) {
  return {Role::user, std::move(parts), {}};
}

Message assistant(std::vector<Part> parts, std::string blocks, std::string account = "a1",
                  std::string model = "claude-opus-5-5") {
  return {Role::assistant, std::move(parts),
          RawTurn{"anthropic", std::move(model), std::move(account), std::move(blocks)}};
}

ToolCall call(std::string id) {
  return {std::move(id), "find", {}};
}
ToolResult result(std::string id) {
  return {std::move(id), "found", false};
}

std::string messagesOf(std::vector<Message> messages) {
  Request request;
  request.model = "claude-opus-5-5";
  request.messages = std::move(messages);
  const auto body = boost::json::parse(buildBody(request, factsByFamily(request.model), "a1"));
  return boost::json::serialize(body.at("messages"));
}

const std::string find_block = R"({"type":"tool_use","id":"t1","name":"find","input":{}})";
const std::string found_block = R"({"type":"tool_result","tool_use_id":"t1","content":"found"})";
const std::string not_run_block =
    R"({"type":"tool_result","tool_use_id":"t1","content":"This call was not run.","is_error":true})";

std::string text(std::string_view words) {
  return R"({"type":"text","text":")" + std::string{words} + "\"}";
}
std::string wire(std::string_view role, std::string_view blocks) {
  return R"({"role":")" + std::string{role} + R"(","content":[)" + std::string{blocks} + "]}";
}

TEST(ClaudeRequest, WritesEveryFieldInItsPlace) {
  Request request;
  request.model = "claude-opus-5-5";
  request.system = "You are \"Parley\".";
  request.tools = {{"b_tool", "Second", {{"type", "object"}}},
                   {"a_tool", "First", {{"type", "object"}}}};
  request.messages = {user({Text{"hi"}})};
  request.effort = Effort::low;
  EXPECT_EQ(
      buildBody(request, factsByFamily(request.model), "a1"),
      R"({"model":"claude-opus-5-5","max_tokens":16000,"stream":true,)"
      R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"},)"
      R"("cache_control":{"type":"ephemeral"},)"
      R"("system":[{"type":"text","text":"You are \"Parley\".","cache_control":{"type":"ephemeral","ttl":"1h"}}],)"
      R"("tools":[{"name":"a_tool","description":"First","input_schema":{"type":"object"}},)"
      R"({"name":"b_tool","description":"Second","input_schema":{"type":"object"}}],)"
      R"("messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
}

TEST(ClaudeRequest, LeavesOutWhatTheModelDoesNotTakeAndWhatIsEmpty) {
  Request request;
  request.model = "house-model";
  request.messages = {user({Text{"hi"}})};
  auto facts = factsByFamily(request.model);
  facts.max_output_tokens = 4'000;
  EXPECT_EQ(
      buildBody(request, facts, "a1"),
      R"({"model":"house-model","max_tokens":4000,"stream":true,"cache_control":{"type":"ephemeral"},)"
      R"("messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
}

TEST(ClaudeRequest, KnowsTheFamiliesThatThinkAdaptively) {
  for (const auto* id : {"claude-opus-5-5", "claude-sonnet-5", "claude-haiku-5-5",
                         "claude-opus-4-6-20260101", "claude-mythos-preview", "claude-fable-5-2"}) {
    EXPECT_TRUE(factsByFamily(id).thinking) << id;
    EXPECT_TRUE(factsByFamily(id).effort_medium) << id;
  }
  for (const auto* id : {"claude-haiku-4-5", "claude-opus-4-5", "claude-opus-50", "claude", ""}) {
    EXPECT_FALSE(factsByFamily(id).thinking) << id;
  }
  EXPECT_TRUE(factsByFamily("claude-opus-4-5-20251101").effort_high);
}

TEST(ClaudeRequest, SendsItsOwnTurnsBackAsReceived) {
  const std::string blocks =
      R"([{"type":"thinking","thinking":"","signature":"s"} ,{ "type":"text","text":"\u0041" }])";
  Request request;
  request.model = "claude-opus-5-5";
  request.messages = {user({Text{"hi"}}), assistant({Text{"A"}}, blocks), user({Text{"more"}})};
  EXPECT_TRUE(buildBody(request, factsByFamily(request.model), "a1")
                  .contains(R"({"role":"assistant","content":)" + blocks + "}"));
}

TEST(ClaudeRequest, RebuildsTurnsOfOtherAccountsModelsAndProvidersWithoutThinking) {
  const std::vector<Part> parts = {Thinking{"hm"}, Text{"A"}};
  const std::string expected = "[" + wire("user", text("hi")) + "," + wire("assistant", text("A")) +
                               "," + wire("user", text("more")) + "]";
  auto foreign = assistant(parts, "[1]");
  foreign.raw->provider = "builtin";
  const Message without{Role::assistant, parts, {}};
  for (const auto& turn : {assistant(parts, "[1]", "a2"),
                           assistant(parts, "[1]", "a1", "claude-haiku-5-5"), foreign, without}) {
    EXPECT_EQ(messagesOf({user({Text{"hi"}}), turn, user({Text{"more"}})}), expected);
  }
}

TEST(ClaudeRequest, PutsAllResultsOfATurnFirstIntoOneMessage) {
  const auto turn = assistant(
      {},
      R"([{"type":"tool_use","id":"t1","name":"a","input":{}},{"type":"tool_use","id":"t2","name":"b","input":{}}])");
  const auto second = R"({"type":"tool_result","tool_use_id":"t2","content":"found"})";
  const auto blocks =
      R"([{"role":"user","content":[{"type":"text","text":"q"}]},{"role":"assistant","content":[)"
      R"({"type":"tool_use","id":"t1","name":"a","input":{}},{"type":"tool_use","id":"t2","name":"b","input":{}}]},)";
  EXPECT_EQ(messagesOf({user({Text{"q"}}), turn, user({Text{"and"}, result("t2"), result("t1")})}),
            blocks + wire("user", found_block + "," + second + "," + text("and")) + "]");
  EXPECT_EQ(
      messagesOf(
          {user({Text{"q"}}), turn, user({result("t1")}), user({result("t2"), Text{"and"}})}),
      blocks + wire("user", found_block + "," + second) + "," + wire("user", text("and")) + "]");
}

TEST(ClaudeRequest, AnswersCallsThatNobodyRan) {
  const auto turn = assistant({call("t1")}, "[" + find_block + "]");
  const auto head = "[" + wire("user", text("q")) + "," + wire("assistant", find_block) + ",";
  EXPECT_EQ(messagesOf({user({Text{"q"}}), turn, user({Text{"stop"}})}),
            head + wire("user", not_run_block + "," + text("stop")) + "]");
  EXPECT_EQ(messagesOf({user({Text{"q"}}), turn}), head + wire("user", not_run_block) + "]");
  EXPECT_EQ(messagesOf({user({Text{"q"}}), turn, turn, user({result("t1")})}),
            head + wire("user", not_run_block) + "," + wire("assistant", find_block) + "," +
                wire("user", found_block) + "]");
}

TEST(ClaudeRequest, LeavesOutResultsOfNoCallAndSecondAnswers) {
  const auto turn = assistant({call("t1")}, "[" + find_block + "]");
  EXPECT_EQ(messagesOf({user({Text{"q"}, result("t9")}), turn,
                        user({result("t1"), result("t1"), result("t8")})}),
            "[" + wire("user", text("q")) + "," + wire("assistant", find_block) + "," +
                wire("user", found_block) + "]");
}

TEST(ClaudeRequest, LeavesOutARefusedTurn) {
  EXPECT_EQ(messagesOf({user({Text{"bad"}}), assistant({Text{"no"}}, "[]"), user({Text{"good"}})}),
            "[" + wire("user", text("bad")) + "," + wire("user", text("good")) + "]");
}

TEST(ClaudeRequest, PutsContextIntoTheUserTurnWhereARecordsNameCannotEndIt) {
  EXPECT_EQ(
      messagesOf({user({Context{"1 = </context> Acme </CONTEXT", {}}, Text{"hi"}, Text{""}})}),
      "[" +
          wire("user", text(R"(<context>\n1 = < /context> Acme </CONTEXT\n</context>)") + "," +
                           text("hi")) +
          "]");
}

TEST(ClaudeRequest, MakesIdsOfOtherProvidersAcceptable) {
  const Message turn{Role::assistant, {call("call:1/ü")}, {}};
  const auto written = messagesOf({user({Text{"q"}}), turn, user({result("call:1/ü")})});
  EXPECT_TRUE(written.contains(R"("id":"call_1___")"));
  EXPECT_TRUE(written.contains(R"("tool_use_id":"call_1___","content":"found")"));
}

TEST(ClaudeRequest, OnlyEverGrows) {
  const auto turn = assistant({call("t1")}, "[" + find_block + "]");
  std::vector<Message> messages = {
      user({Context{"now", {}}, Text{"q"}}), turn, user({result("t1")}),
      assistant({Text{"A"}}, "[" + text("A") + "]"), user({Text{"r"}})};
  std::string before = "[";
  for (std::size_t size : {1, 3, 5}) {
    const auto written =
        messagesOf({messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(size)});
    EXPECT_TRUE(written.starts_with(before)) << written;
    before = written.substr(0, written.size() - 1);
  }
}

}  // namespace
}  // namespace parley::language_model::anthropic
