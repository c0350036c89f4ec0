#include "language_model/raw_object.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "language_model/json_lookup.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model {

RawObject::RawObject(std::string_view object) {
  for (const auto& [key, value] : rawMembers(object)) members_.emplace_back(key, value);
}

const std::string* RawObject::find(std::string_view key) const {
  const auto found = std::ranges::find(
      members_, key, [](const auto& entry) -> std::string_view { return entry.first; });
  return found == members_.end() ? nullptr : &found->second;
}

std::string* RawObject::find(std::string_view key) {
  return const_cast<std::string*>(std::as_const(*this).find(key));
}

std::string RawObject::text(std::string_view key) const {
  const auto* raw = find(key);
  if (!raw) return {};
  boost::json::error_code error;
  const auto parsed = boost::json::parse(*raw, error);
  return error ? std::string{} : std::string{stringOf(parsed)};
}

void RawObject::set(std::string_view key, std::string value) {
  if (auto* existing = find(key)) {
    *existing = std::move(value);
  } else {
    members_.emplace_back(key, std::move(value));
  }
}

void RawObject::erase(std::string_view key) {
  std::erase_if(members_, [key](const auto& entry) { return entry.first == key; });
}

void RawObject::extendString(std::string_view key, std::string_view json_string) {
  const auto more = insideQuotes(json_string);
  auto* existing = find(key);
  if (!existing || !existing->ends_with('"')) {
    set(key, '"' + std::string{more} + '"');
    return;
  }
  existing->pop_back();
  existing->append(more).push_back('"');
}

void RawObject::extendArray(std::string_view key, std::string_view element) {
  auto* list = find(key);
  if (!list || list->size() < 2 || list->front() != '[') {
    set(key, "[" + std::string{element} + "]");
  } else {
    list->insert(list->size() - 1, (*list == "[]" ? "" : ",") + std::string{element});
  }
}

std::string RawObject::write() const {
  std::string out;
  for (const auto& [key, value] : members_) {
    out += out.empty() ? "{\"" : ",\"";
    (((out += key) += "\":") += value);
  }
  return out.empty() ? "{}" : out + '}';
}

}  // namespace parley::language_model
