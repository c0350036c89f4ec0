#include "language_model/openai_chat/request.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>
#include <vector>

#include "language_model/openai_wire.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::openai_chat {
namespace {

/// A turn as received is a list of the one assistant message.
std::vector<CallRef> callsIn(std::string_view blocks) {
  std::vector<CallRef> found;
  boost::json::error_code error;
  const auto parsed = boost::json::parse(blocks, error);
  if (error || !parsed.is_array() || parsed.get_array().empty()) return found;
  const auto* calls = arrayMember(parsed.get_array().front().if_object(), "tool_calls");
  if (!calls) return found;
  for (const auto& call : *calls) {
    if (const auto* object = call.if_object())
      found.emplace_back(std::string{stringMember(*object, "id")}, std::string{});
  }
  return found;
}

std::string messageOf(std::string_view role, std::string_view text) {
  return fmt::format(R"({{"role":"{}","content":{}}})", role, quoted(text));
}

std::string rebuilt(const std::vector<Part>& parts) {
  std::string text;
  std::vector<std::string> calls;
  for (const auto& part : parts) {
    if (const auto* piece = std::get_if<Text>(&part)) {
      text += (text.empty() || piece->text.empty() ? "" : "\n\n") + piece->text;
    } else if (const auto* call = std::get_if<ToolCall>(&part)) {
      calls.push_back(
          fmt::format(R"({{"id":{},"type":"function","function":{{"name":{},"arguments":{}}}}})",
                      quoted(callId(call->id)), quoted(call->name),
                      quoted(boost::json::serialize(call->arguments))));
    }
  }
  if (calls.empty()) return messageOf("assistant", text);
  return fmt::format(R"({{"role":"assistant","content":{},"tool_calls":{}}})",
                     text.empty() ? "null" : quoted(text), joined(calls));
}

std::string messagesJson(const Request& request, const ModelFacts& facts,
                         std::string_view account) {
  std::vector<std::string> messages;
  // Where turns failed, people spoke twice in a row, which the templates of some models refuse.
  std::string said;
  const auto say = [&] {
    if (!said.empty()) messages.push_back(messageOf("user", std::exchange(said, {})));
  };
  if (!request.system.empty()) messages.push_back(messageOf("system", request.system));
  for (const auto& entry : arranged(request, {provider, account, facts.id, &callsIn})) {
    if (entry.turn || !entry.answers.empty()) say();
    if (entry.as_received) {
      const auto& blocks = entry.turn->raw->blocks;
      messages.push_back(blocks.substr(1, blocks.size() - 2));  // the message in the list
    } else if (entry.turn) {
      messages.push_back(rebuilt(entry.turn->parts));
    }
    for (const auto& answer : entry.answers) {
      messages.push_back(fmt::format(R"({{"role":"tool","tool_call_id":{},"content":{}}})",
                                     quoted(answer.call.id), quoted(openai::outputOf(answer))));
    }
    // Lists of parts are not understood everywhere.
    for (const auto& text : entry.said) said += (said.empty() ? "" : "\n\n") + text;
  }
  say();
  return joined(messages);
}

std::string toolsJson(const Request& request) {
  std::vector<std::string> items;
  for (const auto* tool : sortedTools(request)) {
    items.push_back(fmt::format(
        R"({{"type":"function","function":{{"name":{},"description":{},"parameters":{}}}}})",
        quoted(tool->name), quoted(tool->description), boost::json::serialize(tool->input_schema)));
  }
  return joined(items);
}

}  // namespace

std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account) {
  auto body = fmt::format(R"({{"model":{},"stream":true,"stream_options":{{"include_usage":true}})",
                          quoted(facts.id));
  if (!request.tools.empty()) body += fmt::format(R"(,"tools":{})", toolsJson(request));
  body += fmt::format(R"(,"messages":{}}})", messagesJson(request, facts, account));
  return body;
}

}  // namespace parley::language_model::openai_chat
