#include "features/assistant/question.hpp"

#include <string>
#include <utility>

#include "features/assistant/toolbox.hpp"

namespace parley::assistant {
namespace {

std::string textField(const json::object& fields, std::string_view name) {
  const auto* value = fields.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{std::string_view{value->get_string()}}
                                                : std::string{};
}

}  // namespace

language_model::ToolDefinition askUserDefinition() {
  json::object option{{"type", "object"},
                      {"properties", json::object{{"id", json::object{{"type", "string"}}},
                                                  {"label", json::object{{"type", "string"}}}}},
                      {"required", json::array{"id", "label"}},
                      {"additionalProperties", false}};
  json::object offer{
      {"type", "object"},
      {"properties", json::object{{"tool", json::object{{"type", "string"}}},
                                  {"arguments", json::object{{"type", "object"}}}}},
      {"required", json::array{"tool", "arguments"}},
      {"additionalProperties", false},
      {"description",
       "Where the question offers to do something: the one call that does it. When the user says "
       "yes, or chooses the option whose id is “yes”, the call is made exactly so. The answer "
       "tells whether it was, and its result; then do not make it again."}};
  json::object schema{
      {"type", "object"},
      {"properties",
       json::object{
           {"text",
            json::object{{"type", "string"}, {"description", "The question, complete by itself."}}},
           {"options",
            json::object{{"type", "array"},
                         {"items", std::move(option)},
                         {"description", "The answers to choose from; empty for a free answer."}}},
           {"offer", std::move(offer)}}},
      {"required", json::array{"text"}},
      {"additionalProperties", false}};
  return {std::string{ask_user_tool},
          "Ask the user one question and wait for the answer: when several records match what they "
          "said, or something "
          "needed is missing. Name every candidate with what tells it apart.",
          std::move(schema)};
}

ChatQuestion questionOf(const json::object& arguments) {
  ChatQuestion question{textField(arguments, "text"), {}};
  const auto* options = arguments.if_contains("options");
  if (options == nullptr || !options->is_array()) return question;
  for (const auto& option : options->get_array()) {
    if (!option.is_object()) continue;
    question.options.push_back(
        {textField(option.get_object(), "id"), textField(option.get_object(), "label")});
  }
  return question;
}

std::optional<language_model::ToolCall> offerIn(const language_model::ToolCall& question) {
  const auto* offer = question.arguments.if_contains("offer");
  if (question.name != ask_user_tool || offer == nullptr || !offer->is_object())
    return std::nullopt;
  const auto* tool = offer->get_object().if_contains("tool");
  const auto* arguments = offer->get_object().if_contains("arguments");
  if (tool == nullptr || !tool->is_string() || arguments == nullptr || !arguments->is_object())
    return std::nullopt;
  return language_model::ToolCall{question.id + std::string{offer_suffix},
                                  std::string{tool->get_string()}, arguments->get_object()};
}

}  // namespace parley::assistant
