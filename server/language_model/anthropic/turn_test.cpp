#include "language_model/anthropic/turn.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "language_model/raw_json.hpp"

namespace parley::language_model::anthropic {
namespace {

const std::string start =
    R"({"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":10,"cache_read_input_tokens":200,)"
    R"("cache_creation_input_tokens":30,"cache_creation":{"ephemeral_1h_input_tokens":20},"output_tokens":1}}})";

std::string blockStart(int index, std::string_view block) {
  return fmt::format(R"({{"type":"content_block_start","index":{},"content_block":{}}})", index,
                     block);
}
std::string delta(int index, std::string_view body) {
  return fmt::format(R"({{"type":"content_block_delta","index":{},"delta":{}}})", index, body);
}
std::string partial(int index, std::string_view json_text) {
  std::string quoted;
  appendString(quoted, json_text);
  return delta(index, fmt::format(R"({{"type":"input_json_delta","partial_json":{}}})", quoted));
}
std::string blockStop(int index) {
  return fmt::format(R"({{"type":"content_block_stop","index":{}}})", index);
}
std::string messageDelta(std::string_view reason, std::string_view details = "null") {
  return fmt::format(R"({{"type":"message_delta","delta":{{"stop_reason":"{}","stop_details":{}}},)"
                     R"("usage":{{"output_tokens":42,"input_tokens":null}}}})",
                     reason, details);
}
const std::string end = R"({"type":"message_stop"})";

class TurnOfClaude : public ::testing::Test {
 protected:
  Completion complete(const std::vector<std::string>& events) {
    Turn turn{sink};
    for (const auto& data : events) turn.take({"any", data, ""});
    if (!turn.finished()) throw Malformed{};
    return turn.complete();
  }

  std::string shown() const {
    std::string all;
    for (const auto& item : deltas) {
      if (const auto* text = std::get_if<TextDelta>(&item)) all += "[" + text->text + "]";
      if (const auto* thinking = std::get_if<ThinkingDelta>(&item))
        all += "<" + thinking->text + ">";
    }
    return all;
  }

  std::vector<Delta> deltas;
  DeltaSink sink = [this](Delta item) { deltas.push_back(std::move(item)); };
};

TEST_F(TurnOfClaude, KeepsEveryByteOfEveryBlock) {
  const auto completion = complete(
      {start,
       blockStart(
           0, R"({"type":"thinking","thinking":"","signature":"","x_new":{"b": 1.0, "a":[ ]}})"),
       delta(0, R"({"type":"thinking_delta","thinking":"caf\u00e9 \ud83d\ude00 \/ \""})"),
       delta(0, R"({"type":"thinking_delta","thinking":" é\n"})"),
       delta(0, R"({"type":"signature_delta","signature":"Eq\/R=="})"),
       blockStop(0),
       blockStart(1, R"({"type":"redacted_thinking","data":"AAA\/"})"),
       blockStop(1),
       blockStart(2, R"({"type":"text","text":"","citations":null})"),
       delta(2, R"({"type":"text_delta","text":"Hel"})"),
       delta(2, R"({"type":"text_delta","text":"lo"})"),
       blockStop(2),
       blockStart(
           3,
           R"({"type":"tool_use","id":"toolu_1","name":"find","input":{},"caller":{"type":"direct"}})"),
       partial(3, ""),
       partial(3, "{ \"q\" : \"a\\/b\","),
       partial(3, " \"n\":1.0e2 }"),
       blockStop(3),
       blockStart(4, R"({"type":"hologram","beam":[1,2]})"),
       blockStop(4),
       messageDelta("tool_use"),
       end});

  EXPECT_EQ(
      completion.raw.blocks,
      R"([{"type":"thinking","thinking":"caf\u00e9 \ud83d\ude00 \/ \" é\n","signature":"Eq\/R==",)"
      R"("x_new":{"b": 1.0, "a":[ ]}},{"type":"redacted_thinking","data":"AAA\/"},)"
      R"({"type":"text","text":"Hello","citations":null},)"
      R"({"type":"tool_use","id":"toolu_1","name":"find","input":{ "q" : "a\/b", "n":1.0e2 },)"
      R"("caller":{"type":"direct"}},{"type":"hologram","beam":[1,2]}])");
  ASSERT_EQ(completion.parts.size(), 3U);
  EXPECT_EQ(std::get<Thinking>(completion.parts[0]).summary, "café \xF0\x9F\x98\x80 / \" é\n");
  EXPECT_EQ(std::get<Text>(completion.parts[1]).text, "Hello");
  const auto& call = std::get<ToolCall>(completion.parts[2]);
  EXPECT_EQ(call.id, "toolu_1");
  EXPECT_EQ(call.name, "find");
  EXPECT_EQ(boost::json::serialize(call.arguments), R"({"q":"a/b","n":1E2})");
  EXPECT_EQ(completion.stop, StopReason::tool_use);
  EXPECT_EQ(shown(), "<><café \xF0\x9F\x98\x80 / \">< é\n><>[Hel][lo]");
}

TEST_F(TurnOfClaude, KeepsThinkingWithEmptyTextAndItsSignature) {
  const auto completion =
      complete({start, blockStart(0, R"({"type":"thinking","thinking":"","signature":""})"),
                delta(0, R"({"type":"signature_delta","signature":"sig"})"), blockStop(0),
                blockStart(1, R"({"type":"text","text":"ok"})"), blockStop(1),
                messageDelta("end_turn"), end});
  EXPECT_EQ(completion.raw.blocks,
            R"([{"type":"thinking","thinking":"","signature":"sig"},{"type":"text","text":"ok"}])");
  EXPECT_EQ(completion.parts.size(), 1U);
}

TEST_F(TurnOfClaude, CollectsCitations) {
  const auto completion =
      complete({start, blockStart(0, R"({"type":"text","text":"","citations":null})"),
                delta(0, R"({"type":"citations_delta","citation":{"n": 1}})"),
                delta(0, R"({"type":"citations_delta","citation":{"n": 2}})"),
                delta(0, R"({"type":"text_delta","text":"x"})"), blockStop(0),
                messageDelta("end_turn"), end});
  EXPECT_EQ(completion.raw.blocks,
            R"([{"type":"text","text":"x","citations":[{"n": 1},{"n": 2}]}])");
}

TEST_F(TurnOfClaude, CountsCachedInputOnceAndTheLastOutput) {
  const auto usage = complete({start, blockStart(0, R"({"type":"text","text":"x"})"), blockStop(0),
                               messageDelta("end_turn"), end})
                         .usage;
  EXPECT_EQ(usage.input_tokens, 240U);
  EXPECT_EQ(usage.cache_read_tokens, 200U);
  EXPECT_EQ(usage.cache_write_tokens, 30U);
  EXPECT_EQ(usage.cache_write_hour_tokens, 20U);
  EXPECT_EQ(usage.output_tokens, 42U);
}

TEST_F(TurnOfClaude, IgnoresPingsUnknownEventsAndUnknownDeltas) {
  const auto completion =
      complete({R"({"type":"ping"})", R"({"type":"weather","sun":true})", start,
                blockStart(0, R"({"type":"text","text":""})"), R"({"type":"ping"})",
                delta(0, R"({"type":"text_delta","text":"x"})"),
                delta(0, R"({"type":"sparkle_delta","text":"y"})"), blockStop(0),
                messageDelta("end_turn"), end, R"({"type":"ping"})"});
  EXPECT_EQ(completion.raw.blocks, R"([{"type":"text","text":"x"}])");
}

struct Reason {
  const char* name;
  StopReason expected;
};
class StopReasons : public TurnOfClaude, public ::testing::WithParamInterface<Reason> {};

TEST_P(StopReasons, AreTold) {
  EXPECT_EQ(complete({start, blockStart(0, R"({"type":"text","text":"x"})"), blockStop(0),
                      messageDelta(GetParam().name), end})
                .stop,
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(TurnOfClaude, StopReasons,
                         ::testing::Values(Reason{"end_turn", StopReason::end_turn},
                                           Reason{"stop_sequence", StopReason::end_turn},
                                           Reason{"max_tokens", StopReason::max_tokens},
                                           Reason{"pause_turn", StopReason::pause},
                                           Reason{"refusal", StopReason::refusal},
                                           Reason{"tool_use", StopReason::end_turn},
                                           Reason{"model_context_window_exceeded",
                                                  StopReason::context_exceeded},
                                           Reason{"invented_later", StopReason::end_turn}),
                         [](const auto& info) { return std::string{info.param.name}; });

TEST_F(TurnOfClaude, ExplainsARefusalAndKeepsNothingToReplay) {
  const auto completion =
      complete({start, blockStart(0, R"({"type":"text","text":"Well"})"), blockStop(0),
                messageDelta("refusal",
                             R"({"type":"refusal","category":"cyber","explanation":"Not that."})"),
                end});
  EXPECT_EQ(completion.explanation, "Not that.");
  EXPECT_EQ(completion.raw.blocks, "[]");
}

const std::string tool = R"({"type":"tool_use","id":"t1","name":"find","input":{}})";
const std::string second_tool = R"({"type":"tool_use","id":"t2","name":"drop","input":{}})";

TEST_F(TurnOfClaude, NeverGivesOutACallThatTheEndOfTheOutputCut) {
  for (const auto* input : {"", "{\"q\":", "{\"q\":\"a\"}"}) {
    for (const auto* reason : {"max_tokens", "model_context_window_exceeded"}) {
      const auto completion = complete({start, blockStart(0, R"({"type":"text","text":"x"})"),
                                        blockStop(0), blockStart(1, tool), partial(1, input),
                                        blockStop(1), messageDelta(reason), end});
      EXPECT_EQ(completion.raw.blocks, R"([{"type":"text","text":"x"}])") << input;
      EXPECT_EQ(completion.parts.size(), 1U);
    }
  }
}

TEST_F(TurnOfClaude, GivesOutNoCallsUnlessTheModelStoppedForThem) {
  const auto completion =
      complete({start, blockStart(0, tool), partial(0, "{\"q\":1}"), blockStop(0),
                blockStart(1, second_tool), blockStop(1), messageDelta("max_tokens"), end});
  EXPECT_TRUE(completion.parts.empty());
  EXPECT_EQ(completion.raw.blocks,
            R"([{"type":"tool_use","id":"t1","name":"find","input":{"q":1}}])");
}

TEST_F(TurnOfClaude, DropsThinkingThatWasCutBeforeItsSignature) {
  const auto completion =
      complete({start, blockStart(0, R"({"type":"thinking","thinking":"","signature":""})"),
                delta(0, R"({"type":"thinking_delta","thinking":"hm"})"), blockStop(0),
                messageDelta("max_tokens"), end});
  EXPECT_EQ(completion.raw.blocks, "[]");
}

TEST_F(TurnOfClaude, TakesACallWithoutInputForOneWithoutArguments) {
  const auto completion = complete(
      {start, blockStart(0, tool), partial(0, ""), blockStop(0), messageDelta("tool_use"), end});
  EXPECT_TRUE(std::get<ToolCall>(completion.parts.at(0)).arguments.empty());
  EXPECT_EQ(completion.raw.blocks, "[" + tool + "]");
}

TEST_F(TurnOfClaude, RefusesACallWhoseInputIsNoObject) {
  for (const auto* input : {"{\"q\":", "[1]", "7", "{\"a\":1}}"}) {
    EXPECT_THROW(complete({start, blockStart(0, tool), partial(0, input), blockStop(0),
                           messageDelta("tool_use"), end}),
                 Malformed)
        << input;
  }
  EXPECT_THROW(
      complete({start, blockStart(0, tool), partial(0, "{}"), messageDelta("tool_use"), end}),
      Malformed);
  EXPECT_THROW(complete({start, blockStart(0, R"({"type":"tool_use","name":"find","input":{}})"),
                         blockStop(0), messageDelta("tool_use"), end}),
               Malformed);
}

TEST_F(TurnOfClaude, RefusesAStreamThatIsNone) {
  const std::vector<std::vector<std::string>> streams = {
      {"{"},
      {"[]"},
      {start, blockStop(0)},
      {start, delta(0, R"({"type":"text_delta","text":"x"})")},
      {blockStart(0, R"({"type":"text","text":""})")},
      {start, blockStart(0, R"({"type":"text","text":""})"),
       blockStart(0, R"({"type":"text","text":""})")},
      {start, blockStart(0, "{}")},
      {start, blockStart(0, "7")},
      {start, R"({"type":"content_block_start","index":-1,"content_block":{"type":"text"}})"},
      {start, end},
      {end},
  };
  for (const auto& stream : streams) EXPECT_THROW(complete(stream), Malformed) << stream.back();
}

TEST_F(TurnOfClaude, HandsOnAnErrorEventWherever) {
  const std::string error =
      R"({"type":"error","error":{"type":"overloaded_error","message":"later"}})";
  EXPECT_THROW(complete({error}), StreamError);
  EXPECT_THROW(complete({start, blockStart(0, tool), error}), StreamError);
}

}  // namespace
}  // namespace parley::language_model::anthropic
