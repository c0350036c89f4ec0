#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

/// Requests about work: which records they mean, and what is changed about them.
namespace parley::assistant::interpreter {
namespace {

using FoundKind = Finder::Found::Kind;

}  // namespace

std::vector<std::string> Planner::workTypes(const Values& changes,
                                            const std::vector<std::string>& fields) const {
  std::vector<std::string> types;
  for (const auto& entity : lexicon_.work().entities()) {
    bool all = true;
    for (const auto& [field, value] : changes) all = all && fieldFor(entity, field);
    for (const auto& field : fields) all = all && fieldFor(entity, field);
    if (all) types.push_back(entity.type);
  }
  return types;
}

/// A name is any words at all: where no record has all of them, they may be several names, or one
/// with what it belongs to ("Call Ada in Website relaunch").
std::vector<Selector> Planner::namesIn(const Selector& selector,
                                       const std::vector<std::string>& types) {
  if (selector.kind != Selector::Kind::name ||
      finder_.look(selector, types).kind != FoundKind::none)
    return {selector};
  auto parts = namesOf(withoutArticle(selector.text));
  if (parts.size() > 1) {
    std::vector<Selector> several;
    for (auto& part : parts) {
      auto one = selector;
      one.text = withoutArticle(std::move(part));
      if (finder_.look(one, types).kind == FoundKind::none) break;
      several.push_back(std::move(one));
    }
    if (several.size() == parts.size()) return several;
  }
  for (std::string_view joint : {" in ", " of ", " from ", " on ", " for ", " under "}) {
    auto at = selector.text.rfind(joint);
    if (at == std::string::npos || at == 0) continue;
    auto parent = parentNamed(withoutArticle(selector.text.substr(at + joint.size())));
    if (!parent) continue;
    auto one = selector;
    one.text = selector.text.substr(0, at);
    for (const auto& entity : lexicon_.work().entities()) {
      const auto* field = fieldFor(entity, work_field::parent);
      if (!field) continue;
      one.type = entity.type;
      one.conditions.push_back({field->field, Condition::Op::equals, parent->id, false});
    }
    if (finder_.look(one, types).kind != FoundKind::none) return {one};
  }
  return {selector};
}

void Planner::work(Command command) {
  switch (command.intent) {
    case Intent::create: {
      auto& draft = command.drafts.front();
      for (auto& each : command.drafts) {
        if (command.certain) break;
        placeDraft(each, *lexicon_.byType(each.type));
        splitParent(each);
      }
      auto joined = command.certain
                        ? std::nullopt
                        : membershipOf(draft.name, *draft.values[std::string{work_field::parent}]);
      if (joined) return updateWork(std::move(*joined));
      return createWork(std::move(command));
    }
    case Intent::advice:
      return session_.say(
          fmt::format("I changed nothing: that is for you to decide. To do it, tell me so. {}",
                      fallbackExamples(true)));
    case Intent::mention:
      return offerWork(command);
    case Intent::read:
      return readWork(std::move(command));
    case Intent::update:
      if (auto made = additionOf(command)) return work(std::move(*made));
      return updateWork(std::move(command));
    case Intent::remove: {
      if (auto released = releaseOf(command)) return updateWork(std::move(*released));
      std::vector<Selector> targets;
      for (auto& target : command.targets) {
        if (!settle(target)) return;
        for (auto& one : namesIn(target, workTypes({}, {}))) targets.push_back(std::move(one));
      }
      command.targets = std::move(targets);
      return remove(command);
    }
    default:
      return notUnderstood(true);
  }
}

/// "rename Office move to Move to Leipzig": which "to" parts the names, the records tell.
void Planner::divideNames(Selector& target, Values& changes,
                          const std::vector<std::string>& types) {
  auto name = changes.find("name");
  if (name == changes.end() || !name->second || target.kind != Selector::Kind::name) return;
  constexpr std::string_view joint = " to ";
  auto whole = target.text + std::string{joint} + *name->second;
  for (auto at = whole.find(joint); at != std::string::npos; at = whole.find(joint, at + 1)) {
    auto one = target;
    one.text = whole.substr(0, at);
    if (finder_.look(one, types).kind == FoundKind::none) continue;
    target = one;
    name->second = whole.substr(at + joint.size());
    return;
  }
}

void Planner::updateWork(Command command) {
  if (command.verb == "same") {
    for (const auto& [field, value] : last_changed_)
      if (field != "name" && value.is_string())
        command.changes[std::string{field}] = std::string{value.get_string()};
    if (command.changes.empty()) return notUnderstood(true);
  }
  auto types = workTypes(command.changes, command.query.fields);
  std::vector<Record> records;
  for (auto& written : command.targets) {
    if (!settle(written)) return;
    if (!written.type.empty() && std::ranges::find(types, written.type) == types.end() &&
        !command.changes.empty()) {
      const auto* entity = lexicon_.byType(written.type);
      const auto& field = command.changes.begin()->first;
      return session_.say(fmt::format("{} have no {}, so I changed nothing.",
                                      capitalise(entity->plural.front()), labelOf(field)));
    }
    divideNames(written, command.changes, types);
    for (const auto& target : namesIn(written, types)) {
      auto found = finder_.resolve(target, types, "change");
      if (found.kind == FoundKind::cancelled) return session_.say("All right, I changed nothing.");
      if (found.kind != FoundKind::one) {
        if (swapped(command, target)) return;
        return tellUnknown(target, types);
      }
      for (auto& record : found.records) records.push_back(std::move(record));
    }
  }
  if (records.empty()) return session_.say("Which one should I change? Tell me the name.");
  if (records.size() == 1) focus(records);
  if (command.changes.empty() && !askForValue(command, records.front())) return;
  std::vector<Write> writes;
  for (const auto& record : records) {
    auto whole = finder_.fetch(record).value_or(record);
    auto settings = settled(*lexicon_.byType(record.type), command.changes, &whole);
    if (!settings) return;
    writes.push_back({std::move(whole), std::move(*settings)});
  }
  write(std::move(writes));
}

/// "assign Ada to Call Bob": what was read as the record is who does it.
bool Planner::swapped(const Command& command, const Selector& target) {
  auto who = command.changes.find(work_field::member);
  bool named = who != command.changes.end() && who->second && !who->second->starts_with('*') &&
               target.kind == Selector::Kind::name;
  if (!named || members(target.text).empty()) return false;
  Selector record{.kind = Selector::Kind::name, .text = withoutArticle(*who->second)};
  if (finder_.look(record, workTypes({}, {})).kind == FoundKind::none) return false;
  Command other{.intent = Intent::update};
  other.work = true;
  other.targets.push_back(std::move(record));
  other.changes[who->first] = target.text;
  updateWork(std::move(other));
  return true;
}

/// An order about a record that it names itself is no answer to a question about another.
bool Planner::asksForMore(const std::vector<Command>& commands) {
  return std::ranges::any_of(commands, [](const Command& command) {
    bool changes = command.intent == Intent::update && !command.changes.empty();
    return command.work && changes &&
           std::ranges::find(command.targets, Selector::Kind::name, &Selector::kind) !=
               command.targets.end();
  });
}

/// Asks for the value of the one field that was named; false when none came.
bool Planner::askForValue(Command& command, const Record& record) {
  if (command.query.fields.empty()) return false;
  const auto* own = fieldFor(*lexicon_.byType(record.type), command.query.fields.front());
  auto label = own ? own->words.front() : labelOf(command.query.fields.front());
  auto answer = session_.ask(
      fmt::format("What is the new {} of {}?", label, linkWithParticulars(lexicon_, record)));
  auto tokens = tokenize(answer);
  auto assent = readAssent(tokens, {0, tokens.size()});
  if (assent.kind == Assent::Kind::no && assent.length >= tokens.size()) {
    session_.say("All right, I changed nothing.");
    return false;
  }
  if (command.query.fields.front() == work_field::parent) {
    for (std::string_view word : {"to ", "To ", "into ", "in "}) {
      if (answer.starts_with(word)) answer.erase(0, word.size());
    }
    if (!parentNamed(withoutArticle(answer))) throw NewRequest{answer};
    command.changes[std::string{work_field::parent}] = withoutArticle(answer);
    return true;
  }
  if (command.query.fields.front() == "name") {
    command.changes["name"] = answer;
    return true;
  }
  if (asksForMore(understand(lexicon_, answer, session_.today()))) throw NewRequest{answer};
  for (std::string_view word : {"to ", "for "}) {
    if (answer.starts_with(word)) answer.erase(0, word.size());
  }
  auto commands =
      understand(lexicon_, fmt::format("set its {} to {}", label, answer), session_.today());
  if (commands.size() != 1 || !commands.front().work || commands.front().changes.empty())
    throw NewRequest{answer};
  command.changes = commands.front().changes;
  return true;
}

std::string Planner::labelOf(std::string_view field) const {
  for (const auto& entity : lexicon_.work().entities()) {
    if (const auto* words = fieldFor(entity, field)) return words->words.front();
  }
  return std::string{field};
}

/// What a record belongs to, where new parts of it go.
void Planner::noteTopic(const Record& record) {
  for (const auto& entity : lexicon_.work().entities()) {
    const auto* parent = fieldFor(entity, work_field::parent);
    if (!parent) continue;
    if (record.type == parent->refers_to)
      session_.memory.topic = Record{record.type, record.id, record.name};
    auto ids = fieldIds(record, parent->field);
    if (record.type == entity.type && !ids.empty())
      session_.memory.topic =
          Record{parent->refers_to, ids.front(), fieldText(record, parent->field)};
  }
}

}  // namespace parley::assistant::interpreter
