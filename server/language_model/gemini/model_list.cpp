#include "language_model/gemini/model_list.hpp"

#include <algorithm>
#include <array>

#include "language_model/gemini/request.hpp"
#include "language_model/json_lookup.hpp"

namespace parley::language_model::gemini {
namespace {

bool generates(const json::object& model) {
  const auto* methods = arrayMember(&model, "supportedGenerationMethods");
  return !methods || std::ranges::find(*methods, json::value("generateContent")) != methods->end();
}

bool canChat(std::string_view id) {
  constexpr std::array others = {"image", "banana",     "tts",      "audio",        "live",
                                 "omni",  "transcribe", "robotics", "computer-use", "embedding"};
  return id.starts_with("gemini-") &&
         std::ranges::none_of(others, [id](const char* other) { return id.contains(other); });
}

}  // namespace

std::optional<ModelPage> parseModelPage(std::string_view body) {
  const auto object = parseObject(body);
  const auto* models = object ? arrayMember(&*object, "models") : nullptr;
  if (!models) return std::nullopt;
  ModelPage page;
  page.next = stringMember(*object, "nextPageToken");
  for (const auto& item : *models) {
    const auto* model = item.if_object();
    if (!model) continue;
    auto id = stringMember(*model, "name");
    constexpr std::string_view folder = "models/";
    if (id.starts_with(folder)) id.remove_prefix(folder.size());
    if (!canChat(id) || !generates(*model)) continue;
    auto facts = factsByFamily(id);
    if (const auto name = stringMember(*model, "displayName"); !name.empty()) facts.name = name;
    facts.max_input_tokens = count(model, "inputTokenLimit");
    facts.max_output_tokens = smallCount(model, "outputTokenLimit");
    if (model->contains("thinking")) {
      facts.thinking = flag(model, "thinking");
      facts.effort_low = facts.effort_medium = facts.effort_high = facts.thinking;
    }
    page.models.push_back(std::move(facts));
  }
  return page;
}

}  // namespace parley::language_model::gemini
