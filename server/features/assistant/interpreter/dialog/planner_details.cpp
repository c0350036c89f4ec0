#include <fmt/format.h>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

constexpr std::size_t most_told = 20;

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

void Planner::showRecord(const Record& record) {
  const auto* entity = lexicon_.byType(record.type);
  std::string lines;
  for (const auto& field : entity->fields) {
    auto value = shownText(*entity, record, field.field);
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
      auto value = shownText(*entity, record, field);
      if (isTime(field)) {
        parts.push_back(fmt::format("{} was {} on {}", link(lexicon_, record),
                                    field == "created_at" ? "added" : "last changed",
                                    timeText(value)));
      } else if (value.empty()) {
        parts.push_back(
            fmt::format("{} has no {}", link(lexicon_, record), fieldLabel(*entity, field)));
      } else {
        parts.push_back(fmt::format("the {} of {} {} {}", fieldLabel(*entity, field),
                                    link(lexicon_, record), beOf(*entity, field), escaped(value)));
      }
    }
    session_.say(capitalise(joined(parts)) + ".");
  }
}

/// The records with all their fields: what is in memory holds no more than a name.
std::vector<Record> Planner::whole(const std::vector<Record>& records) {
  std::vector<Record> full;
  for (const auto& record : records) {
    if (full.size() >= most_told) break;
    if (auto read = finder_.fetch(record)) full.push_back(std::move(*read));
  }
  return full;
}

/// Not a name: anything else in the records.
bool Planner::mentioning(const Selector& target, const std::vector<std::string>& types) {
  std::vector<Record> others;
  std::vector<std::string> kinds;
  std::vector<language_model::ToolCall> calls;
  for (const auto& type : types) {
    if (!target.type.empty() && target.type != type) continue;
    kinds.push_back(type);
    calls.push_back({{},
                     lexicon_.byType(type)->find_tool,
                     {{"search", target.text}, {"limit", 50}, {"sort", "name"}}});
  }
  auto outcomes = session_.callAll(std::move(calls));
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (auto& record : Finder::recordsFrom(kinds[i], outcomes[i]))
      others.push_back(std::move(record));
  }
  if (others.empty()) return false;
  session_.say(fmt::format("Nothing is called “{}”, but {} {} it:\n\n{}", escaped(target.text),
                           others.size() == 1 ? "this record" : "these records",
                           others.size() == 1 ? "mentions" : "mention",
                           numbered(lexicon_, others, {})));
  session_.memory.shown = others;
  if (others.size() == 1) focus(std::move(others));
  return true;
}

void Planner::severalFit(const Command& command, const Selector& target,
                         std::vector<Record> records) {
  auto full = whole(records);
  if (target.kind == Selector::Kind::pronoun) {
    session_.say(fmt::format("Which one do you mean? I have {} in mind:\n\n{}", records.size(),
                             numbered(lexicon_, full, {})));
  } else if (command.query.form == Query::Form::field) {
    answerField(full, command.query.fields);
  } else {
    session_.say(fmt::format("{} records fit “{}”:\n\n{}", records.size(), escaped(target.text),
                             numbered(lexicon_, full, {})));
  }
  session_.memory.shown = std::move(records);
  session_.memory.focus.clear();
}

void Planner::nothingFits(const Command& command, const Selector& target,
                          const std::vector<std::string>& types) {
  const auto* person = lexicon_.person();
  if (command.verb != "bare") return tellUnknown(target, types);
  bool name = target.kind == Selector::Kind::name && splitWords(target.text).size() > 1 &&
              hasUpperCase(target.text);
  if (name && person) {
    Draft draft;
    draft.type = target.type.empty() ? person->type : target.type;
    draft.name = target.text;
    return offer({std::move(draft)},
                 fmt::format("I have nothing called “{}”.", escaped(target.text)));
  }
  session_.say(fmt::format("I found nothing called “{}” and did not understand it as a request.",
                           escaped(target.text)));
  session_.say(fallbackExamples());
}

/// An organization's people belong to what is known about it.
void Planner::peopleOf(const Record& organization) {
  const auto* employer = lexicon_.employer();
  const auto* person = lexicon_.person();
  if (!employer || !person || organization.type != employer->type) return;
  const auto* reference = Lexicon::fieldOf(*person, FieldKind::reference);
  auto people = finder_.search(
      person->type, {{reference->field, Condition::Op::equals, organization.name, false}});
  if (people.records.empty()) return;
  if (people.records.size() > most_told) people.records.resize(most_told);
  session_.say(fmt::format("People there:\n\n{}", numbered(lexicon_, people.records, {})));
  session_.memory.shown = people.records;
}

void Planner::tell(const Query& query, const std::vector<Record>& records) {
  if (query.form == Query::Form::field) return answerField(records, query.fields);
  if (query.form == Query::Form::exists)
    return session_.say(
        fmt::format("Yes, you have {}.", linkWithParticulars(lexicon_, records.front())));
  if (records.size() > 1) {
    session_.say(
        fmt::format("Here are {}:\n\n{}", records.size(), numbered(lexicon_, records, {})));
    session_.memory.shown = records;
    return;
  }
  showRecord(records.front());
  peopleOf(records.front());
  partsOf(records.front());
}

void Planner::detailsOf(const Command& command, const Selector& target,
                        const std::vector<std::string>& types, std::vector<Record>& shown) {
  using Kind = Finder::Found::Kind;
  auto found = finder_.look(target, types);
  bool named = target.kind == Selector::Kind::name && target.conditions.empty();
  if (found.kind == Kind::none && named) {
    if (command.query.form != Query::Form::field && mentioning(target, types)) return;
    found = finder_.resolve(target, types, "see");
  }
  if (found.kind == Kind::cancelled) return session_.say("All right.");
  if (found.kind == Kind::several) return severalFit(command, target, std::move(found.records));
  if (found.kind != Kind::one) return nothingFits(command, target, types);
  auto full = whole(found.records);
  if (full.empty()) return session_.say("That record is gone.");
  tell(command.query, full);
  for (auto& record : full) shown.push_back(std::move(record));
}

void Planner::details(const Command& command) {
  std::vector<std::string> fields;
  for (const auto& field : command.query.fields) {
    if (!isTime(field) && field != "*occupation") fields.push_back(field);
  }
  auto types = typesWith({}, fields);
  if (types.empty()) types = allTypes();
  std::vector<Record> shown;
  for (const auto& target : command.targets) detailsOf(command, target, types, shown);
  if (!shown.empty()) focus(std::move(shown));
}

}  // namespace parley::assistant::interpreter
