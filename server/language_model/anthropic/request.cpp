#include "language_model/anthropic/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <vector>

#include "language_model/history.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::anthropic {
namespace {

std::string textBlock(std::string_view text) {
  return fmt::format(R"({{"type":"text","text":{}}})", quoted(text));
}

std::string resultBlock(const Answer& answer) {
  return fmt::format(R"({{"type":"tool_result","tool_use_id":{},"content":{}{}}})",
                     quoted(answer.call.id), quoted(answer.content),
                     answer.is_error ? R"(,"is_error":true)" : "");
}

std::string callBlock(const ToolCall& call) {
  return fmt::format(R"({{"type":"tool_use","id":{},"name":{},"input":{}}})",
                     quoted(callId(call.id)), quoted(call.name),
                     boost::json::serialize(call.arguments));
}

std::vector<CallRef> callsIn(std::string_view blocks) {
  return callsOfType(blocks, "tool_use", "id");
}

std::string rebuilt(const std::vector<Part>& parts) {
  std::vector<std::string> blocks;
  for (const auto& part : parts) {
    if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty()) {
      blocks.push_back(textBlock(text->text));
    } else if (const auto* call = std::get_if<ToolCall>(&part)) {
      blocks.push_back(callBlock(*call));
    }
  }
  return joined(blocks);
}

std::string messageOf(std::string_view role, std::string_view content) {
  return fmt::format(R"({{"role":"{}","content":{}}})", role, content);
}

/// All results of a turn stand in the one user message after it, before anything else.
std::string messagesJson(const Request& request, const ModelFacts& facts,
                         std::string_view account) {
  std::vector<std::string> messages;
  for (const auto& entry : arranged(request, {provider, account, facts.id, &callsIn})) {
    if (entry.turn) {
      messages.push_back(messageOf(
          "assistant", entry.as_received ? entry.turn->raw->blocks : rebuilt(entry.turn->parts)));
    }
    std::vector<std::string> blocks;
    for (const auto& answer : entry.answers) blocks.push_back(resultBlock(answer));
    for (const auto& text : entry.said) blocks.push_back(textBlock(text));
    if (!blocks.empty()) messages.push_back(messageOf("user", joined(blocks)));
  }
  return joined(messages);
}

std::string toolsJson(const Request& request) {
  std::vector<std::string> items;
  for (const auto* tool : sortedTools(request)) {
    items.push_back(fmt::format(R"({{"name":{},"description":{},"input_schema":{}}})",
                                quoted(tool->name), quoted(tool->description),
                                boost::json::serialize(tool->input_schema)));
  }
  return joined(items);
}

/// What is counted as well as sent, from the thinking on.
std::string promptJson(const Request& request, const ModelFacts& facts, std::string_view account) {
  std::string body;
  if (facts.thinking) body += R"(,"thinking":{"type":"adaptive","display":"summarized"})";
  if (const auto effort = facts.effortName(request.effort); !effort.empty()) {
    body += fmt::format(R"(,"output_config":{{"effort":"{}"}})", effort);
  }
  body += R"(,"cache_control":{"type":"ephemeral"})";  // the tail of the conversation, for the next
                                                       // step
  if (!request.system.empty()) {
    // Tools and system are the same for all conversations of a workspace, so they are kept for an
    // hour.
    body += fmt::format(
        R"(,"system":[{{"type":"text","text":{},"cache_control":{{"type":"ephemeral","ttl":"1h"}}}}])",
        quoted(request.system));
  }
  if (!request.tools.empty()) body += fmt::format(R"(,"tools":{})", toolsJson(request));
  body += fmt::format(R"(,"messages":{}}})", messagesJson(request, facts, account));
  return body;
}

/// `name` stands at the front of `id`, followed by nothing or a dash.
bool isFamily(std::string_view id, std::string_view name) {
  return id.starts_with(name) && (id.size() == name.size() || id[name.size()] == '-');
}

}  // namespace

ModelFacts factsByFamily(std::string_view id) {
  constexpr std::array adaptive = {"claude-opus-5",    "claude-sonnet-5", "claude-haiku-5",
                                   "claude-fable-5",   "claude-mythos-5", "claude-mythos",
                                   "claude-opus-4-8",  "claude-opus-4-7", "claude-opus-4-6",
                                   "claude-sonnet-4-6"};
  ModelFacts facts;
  facts.id = id;
  facts.name = id;
  const bool known =
      std::ranges::any_of(adaptive, [id](const char* name) { return isFamily(id, name); });
  const bool effort = known || isFamily(id, "claude-opus-4-5");
  facts.thinking = known;
  facts.effort_low = facts.effort_medium = facts.effort_high = effort;
  return facts;
}

std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account) {
  const auto max_tokens = facts.max_output_tokens > 0
                              ? std::min(request.max_tokens, facts.max_output_tokens)
                              : request.max_tokens;
  return fmt::format(R"({{"model":{},"max_tokens":{},"stream":true{})", quoted(facts.id),
                     max_tokens, promptJson(request, facts, account));
}

std::string buildCountBody(const Request& request, const ModelFacts& facts,
                           std::string_view account) {
  return fmt::format(R"({{"model":{}{})", quoted(facts.id), promptJson(request, facts, account));
}

}  // namespace parley::language_model::anthropic
