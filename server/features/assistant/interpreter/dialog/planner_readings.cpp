#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

/// Which of several readings of a clause is meant: the records tell.
namespace parley::assistant::interpreter {
namespace {

using FoundKind = Finder::Found::Kind;

bool any(const Finder::Found& found) {
  return found.kind == FoundKind::one || found.kind == FoundKind::several;
}

}  // namespace

/// The first reading of a clause as one about work that the records bear out; nullptr for none.
const Command* Planner::workMeant(const Command& command) {
  for (const auto& reading : command.as_work) {
    if (borneOut(reading, command)) return &reading;
  }
  return nullptr;
}

bool Planner::borneOut(const Command& reading, const Command& other) {
  if (reading.intent == Intent::create || reading.intent == Intent::mention) {
    auto draft = reading.drafts.front();
    placeDraft(draft, *lexicon_.byType(draft.type));
    splitParent(draft);
    auto parent = draft.values.find(work_field::parent);
    return parent != draft.values.end() && parent->second && !draft.name.empty() &&
           ((*parent->second == work_value::it ? session_.memory.topic
                                               : parentNamed(*parent->second)) ||
            (reading.intent == Intent::create && !parentsFitting(*parent->second).empty()));
  }
  const auto& selector = reading.targets.front();
  bool same_words = !other.targets.empty() && other.targets.front().kind == selector.kind &&
                    sameText(other.targets.front().text, selector.text);
  // the same name in both readings: the finder looks everywhere by itself
  if (same_words && reading.intent != Intent::update) return false;
  if (!namesWork(selector, other)) {
    if (reading.intent == Intent::remove && releaseOf(reading)) return true;
    // "assign the offer to Bob", who is a colleague: not of a contact either way
    auto who = reading.changes.find(work_field::member);
    bool colleague = reading.certain && who != reading.changes.end() && who->second &&
                     !members(*who->second).empty();
    return colleague && !any(finder_.look(selector, addressedTypes()));
  }
  if (reading.certain) return true;
  for (const auto& [field, value] : reading.changes) {
    if (!value) continue;
    auto name = *value;
    if (name.starts_with(work_value::without)) name.erase(0, work_value::without.size());
    if (name.starts_with('*')) continue;
    if (field == work_field::member && members(name).empty()) return false;
    if (field != work_field::whose) continue;
    auto found = finder_.look(selector, workTypes({}, {}));
    for (const auto& record : found.records)
      if (!whoseField(*lexicon_.byType(record.type), *value)) return false;
    if (found.records.empty() && members(*value).empty()) return false;
  }
  return true;
}

/// Whether a name is rather one of work than of what the other reading is about.
bool Planner::namesWork(const Selector& selector, const Command& other) {
  const auto& focus = session_.memory.focus;
  if (selector.kind == Selector::Kind::pronoun &&
      (focus.size() != 1 || !Lexicon::isWork(*lexicon_.byType(focus.front().type))))
    return false;
  auto found = finder_.look(selector, workTypes({}, {}));
  if (!any(found)) {
    // several, or one with what it belongs to
    auto parts = namesIn(selector, workTypes({}, {}));
    return parts.size() > 1 ||
           (parts.front().text != selector.text && tellingWords(parts.front().text).size() > 1);
  }
  if (selector.kind != Selector::Kind::name || sameText(found.records.front().name, selector.text))
    return true;
  if (other.intent == Intent::unknown && tellingWords(selector.text).size() < 2 &&
      !any(finder_.look(selector, addressedTypes())))
    return other.as_work.front().intent == Intent::update && found.kind == FoundKind::one;
  bool named = !other.targets.empty() && other.targets.front().kind == Selector::Kind::name;
  return !named || !any(finder_.look(other.targets.front(), addressedTypes()));
}

/// The record of work whose whole name stands in what was said.
std::optional<Record> Planner::workNamed() {
  constexpr std::size_t longest = 400;
  if (said_.empty() || said_.size() > longest) return std::nullopt;
  auto said = " " + together(comparable(said_)) + " ";
  std::vector<language_model::ToolCall> calls;
  const auto& entities = lexicon_.work().entities();
  for (const auto& entity : entities)
    calls.push_back({{}, entity.find_tool, {{"limit", 200}, {"sort", "-updated_at"}}});
  auto outcomes = session_.callAll(std::move(calls));
  std::optional<Record> longest_named;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (auto& record : Finder::recordsFrom(entities[i].type, outcomes[i])) {
      if (!said.contains(" " + together(comparable(record.name)) + " ")) continue;
      if (!longest_named || record.name.size() > longest_named->name.size())
        longest_named = std::move(record);
    }
  }
  return longest_named;
}

/// Says what was spoken of, where only that was understood; false when nothing of work was.
bool Planner::tellWorkNamed() {
  auto record = workNamed();
  if (!record) return false;
  session_.say(
      fmt::format("I did not understand what you say about the {} {}, so I changed nothing. {}",
                  noun(record->type), link(lexicon_, *record), fallbackExamples(true)));
  focus({*record});
  return true;
}

/// Which field of a record tells what a name is to it: a member, what it belongs to, or a client.
/// nullptr where the name is nothing of these.
const FieldWords* Planner::whoseField(const EntityWords& entity, const std::string& name) {
  const auto* member = Lexicon::fieldOf(entity, FieldWords::Kind::member);
  const auto* parent = fieldFor(entity, work_field::parent);
  const auto* client = Lexicon::fieldOf(entity, FieldWords::Kind::reference);
  if (client == parent) client = nullptr;
  if (name.starts_with('*')) return member;
  if (parent && parentNamed(name)) return parent;
  if (member && !members(name).empty()) return member;
  Selector organization{.kind = Selector::Kind::name, .text = name};
  return client && any(finder_.look(organization, {client->refers_to})) ? client : nullptr;
}

/// "add Ada Park and Tom Berg to Onboarding": somebody's names, whether we know them or not.
bool Planner::namesPeople(const std::vector<std::string>& names) {
  constexpr std::size_t longest_name = 3;
  return std::ranges::all_of(names, [](const std::string& name) {
    auto tokens = tokenize(name);
    bool proper = tokens.size() <= longest_name && words::isGivenName(tokens.norm(0));
    for (const auto& token : tokens.list) proper = proper && token.word() && token.capital;
    return proper;
  });
}

/// "add Bob to Onboarding": who works on it, where that is somebody's name.
std::optional<Command> Planner::membershipOf(const std::string& who, const std::string& parent) {
  Selector person{.kind = Selector::Kind::name, .text = who};
  auto parts = namesOf(who);
  bool team = parts.size() > 1 && std::ranges::all_of(parts, [&](const std::string& each) {
                return !members(each).empty();
              });
  if (members(who).empty() && !team && !namesPeople(parts) &&
      !any(finder_.look(person, addressedTypes())))
    return std::nullopt;
  Command change{.intent = Intent::update};
  change.work = true;
  change.targets.push_back({.kind = Selector::Kind::name, .text = parent});
  change.changes[std::string{work_field::member}] = who;
  return change;
}

/// "take Ada off Onboarding", "remove Ada from the project": who no longer works on it.
std::optional<Command> Planner::releaseOf(const Command& command) {
  if (command.targets.size() != 1 || command.targets.front().kind != Selector::Kind::name)
    return std::nullopt;
  const auto& text = command.targets.front().text;
  for (std::string_view joint : {" from ", " off "}) {
    auto at = text.rfind(joint);
    if (at == std::string::npos || at == 0) continue;
    auto who = text.substr(0, at);
    if (members(who).empty() ||
        finder_.look(command.targets.front(), workTypes({}, {})).kind != FoundKind::none)
      continue;
    Command change{.intent = Intent::update};
    change.work = true;
    change.targets.push_back({.kind = Selector::Kind::name,
                              .type = command.targets.front().type,
                              .text = withoutArticle(text.substr(at + joint.size()))});
    if (finder_.look(change.targets.front(), workTypes({}, {})).kind == FoundKind::none) continue;
    change.changes[std::string{work_field::member}] = std::string{work_value::without} + who;
    return change;
  }
  return std::nullopt;
}

/// "add Fix the login to Website relaunch": a new record where none of that name is there.
std::optional<Command> Planner::additionOf(const Command& command) {
  auto parent = command.changes.find(work_field::parent);
  bool adds = command.verb == "add" && parent != command.changes.end() && parent->second;
  if (!adds || command.targets.front().kind != Selector::Kind::name) return std::nullopt;
  for (const auto& entity : lexicon_.work().entities()) {
    if (!fieldFor(entity, work_field::parent)) continue;
    if (finder_.look(command.targets.front(), {entity.type}).kind != FoundKind::none) continue;
    if (auto joined = membershipOf(command.targets.front().text, *parent->second)) return joined;
    Command made{.intent = Intent::create};
    made.work = true;
    made.drafts.push_back({.type = entity.type, .name = capitalise(command.targets.front().text)});
    made.drafts.front().values[parent->first] = parent->second;
    return made;
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
