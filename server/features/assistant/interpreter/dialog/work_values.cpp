#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

/// From what people say to what the tools take: states, days, members and parents.
namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

constexpr std::string_view member_type = "member";

std::string textOf(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// "to do, in progress or done"
std::string choicesOf(const FieldWords& field) {
  std::vector<std::string> words;
  for (const auto& choice : field.choices) words.push_back(choice.words.front());
  return joined(words, "or");
}

}  // namespace

/// The members of the workspace whose names have all these words.
const std::vector<Record>& Planner::members(const std::string& name) {
  auto [known, fresh] = members_.try_emplace(name);
  auto& found = known->second;
  auto words = comparable(name);
  if (!fresh || words.empty()) return found;
  auto outcome = session_.call("list_members", {{"search", words.front()}, {"limit", 200}});
  for (auto& record : Finder::recordsFrom(member_type, outcome)) {
    auto all = together(comparable(record.name + " " + fieldText(record, "email")));
    if (!allInside(words, all)) continue;
    if (sameText(record.name, name)) return found = {std::move(record)};
    found.push_back(std::move(record));
  }
  return found;
}

/// Whom a name means; asks where it means several, and says where it means nobody.
std::optional<Record> Planner::memberMeant(const std::string& name) {
  if (name == work_value::me) {
    const auto* user = session_.facts.if_contains("user");
    if (user && user->is_object())
      return Record{std::string{member_type}, textOf(user->get_object(), "id"),
                    textOf(user->get_object(), "name")};
  }
  const auto& found = members(name);
  if (found.empty()) {
    session_.say(fmt::format(
        "I found no member of your workspace called “{}”, so I changed nothing. Tasks and projects "
        "can be assigned to members only.",
        escaped(name)));
    return std::nullopt;
  }
  if (found.size() == 1) return found.front();
  auto chosen = finder_.choose(
      fmt::format("{} members fit “{}”. Which one do you mean?", found.size(), escaped(name)),
      found, false);
  if (chosen.kind == Finder::Found::Kind::one) return chosen.records.front();
  session_.say("All right, I changed nothing.");
  return std::nullopt;
}

/// The parents whose names have all the words of a text that tell something.
std::vector<Record> Planner::parentsFitting(const std::string& text) const {
  std::vector<Record> fitting;
  auto words = tellingWords(text);
  for (const auto& parent : parents_.value_or(std::vector<Record>{})) {
    auto given = comparable(parent.name);
    bool all = std::ranges::all_of(words, [&](const std::string& word) {
      return std::ranges::find(given, word) != given.end();
    });
    if (all && !words.empty()) fitting.push_back(parent);
  }
  return fitting;
}

/// The parent of exactly this name, else the only one whose name begins so or has all its words.
std::optional<Record> Planner::parentNamed(const std::string& name) {
  for (const auto& entity : lexicon_.work().entities()) {
    const auto* field = fieldFor(entity, work_field::parent);
    if (!field || comparable(name).empty()) continue;
    if (!parents_) parents_ = finder_.search(field->refers_to, {}).records;
    auto wanted = together(comparable(name)) + " ";
    std::optional<Record> begins;
    for (const auto& parent : *parents_) {
      auto given = together(comparable(parent.name)) + " ";
      if (given == wanted) return parent;
      if (!given.starts_with(wanted)) continue;
      if (begins) return std::nullopt;
      begins = parent;
    }
    if (begins) return begins;
    auto fitting = parentsFitting(name);
    if (fitting.size() == 1) return fitting.front();
  }
  return std::nullopt;
}

/// Which parent is meant; says so where there is none, asks where there are several.
std::optional<Record> Planner::parentMeant(const std::string& name, const std::string& type) {
  if (name == work_value::it) {
    if (session_.memory.topic && session_.memory.topic->type == type) return session_.memory.topic;
    Selector it{.kind = Selector::Kind::pronoun, .type = type, .text = "it"};
    auto found = finder_.look(it, {type});
    if (found.kind == Finder::Found::Kind::one) return found.records.front();
    session_.say(fmt::format("I don't know which {} you mean. Tell me its name.", noun(type)));
    return std::nullopt;
  }
  Selector selector{.kind = Selector::Kind::name, .type = type, .text = name};
  auto found = finder_.resolve(selector, {type}, "use");
  if (found.kind == Finder::Found::Kind::one) return found.records.front();
  if (found.kind == Finder::Found::Kind::cancelled)
    session_.say("All right, I changed nothing.");
  else
    tellUnknown(selector, {type});
  return std::nullopt;
}

bool Planner::settleChoice(const EntityWords& entity, const FieldWords& field, std::string value,
                           const Record* record, Settings& settings) {
  bool up = value == work_value::raised;
  if (up || value == work_value::lowered) {
    auto now = record ? fieldText(*record, field.field) : std::string{};
    auto at = std::ranges::find(field.choices, now, &FieldWords::Choice::value);
    if (at == field.choices.end()) at = field.choices.begin();
    bool last = up ? at + 1 == field.choices.end() : at == field.choices.begin();
    if (last) {
      session_.say(fmt::format("The {} of {} is {} already.", field.words.front(),
                               link(lexicon_, *record), at->words.front()));
      return false;
    }
    value = (up ? at + 1 : at - 1)->value;
  }
  if (value == work_value::reopened) {
    const auto* now = record ? choiceMeant(field, fieldText(*record, field.field)) : nullptr;
    if (now && !now->ends) {
      session_.say(fmt::format("{} is {} already, so I changed nothing.", link(lexicon_, *record),
                               now->words.front()));
      return false;
    }
    value = field.choices.front().value;
  }
  const auto* choice = choiceMeant(field, fold(value));
  if (!choice) {
    session_.say(fmt::format("A {} has no {} “{}”, so I changed nothing: it is {}.",
                             entity.singular.front(), field.words.front(), escaped(value),
                             choicesOf(field)));
    return false;
  }
  settings[field.field] = {json::value(choice->value), valueForPeople(field, choice->value)};
  return true;
}

/// Who stays where somebody is taken off; says so where that one was not on it.
bool Planner::settleWithout(const FieldWords& field, const std::string& name, const Record& record,
                            bool list, Settings& settings) {
  auto member = memberMeant(name);
  if (!member) return false;
  auto now = fieldIds(record, field.field);
  auto names = fieldNames(record, field.field);
  auto at = std::ranges::find(now, member->id);
  if (at == now.end()) {
    session_.say(fmt::format("{} is not assigned to {}, so I changed nothing.",
                             escaped(member->name), link(lexicon_, record)));
    return false;
  }
  names.erase(names.begin() + (at - now.begin()));
  now.erase(at);
  settings[field.field] = {list ? json::value(json::array(now.begin(), now.end())) : json::value(),
                           joined(names)};
  return true;
}

bool Planner::settleMembers(const FieldWords& field, const std::string& value, const Record* record,
                            bool list, Settings& settings) {
  if (value.starts_with(work_value::without)) {
    // A new record has nobody yet.
    return !record ||
           settleWithout(field, value.substr(work_value::without.size()), *record, list, settings);
  }
  json::array ids;
  std::vector<std::string> names;
  if (list && record) {
    for (auto& id : fieldIds(*record, field.field)) ids.push_back(json::value(id));
    names = fieldNames(*record, field.field);
  }
  std::vector<std::string> wanted{value};
  if (list && members(value).empty() && !value.starts_with('*')) {
    // "to Ada and Bob"
    wanted = namesOf(value);
  }
  for (auto name : wanted) {
    auto folded = fold(name);
    if (folded == "me" || folded == "myself") name = work_value::me;
    auto member = memberMeant(name);
    if (!member) return false;
    if (!list) {
      settings[field.field] = {json::value(member->id), member->name};
      return true;
    }
    bool known = std::ranges::any_of(
        ids, [&](const json::value& id) { return id.as_string() == member->id; });
    if (known) continue;
    ids.push_back(json::value(member->id));
    names.push_back(member->name);
  }
  settings[field.field] = {std::move(ids), joined(names)};
  return true;
}

/// The arguments that values become, for a new record or one that is there. Nothing, and a reply,
/// where one of them means nothing.
std::optional<Planner::Settings> Planner::settled(const EntityWords& entity, const Values& values,
                                                  const Record* record) {
  Settings settings;
  for (const auto& [name, value] : values) {
    bool whose = name == work_field::whose && value;
    const auto* field = whose ? whoseField(entity, *value) : fieldFor(entity, name);
    if (!field && whose) {
      session_.say(fmt::format(
          "I found no member, project or organization called “{}”, so I changed nothing.",
          escaped(*value)));
      return std::nullopt;
    }
    if (!field) {
      session_.say(fmt::format("A {} has no {}, so I changed nothing.", entity.singular.front(),
                               labelOf(name)));
      return std::nullopt;
    }
    bool list = field->kind == FieldKind::member && field->field.ends_with('s');
    if (!value) {
      settings[field->field] = {list ? json::value(json::array{}) : json::value(nullptr), {}};
      continue;
    }
    switch (field->kind) {
      case FieldKind::choice:
        if (!settleChoice(entity, *field, *value, record, settings)) return std::nullopt;
        break;
      case FieldKind::member:
        if (!settleMembers(*field, *value, record, list, settings)) return std::nullopt;
        break;
      case FieldKind::date: {
        auto day = *value;
        if (day.starts_with(work_value::shift)) {
          auto shift = shiftFrom(std::string_view{day}.substr(work_value::shift.size()));
          auto base = record ? dayFrom(fieldText(*record, field->field)) : std::nullopt;
          day = dayText(shifted(base.value_or(session_.today()), shift.value_or(Shift{})));
        }
        settings[field->field] = {json::value(day), valueForPeople(*field, day)};
        break;
      }
      case FieldKind::reference:
        if (field->required) {
          auto parent = parentMeant(*value, field->refers_to);
          if (!parent) return std::nullopt;
          settings[field->field] = {json::value(parent->id), parent->name};
          break;
        }
        [[fallthrough]];
      default:
        settings[field->field] = {json::value(*value), *value};
    }
  }
  return settings;
}

}  // namespace parley::assistant::interpreter
