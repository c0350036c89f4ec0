#include "features/assistant/interpreter/dialog/phrasing.hpp"

#include <fmt/format.h>

#include <array>

#include "foundation/unicode.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = FieldWords::Kind;

/// The order in which particulars tell records apart.
constexpr std::array order{Kind::job_title, Kind::reference, Kind::choice,
                           Kind::email,     Kind::phone,     Kind::text};

template <class Get>
std::string particularsOf(const EntityWords& entity, Get get) {
  std::vector<std::string> parts;
  for (auto kind : order) {
    for (const auto& field : entity.fields) {
      if (field.kind != kind) continue;
      auto text = get(field.field);
      const auto shown = parley::unicode::prefix(text, 117);
      if (shown.size() < text.size()) text = std::string{shown} + "...";
      if (!text.empty()) parts.push_back(escaped(text));
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (std::string_view{"\\`*_[]<>|#~"}.contains(c)) out += '\\';
    out += c;
  }
  return out;
}

std::string link(const Lexicon& lexicon, const Record& record) {
  const auto* entity = lexicon.byType(record.type);
  if (!entity || entity->page.empty() || record.id.empty())
    return fmt::format("**{}**", escaped(record.name));
  return fmt::format("[{}]({}/{})", escaped(record.name), entity->page, record.id);
}

std::string particulars(const Lexicon& lexicon, const Record& record) {
  const auto* entity = lexicon.byType(record.type);
  if (!entity) return {};
  return particularsOf(*entity, [&](const std::string& field) { return fieldText(record, field); });
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
  return more.empty() ? name : fmt::format("{} ({})", name, more);
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
        auto text = fieldText(record, field);
        const auto* entity = lexicon.byType(record.type);
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

std::string fieldText(const Record& record, std::string_view field) {
  const auto* value = record.data.if_contains(field);
  if (!value || !value->is_string()) return {};
  return std::string{value->get_string()};
}

}  // namespace parley::assistant::interpreter
