#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"

namespace parley::assistant::interpreter {
namespace {

constexpr std::string_view what_i_am =
    "I am Parley's built-in command interpreter: I follow rules and use no AI, no network and no "
    "key. I understand ordinary English sentences about your records.";

}  // namespace

void Planner::carryOut(const std::vector<Command>& commands) {
  bool undoes = !commands.empty() && commands.front().intent == Intent::undo;
  if (!undoes) session_.memory.writes = 0;
  bool corrects = !commands.empty() && commands.front().intent == Intent::correct;
  last_changed_ = session_.memory.changed;
  if (!corrects) session_.memory.changed = {};
  bool about_work = std::ranges::any_of(commands, [](const Command& command) {
    return command.work || !command.as_work.empty() || command.intent == Intent::correct ||
           command.intent == Intent::undo || command.intent == Intent::more ||
           command.intent == Intent::thanks || command.intent == Intent::praise;
  });
  if (!about_work) session_.memory.topic.reset();
  std::optional<std::size_t> told;
  for (const auto& command : commands) {
    // the clause was about work, so what else was made of it was not meant
    if (told == command.clause && !command.work) continue;
    // "I talked to Acme. Onboarding can be resumed.": the story around what is to be done
    bool story = command.intent == Intent::mention && commands.size() > 1 &&
                 std::ranges::all_of(command.drafts,
                                     [](const Draft& draft) { return draft.values.empty(); }) &&
                 std::ranges::any_of(commands, [&](const Command& other) {
                   return &other != &command && (other.work || workMeant(other));
                 });
    if (story && !workMeant(command)) continue;
    const auto* meant = command.work ? nullptr : workMeant(command);
    if (meant) told = command.clause;
    said_ = command.said;
    one(meant ? *meant : command);
  }
}

void Planner::one(const Command& command) {
  if (command.work) return work(command);
  switch (command.intent) {
    case Intent::create:
      return create(command);
    case Intent::mention:
      return mention(command);
    case Intent::read:
      return read(command);
    case Intent::update:
      return update(command);
    case Intent::statement:
      return statement(command);
    case Intent::remove:
      return remove(command);
    case Intent::correct:
      return correct(command);
    case Intent::undo:
      return undo();
    case Intent::more:
      return more();
    default:
      return talk(command);
  }
}

/// Takes back all that the last request changed, the latest change first.
void Planner::undo() {
  std::vector<language_model::ToolCall> calls;
  const auto open = std::max<std::size_t>(session_.memory.writes, 1);
  const auto now = std::min(open, most_at_once);
  session_.memory.writes = open - now;
  for (std::size_t i = 0; i < now; ++i) calls.push_back({{}, "undo_last_change", {}});
  std::vector<std::string> names;
  std::size_t done = 0;
  for (const auto& outcome : session_.callAll(std::move(calls))) {
    if (outcome.failed) {
      session_.say(fmt::format("I could not undo that: {}", outcome.reason.empty()
                                                                ? "there is nothing to undo."
                                                                : outcome.reason));
      continue;
    }
    ++done;
    const auto* record =
        outcome.value.is_object() ? outcome.value.get_object().if_contains("record") : nullptr;
    const auto* name =
        record && record->is_object() ? record->get_object().if_contains("name") : nullptr;
    if (name && name->is_string())
      names.push_back(fmt::format("**{}**", escaped(std::string{name->get_string()})));
  }
  if (done == 0) return;
  auto what = done == 1 ? std::string{"the last change"} : fmt::format("the last {} changes", done);
  session_.say(names.empty() ? fmt::format("I took back {}.", what)
                             : fmt::format("I took back {} to {}.", what, joined(names)));
  if (open > now)
    session_.say(fmt::format("{} more are left of that request; “undo” goes on.", open - now));
}

void Planner::talk(const Command& command) {
  switch (command.intent) {
    case Intent::greeting: {
      std::string name;
      const auto* user = session_.facts.if_contains("user");
      if (user && user->is_object()) {
        const auto* value = user->get_object().if_contains("name");
        if (value && value->is_string())
          name = splitWords(std::string_view{value->get_string()}).empty()
                     ? ""
                     : splitWords(std::string_view{value->get_string()}).front();
      }
      session_.say(fmt::format("Hello{}{}! What can I do for you? {}", name.empty() ? "" : ", ",
                               escaped(name), fallbackExamples()));
      return;
    }
    case Intent::thanks:
      return session_.say("You're welcome.");
    case Intent::farewell:
      return session_.say("Goodbye! Everything is saved.");
    case Intent::well_being:
      return session_.say("All good here, thank you. What can I do for you?");
    case Intent::praise:
      return session_.say("Glad to hear it. What's next?");
    case Intent::identity:
      return session_.say(fmt::format("{} {}", what_i_am, fallbackExamples()));
    case Intent::help:
      return help();
    case Intent::yes:
      return session_.say(
          session_.dropped > 1
              ? "Several changes waited for your decision, and a single yes does not tell which "
                "you mean, so none was made. Ask again, then decide each of them or say “yes to "
                "all”."
              : "There is nothing open that I could say yes to. What would you like to do?");
    case Intent::no:
      return session_.say("All right, nothing happens.");
    case Intent::negated:
      return session_.say(command.verb.empty()       ? "All right, I changed nothing."
                          : command.verb == "delete" ? "All right, I deleted nothing."
                                                     : "All right, I left everything as it is.");
    case Intent::advice: {
      auto verb = command.verb.empty() ? std::string{"do that"} : command.verb;
      if (verb == "delete")
        session_.say(
            "I delete a record only when you tell me to, and only after you approve it; “undo” "
            "brings it back. To do it, say for example: “Delete Ada Park”.");
      else if (verb == "add")
        session_.say(
            "I add a record as soon as you tell me to. Say for example: “Add Ada Park, CTO of "
            "Initech, ada@initech.com”, or “Create the organization Initech in the software "
            "industry”.");
      else if (verb == "change")
        session_.say(
            "I change a record as soon as you tell me to. Say for example: “Change Ada's email to "
            "ada@initech.com”, or “Ada Park now works at Globex”.");
      else if (verb == "undo")
        session_.say("Say “undo”, and I take back the last change.");
      else
        session_.say(fmt::format("I changed nothing. {}", fallbackExamples()));
      return;
    }
    case Intent::impossible:
      return session_.say(fmt::format(
          "There is no such day as “{}”, so I changed nothing. Tell me the day again, for example "
          "“2027-02-28” or “next Friday”.",
          escaped(command.verb)));
    case Intent::unsupported:
      return unsupported(command);
    default:
      return notUnderstood(command.verb == "work");
  }
}

void Planner::unsupported(const Command& command) {
  if (tellWorkNamed()) return;
  std::vector<std::string> kinds;
  for (const auto& entity : lexicon_.entities()) kinds.push_back(entity.plural.front());
  auto what = command.verb.empty() ? std::string{"I can't do that"}
                                   : fmt::format("I keep no {}", escaped(command.verb));
  session_.say(
      fmt::format("Sorry, {}: I am a command interpreter that looks after your {}. I changed "
                  "nothing. {}",
                  what, joined(kinds), fallbackExamples()));
}

void Planner::help() {
  std::string text{what_i_am};
  for (const auto& entity : lexicon_.entities()) {
    text += fmt::format("\n\n**{}**", capitalise(entity.plural.front()));
    for (const auto& example : entity.examples) text += fmt::format("\n- “{}”", example);
  }
  text +=
      "\n\nI also understand “undo”, “more”, “the second one”, “her” and “them”. Deleting waits "
      "for your approval.";
  session_.say(std::move(text));
}

void Planner::notUnderstood(bool about_work) {
  if (tellWorkNamed()) return;
  session_.say(
      fmt::format("Sorry, I did not understand that, so I changed nothing. I am a command "
                  "interpreter without AI. {}",
                  fallbackExamples(about_work)));
}

std::string Planner::fallbackExamples(bool about_work) const {
  std::vector<std::string> examples;
  const auto& lexicon = about_work ? lexicon_.work() : lexicon_;
  for (std::size_t n = 0; examples.size() < 3 && n < 5; ++n) {
    for (const auto& entity : lexicon.entities()) {
      if (n < entity.examples.size() && examples.size() < 3)
        examples.push_back(fmt::format("\n- “{}”", entity.examples[n]));
    }
  }
  return fmt::format("Try for example:\n{}", fmt::join(examples, ""));
}

std::vector<std::string> Planner::allTypes() const {
  std::vector<std::string> types;
  for (const auto& entity : lexicon_.entities()) types.push_back(entity.type);
  return types;
}

std::vector<std::string> Planner::addressedTypes() const {
  std::vector<std::string> types;
  for (const auto& entity : lexicon_.addressed().entities()) types.push_back(entity.type);
  return types;
}

std::string Planner::noun(const std::string& type, bool plural) const {
  const auto* entity = lexicon_.byType(type);
  if (!entity) return plural ? "records" : "record";
  return plural ? entity->plural.front() : entity->singular.front();
}

void Planner::tellUnknown(const Selector& selector, const std::vector<std::string>& types) {
  if (selector.kind == Selector::Kind::list) {
    auto size = session_.memory.shown.size();
    return session_.say(
        size == 0
            ? "There is no list I could count in. Show one first, for example “Show my contacts”."
            : fmt::format("The last list has {} {}, so I don't know which one you mean.", size,
                          size == 1 ? "entry" : "entries"));
  }
  if (selector.kind == Selector::Kind::pronoun) {
    return session_.say(selector.plural ? "I don't know which ones you mean. Tell me their names."
                                        : "I don't know whom or what you mean. Tell me the name.");
  }
  auto type = !selector.type.empty() ? selector.type
              : types.size() == 1    ? types.front()
                                     : std::string{};
  if (selector.kind == Selector::Kind::name) {
    std::string where;
    for (const auto& condition : selector.conditions)
      where += fmt::format(" ({})", escaped(condition.value));
    auto kinds = std::vector<std::string>{};
    for (const auto& each : types.empty() ? allTypes() : types) kinds.push_back(noun(each));
    auto what = type.empty() ? joined(kinds, "or") : noun(type);
    bool work = type.empty() && !types.empty() && Lexicon::isWork(*lexicon_.byType(types.front()));
    if (work)
      return session_.say(fmt::format("I found no {} called “{}”{}, so I changed nothing.", what,
                                      escaped(selector.text), where));
    return session_.say(fmt::format(
        "I found no {} called “{}”{}. To add one, say “Add {} {}”.", what, escaped(selector.text),
        where, type.empty() ? "the contact" : "the " + noun(type), escaped(selector.text)));
  }
  Query query;
  query.type = type.empty() ? allTypes().front() : type;
  query.conditions = selector.conditions;
  session_.say(fmt::format("You have no {}{}.", noun(query.type, true), conditionText(query)));
}

void Planner::focus(std::vector<Record> records) {
  if (records.size() == 1) noteTopic(records.front());
  session_.memory.focus = std::move(records);
}

}  // namespace parley::assistant::interpreter
