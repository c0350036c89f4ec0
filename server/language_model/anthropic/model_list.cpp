#include "language_model/anthropic/model_list.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <limits>

namespace parley::language_model::anthropic {
namespace {

const json::object* nested(const json::object* object, std::string_view key) {
  const auto* value = object ? object->if_contains(key) : nullptr;
  return value ? value->if_object() : nullptr;
}

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  const auto* string = value ? value->if_string() : nullptr;
  return string ? std::string{string->data(), string->size()} : std::string{};
}

std::uint64_t count(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  const auto* number = value ? value->if_int64() : nullptr;
  return number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
}

bool flag(const json::object* object, std::string_view key) {
  const auto* value = object ? object->if_contains(key) : nullptr;
  return value && value->is_bool() && value->get_bool();
}

bool isSupported(const json::object* object, std::string_view key) {
  return flag(nested(object, key), "supported");
}

ModelFacts parseModel(const json::object& model) {
  ModelFacts facts;
  facts.id = text(model, "id");
  const auto* capabilities = nested(&model, "capabilities");
  if (!capabilities) facts = factsByFamily(facts.id);
  facts.name = text(model, "display_name");
  if (facts.name.empty()) facts.name = facts.id;
  facts.max_input_tokens = count(model, "max_input_tokens");
  const auto max_output = count(model, "max_tokens");
  if (max_output <= std::numeric_limits<std::uint32_t>::max()) {
    facts.max_output_tokens = static_cast<std::uint32_t>(max_output);
  }
  if (!capabilities) return facts;
  facts.adaptive_thinking =
      isSupported(nested(nested(capabilities, "thinking"), "types"), "adaptive");
  const auto* effort = nested(capabilities, "effort");
  facts.effort_low = isSupported(effort, "low");
  facts.effort_medium = isSupported(effort, "medium");
  facts.effort_high = isSupported(effort, "high");
  return facts;
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string listUrl(std::string_view base_url, int limit, std::string_view after) {
  auto url = fmt::format("{}/v1/models?limit={}", base_url, limit);
  if (!after.empty()) url += "&after_id=" + encoded(after);
  return url;
}

std::optional<ModelPage> parseModelPage(std::string_view body) {
  boost::json::error_code error;
  const auto parsed = boost::json::parse(body, error);
  const auto* object = error ? nullptr : parsed.if_object();
  const auto* value = object ? object->if_contains("data") : nullptr;
  const auto* data = value ? value->if_array() : nullptr;
  if (!data) return std::nullopt;
  ModelPage page;
  for (const auto& item : *data) {
    const auto* model = item.if_object();
    if (!model || text(*model, "id").empty() || text(*model, "lifecycle") == "retired") continue;
    page.models.push_back(parseModel(*model));
  }
  if (flag(object, "has_more")) page.next = text(*object, "last_id");
  return page;
}

}  // namespace parley::language_model::anthropic
