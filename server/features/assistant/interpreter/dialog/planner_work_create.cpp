#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

namespace parley::assistant::interpreter {
namespace {

using language_model::ToolCall;

bool refuses(const Tokens& tokens) {
  auto assent = readAssent(tokens, {0, tokens.size()});
  return assent.kind == Assent::Kind::no && assent.length >= tokens.size();
}

}  // namespace

/// What the new records are called, asked for where it was not said; false when it was not told.
bool Planner::nameWork(std::vector<Draft>& drafts) {
  for (auto& draft : drafts) {
    if (!draft.name.empty()) continue;
    auto answer = session_.ask(fmt::format("What is the name of the new {}?", noun(draft.type)));
    auto tokens = tokenize(answer);
    if (refuses(tokens)) {
      session_.say("All right, I added nothing.");
      return false;
    }
    auto commands = understand(lexicon_, answer, session_.today());
    const auto& first = commands.front();
    bool asks = first.intent == Intent::read && first.verb != "bare";
    if (asks || first.intent == Intent::undo || first.intent == Intent::help ||
        (first.work && first.intent == Intent::remove))
      throw NewRequest{answer};
    if (first.work && first.intent == Intent::create && first.drafts.size() == 1 &&
        !first.drafts.front().name.empty()) {
      for (const auto& [field, value] : first.drafts.front().values)
        draft.values.try_emplace(field, value);
      draft.name = first.drafts.front().name;
      continue;
    }
    auto begin = std::size_t{0};
    while (begin < tokens.size() &&
           anyOf(tokens.norm(begin), {"call", "it", "is", "called", "name", "named", "the",
                                      "should", "be", "let", "us", "'s", ":"}) &&
           !(tokens[begin].capital && begin > 0))
      ++begin;
    if (begin >= tokens.size()) begin = 0;
    auto words = tokens.original({begin, tokens.size()});
    auto told = understand(lexicon_, fmt::format("add {} called {}", noun(draft.type), words),
                           session_.today());
    if (told.size() != 1 || told.front().drafts.empty()) throw NewRequest{answer};
    draft.name = told.front().drafts.front().name;
    for (const auto& [field, value] : told.front().drafts.front().values)
      draft.values.try_emplace(field, value);
  }
  return true;
}

/// "Call Ada to Website relaunch": where the end, or the beginning, of a name is a parent's name.
void Planner::splitParent(Draft& draft) {
  auto key = std::string{work_field::parent};
  if (draft.has(key)) return;
  auto folded = fold(draft.name);
  if (folded.size() != draft.name.size()) folded = draft.name;
  for (auto at = folded.rfind(' '); at != std::string::npos && at > 0;
       at = folded.rfind(' ', at - 1)) {
    for (std::string_view word : {"to", "in", "for", "on", "under", "into", "within", "of"}) {
      auto joint = " " + std::string{word} + " ";
      auto begin = at;
      if (folded.compare(begin, joint.size(), joint) != 0) continue;
      auto text = withoutArticle(draft.name.substr(begin + joint.size()));
      auto parent = parentNamed(text);
      // "for the fair", where there are several: asked about later
      bool several = !parent && parentsFitting(text).size() > 1;
      if (!parent && !several) continue;
      draft.values[key] = parent ? parent->name : text;
      draft.name = draft.name.substr(0, begin);
      while (draft.name.ends_with(',')) draft.name.pop_back();
      return;
    }
  }
  // "measure rooms (Office move)", "measure rooms office move"
  for (auto at = folded.find(' '); at != std::string::npos; at = folded.find(' ', at + 1)) {
    auto text = draft.name.substr(at + 1);
    bool bracket = text.starts_with('(') && text.ends_with(')');
    if (bracket) text = text.substr(1, text.size() - 2);
    if (!bracket && comparable(text).size() < 2) continue;
    auto parent = parentNamed(text);
    if (!parent || !sameText(parent->name, text)) continue;
    draft.values[key] = parent->name;
    draft.name = draft.name.substr(0, at);
    while (draft.name.ends_with(',')) draft.name.pop_back();
    return;
  }
  auto head = draft.name;
  for (std::string_view word : {"in ", "for ", "to ", "under ", "on "}) {
    if (folded.starts_with(word)) head = draft.name.substr(word.size());
  }
  for (std::string_view joint : {": ", " to ", ", ", " called ", " named ", " - "}) {
    auto at = head.find(joint);
    if (at == std::string::npos) continue;
    auto parent = parentNamed(withoutArticle(head.substr(0, at)));
    if (!parent) continue;
    draft.values[key] = parent->name;
    draft.name = capitalise(head.substr(at + joint.size()));
    return;
  }
}

/// "We have to pay the rent for Office move": shall it be a task there?
void Planner::offerWork(const Command& command) {
  auto draft = command.drafts.front();
  const auto& entity = *lexicon_.byType(draft.type);
  placeDraft(draft, entity);
  splitParent(draft);
  auto parent = parentNamed(*draft.values[std::string{work_field::parent}]);
  auto who = draft.values.find(work_field::member);
  bool known = who != draft.values.end() && who->second && !members(*who->second).empty();
  if (who != draft.values.end() && !known) draft.values.erase(who);
  auto answer =
      session_.ask(fmt::format("Shall I add the {} **{}** to {}?", entity.singular.front(),
                               escaped(draft.name), link(lexicon_, *parent)),
                   {{"yes", "Yes, add it"}, {"no", "No"}});
  auto tokens = tokenize(answer);
  auto assent = readAssent(tokens, {0, tokens.size()});
  if (assent.kind == Assent::Kind::no && assent.length >= tokens.size())
    return session_.say("All right, I added nothing.");
  if (assent.kind != Assent::Kind::yes) throw NewRequest{answer};
  Command made{.intent = Intent::create};
  made.drafts.push_back(std::move(draft));
  createWork(std::move(made));
}

/// Which parent a new record without one goes to: the one spoken of, else the user is asked.
std::optional<Record> Planner::chooseParent(const FieldWords& field, const std::string& what) {
  if (session_.memory.topic && session_.memory.topic->type == field.refers_to)
    return session_.memory.topic;
  auto parents = finder_.search(field.refers_to, {{"status", Condition::Op::open, {}, false}});
  if (parents.records.empty()) parents = finder_.search(field.refers_to, {});
  auto kind = noun(field.refers_to);
  if (parents.records.empty()) {
    session_.say(fmt::format(
        "{} needs a {}, and you have none yet, so I added nothing. Say for example: “{}”.", what,
        kind, lexicon_.byType(field.refers_to)->examples.front()));
    return std::nullopt;
  }
  auto chosen = finder_.choose(fmt::format("Which {} does {} belong to?", kind, what),
                               std::move(parents.records), false);
  if (chosen.kind == Finder::Found::Kind::one) return chosen.records.front();
  session_.say("All right, I added nothing.");
  return std::nullopt;
}

/// "for Tom", "on the Oslo fair", "for me to Rebranding": who does it or where it goes, whichever
/// there is of that name.
void Planner::placeDraft(Draft& draft, const EntityWords& entity) {
  auto told = draft.values.find(work_field::whose);
  if (told == draft.values.end()) return;
  auto text = told->second.value_or("");
  draft.values.erase(told);
  auto put = [&](std::string name) {
    name = withoutArticle(std::move(name));
    if (fold(name) == "me" || fold(name) == "myself") name = work_value::me;
    const auto* field = whoseField(entity, name);
    if (!field) return false;
    auto key = field->kind == FieldWords::Kind::member ? std::string{work_field::member}
               : field->required                       ? std::string{work_field::parent}
                                                       : field->field;
    draft.values.try_emplace(std::move(key), std::move(name));
    return true;
  };
  if (put(text)) return;
  for (std::string_view joint : {" to ", " in ", " for ", " on ", " under ", " into "}) {
    auto at = text.find(joint);
    if (at == std::string::npos || !put(text.substr(0, at))) continue;
    if (put(text.substr(at + joint.size()))) return;
  }
  draft.values.try_emplace(std::string{work_field::parent}, text);
}

/// "a project for Tom", who is a colleague: his, where no client is called so.
void Planner::placeClient(Draft& draft, const EntityWords& entity) {
  const auto* client = Lexicon::fieldOf(entity, FieldWords::Kind::reference);
  const auto* member = Lexicon::fieldOf(entity, FieldWords::Kind::member);
  if (!client || client->required || !member || draft.has(work_field::member)) return;
  auto told = draft.values.find(client->field);
  if (told == draft.values.end() || !told->second || members(*told->second).empty()) return;
  Selector organization{.kind = Selector::Kind::name, .text = *told->second};
  if (finder_.look(organization, {client->refers_to}).kind != Finder::Found::Kind::none) return;
  draft.values[std::string{work_field::member}] = told->second;
  draft.values.erase(told);
}

/// "a task for Tom", "a task in Onboarding": no name but whose it is.
void Planner::placeUnnamed(Draft& draft) {
  for (std::string_view word : {"In ", "On ", "Under ", "For ", "To "}) {
    auto rest = draft.name.starts_with(word) ? draft.name.substr(word.size()) : std::string{};
    if (!rest.empty() && parentNamed(rest)) draft.name = rest;
  }
  auto parent = parentNamed(draft.name);
  bool place = parent && sameText(parent->name, draft.name);
  if (!place && members(draft.name).empty()) return;
  draft.values.try_emplace(std::string{place ? work_field::parent : work_field::member},
                           draft.name);
  draft.name.clear();
}

void Planner::createWork(Command command) {
  auto& drafts = command.drafts;
  if (drafts.empty()) return;
  const auto& entity = *lexicon_.byType(drafts.front().type);
  const auto* parent = fieldFor(entity, work_field::parent);
  for (auto& draft : drafts) {
    placeDraft(draft, entity);
    placeClient(draft, entity);
    if (parent && command.verb == "unnamed") placeUnnamed(draft);
  }
  if (!nameWork(drafts)) return;
  auto key = std::string{work_field::parent};
  if (parent) {
    for (auto& draft : drafts) splitParent(draft);
    std::vector<std::string> names;
    for (const auto& draft : drafts) {
      if (!draft.has(key)) names.push_back(fmt::format("**{}**", escaped(draft.name)));
    }
    // "A to X and B to it": what the others belong to
    std::optional<std::string> shared;
    for (const auto& draft : drafts) {
      if (auto told = draft.values.find(key); told != draft.values.end() && !shared)
        shared = told->second;
    }
    if (!names.empty() && !shared) {
      auto chosen = chooseParent(*parent, joined(names));
      if (!chosen) return;
      session_.memory.topic = *chosen;
      shared = std::string{work_value::it};
    }
    for (auto& draft : drafts) draft.values.try_emplace(key, shared);
  } else {
    drafts = withoutDuplicates(std::move(drafts));
  }
  std::vector<ToolCall> calls;
  for (auto& draft : drafts) {
    auto settings = settled(entity, draft.values, nullptr);
    if (!settings) return;
    json::object arguments{{"name", draft.name}};
    for (auto& [field, setting] : *settings) arguments[field] = setting.argument;
    calls.push_back({{}, entity.create_tool, std::move(arguments)});
  }
  auto outcomes = session_.callAll(std::move(calls));
  tellMade(drafts, outcomes);
  if (session_.memory.focus.size() > 1) noteTopic(session_.memory.focus.front());
}

}  // namespace parley::assistant::interpreter
