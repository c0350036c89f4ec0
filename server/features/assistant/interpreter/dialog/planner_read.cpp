#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

constexpr std::size_t page_size = 20;

json::value number(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::size_t count(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_int64() && value->get_int64() > 0
             ? static_cast<std::size_t>(value->get_int64())
             : 0;
}

}  // namespace

json::object queryToJson(const Query& query, std::size_t offset) {
  json::array conditions;
  for (const auto& condition : query.conditions) {
    conditions.push_back(json::object{{"field", condition.field},
                                      {"op", static_cast<std::int64_t>(condition.op)},
                                      {"value", condition.value},
                                      {"negated", condition.negated},
                                      {"shown", condition.shown}});
  }
  json::array fields;
  for (const auto& field : query.fields) fields.push_back(json::value(field));
  return {{"type", query.type},
          {"form", static_cast<std::int64_t>(query.form)},
          {"conditions", std::move(conditions)},
          {"fields", std::move(fields)},
          {"sort", query.sort},
          {"offset", number(offset)}};
}

Query queryFrom(const json::object& object, std::size_t& offset) {
  Query query;
  query.type = text(object, "type");
  query.sort = text(object, "sort");
  query.form = count(object, "form") <= static_cast<std::size_t>(Query::Form::exists)
                   ? static_cast<Query::Form>(count(object, "form"))
                   : Query::Form::list;
  offset = count(object, "offset");
  const auto* conditions = object.if_contains("conditions");
  if (conditions && conditions->is_array()) {
    for (const auto& item : conditions->get_array()) {
      if (!item.is_object()) continue;
      const auto& condition = item.get_object();
      const auto* negated = condition.if_contains("negated");
      query.conditions.push_back(
          {text(condition, "field"),
           static_cast<Condition::Op>(std::min<std::size_t>(
               count(condition, "op"), static_cast<std::size_t>(Condition::Op::open))),
           text(condition, "value"), negated && negated->is_bool() && negated->get_bool(),
           text(condition, "shown")});
    }
  }
  const auto* fields = object.if_contains("fields");
  if (fields && fields->is_array()) {
    for (const auto& field : fields->get_array()) {
      if (field.is_string()) query.fields.emplace_back(field.get_string());
    }
  }
  return query;
}

void Planner::read(Command command) {
  auto& query = command.query;
  bool pronoun_list = command.targets.size() == 1 &&
                      (command.targets.front().kind == Selector::Kind::pronoun ||
                       command.targets.front().kind == Selector::Kind::list) &&
                      command.targets.front().plural && command.targets.front().ordinals.empty();
  // "list them" after "how many contacts do I have?"
  if (pronoun_list && query.form == Query::Form::details && !session_.memory.query.empty() &&
      session_.memory.focus.size() < 2) {
    std::size_t offset = 0;
    auto last = queryFrom(session_.memory.query, offset);
    last.form = Query::Form::list;
    return list(last, 0);
  }
  if (query.form == Query::Form::count) return count(query);
  if (command.targets.empty()) {
    if (query.type.empty()) {
      for (const auto& type : allTypes()) {
        auto all = query;
        all.type = type;
        list(all, 0);
      }
      return;
    }
    return list(query, 0);
  }
  details(command);
}

/// "overdue", "due on Fri, 4 Dec 2026", "due from ... to ...": what conditions say of the day.
std::string Planner::dateText(const Query& query, const EntityWords& entity) const {
  std::string from;
  std::string until;
  bool open = false;
  for (const auto& condition : query.conditions) {
    if (condition.op == Condition::Op::from) from = std::max(from, condition.value);
    if (condition.op == Condition::Op::until)
      until = until.empty() ? condition.value : std::min(until, condition.value);
    open = open || condition.op == Condition::Op::open;
  }
  const auto* field = Lexicon::fieldOf(entity, FieldKind::date);
  if (!field || (from.empty() && until.empty())) return {};
  auto shown = [&](const std::string& day) { return valueForPeople(*field, day); };
  auto yesterday = dayText(session_.today() - std::chrono::days{1});
  if (from.empty() && open && until == yesterday) return "overdue";
  if (from.empty()) return fmt::format("due by {}", shown(until));
  if (until.empty()) return fmt::format("due from {} on", shown(from));
  if (from == until) return fmt::format("due on {}", shown(from));
  return fmt::format("due from {} to {}", shown(from), shown(until));
}

std::string Planner::conditionText(const Query& query) const {
  std::string out;
  const auto* entity = lexicon_.byType(query.type);
  if (!entity) return out;
  auto dates = dateText(query, *entity);
  bool work = Lexicon::isWork(*entity);
  if (!dates.empty() && dates != "overdue") out += " " + dates;
  for (const auto& condition : query.conditions) {
    const auto* dated = Lexicon::fieldNamed(*entity, condition.field);
    bool told =
        (dated && dated->kind == FieldKind::date && condition.op != Condition::Op::missing &&
         condition.op != Condition::Op::present) ||
        condition.op == Condition::Op::open;
    if (told) continue;
    if (condition.field == "*") {
      out += fmt::format("{} matching “{}”", out.empty() ? "" : " and", escaped(condition.value));
      continue;
    }
    auto label = fieldLabel(*entity, condition.field);
    const auto* field = Lexicon::fieldNamed(*entity, condition.field);
    auto value = escaped(condition.value);
    if (!condition.shown.empty()) value = escaped(condition.shown);
    auto part = [&]() -> std::string {
      if (field && field->kind == FieldKind::member) {
        if (condition.op == Condition::Op::missing) return "assigned to nobody";
        return fmt::format("{}assigned to {}", condition.negated ? "not " : "", value);
      }
      if (field && field->required && condition.op == Condition::Op::equals)
        return fmt::format("{} {}", condition.negated ? "not in" : "in", value);
      if (condition.op == Condition::Op::missing) return fmt::format("without {}", label);
      if (condition.op == Condition::Op::present) return fmt::format("with {}", label);
      if (field && field->kind == FieldKind::reference && work)
        return fmt::format("{} “{}”", condition.negated ? "not for" : "for", value);
      if (field && field->kind == FieldKind::reference)
        return fmt::format("{} “{}”", condition.negated ? "not at" : "at", value);
      if (field && field->kind == FieldKind::name) return fmt::format("named “{}”", value);
      return fmt::format("with {} {}“{}”", label, condition.negated ? "other than " : "", value);
    }();
    out += (out.empty() || work ? " " : " and ") + part;
  }
  return out;
}

/// "open tasks", "overdue projects"
std::string Planner::nounText(const Query& query, bool plural) const {
  const auto& entity = *lexicon_.byType(query.type);
  bool open = std::ranges::any_of(query.conditions, [](const Condition& condition) {
    return condition.op == Condition::Op::open;
  });
  auto state = dateText(query, entity) == "overdue" ? "overdue " : open ? "open " : "";
  return state + (plural ? entity.plural : entity.singular).front();
}

std::string Planner::countedText(const Query& query, std::size_t count) const {
  return fmt::format("{} {}{}", count, nounText(query, count != 1), conditionText(query));
}

void Planner::list(const Query& query, std::size_t offset) {
  const auto* entity = lexicon_.byType(query.type);
  if (!entity) return notUnderstood();
  auto size = query.limit > 0 ? std::min<std::size_t>(query.limit, 100) : page_size;
  auto page = finder_.search(query.type, query.conditions, query.sort);
  if (!page.failure.empty())
    return session_.say(fmt::format("I could not look that up: {}", page.failure));
  auto what = conditionText(query);
  if (page.records.empty()) {
    session_.memory.shown.clear();
    session_.memory.query = queryToJson(query, 0);
    auto hint = query.conditions.empty()
                    ? fmt::format(" To add one, say for example: “{}”.",
                                  entity->examples.empty() ? "" : entity->examples.front())
                    : std::string{};
    return session_.say(fmt::format("You have no {}{}{}.{}", nounText(query, true),
                                    query.conditions.empty() ? " yet" : "", what, hint));
  }
  if (offset >= page.records.size())
    return session_.say(fmt::format("That was all: {}.", countedText(query, page.records.size())));
  auto end = std::min(page.records.size(), offset + size);
  std::vector<Record> shown{page.records.begin() + static_cast<std::ptrdiff_t>(offset),
                            page.records.begin() + static_cast<std::ptrdiff_t>(end)};
  auto lines = numbered(lexicon_, shown, query.fields, 1);
  std::string head;
  bool all = offset == 0 && end == page.records.size() && page.complete;
  if (all) {
    head = fmt::format("You have {}:", countedText(query, shown.size()));
  } else {
    head = fmt::format(
        "You have {}{}. Here {} {}:", page.complete ? "" : "more than ",
        countedText(query, page.total), shown.size() == 1 ? "is" : "are",
        query.limit > 0 && offset == 0
            ? (shown.size() == 1 ? (query.sort.starts_with('-') ? "the latest" : "the first")
                                 : fmt::format("{} of them", shown.size()))
            : fmt::format("number {} to {}", offset + 1, end));
  }
  auto rest =
      query.limit == 0 && end < page.records.size() ? "\n\nSay “more” for the next ones." : "";
  session_.say(fmt::format("{}\n\n{}{}", head, lines, rest));
  session_.memory.query = queryToJson(query, end);
  if (shown.size() == 1)
    focus({shown.front()});
  else
    session_.memory.focus.clear();
  session_.memory.shown = std::move(shown);
}

void Planner::count(const Query& query) {
  const auto* entity = lexicon_.byType(query.type);
  if (!entity) return notUnderstood();
  std::size_t total = 0;
  bool complete = true;
  std::vector<Record> records;
  if (query.conditions.empty()) {
    auto outcome = session_.call(entity->find_tool, {{"limit", 1}, {"count", "exact"}});
    const auto* object = outcome.value.is_object() ? &outcome.value.get_object() : nullptr;
    const auto* value = object ? object->if_contains("total") : nullptr;
    if (outcome.failed || !value || !value->is_int64())
      return session_.say(
          fmt::format("I could not count the {}: {}", entity->plural.front(),
                      outcome.reason.empty() ? "the search failed." : outcome.reason));
    total = static_cast<std::size_t>(value->get_int64());
  } else {
    auto page = finder_.search(query.type, query.conditions);
    if (!page.failure.empty())
      return session_.say(fmt::format("I could not look that up: {}", page.failure));
    total = page.total;
    complete = page.complete;
    records = std::move(page.records);
  }
  auto what = conditionText(query);
  auto names = !records.empty() && records.size() <= 10
                   ? fmt::format(":\n\n{}", numbered(lexicon_, records, {}))
                   : std::string{"."};
  session_.say(total == 0 ? fmt::format("You have no {}{}.", nounText(query, true), what)
                          : fmt::format("You have {}{}{}", complete ? "" : "more than ",
                                        countedText(query, total), names));
  session_.memory.query = queryToJson(query, 0);
  if (!records.empty()) session_.memory.shown = std::move(records);
  session_.memory.focus.clear();
}

void Planner::more() {
  if (session_.memory.query.empty())
    return session_.say("There is no list to go on with. Say for example “Show my contacts”.");
  std::size_t offset = 0;
  auto query = queryFrom(session_.memory.query, offset);
  query.form = Query::Form::list;
  list(query, offset);
}

}  // namespace parley::assistant::interpreter
