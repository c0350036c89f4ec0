#include "language_model/openai_responses/model_list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "language_model/json_lookup.hpp"
#include "language_model/openai_responses/request.hpp"

namespace parley::language_model::openai_responses {
namespace {

bool canChat(std::string_view id) {
  constexpr std::array families = {"gpt-", "o1", "o3", "o4", "codex-", "ft:gpt-"};
  constexpr std::array others = {"audio",  "realtime",      "transcribe", "tts",     "image",
                                 "search", "live",          "instruct",   "o1-mini", "o1-preview",
                                 "-chat",  "deep-research", "gpt-3.5",    "gpt-4-"};
  const auto begins = [id](const char* family) { return id.starts_with(family); };
  const auto contains = [id](const char* other) { return id.contains(other); };
  return std::ranges::any_of(families, begins) && std::ranges::none_of(others, contains) &&
         id != "gpt-4";
}

}  // namespace

std::optional<ModelPage> parseModelPage(std::string_view body) {
  const auto object = parseObject(body);
  const auto* data = object ? arrayMember(&*object, "data") : nullptr;
  if (!data) return std::nullopt;
  std::vector<std::pair<std::uint64_t, std::string>> found;
  for (const auto& item : *data) {
    const auto* model = item.if_object();
    const auto id = model ? stringMember(*model, "id") : "";
    if (canChat(id)) found.emplace_back(count(model, "created"), id);
  }
  std::ranges::sort(found, std::greater{});
  ModelPage page;
  for (const auto& [created, id] : found) page.models.push_back(factsByFamily(id));
  return page;
}

}  // namespace parley::language_model::openai_responses
