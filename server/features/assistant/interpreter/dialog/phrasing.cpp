#include "features/assistant/interpreter/dialog/phrasing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "foundation/markdown.hpp"
#include "foundation/unicode.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = FieldWords::Kind;

/// The order in which particulars tell records apart.
constexpr std::array order{Kind::job_title, Kind::reference, Kind::choice, Kind::date,
                           Kind::member,    Kind::email,     Kind::phone,  Kind::text};

/// "due Fri, 4 Dec 2026", "high priority": what would not be understood without its field.
std::string labelled(const EntityWords& entity, const FieldWords& field, std::string text) {
  if (field.kind == Kind::date) return fmt::format("due {}", text);
  bool first = Lexicon::fieldOf(entity, Kind::choice) == &field;
  if (field.kind == Kind::choice && !first)
    return fmt::format("{} {}", fold(text), field.words.front());
  return text;
}

std::string textOf(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// What a field holds where it is not text but {id, name}, one or several; beside an id such as
/// `project_id` its name stands in `project`.
std::vector<const json::object*> named(const Record& record, std::string_view field) {
  std::vector<const json::object*> found;
  if (field.ends_with("_id")) field.remove_suffix(3);
  const auto* value = record.data.if_contains(field);
  if (!value) return found;
  if (value->is_object()) found.push_back(&value->get_object());
  if (!value->is_array()) return found;
  for (const auto& item : value->get_array()) {
    if (item.is_object()) found.push_back(&item.get_object());
  }
  return found;
}

/// As plain text.
template <class Get>
std::string particularsOf(const EntityWords& entity, Get get) {
  std::vector<std::string> parts;
  for (auto kind : order) {
    for (const auto& field : entity.fields) {
      if (field.kind != kind) continue;
      auto text = get(field.field);
      std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
      const auto shown = parley::unicode::prefix(text, 117);
      if (shown.size() < text.size()) text = std::string{shown} + "...";
      if (!text.empty()) parts.push_back(labelled(entity, field, std::move(text)));
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string particularsOf(const Lexicon& lexicon, const Record& record) {
  const auto* entity = lexicon.byType(record.type);
  if (!entity) return {};
  return particularsOf(*entity,
                       [&](const std::string& field) { return shownText(*entity, record, field); });
}

}  // namespace

std::string link(const Lexicon& lexicon, const Record& record) {
  const auto* entity = lexicon.byType(record.type);
  return markdown::link(entity ? std::string_view{entity->page} : "", record.id, record.name);
}

std::string particulars(const Lexicon& lexicon, const Record& record) {
  return escaped(particularsOf(lexicon, record));
}

std::string labelOf(const Lexicon& lexicon, const Record& record) {
  auto more = particularsOf(lexicon, record);
  return more.empty() ? record.name : fmt::format("{} ({})", record.name, more);
}

std::string linkWithParticulars(const Lexicon& lexicon, const Record& record) {
  auto more = particulars(lexicon, record);
  return more.empty() ? link(lexicon, record) : fmt::format("{} ({})", link(lexicon, record), more);
}

std::string draftText(const Lexicon& lexicon, const Draft& draft) {
  const auto* entity = lexicon.byType(draft.type);
  auto name = fmt::format("**{}**", escaped(draft.name));
  if (!entity) return name;
  auto more = particularsOf(*entity, [&](const std::string& field) {
    auto found = draft.values.find(field);
    return found == draft.values.end() ? std::string{} : found->second.value_or("");
  });
  return more.empty() ? name : fmt::format("{} ({})", name, escaped(more));
}

std::string numbered(const Lexicon& lexicon, const std::vector<Record>& records,
                     const std::vector<std::string>& fields, std::size_t first) {
  std::string out;
  for (const auto& record : records) {
    std::string more;
    if (fields.empty()) {
      more = particulars(lexicon, record);
    } else {
      std::vector<std::string> parts;
      for (const auto& field : fields) {
        const auto* entity = lexicon.byType(record.type);
        auto text = entity ? shownText(*entity, record, field) : std::string{};
        parts.push_back(text.empty() && entity ? fmt::format("no {}", fieldLabel(*entity, field))
                                               : escaped(text));
      }
      more = fmt::format("{}", fmt::join(parts, ", "));
    }
    out += fmt::format("{}{}. {}{}{}", out.empty() ? "" : "\n", first++, link(lexicon, record),
                       more.empty() ? "" : ": ", more);
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts, std::string_view conjunction) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? fmt::format(" {} ", conjunction) : ", ";
    out += parts[i];
  }
  return out;
}

std::string counted(const EntityWords& entity, std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? entity.singular.front() : entity.plural.front());
}

std::string fieldLabel(const EntityWords& entity, std::string_view field) {
  const auto* words = Lexicon::fieldNamed(entity, field);
  if (!words || words->words.empty()) {
    std::string label{field};
    for (auto& c : label) {
      if (c == '_') c = ' ';
    }
    return label;
  }
  return words->words.front();
}

std::string_view beOf(const EntityWords& entity, std::string_view field) {
  const auto* words = Lexicon::fieldNamed(entity, field);
  return words && words->kind == Kind::member && field.ends_with('s') ? "are" : "is";
}

std::string fieldText(const Record& record, std::string_view field) {
  auto names = fieldNames(record, field);
  if (!names.empty()) return joined(names);
  const auto* value = record.data.if_contains(field);
  if (!value || !value->is_string()) return {};
  return std::string{value->get_string()};
}

std::vector<std::string> fieldIds(const Record& record, std::string_view field) {
  std::vector<std::string> ids;
  for (const auto* value : named(record, field)) ids.push_back(textOf(*value, "id"));
  return ids;
}

std::vector<std::string> fieldNames(const Record& record, std::string_view field) {
  std::vector<std::string> names;
  for (const auto* value : named(record, field)) names.push_back(textOf(*value, "name"));
  return names;
}

std::string valueForPeople(const FieldWords& field, const std::string& value) {
  if (field.kind == Kind::date) {
    auto day = dayFrom(value);
    return day ? dayForPeople(*day) : value;
  }
  for (const auto& choice : field.choices) {
    if (choice.value == value && !choice.words.empty()) return capitalise(choice.words.front());
  }
  return value;
}

std::string shownText(const EntityWords& entity, const Record& record, std::string_view field) {
  auto text = fieldText(record, field);
  const auto* words = Lexicon::fieldNamed(entity, field);
  return words && !text.empty() ? valueForPeople(*words, text) : text;
}

}  // namespace parley::assistant::interpreter
