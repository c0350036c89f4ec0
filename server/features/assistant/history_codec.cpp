#include "features/assistant/history_codec.hpp"

#include <boost/json/serialize.hpp>

#include "json/parse.hpp"

namespace parley::assistant {
namespace {

using namespace language_model;

struct PartEncoder {
  json::object operator()(const Text& part) const {
    return {{"type", "text"}, {"text", part.text}};
  }
  json::object operator()(const Thinking& part) const {
    return {{"type", "thinking"}, {"summary", part.summary}};
  }
  json::object operator()(const ToolCall& part) const {
    return {
        {"type", "tool_call"}, {"id", part.id}, {"name", part.name}, {"arguments", part.arguments}};
  }
  json::object operator()(const ToolResult& part) const {
    return {{"type", "tool_result"},
            {"call_id", part.call_id},
            {"content", part.content},
            {"is_error", part.is_error}};
  }
  json::object operator()(const Context& part) const {
    return {{"type", "context"}, {"text", part.text}, {"facts", part.facts}};
  }
};

std::string textAt(const json::object& fields, std::string_view name) {
  return std::string{std::string_view{fields.at(name).as_string()}};
}

Part decodePart(const json::object& fields) {
  const std::string_view type = fields.at("type").as_string();
  if (type == "text") return Text{textAt(fields, "text")};
  if (type == "thinking") return Thinking{textAt(fields, "summary")};
  if (type == "tool_call") {
    return ToolCall{textAt(fields, "id"), textAt(fields, "name"),
                    fields.at("arguments").as_object()};
  }
  if (type == "tool_result") {
    return ToolResult{textAt(fields, "call_id"), textAt(fields, "content"),
                      fields.at("is_error").as_bool()};
  }
  return Context{textAt(fields, "text"), fields.at("facts").as_object()};
}

constexpr json::ParseLimits stored_limits{.max_depth = 64};

}  // namespace

std::string encodeParts(const std::vector<Part>& parts) {
  json::array encoded;
  for (const auto& part : parts) encoded.push_back(std::visit(PartEncoder{}, part));
  return boost::json::serialize(encoded);
}

std::vector<Part> decodeParts(std::string_view text) {
  std::vector<Part> parts;
  for (const auto& part : json::parse(text, stored_limits).as_array())
    parts.push_back(decodePart(part.as_object()));
  return parts;
}

std::string encodeTools(const Tools& tools) {
  json::array encoded;
  for (const auto& tool : tools) {
    encoded.push_back(json::object{{"name", tool.name},
                                   {"description", tool.description},
                                   {"input_schema", tool.input_schema}});
  }
  return boost::json::serialize(encoded);
}

Tools decodeTools(std::string_view text) {
  std::vector<ToolDefinition> tools;
  for (const auto& each : json::parse(text, stored_limits).as_array()) {
    const auto& fields = each.as_object();
    tools.push_back({textAt(fields, "name"), textAt(fields, "description"),
                     fields.at("input_schema").as_object()});
  }
  return tools;
}

}  // namespace parley::assistant
