#include "features/assistant/seen_versions.hpp"

#include "foundation/error.hpp"
#include "json/parse.hpp"

namespace parley::assistant {

namespace {

/// Null for a sentence, and for what was cut off.
json::value parsedOf(std::string_view result) {
  try {
    return json::parse(result);
  } catch (const Error&) {
    return nullptr;
  }
}

}  // namespace

void SeenVersions::noteRead(std::string_view result) {
  const auto parsed = parsedOf(result);
  if (noteRecord(parsed) || !parsed.is_object()) return;
  const auto* items = parsed.get_object().if_contains("items");
  if (items == nullptr || !items->is_array()) return;
  for (const auto& item : items->get_array()) noteRecord(item);
}

void SeenVersions::noteWrite(std::string_view result) {
  if (!noteRecord(parsedOf(result))) versions_.clear();
}

std::optional<int> SeenVersions::of(const json::object& arguments) const {
  const auto* given = arguments.if_contains("id");
  if (given == nullptr || !given->is_string()) return std::nullopt;
  const auto id = Uuid::parse(given->get_string());
  const auto found = id ? versions_.find(*id) : versions_.end();
  return found == versions_.end() ? std::nullopt : std::optional{found->second};
}

bool SeenVersions::noteRecord(const json::value& record) {
  if (!record.is_object()) return false;
  const auto* id = record.get_object().if_contains("id");
  const auto* version = record.get_object().if_contains("version");
  if (id == nullptr || version == nullptr || !id->is_string() || !version->is_int64()) return false;
  const auto parsed = Uuid::parse(id->get_string());
  if (parsed) versions_[*parsed] = static_cast<int>(version->get_int64());
  return parsed.has_value();
}

}  // namespace parley::assistant
