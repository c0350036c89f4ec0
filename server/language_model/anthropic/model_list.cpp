#include "language_model/anthropic/model_list.hpp"

#include <fmt/format.h>

#include "language_model/anthropic/request.hpp"
#include "language_model/json_lookup.hpp"

namespace parley::language_model::anthropic {
namespace {

bool isSupported(const json::object* object, std::string_view key) {
  return flag(objectMember(object, key), "supported");
}

ModelFacts parseModel(const json::object& model) {
  ModelFacts facts;
  facts.id = stringMember(model, "id");
  const auto* capabilities = objectMember(&model, "capabilities");
  if (!capabilities) facts = factsByFamily(facts.id);
  facts.name = stringMember(model, "display_name");
  if (facts.name.empty()) facts.name = facts.id;
  facts.max_input_tokens = count(&model, "max_input_tokens");
  facts.max_output_tokens = smallCount(&model, "max_tokens");
  if (!capabilities) return facts;
  facts.thinking =
      isSupported(objectMember(objectMember(capabilities, "thinking"), "types"), "adaptive");
  const auto* effort = objectMember(capabilities, "effort");
  facts.effort_low = isSupported(effort, "low");
  facts.effort_medium = isSupported(effort, "medium");
  facts.effort_high = isSupported(effort, "high");
  return facts;
}

}  // namespace

std::string listUrl(const std::string& base_url, int limit, std::string_view after) {
  auto url = fmt::format("{}/models?limit={}", versioned(base_url, "v1"), limit);
  if (!after.empty()) url += "&after_id=" + percentEncoded(after);
  return url;
}

std::optional<ModelPage> parseModelPage(std::string_view body) {
  const auto object = parseObject(body);
  const auto* data = object ? arrayMember(&*object, "data") : nullptr;
  if (!data) return std::nullopt;
  ModelPage page;
  for (const auto& item : *data) {
    const auto* model = item.if_object();
    if (!model || stringMember(*model, "id").empty()) continue;
    if (stringMember(*model, "lifecycle") == "retired") continue;
    page.models.push_back(parseModel(*model));
  }
  if (flag(&*object, "has_more")) page.next = stringMember(*object, "last_id");
  return page;
}

}  // namespace parley::language_model::anthropic
