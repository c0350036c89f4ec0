#include "language_model/gemini/counting.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <vector>

#include "language_model/history.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::gemini {
namespace {

std::string textPart(std::string_view text) {
  return fmt::format(R"({{"text":{}}})", quoted(text));
}

std::string callPart(const ToolCall& call) {
  return fmt::format(R"({{"functionCall":{{"id":{},"name":{},"args":{}}}}})",
                     quoted(callId(call.id)), quoted(call.name),
                     boost::json::serialize(call.arguments));
}

std::string answerPart(const Answer& answer) {
  return fmt::format(R"({{"functionResponse":{{"id":{},"name":{},"response":{{"{}":{}}}}}}})",
                     quoted(answer.call.id), quoted(answer.call.name),
                     answer.is_error ? "error" : "output", quoted(answer.content));
}

std::vector<std::string> partsOf(const Message& turn) {
  std::vector<std::string> parts;
  for (const auto& part : turn.parts) {
    if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty())
      parts.push_back(textPart(text->text));
    else if (const auto* call = std::get_if<ToolCall>(&part))
      parts.push_back(callPart(*call));
  }
  return parts;
}

void add(std::vector<std::string>& contents, std::string_view role,
         const std::vector<std::string>& parts) {
  if (!parts.empty())
    contents.push_back(fmt::format(R"({{"role":"{}","parts":{}}})", role, joined(parts)));
}

std::string contentsJson(const Request& request) {
  std::vector<std::string> contents;
  for (const auto& entry : arranged(request, {})) {
    if (entry.turn) add(contents, "model", partsOf(*entry.turn));
    std::vector<std::string> parts;
    for (const auto& answer : entry.answers) parts.push_back(answerPart(answer));
    for (const auto& text : entry.said) parts.push_back(textPart(text));
    add(contents, "user", parts);
  }
  return joined(contents);
}

std::string declarationsJson(const Request& request) {
  std::vector<std::string> items;
  for (const auto* tool : sortedTools(request)) {
    items.push_back(fmt::format(R"({{"name":{},"description":{},"parametersJsonSchema":{}}})",
                                quoted(tool->name), quoted(tool->description),
                                boost::json::serialize(tool->input_schema)));
  }
  return joined(items);
}

}  // namespace

std::string buildCountBody(const Request& request, const ModelFacts& facts) {
  auto body =
      fmt::format(R"({{"generateContentRequest":{{"model":{})", quoted("models/" + facts.id));
  if (!request.system.empty())
    body += fmt::format(R"(,"systemInstruction":{{"parts":[{}]}})", textPart(request.system));
  if (!request.tools.empty())
    body += fmt::format(R"(,"tools":[{{"functionDeclarations":{}}}])", declarationsJson(request));
  return body + fmt::format(R"(,"contents":{}}}}})", contentsJson(request));
}

}  // namespace parley::language_model::gemini
