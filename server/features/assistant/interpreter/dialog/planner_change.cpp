#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {
namespace {

using language_model::ToolCall;

/// "change Eve's surname to ...": the rest of her name stays.
Values withWholeName(const Command& command, const std::vector<Record>& records) {
  auto changes = command.changes;
  auto name = changes.find("name");
  bool part = command.name_part != Command::NamePart::whole && name != changes.end() &&
              name->second && records.size() == 1;
  if (!part) return changes;
  auto words = splitWords(records.front().name);
  if (words.empty()) return changes;
  if (command.name_part == Command::NamePart::first) {
    words.front() = *name->second;
  } else if (words.size() == 1) {
    words.push_back(*name->second);
  } else {
    words.back() = *name->second;
  }
  name->second = fmt::format("{}", fmt::join(words, " "));
  return changes;
}

}  // namespace

/// What was set, as it can be set again: a day in figures, all else as people say it.
std::string Planner::wordsOf(const Setting& setting) {
  const auto* text = setting.argument.if_string();
  return text && dayFrom(*text) ? std::string{*text} : setting.shown;
}

/// The kinds of records that have all these fields.
std::vector<std::string> Planner::typesWith(const Values& changes,
                                            const std::vector<std::string>& fields) const {
  std::vector<std::string> types;
  // a name alone may be anything's; what else is told here is told of records with addresses
  bool named =
      fields.empty() && (changes.empty() || (changes.size() == 1 && changes.contains("name")));
  for (const auto& entity : (named ? lexicon_ : lexicon_.addressed()).entities()) {
    bool all = true;
    for (const auto& [field, value] : changes) all = all && Lexicon::fieldNamed(entity, field);
    for (const auto& field : fields) all = all && Lexicon::fieldNamed(entity, field);
    if (all) types.push_back(entity.type);
  }
  return types;
}

void Planner::update(Command command) {
  auto types = typesWith(command.changes, command.query.fields);
  if (types.empty()) {
    session_.say("I know no kind of record that has all of these fields, so I changed nothing.");
    return;
  }
  if (command.targets.empty()) {
    Selector last{.kind = Selector::Kind::pronoun, .text = "it"};
    auto found = finder_.look(last, types);
    if (found.kind != Finder::Found::Kind::one) {
      session_.say(
          "Which record should I change? Say for example: “Change Ada's email to "
          "ada@initech.com”.");
      return;
    }
    command.targets.push_back(last);
  }
  for (const auto& target : command.targets) {
    if (!target.type.empty() && std::ranges::find(types, target.type) == types.end()) {
      const auto* entity = lexicon_.byType(target.type);
      std::string field = command.changes.empty() ? std::string{} : command.changes.begin()->first;
      if (target.kind != Selector::Kind::list && target.kind != Selector::Kind::pronoun) {
        session_.say(fmt::format("{} have no {}, so I changed nothing.",
                                 capitalise(entity->plural.front()),
                                 field.empty() ? "such field" : fieldLabel(*entity, field)));
        return;
      }
    }
    auto found = finder_.resolve(target, types, "change");
    if (found.kind == Finder::Found::Kind::cancelled) {
      session_.say("All right, I changed nothing.");
      continue;
    }
    if (found.kind != Finder::Found::Kind::one) {
      if (target.kind == Selector::Kind::name && !command.changes.empty() &&
          found.kind == Finder::Found::Kind::none) {
        offerInstead(target, command.changes);
      } else {
        tellUnknown(target, types);
      }
      continue;
    }
    if (command.changes.empty()) {
      auto record = finder_.fetch(found.records.front()).value_or(found.records.front());
      if (!askForChange(command, record)) return;
    }
    apply(found.records, withWholeName(command, found.records));
  }
}

/// Asks what to change or to what; false when nothing came of it.
bool Planner::askForChange(Command& command, const Record& record) {
  const auto* entity = lexicon_.byType(record.type);
  if (!entity) return false;
  auto field = command.query.fields.empty() ? std::string{} : command.query.fields.front();
  if (field.empty() && !command.unclear.empty()) {
    session_.say(fmt::format("I could not tell what “{}” is.", escaped(command.unclear.front())));
  } else if (!command.unclear.empty()) {
    session_.say(fmt::format("“{}” is no {}.", escaped(command.unclear.front()),
                             fieldLabel(*entity, field)));
  }
  auto question = field.empty()
                      ? fmt::format("What should I change about {}? Say for example “{} is ...”.",
                                    linkWithParticulars(lexicon_, record),
                                    entity->is_person ? "the email" : "the industry")
                      : fmt::format("What is the new {} of {}?", fieldLabel(*entity, field),
                                    linkWithParticulars(lexicon_, record));
  auto answer = session_.ask(question);
  auto tokens = tokenize(answer);
  Scope scope{tokens, lexicon_.addressed()};
  auto assent = readAssent(tokens, {0, tokens.size()});
  if (assent.kind == Assent::Kind::no && assent.length >= tokens.size()) {
    session_.say("All right, I changed nothing.");
    return false;
  }
  auto end = readClosing(tokens, {0, tokens.size()});
  if (!field.empty()) {
    std::size_t i = 0;
    while (i < end && anyOf(tokens.norm(i), {"it", "is", "to", "the", "new", "one", "her", "his",
                                             "should", "be", "now", ":"}))
      ++i;
    const auto* words = Lexicon::fieldNamed(*entity, field);
    auto value = AttributeReader{scope}.value({field, words->kind, 1}, i, end);
    auto commands = understand(lexicon_, answer, session_.today());
    bool order = commands.front().intent == Intent::create ||
                 commands.front().intent == Intent::remove ||
                 (commands.front().intent == Intent::read && commands.front().verb != "bare" &&
                  commands.front().targets.empty());
    if (value && value->end >= end && !order) {
      command.changes[field] = value->text;
      return true;
    }
  }
  auto reply = tokenize("set it: " + answer);
  Scope again{reply, lexicon_.addressed()};
  auto read = UpdateReader{again}.order(1, readClosing(reply, {0, reply.size()}), "set");
  bool fits =
      read && !read->changes.empty() && std::ranges::all_of(read->changes, [&](const auto& change) {
        return Lexicon::fieldNamed(*entity, change.first) != nullptr;
      });
  if (!fits) throw NewRequest{answer};
  command.changes = read->changes;
  return true;
}

void Planner::apply(const std::vector<Record>& records, const Values& changes) {
  Settings settings;
  for (const auto& [field, value] : changes)
    settings[field] = {value ? json::value(*value) : json::value(nullptr), value.value_or("")};
  std::vector<Write> writes;
  for (const auto& record : records) writes.push_back({record, settings});
  write(std::move(writes));
}

void Planner::write(std::vector<Write> writes) {
  const std::span<const Write> all{writes};
  std::vector<Record> done;
  inParts(all.size(), [&](const Part& part, std::size_t count) {
    const auto before = done.size();
    writePart(part, all.subspan(part.at, count), done);
    return done.size() > before;
  });
  if (done.size() == 1) {
    Values changes;
    for (const auto& [field, setting] : writes.front().settings)
      if (!setting.shown.empty()) changes[field] = wordsOf(setting);
    remember(changes);
  }
}

void Planner::writePart(const Part& part, std::span<const Write> writes,
                        std::vector<Record>& done) {
  std::vector<ToolCall> calls;
  std::vector<Record> changed;
  for (const auto& [record, settings] : writes) {
    json::object arguments{{"id", record.id}};
    for (const auto& [field, setting] : settings) arguments[field] = setting.argument;
    calls.push_back({{}, lexicon_.byType(record.type)->update_tool, std::move(arguments)});
    changed.push_back(record);
  }
  auto several = part.total > 1
                     ? fmt::format("This changes {}, so it waits for your approval:\n\n{}",
                                   countedIn(part, changed.size()),
                                   numbered(lexicon_, changed, {}, part.at + 1))
                     : std::string{};
  auto outcomes = session_.callAll(std::move(calls), announced(part, std::move(several)));
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].denied) {
      session_.say(fmt::format("As you decided, {} stays as it is.", link(lexicon_, changed[i])));
      continue;
    }
    if (outcomes[i].failed) {
      session_.say(fmt::format(
          "I could not change {}: {}", link(lexicon_, changed[i]),
          outcomes[i].reason.empty() ? "the server did not accept it." : outcomes[i].reason));
      continue;
    }
    auto record = Finder::recordFrom(changed[i].type, outcomes[i].value).value_or(changed[i]);
    tellChanged(writes[i], record);
    ++session_.memory.writes;
    done.push_back(std::move(record));
  }
  if (!done.empty()) focus(done);
}

void Planner::tellChanged(const Write& write, const Record& record) {
  const auto& entity = *lexicon_.byType(record.type);
  std::vector<std::string> parts;
  bool renamed = false;
  for (const auto& [field, setting] : write.settings) {
    if (field == "name") {
      renamed = true;
      continue;
    }
    auto label = fmt::format("{} {}", fieldLabel(entity, field), beOf(entity, field));
    parts.push_back(setting.shown.empty()
                        ? fmt::format("{} cleared", label)
                        : fmt::format("{} now {}", label, escaped(setting.shown)));
  }
  auto old = escaped(write.record.name);
  if (renamed && parts.empty())
    session_.say(fmt::format("I renamed {} to {}.", old, link(lexicon_, record)));
  else if (renamed)
    session_.say(
        fmt::format("I renamed {} to {}: {}.", old, link(lexicon_, record), joined(parts)));
  else
    session_.say(fmt::format("I updated {}: {}.", link(lexicon_, record), joined(parts)));
}

void Planner::offerInstead(const Selector& target, const Values& changes) {
  const auto* person = lexicon_.person();
  auto types = typesWith(changes, {});
  auto type = !target.type.empty()                                              ? target.type
              : person && std::ranges::find(types, person->type) != types.end() ? person->type
                                                                                : types.front();
  Draft draft;
  draft.type = type;
  draft.name = hasUpperCase(target.text) || !hasLowerCase(target.text) ? target.text : target.text;
  if (!hasUpperCase(draft.name)) {
    auto tokens = tokenize(draft.name);
    Scope scope{tokens, lexicon_.addressed()};
    draft.name = personText(scope, {0, tokens.size()});
  }
  for (const auto& [field, value] : changes) {
    if (value && field != "name") draft.values[field] = value;
  }
  for (const auto& condition : target.conditions)
    draft.values.try_emplace(condition.field, condition.value);
  if (draft.values.empty()) return tellUnknown(target, types);
  offer({std::move(draft)},
        fmt::format("I found no {} called “{}”.", noun(type), escaped(target.text)));
}

/// A fact about somebody: kept when there is exactly one such record, offered to be saved when
/// there is none.
void Planner::statement(Command command) {
  auto types = typesWith(command.changes, {});
  if (types.empty()) return notUnderstood();
  if (command.targets.empty())
    command.targets.push_back({.kind = Selector::Kind::pronoun, .text = "it"});
  const auto& target = command.targets.front();
  auto found = finder_.resolve(target, types, "change");
  switch (found.kind) {
    case Finder::Found::Kind::none:
      if (target.kind == Selector::Kind::name) return offerInstead(target, command.changes);
      return tellUnknown(target, types);
    case Finder::Found::Kind::cancelled:
      return session_.say("All right, I changed nothing.");
    case Finder::Found::Kind::one:
      break;
    default:
      return tellUnknown(target, types);
  }
  command.changes = withWholeName(command, found.records);
  Values news;
  for (const auto& [field, value] : command.changes) {
    for (const auto& record : found.records) {
      bool known = !record.data.empty() && value && sameText(*value, fieldText(record, field)) &&
                   fieldText(record, field) == *value;
      if (!known) news[field] = value;
    }
  }
  if (news.empty())
    return session_.say(fmt::format("That is what I have already: {}.",
                                    linkWithParticulars(lexicon_, found.records.front())));
  apply(found.records, news);
}

}  // namespace parley::assistant::interpreter
