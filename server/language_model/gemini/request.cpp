#include "language_model/gemini/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <vector>

#include "language_model/history.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::gemini {
namespace {

std::vector<CallRef> callsIn(std::string_view blocks) {
  return callsOfType(blocks, "function_call", "id");
}

std::string contentStep(std::string_view type, const std::vector<std::string>& texts) {
  std::vector<std::string> content;
  for (const auto& text : texts)
    content.push_back(fmt::format(R"({{"type":"text","text":{}}})", quoted(text)));
  return fmt::format(R"({{"type":"{}","content":{}}})", type, joined(content));
}

void addRebuilt(std::vector<std::string>& steps, const std::vector<Part>& parts) {
  for (const auto& part : parts) {
    if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty()) {
      steps.push_back(contentStep("model_output", {text->text}));
    } else if (const auto* call = std::get_if<ToolCall>(&part)) {
      steps.push_back(fmt::format(R"({{"type":"function_call","id":{},"name":{},"arguments":{}}})",
                                  quoted(callId(call->id)), quoted(call->name),
                                  boost::json::serialize(call->arguments)));
    }
  }
}

std::string resultStep(const Answer& answer) {
  return fmt::format(R"({{"type":"function_result","call_id":{},"name":{},"result":{}{}}})",
                     quoted(answer.call.id), quoted(answer.call.name), quoted(answer.content),
                     answer.is_error ? R"(,"is_error":true)" : "");
}

std::string inputJson(const Request& request, const ModelFacts& facts, std::string_view account) {
  std::vector<std::string> steps;
  for (const auto& entry : arranged(request, {provider, account, facts.id, &callsIn})) {
    if (entry.as_received) {
      const auto& blocks = entry.turn->raw->blocks;
      steps.push_back(blocks.substr(1, blocks.size() - 2));  // its steps, without the brackets
    } else if (entry.turn) {
      addRebuilt(steps, entry.turn->parts);
    }
    for (const auto& answer : entry.answers) steps.push_back(resultStep(answer));
    if (!entry.said.empty()) steps.push_back(contentStep("user_input", entry.said));
  }
  return joined(steps);
}

std::string toolsJson(const Request& request) {
  std::vector<std::string> items;
  for (const auto* tool : sortedTools(request)) {
    items.push_back(fmt::format(
        R"({{"type":"function","name":{},"description":{},"parameters":{}}})", quoted(tool->name),
        quoted(tool->description), boost::json::serialize(tool->input_schema)));
  }
  return joined(items);
}

}  // namespace

ModelFacts factsByFamily(std::string_view id) {
  constexpr std::string_view family = "gemini-";
  ModelFacts facts;
  facts.id = facts.name = id;
  const bool old = id.starts_with("gemini-1") || id.starts_with("gemini-2.0");
  facts.thinking = id.starts_with(family) && !old;
  facts.effort_low = facts.effort_medium = facts.effort_high = facts.thinking;
  return facts;
}

std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account) {
  const auto max_tokens = facts.max_output_tokens > 0
                              ? std::min(request.max_tokens, facts.max_output_tokens)
                              : request.max_tokens;
  auto body = fmt::format(R"({{"model":{},"stream":true,"store":false)", quoted(facts.id));
  body += fmt::format(R"(,"generation_config":{{"max_output_tokens":{})", max_tokens);
  if (const auto effort = facts.effortName(request.effort); !effort.empty())
    body += fmt::format(R"(,"thinking_level":"{}")", effort);
  if (facts.thinking) body += R"(,"thinking_summaries":"auto")";
  body += '}';
  if (!request.system.empty())
    body += fmt::format(R"(,"system_instruction":{})", quoted(request.system));
  if (!request.tools.empty()) body += fmt::format(R"(,"tools":{})", toolsJson(request));
  body += fmt::format(R"(,"input":{}}})", inputJson(request, facts, account));
  return body;
}

}  // namespace parley::language_model::gemini
