#pragma once

#include <set>

#include "language_model/json_lookup.hpp"
#include "language_model/openai_chat/protocol.hpp"
#include "language_model/testing/wire_provider.hpp"

/// A server with OpenAI's Chat Completions as it is seen from the wire.
namespace parley::language_model::testing::openai_chat_wire {

inline std::string chunk(std::string_view delta, std::string_view reason = "") {
  return fmt::format(
      R"({{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{"index":0,"delta":{},"finish_reason":{}}}]}})",
      delta, reason.empty() ? "null" : fmt::format("\"{}\"", reason));
}
inline std::string text(std::string_view words) {
  return chunk(fmt::format(R"({{"content":"{}"}})", words));
}
inline std::string calls(std::string_view list) {
  return chunk(fmt::format(R"({{"tool_calls":[{}]}})", list));
}
inline const std::string usage =
    R"({"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],)"
    R"("usage":{"prompt_tokens":125,"completion_tokens":9,"total_tokens":134,"prompt_tokens_details":{"cached_tokens":100}}})";

/// What such servers refuse, beyond what OpenAI's types say.
inline std::vector<std::string> check(const WireRequest& request) {
  std::vector<std::string> problems;
  const auto wrong = [&](bool is_wrong, std::string problem) {
    if (is_wrong) problems.push_back(std::move(problem));
  };
  const auto body = request.fields();
  wrong(request.header("content-type") != "application/json", "the content type is wrong");
  wrong(member(body, "stream") != json::value(true), "stream must be true");
  wrong(body.contains("store") || body.contains("reasoning_effort"),
        "a field that not every server knows");
  const auto* messages = arrayMember(&body, "messages");
  wrong(!messages || messages->empty(), "no messages");
  if (!problems.empty()) return problems;
  std::set<std::string> open;
  std::set<std::string> used;
  for (const auto& value : *messages) {
    const auto& message = value.as_object();
    const auto role = stringMember(message, "role");
    const std::string id{stringMember(message, "tool_call_id")};
    wrong(role == "tool" && open.erase(id) == 0, "no call for the result " + id);
    wrong(role != "tool" && !open.empty(), "a call is not answered");
    wrong(role != "assistant" && !member(message, "content").is_string(), "content is no text");
    wrong(role == "system" && &value != &messages->front(), "a system message comes first");
    const auto* calls_made = arrayMember(&message, "tool_calls");
    wrong(role == "assistant" && !calls_made && stringMember(message, "content").empty(),
          "an assistant message says nothing");
    if (!calls_made) continue;
    for (const auto& call : *calls_made) {
      const std::string made{stringMember(call.as_object(), "id")};
      wrong(!used.insert(made).second, "the call id is used twice: " + made);
      open.insert(made);
    }
  }
  wrong(!open.empty(), "a call is not answered at the end");
  return problems;
}

inline WireProvider provider() {
  WireProvider made;
  made.name = "OpenAiChat";
  made.protocol = [] { return openai_chat::protocol("http://llm.example:11434/v1"); };
  made.base_path = "/v1/";
  made.turn_path = "/v1/chat/completions";
  made.model = "gpt-oss:20b";
  made.other_model = "meta-llama/Llama-4";
  made.list =
      R"({"object":"list","data":[{"id":"gpt-oss:20b","object":"model","created":5,"owned_by":"library"},)"
      R"({"id":"meta-llama/Llama-4","object":"model","max_model_len":131072}]})";
  made.contract = "openai:ChatCompletionCreateParamsStreaming";
  made.own_fields = {"reasoning", "extra_content"};
  made.event_contract = "openai:ChatCompletionChunk";
  made.errors_are_events = false;
  made.check = &check;
  made.hello = {chunk(R"({"role":"assistant","content":""})"),
                text("Hello – "),
                text("😀!"),
                chunk("{}", "stop"),
                usage,
                "[DONE]"};
  made.calls = {
      chunk(R"({"role":"assistant","content":null,"reasoning":"Look it "})"),
      chunk(R"({"reasoning":"up."})"),
      text("One moment."),
      calls(
          R"({"index":0,"id":"call_1","type":"function","extra_content":{"s": "t\/"},"function":{"name":"find","arguments":""}})"),
      calls(R"({"index":0,"function":{"arguments":"{ \"q\": \"a\\/b\","}})"),
      calls(R"({"index":0,"function":{"arguments":"\"n\" :1.50e1}"}})"),
      calls(
          R"({"index":1,"id":"call_2","type":"function","function":{"name":"find","arguments":"{\"q\":\"é😀\"}"}})"),
      chunk("{}", "tool_calls"),
      usage,
      "[DONE]"};
  made.received =
      R"({"role":"assistant","content":"One moment.","reasoning":"Look it up.","tool_calls":[)"
      R"({"id":"call_1","type":"function","function":{"name":"find","arguments":"{ \"q\": \"a\\/b\",\"n\" :1.50e1}"},"extra_content":{"s": "t\/"}},)"
      R"({"id":"call_2","type":"function","function":{"name":"find","arguments":"{\"q\":\"é😀\"}"}}]})";
  made.secret = "Look it up.";
  made.unreadable_call = {
      calls(R"({"index":0,"id":"call_1","function":{"name":"find","arguments":"{\"q\":}"}})"),
      chunk("{}", "tool_calls"), "[DONE]"};
  made.cut = {text("Part"), chunk("{}", "length"), "[DONE]"};
  made.passing_error = R"({"error":{"message":"later","type":"server_error","code":null}})";
  made.lasting_error = R"({"error":{"message":"no","type":"auth","code":"invalid_api_key"}})";
  made.spend_limit =
      R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})";
  made.bad_key = R"({"error":"Unauthorized"})";
  made.optional_events = 2;  // a reason to finish is an end
  return made;
}

}  // namespace parley::language_model::testing::openai_chat_wire
