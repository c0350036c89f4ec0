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

/// `2026-11-23T09:30:00.000Z` -> `2026-11-23 09:30 UTC`
std::string timeText(const std::string& time) {
  return time.size() >= 16 && time[10] == 'T'
             ? fmt::format("{} {} UTC", time.substr(0, 10), time.substr(11, 5))
             : time;
}

bool isTime(std::string_view field) {
  return field == "created_at" || field == "updated_at";
}

}  // namespace

json::object queryToJson(const Query& query, std::size_t offset) {
  json::array conditions;
  for (const auto& condition : query.conditions) {
    conditions.push_back(json::object{{"field", condition.field},
                                      {"op", static_cast<std::int64_t>(condition.op)},
                                      {"value", condition.value},
                                      {"negated", condition.negated}});
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
           static_cast<Condition::Op>(std::min<std::size_t>(count(condition, "op"), 5)),
           text(condition, "value"), negated && negated->is_bool() && negated->get_bool()});
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

std::string Planner::conditionText(const Query& query) const {
  std::string out;
  const auto* entity = lexicon_.byType(query.type);
  if (!entity) return out;
  for (const auto& condition : query.conditions) {
    if (condition.field == "*") {
      out += fmt::format("{} matching “{}”", out.empty() ? "" : " and", escaped(condition.value));
      continue;
    }
    auto label = fieldLabel(*entity, condition.field);
    const auto* field = Lexicon::fieldNamed(*entity, condition.field);
    auto value = escaped(condition.value);
    auto part = [&]() -> std::string {
      if (condition.op == Condition::Op::missing) return fmt::format("without {}", label);
      if (condition.op == Condition::Op::present) return fmt::format("with {}", label);
      if (field && field->kind == FieldKind::reference)
        return fmt::format("{} “{}”", condition.negated ? "not at" : "at", value);
      if (field && field->kind == FieldKind::name) return fmt::format("named “{}”", value);
      return fmt::format("with {} {}“{}”", label, condition.negated ? "other than " : "", value);
    }();
    out += (out.empty() ? " " : " and ") + part;
  }
  return out;
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
    return session_.say(fmt::format("You have no {}{}{}.{}", entity->plural.front(),
                                    query.conditions.empty() ? " yet" : "", what, hint));
  }
  if (offset >= page.records.size())
    return session_.say(
        fmt::format("That was all: {}{}.", counted(*entity, page.records.size()), what));
  auto end = std::min(page.records.size(), offset + size);
  std::vector<Record> shown{page.records.begin() + static_cast<std::ptrdiff_t>(offset),
                            page.records.begin() + static_cast<std::ptrdiff_t>(end)};
  auto lines = numbered(lexicon_, shown, query.fields, 1);
  std::string head;
  bool all = offset == 0 && end == page.records.size() && page.complete;
  if (all && shown.size() == 1) {
    head = fmt::format("You have {}{}:", counted(*entity, 1), what);
  } else if (all) {
    head = fmt::format("You have {}{}:", counted(*entity, shown.size()), what);
  } else {
    head = fmt::format(
        "You have {}{}{}. Here {} {}:", page.complete ? "" : "more than ",
        counted(*entity, page.total), what, shown.size() == 1 ? "is" : "are",
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
  session_.say(total == 0 ? fmt::format("You have no {}{}.", entity->plural.front(), what)
                          : fmt::format("You have {}{}{}{}", complete ? "" : "more than ",
                                        counted(*entity, total), what, names));
  session_.memory.query = queryToJson(query, 0);
  if (!records.empty()) session_.memory.shown = std::move(records);
  session_.memory.focus.clear();
}

void Planner::showRecord(const Record& record) {
  const auto* entity = lexicon_.byType(record.type);
  std::string lines;
  for (const auto& field : entity->fields) {
    auto value = fieldText(record, field.field);
    if (field.kind == FieldKind::name || value.empty()) continue;
    lines +=
        fmt::format("\n- {}: {}", capitalise(fieldLabel(*entity, field.field)), escaped(value));
  }
  auto created = fieldText(record, "created_at");
  if (lines.empty()) {
    session_.say(fmt::format("{} is one of your {}; nothing else is stored{}.",
                             link(lexicon_, record), entity->plural.front(),
                             created.empty() ? "" : fmt::format(" (added {})", timeText(created))));
  } else {
    session_.say(
        fmt::format("{} ({})\n{}", link(lexicon_, record), entity->singular.front(), lines));
  }
}

void Planner::answerField(const std::vector<Record>& records,
                          const std::vector<std::string>& asked) {
  for (const auto& record : records) {
    const auto* entity = lexicon_.byType(record.type);
    std::vector<std::string> fields;
    for (const auto& field : asked) {
      if (field != "*occupation") {
        fields.push_back(field);
        continue;
      }
      // "what does X do": the job of a person, the trade of an organization
      for (const auto& own : entity->fields) {
        bool tells = entity->is_person
                         ? own.kind == FieldKind::job_title || own.kind == FieldKind::reference
                         : own.kind == FieldKind::text;
        if (tells && !fieldText(record, own.field).empty()) fields.push_back(own.field);
      }
      if (fields.empty()) fields.push_back(entity->is_person ? "job_position" : "description");
    }
    std::vector<std::string> parts;
    for (const auto& field : fields) {
      auto value = fieldText(record, field);
      if (isTime(field)) {
        parts.push_back(fmt::format("{} was {} on {}", link(lexicon_, record),
                                    field == "created_at" ? "added" : "last changed",
                                    timeText(value)));
      } else if (value.empty()) {
        parts.push_back(
            fmt::format("{} has no {}", link(lexicon_, record), fieldLabel(*entity, field)));
      } else {
        parts.push_back(fmt::format("the {} of {} is {}", fieldLabel(*entity, field),
                                    link(lexicon_, record), escaped(value)));
      }
    }
    session_.say(capitalise(joined(parts)) + ".");
  }
}

void Planner::details(const Command& command) {
  const auto& query = command.query;
  std::vector<std::string> fields;
  for (const auto& field : query.fields) {
    if (!isTime(field) && field != "*occupation") fields.push_back(field);
  }
  auto types = typesWith({}, fields);
  if (types.empty()) types = allTypes();
  std::vector<Record> shown;
  for (const auto& target : command.targets) {
    auto found = finder_.look(target, types);
    if (found.kind == Finder::Found::Kind::none && target.kind == Selector::Kind::name &&
        target.conditions.empty()) {
      // not a name: anything else in the records
      std::vector<Record> others;
      for (const auto& type : types) {
        if (!target.type.empty() && target.type != type) continue;
        auto outcome = session_.call(lexicon_.byType(type)->find_tool,
                                     {{"search", target.text}, {"limit", 50}, {"sort", "name"}});
        if (outcome.failed || !outcome.value.is_object()) continue;
        const auto* items = outcome.value.get_object().if_contains("items");
        if (!items || !items->is_array()) continue;
        for (const auto& item : items->get_array()) {
          if (auto record = Finder::recordFrom(type, item)) others.push_back(std::move(*record));
        }
      }
      if (!others.empty() && query.form != Query::Form::field) {
        session_.say(fmt::format(
            "Nothing is called “{}”, but {} {} it:\n\n{}", escaped(target.text),
            others.size() == 1 ? "this record" : "these records",
            others.size() == 1 ? "mentions" : "mention", numbered(lexicon_, others, {})));
        session_.memory.shown = others;
        if (others.size() == 1) focus(std::move(others));
        continue;
      }
      found = finder_.resolve(target, types, "see");
    }
    if (found.kind == Finder::Found::Kind::cancelled) {
      session_.say("All right.");
      continue;
    }
    if (found.kind == Finder::Found::Kind::several) {
      if (query.form == Query::Form::field) {
        answerField(found.records, query.fields);
      } else {
        session_.say(fmt::format("{} records fit “{}”:\n\n{}", found.records.size(),
                                 escaped(target.text), numbered(lexicon_, found.records, {})));
      }
      session_.memory.shown = found.records;
      session_.memory.focus.clear();
      continue;
    }
    if (found.kind != Finder::Found::Kind::one) {
      const auto* person = lexicon_.person();
      auto words = splitWords(target.text);
      bool name = command.verb == "bare" && target.kind == Selector::Kind::name &&
                  words.size() > 1 && hasUpperCase(target.text);
      if (name && person) {
        Draft draft;
        draft.type = target.type.empty() ? person->type : target.type;
        draft.name = target.text;
        offer({std::move(draft)}, fmt::format("I have nothing called “{}”.", escaped(target.text)));
      } else if (command.verb == "bare") {
        session_.say(
            fmt::format("I found nothing called “{}” and did not understand it as a request.",
                        escaped(target.text)));
        session_.say(fallbackExamples());
      } else {
        tellUnknown(target, types);
      }
      continue;
    }
    std::vector<Record> full;
    for (const auto& record : found.records) {
      if (full.size() >= page_size) break;
      if (auto whole = finder_.fetch(record)) full.push_back(std::move(*whole));
    }
    if (full.empty()) {
      session_.say("That record is gone.");
      continue;
    }
    if (query.form == Query::Form::field) {
      answerField(full, query.fields);
    } else if (query.form == Query::Form::exists) {
      session_.say(fmt::format("Yes, you have {}.", linkWithParticulars(lexicon_, full.front())));
    } else if (full.size() > 1) {
      session_.say(fmt::format("Here {} {}:\n\n{}", full.size() == 1 ? "is" : "are", full.size(),
                               numbered(lexicon_, full, {})));
      session_.memory.shown = full;
    } else {
      showRecord(full.front());
      // an organization's people belong to what is known about it
      const auto* employer = lexicon_.employer();
      const auto* person = lexicon_.person();
      if (employer && person && full.front().type == employer->type) {
        const auto* reference = Lexicon::fieldOf(*person, FieldKind::reference);
        auto people = finder_.search(
            person->type, {{reference->field, Condition::Op::equals, full.front().name, false}});
        if (!people.records.empty()) {
          if (people.records.size() > page_size) people.records.resize(page_size);
          session_.say(fmt::format("People there:\n\n{}", numbered(lexicon_, people.records, {})));
          session_.memory.shown = people.records;
        }
      }
    }
    for (auto& record : full) shown.push_back(std::move(record));
  }
  if (!shown.empty()) focus(std::move(shown));
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
