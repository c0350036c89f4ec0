#pragma once

#include <set>

#include "language_model/json_lookup.hpp"
#include "language_model/openai_responses/protocol.hpp"
#include "language_model/testing/wire_provider.hpp"

/// OpenAI as it is seen from the wire.
namespace parley::language_model::testing::openai_responses_wire {

/// What a response that is not finished or not whole says of that.
struct Trouble {
  std::string_view error = "null";
  std::string_view incomplete_details = "null";
};

inline std::string response(std::string_view status, std::string_view usage,
                            const Trouble& trouble) {
  return fmt::format(
      R"({{"id":"resp_1","object":"response","created_at":1,"status":"{}","model":"gpt-6.1-terra",)"
      R"("output":[],"error":{},"incomplete_details":{},"instructions":null,"metadata":null,)"
      R"("access_programs":null,"parallel_tool_calls":true,"temperature":null,"tool_choice":"auto",)"
      R"("tools":[],"top_p":null{}}})",
      status, trouble.error, trouble.incomplete_details, usage);
}
inline const std::string created =
    fmt::format(R"({{"type":"response.created","sequence_number":0,"response":{}}})",
                response("in_progress", "", {}));
inline std::string added(int index, std::string_view item) {
  return fmt::format(
      R"({{"type":"response.output_item.added","sequence_number":1,"output_index":{},"item":{}}})",
      index, item);
}
inline std::string done(int index, std::string_view item) {
  return fmt::format(
      R"({{"type":"response.output_item.done","sequence_number":2,"output_index":{},"item": {} }})",
      index, item);
}
inline std::string delta(std::string_view what, int index, std::string_view text) {
  std::string_view place;
  if (what == "output_text") place = R"("content_index":0,"logprobs":[],)";
  if (what == "reasoning_summary_text") place = R"("summary_index":0,)";
  return fmt::format(
      R"({{"type":"response.{}.delta","sequence_number":3,"output_index":{},"item_id":"x",{}"delta":"{}"}})",
      what, index, place, text);
}
inline std::string ended(std::string_view how, const Trouble& trouble = {}) {
  constexpr std::string_view usage =
      R"(,"usage":{"input_tokens":125,"input_tokens_details":{"cached_tokens":100,"cache_write_tokens":20},)"
      R"("output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":134})";
  return fmt::format(R"({{"type":"response.{}","sequence_number":9,"response":{}}})", how,
                     response(how, usage, trouble));
}
inline std::string incomplete(std::string_view reason) {
  const auto details = fmt::format(R"({{"reason":"{}"}})", reason);
  return ended("incomplete", {.incomplete_details = details});
}
inline std::string message(std::string_view text, std::string_view status = "completed") {
  return fmt::format(R"({{"id":"msg_1","type":"message","status":"{}","role":"assistant",)"
                     R"("content":[{{"type":"output_text","annotations":[],"text":"{}"}}]}})",
                     status, text);
}
inline std::string call(std::string_view id, std::string_view arguments,
                        std::string_view status = "completed") {
  return fmt::format(
      R"({{"id":"fc_{0}","type":"function_call","status":"{2}","call_id":"call_{0}","name":"find","arguments":"{1}"}})",
      id, arguments, status);
}
inline const std::string reasoning =
    R"({"id":"rs_1","type":"reasoning","encrypted_content":"gAAAA\/+==","summary":[{"type":"summary_text","text":"Look it up."}]})";
inline const std::string reasoning_begun =
    R"({"id":"rs_1","type":"reasoning","encrypted_content":"gA","summary":[]})";

/// What the Responses API refuses, beyond what its types say.
inline std::vector<std::string> check(const WireRequest& request) {
  std::vector<std::string> problems;
  const auto wrong = [&](bool is_wrong, std::string problem) {
    if (is_wrong) problems.push_back(std::move(problem));
  };
  const auto body = request.fields();
  wrong(!request.header("authorization").starts_with("Bearer sk-"), "no bearer key");
  wrong(request.header("content-type") != "application/json", "the content type is wrong");
  wrong(member(body, "store") != json::value(false), "store must be false");
  wrong(member(body, "stream") != json::value(true), "stream must be true");
  wrong(body.contains("temperature"), "temperature is taken with no effort alone");
  std::set<std::string> open;
  std::set<std::string> answered;
  bool after_reasoning = false;
  const auto* input = arrayMember(&body, "input");
  wrong(!input || input->empty(), "input is empty");
  if (!problems.empty()) return problems;
  for (const auto& value : *input) {
    const auto& item = value.as_object();
    const auto type = stringMember(item, "type");
    const std::string id{stringMember(item, "call_id")};
    const bool output = type == "function_call_output";
    wrong(after_reasoning && stringMember(item, "role") == "user",
          "reasoning without its following item");
    after_reasoning = type == "reasoning";
    wrong(after_reasoning && stringMember(item, "encrypted_content") != "gAAAA/+==",
          "reasoning that was never given out");
    wrong(output && open.erase(id) == 0, "no call for the output " + id);
    if (output) answered.insert(id);
    wrong(type == "function_call" && (answered.contains(id) || !open.insert(id).second),
          "the call id is used twice: " + id);
    wrong(stringMember(item, "role") == "user" && !open.empty(), "a call is not answered");
  }
  wrong(after_reasoning, "reasoning without its following item");
  wrong(!open.empty(), "a call is not answered at the end");
  return problems;
}

inline WireProvider provider() {
  WireProvider made;
  made.name = "OpenAiResponses";
  made.protocol = &openai_responses::protocol;
  made.turn_path = "/v1/responses";
  made.model = "gpt-6.1-terra";
  made.other_model = "gpt-6-luna";
  made.list =
      R"({"object":"list","data":[{"id":"gpt-6-luna","object":"model","created":5,"owned_by":"openai"},)"
      R"({"id":"gpt-6.1-terra","object":"model","created":9,"owned_by":"openai"},)"
      R"({"id":"text-embedding-3-large","object":"model","created":10,"owned_by":"openai"},)"
      R"({"id":"gpt-audio-mini","object":"model","created":11,"owned_by":"openai"}]})";
  made.contract = "openai:ResponseCreateParamsStreaming";
  made.count_path = "/v1/responses/input_tokens";
  made.count_contract = "openai:InputTokenCountParams";
  made.count_answer = R"({"object":"response.input_tokens","input_tokens":4711})";
  made.event_contract = "openai:ResponseStreamEvent";
  made.check = &check;
  made.hello = {created,
                added(0, message("", "in_progress")),
                delta("output_text", 0, "Hello – "),
                delta("output_text", 0, "😀!"),
                done(0, message("Hello – 😀!")),
                ended("completed")};
  const auto one = call("1", R"({ \"q\": \"a\\/b\",\"n\" :1.50e1})");
  const auto two = call("2", R"({\"q\":\"é😀\"})");
  made.calls = {created,
                added(0, reasoning_begun),
                delta("reasoning_summary_text", 0, "Look it up."),
                done(0, reasoning),
                added(1, message("", "in_progress")),
                delta("output_text", 1, "One moment."),
                done(1, message("One moment.")),
                added(2, call("1", "", "in_progress")),
                added(3, call("2", "", "in_progress")),
                delta("function_call_arguments", 3, R"({\"q\":)"),
                done(3, two),
                done(2, one),
                ended("completed")};
  made.received = fmt::format("{},{},{},{}", reasoning, message("One moment."), one, two);
  made.secret = "gAAAA";
  made.unreadable_call = {created, added(0, call("1", "", "in_progress")),
                          done(0, call("1", R"({\"q\":})")), ended("completed")};
  made.cut = {created, added(0, message("", "in_progress")), delta("output_text", 0, "Part"),
              done(0, message("Part", "incomplete")), incomplete("max_output_tokens")};
  made.passing_error =
      R"({"type":"error","sequence_number":4,"code":"server_error","message":"later","param":null})";
  made.lasting_error =
      R"({"type":"error","sequence_number":4,"code":"invalid_api_key","message":"no","param":null})";
  made.spend_limit =
      R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}})";
  made.bad_key =
      R"({"error":{"message":"Incorrect API key provided: sk-test-mistyped.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})";
  return made;
}

}  // namespace parley::language_model::testing::openai_responses_wire
