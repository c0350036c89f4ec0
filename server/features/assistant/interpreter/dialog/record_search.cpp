#include "features/assistant/interpreter/dialog/finder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/selectors.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

constexpr std::size_t pages_looked_through = 5;

std::string commas(std::string text) {
  std::ranges::replace(text, '|', ',');
  return text;
}

/// What the tool can sort out by itself: states and parents, so that pages hold what is sought.
json::object narrowing(const EntityWords& entity, const std::vector<Condition>& conditions) {
  json::object arguments;
  for (const auto& condition : conditions) {
    const auto* field = Lexicon::fieldNamed(entity, condition.field);
    if (!field || condition.negated) continue;
    if (condition.op == Condition::Op::open) {
      std::string open;
      for (const auto& choice : field->choices) {
        if (!choice.ends) open += (open.empty() ? "" : ",") + choice.value;
      }
      if (!arguments.contains(field->field)) arguments[field->field] = open;
    } else if (condition.op == Condition::Op::equals && field->kind == FieldKind::choice) {
      arguments[field->field] = commas(condition.value);
    } else if (condition.op == Condition::Op::equals && field->required &&
               !condition.value.contains('|')) {
      arguments[field->field] = condition.value;
    }
  }
  return arguments;
}

bool isSoughtByWords(const FieldWords* field, const Condition& condition) {
  if (condition.negated) return false;
  if (condition.field == "*") return true;
  return field && condition.op == Condition::Op::contains &&
         (field->kind == FieldKind::name || field->kind == FieldKind::reference);
}

std::string wordsSought(const EntityWords& entity, const std::vector<Condition>& conditions) {
  std::string words;
  for (const auto& condition : conditions) {
    if (!isSoughtByWords(Lexicon::fieldNamed(entity, condition.field), condition)) continue;
    words += (words.empty() ? "" : " ") + searchWords(condition.value);
  }
  return words;
}

/// What another record may be called in full: "at Company 3" does not mean Company 31.
json::object namesInFull(const EntityWords& entity, const std::vector<Condition>& conditions) {
  json::object names;
  for (const auto& condition : conditions) {
    const auto* field = Lexicon::fieldNamed(entity, condition.field);
    if (field && field->kind == FieldKind::reference && !field->required &&
        isSoughtByWords(field, condition))
      names[field->field] = condition.value;
  }
  return names;
}

}  // namespace

std::optional<Record> Finder::recordFrom(std::string_view type, const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  auto text = [&](std::string_view key) {
    const auto* found = object.if_contains(key);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
  };
  Record record{std::string{type}, text("id"), text("name"), object};
  if (record.id.empty()) return std::nullopt;
  return record;
}

std::vector<Record> Finder::recordsFrom(std::string_view type, const Outcome& outcome) {
  std::vector<Record> records;
  const auto* page = outcome.failed ? nullptr : outcome.value.if_object();
  const auto* items = page ? page->if_contains("items") : nullptr;
  if (!items || !items->is_array()) return records;
  for (const auto& item : items->get_array()) {
    if (auto record = recordFrom(type, item)) records.push_back(std::move(*record));
  }
  return records;
}

bool Finder::matches(const Record& record, const Condition& condition) const {
  if (condition.field == "*") {
    std::string all;
    for (const auto& [field, value] : record.data) {
      if (value.is_string() && field != "id") all += std::string{value.get_string()} + " ";
    }
    return allInside(comparable(condition.value), together(comparable(all)) + plainTitle(all)) !=
           condition.negated;
  }
  auto text = fieldText(record, condition.field);
  const auto* entity = lexicon_.byType(record.type);
  const auto* field = entity ? Lexicon::fieldNamed(*entity, condition.field) : nullptr;
  auto found = [&] {
    auto one_of = [&](const std::string& own) {
      auto values = "|" + condition.value + "|";
      return !own.empty() && values.contains("|" + own + "|");
    };
    switch (condition.op) {
      case Condition::Op::from:
        return !text.empty() && text >= condition.value;
      case Condition::Op::until:
        return !text.empty() && text <= condition.value;
      case Condition::Op::open: {
        const auto* choice = field ? choiceMeant(*field, text) : nullptr;
        return !choice || !choice->ends;
      }
      case Condition::Op::missing:
        return text.empty();
      case Condition::Op::present:
        return !text.empty();
      default:
        break;
    }
    if (field && field->kind == FieldKind::choice) return one_of(text);
    if (field && (field->kind == FieldKind::member || field->required))
      return std::ranges::any_of(fieldIds(record, condition.field), one_of);
    if (field && field->kind == FieldKind::phone) {
      auto digits = digitsOf(condition.value);
      return !digits.empty() && digitsOf(text).contains(digits);
    }
    if (condition.op == Condition::Op::starts) return fold(text).starts_with(fold(condition.value));
    if (condition.op == Condition::Op::ends) return fold(text).ends_with(fold(condition.value));
    if (condition.op == Condition::Op::equals) return sameText(text, condition.value);
    if (field && field->kind == FieldKind::email) return fold(text).contains(fold(condition.value));
    if (field && field->kind == FieldKind::job_title) {
      auto wanted = plainTitle(condition.value);
      auto given = plainTitle(text);
      auto words = comparable(wanted);
      bool short_form = words.size() == 1 && words.front().size() <= 4;
      return short_form ? given.contains(wanted) : allInside(words, given);
    }
    return allInside(comparable(condition.value), together(comparable(text)));
  }();
  return found != condition.negated;
}

Finder::Page Finder::search(std::string_view type, const std::vector<Condition>& conditions,
                            std::string_view sort) {
  const auto* entity = lexicon_.byType(type);
  if (!entity) return {};
  auto arguments = narrowing(*entity, conditions);
  arguments["sort"] = sort.empty() ? std::string{"name"} : std::string{sort};
  if (auto named = namesInFull(*entity, conditions); !named.empty()) {
    auto exact = arguments;
    for (const auto& [field, value] : named) exact[field] = value;
    auto page = pages(*entity, conditions, std::move(exact));
    if (!page.records.empty() || !page.failure.empty()) return page;
  }
  if (auto words = wordsSought(*entity, conditions); !words.empty()) arguments["search"] = words;
  return pages(*entity, conditions, std::move(arguments));
}

/// The first pages of what the tool finds, and of them what the conditions hold for.
Finder::Page Finder::pages(const EntityWords& entity, const std::vector<Condition>& conditions,
                           json::object arguments) {
  Page page;
  arguments["limit"] = 200;
  for (std::size_t n = 0; n < pages_looked_through; ++n) {
    auto outcome = session_.call(entity.find_tool, arguments);
    if (outcome.failed || !outcome.value.is_object()) {
      page.failure = outcome.reason.empty() ? "the search failed" : outcome.reason;
      return page;
    }
    const auto& object = outcome.value.get_object();
    const auto* items = object.if_contains("items");
    if (!items || !items->is_array()) return page;
    for (const auto& item : items->get_array()) {
      auto record = recordFrom(entity.type, item);
      if (!record) continue;
      bool wanted =
          std::ranges::all_of(conditions, [&](const Condition& c) { return matches(*record, c); });
      if (wanted) page.records.push_back(std::move(*record));
    }
    const auto* next = object.if_contains("next_cursor");
    if (!next || !next->is_string() || next->get_string().empty()) {
      page.total = page.records.size();
      return page;
    }
    arguments["cursor"] = next->get_string();
  }
  page.complete = false;
  page.total = page.records.size();
  return page;
}

std::optional<Record> Finder::fetch(const Record& record) {
  const auto* entity = lexicon_.byType(record.type);
  if (!entity || !record.data.empty()) return record;
  auto outcome = session_.call(entity->get_tool, {{"id", record.id}});
  if (outcome.failed) return std::nullopt;
  return recordFrom(record.type, outcome.value);
}

std::vector<std::vector<Record>> Finder::sameNames(const std::vector<Draft>& drafts) {
  std::vector<language_model::ToolCall> calls;
  for (const auto& draft : drafts) {
    const auto* entity = lexicon_.byType(draft.type);
    calls.push_back({{}, entity->find_tool, {{"search", searchWords(draft.name)}, {"limit", 20}}});
  }
  auto outcomes = session_.callAll(std::move(calls));
  std::vector<std::vector<Record>> found(drafts.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (auto& record : recordsFrom(drafts[i].type, outcomes[i])) {
      if (sameText(record.name, drafts[i].name)) found[i].push_back(std::move(record));
    }
  }
  return found;
}

}  // namespace parley::assistant::interpreter
