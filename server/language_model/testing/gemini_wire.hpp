#pragma once

#include <set>

#include "language_model/gemini/protocol.hpp"
#include "language_model/json_lookup.hpp"
#include "language_model/testing/wire_provider.hpp"

/// Gemini as it is seen from the wire.
namespace parley::language_model::testing::gemini_wire {

inline const std::string created =
    R"({"event_type":"interaction.created","event_id":"e1","interaction":{"id":"v1_1","status":"in_progress","object":"interaction"}})";
inline std::string start(int index, std::string_view step) {
  return fmt::format(R"({{"event_type":"step.start","index":{},"step":{}}})", index, step);
}
inline std::string delta(int index, std::string_view body) {
  return fmt::format(R"({{"event_type":"step.delta","index":{},"delta":{}}})", index, body);
}
inline std::string text(int index, std::string_view words) {
  return delta(index, fmt::format(R"({{"type":"text","text":"{}"}})", words));
}
inline std::string arguments(int index, std::string_view piece) {
  return delta(index, fmt::format(R"({{"type":"arguments_delta","arguments":"{}"}})", piece));
}
inline std::string stop(int index) {
  return fmt::format(R"({{"event_type":"step.stop","index":{}}})", index);
}
inline std::string completed(std::string_view status) {
  return fmt::format(
      R"({{"event_type":"interaction.completed","interaction":{{"id":"v1_1","status":"{}",)"
      R"("usage":{{"total_input_tokens":125,"total_cached_tokens":100,"total_output_tokens":5,"total_thought_tokens":4,"total_tokens":134}}}}}})",
      status);
}
inline std::string call(std::string_view id) {
  return fmt::format(R"({{"type":"function_call","id":"{}","name":"find","arguments":{{}}}})", id);
}

/// What the Interactions API refuses, beyond what its types say.
inline std::vector<std::string> check(const WireRequest& request) {
  std::vector<std::string> problems;
  const auto wrong = [&](bool is_wrong, std::string problem) {
    if (is_wrong) problems.push_back(std::move(problem));
  };
  const auto body = request.fields();
  wrong(request.header("x-goog-api-key").empty(), "no key");
  wrong(!request.header("authorization").empty(), "one key is enough");
  wrong(request.header("content-type") != "application/json", "the content type is wrong");
  wrong(member(body, "store") != json::value(false), "store must be false");
  wrong(member(body, "stream") != json::value(true), "stream must be true");
  const auto* input = arrayMember(&body, "input");
  wrong(!input || input->empty(), "input is empty");
  if (!problems.empty()) return problems;
  std::set<std::string> open;
  std::set<std::string> used;
  for (const auto& value : *input) {
    const auto& step = value.as_object();
    const auto type = stringMember(step, "type");
    const std::string id{stringMember(step, type == "function_call" ? "id" : "call_id")};
    wrong(type == "thought" && stringMember(step, "signature") != "Eq/R==",
          "a thought has a signature that was never given out");
    wrong(type == "function_result" && open.erase(id) == 0, "no call for the result " + id);
    wrong(type == "function_result" && stringMember(step, "name") != "find",
          "a result lacks the name of its tool");
    wrong(type == "function_call" && !used.insert(id).second, "the call id is used twice: " + id);
    if (type == "function_call") open.insert(id);
    wrong(type == "user_input" && !open.empty(), "a call is not answered");
  }
  wrong(!open.empty(), "a call is not answered at the end");
  return problems;
}

inline WireProvider provider() {
  WireProvider made;
  made.name = "Gemini";
  made.protocol = &gemini::protocol;
  made.turn_path = "/v1/interactions";
  made.model = "gemini-3.8-flash";
  made.other_model = "gemini-4-argon";
  made.list =
      R"({"models":[{"name":"models/gemini-3.8-flash","displayName":"Gemini 3.8 Flash","inputTokenLimit":1048576,)"
      R"("outputTokenLimit":65536,"supportedGenerationMethods":["generateContent","countTokens"],"thinking":true},)"
      R"({"name":"models/gemini-4-argon","supportedGenerationMethods":["generateContent"]},)"
      R"({"name":"models/gemini-embedding-2","supportedGenerationMethods":["embedContent"]},)"
      R"({"name":"models/gemini-3.8-flash-tts","supportedGenerationMethods":["generateContent"]}]})";
  made.contract = "gemini:CreateModelInteraction";
  made.count_path = "/v1beta/models/gemini-3.8-flash:countTokens";
  made.count_contract = "gemini:CountTokensRequest";
  made.count_answer = R"({"totalTokens":4711,"promptTokensDetails":[]})";
  made.event_contract = "gemini:InteractionSSEEvent";
  made.check = &check;
  made.hello = {created,
                start(0, R"({"type":"model_output"})"),
                text(0, "Hello – "),
                text(0, "😀!"),
                stop(0),
                completed("completed"),
                "[DONE]"};
  made.calls = {
      created,
      start(0, R"({"type":"thought"})"),
      delta(0, R"({"type":"thought_summary","content":{"type":"text","text":"Look "}})"),
      delta(0, R"({"type":"thought_summary","content":{"type":"text","text":"it up."}})"),
      delta(0, R"({"type":"thought_signature","signature":"Eq\/R=="})"),
      stop(0),
      start(1, R"({"type":"model_output","content":[]})"),
      text(1, "One moment."),
      stop(1),
      start(2, call("c1")),
      arguments(2, R"({ \"q\": \"a\\/b\",)"),
      arguments(2, R"(\"n\" :1.50e1})"),
      stop(2),
      start(3, R"({"type":"function_call","id":"c2","name":"find","arguments":{ "q":"é😀"}})"),
      stop(3),
      completed("requires_action"),
      "[DONE]"};
  made.received =
      R"({"type":"thought","signature":"Eq\/R==","summary":[{"type":"text","text":"Look it up."}]},)"
      R"({"type":"model_output","content":[{"type":"text","text":"One moment."}]},)"
      R"({"type":"function_call","id":"c1","name":"find","arguments":{ "q": "a\/b","n" :1.50e1}},)"
      R"({"type":"function_call","id":"c2","name":"find","arguments":{ "q":"é😀"}})";
  made.secret = "signature";
  made.unreadable_call = {created, start(0, call("c1")), arguments(0, R"({\"q\":})"), stop(0),
                          completed("requires_action")};
  made.cut = {created, start(0, R"({"type":"model_output"})"), text(0, "Part"), stop(0),
              completed("incomplete")};
  made.passing_error = R"({"event_type":"error","error":{"code":"unavailable","message":"later"}})";
  made.lasting_error =
      R"({"event_type":"error","error":{"code":"unauthenticated","message":"no"}})";
  made.spend_limit =
      R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"over","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BILLING_DISABLED"}]}})";
  made.bad_key_status = 400;
  made.bad_key =
      R"({"error":{"code":400,"status":"INVALID_ARGUMENT","message":"API key not valid.","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})";
  made.optional_events = 1;  // [DONE]
  return made;
}

}  // namespace parley::language_model::testing::gemini_wire
