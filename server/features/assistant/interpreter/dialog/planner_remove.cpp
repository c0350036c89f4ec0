#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {

using language_model::ToolCall;

/// The answer to "Which task should I delete?".
void Planner::removeNamed(const std::string& type, const std::string& answer) {
  auto commands =
      understand(lexicon_, fmt::format("delete the {} {}", noun(type), answer), session_.today());
  auto own = understand(lexicon_, answer, session_.today());
  bool other = own.front().work || own.front().intent == Intent::create ||
               own.front().intent == Intent::undo || own.front().intent == Intent::help;
  bool read = commands.size() == 1 && commands.front().work &&
              commands.front().intent == Intent::remove && !commands.front().targets.empty();
  if (other || !read) throw NewRequest{answer};
  work(commands.front());
}

void Planner::remove(const Command& command) {
  if (command.targets.empty()) {
    auto what = command.type.empty() ? std::string{"record"} : noun(command.type);
    auto answer = session_.ask(fmt::format("Which {} should I delete?", what));
    auto tokens = tokenize(answer);
    auto assent = readAssent(tokens, {0, tokens.size()});
    if (assent.kind == Assent::Kind::no && assent.length >= tokens.size())
      return session_.say("All right, I deleted nothing.");
    Scope scope{tokens, lexicon_.addressed()};
    auto end = readClosing(tokens, {0, tokens.size()});
    if (command.work) return removeNamed(command.type, answer);
    std::size_t i = 0;
    auto targets = SelectorReader{scope}.several(i, end);
    if (targets.empty() || i < end) throw NewRequest{answer};
    Command again{.intent = Intent::remove};
    for (auto& target : targets) {
      if (target.type.empty()) target.type = command.type;
    }
    again.targets = std::move(targets);
    return remove(again);
  }
  if (!command.certain) {
    session_.say(
        "I understood that something should be deleted, but not all of the sentence, so I deleted "
        "nothing. Say for example: “Delete Ada Park”, “Delete all contacts from Acme”, “Delete the "
        "second one”.");
    return;
  }
  std::vector<Record> records;
  for (const auto& target : command.targets) {
    auto found = finder_.resolve(target, command.work ? workTypes({}, {}) : allTypes(), "delete");
    if (found.kind == Finder::Found::Kind::cancelled) {
      session_.say("All right, I deleted nothing.");
      continue;
    }
    if (found.kind != Finder::Found::Kind::one) {
      tellUnknown(target, command.work ? workTypes({}, {}) : allTypes());
      continue;
    }
    for (auto& record : found.records) {
      bool known =
          std::ranges::any_of(records, [&](const Record& other) { return other.id == record.id; });
      if (!known) records.push_back(std::move(record));
    }
  }
  if (records.empty()) return;
  const std::span<const Record> all{records};
  inParts(all.size(), [&](const Part& part, std::size_t count) {
    return removePart(part, all.subspan(part.at, count));
  });
  std::erase_if(session_.memory.focus, [&](const Record& record) {
    return std::ranges::any_of(records, [&](const Record& other) { return other.id == record.id; });
  });
}

/// Whether any of them is gone.
bool Planner::removePart(const Part& part, std::span<const Record> records) {
  std::vector<ToolCall> calls;
  for (const auto& record : records)
    calls.push_back({{}, lexicon_.byType(record.type)->delete_tool, {{"id", record.id}}});
  auto before =
      part.total == 1
          ? fmt::format(
                "Deleting {} needs your approval.",
                linkWithParticulars(lexicon_, records.front()) + partsCounted(records.front()))
          : fmt::format(
                "Deleting {} needs your approval:\n\n{}",
                (part.total > most_at_once ? "" : "these ") + countedIn(part, records.size()),
                numbered(lexicon_, {records.begin(), records.end()}, {}, part.at + 1));
  auto outcomes = session_.callAll(std::move(calls), announced(part, std::move(before)));
  std::vector<std::string> gone;
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    auto name = fmt::format("**{}**", escaped(records[i].name));
    if (outcomes[i].denied)
      kept.push_back(link(lexicon_, records[i]));
    else if (outcomes[i].failed)
      session_.say(fmt::format(
          "I could not delete {}: {}", link(lexicon_, records[i]),
          outcomes[i].reason.empty() ? "the server did not accept it." : outcomes[i].reason));
    else
      gone.push_back(std::move(name));
  }
  session_.memory.writes += gone.size();
  if (!gone.empty())
    session_.say(fmt::format("I deleted {}. “Undo” brings {} back.", joined(gone),
                             gone.size() == 1 ? "it" : "them"));
  if (!kept.empty()) session_.say(fmt::format("As you decided, I kept {}.", joined(kept)));
  return !gone.empty();
}

}  // namespace parley::assistant::interpreter
