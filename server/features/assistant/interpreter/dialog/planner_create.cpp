#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {
namespace {

using language_model::ToolCall;

json::object argumentsOf(const Draft& draft) {
  json::object arguments{{"name", draft.name}};
  for (const auto& [field, value] : draft.values) {
    if (value) arguments[field] = *value;
  }
  return arguments;
}

/// A list of names may hold one twice.
void leaveOutRepeated(std::vector<Draft>& drafts) {
  std::set<std::tuple<std::string, std::vector<std::string>, Values>> known;
  std::erase_if(drafts, [&](const Draft& draft) {
    return !known.emplace(draft.type, comparable(draft.name), draft.values).second;
  });
}

}  // namespace

void Planner::create(Command command) {
  auto& drafts = command.drafts;
  if (drafts.empty() && command.verb == "pronoun") {
    session_.say(
        "I don't know who you mean. Tell me the name, for example: “Add Ada Park, CTO of "
        "Initech”.");
    return;
  }
  if (drafts.empty()) {
    Draft draft;
    draft.type = command.type;
    drafts.push_back(std::move(draft));
  }
  if (!completeNames(drafts, command.type) || !chooseTypes(drafts)) return;
  fillSame(drafts);
  drafts = withoutDuplicates(std::move(drafts));
  store(drafts);
}

bool Planner::completeNames(std::vector<Draft>& drafts, const std::string& type) {
  for (auto& draft : drafts) {
    for (int attempt = 0; draft.name.empty(); ++attempt) {
      if (draft.type.empty() && !draft.values.empty() && lexicon_.person())
        draft.type = lexicon_.person()->type;
      auto kind = draft.type.empty() ? type : draft.type;
      auto known = Draft{draft};
      known.name = "?";
      auto what = kind.empty() ? std::string{"it"} : fmt::format("the new {}", noun(kind));
      auto question =
          draft.values.empty()
              ? fmt::format("What is the name of {}?",
                            kind.empty() ? "the person or organization" : what)
              : fmt::format("What is the name? I have {} so far.", draftText(lexicon_, known));
      auto answer = session_.ask(question);
      auto tokens = tokenize(answer);
      Scope scope{tokens, lexicon_.addressed()};
      auto assent = readAssent(tokens, {0, tokens.size()});
      if (assent.kind == Assent::Kind::no && assent.length >= tokens.size()) {
        session_.say("All right, I added nothing.");
        return false;
      }
      auto commands = understand(lexicon_, answer, session_.today());
      const auto& first = commands.front();
      bool new_request = commands.size() == 1 &&
                         (first.intent == Intent::remove || first.intent == Intent::undo ||
                          first.intent == Intent::help || first.intent == Intent::negated ||
                          (first.intent == Intent::update) ||
                          (first.intent == Intent::read && first.verb != "bare") ||
                          first.intent == Intent::advice);
      if (new_request) throw NewRequest{answer};
      if (first.intent == Intent::create && !first.drafts.empty() &&
          verbAt(tokens, 0, tokens.size()))
        throw NewRequest{answer};
      auto i = std::size_t{0};
      while (i < tokens.size() &&
             anyOf(tokens.norm(i),
                   {"it",   "is",   "her",    "his",     "the",  "name", "their", "called", "'s",
                    ":",    "call", "she",    "he",      "its",  "that", "would", "be",     "a",
                    "they", "are",  "person", "company", "sure", "ok",   ","}) &&
             !(tokens[i].capital && i > 0))
        ++i;
      RecordReader reader{scope, kind, false};
      auto read = reader.read({i, readClosing(tokens, {i, tokens.size()})});
      if (read.empty() || read.front().name.empty()) {
        if (attempt > 0) throw NewRequest{answer};
        session_.say("I could not find a name in that.");
        continue;
      }
      auto values = std::move(draft.values);
      draft = read.front();
      for (auto& [field, value] : values) draft.values.try_emplace(field, value);
      if (draft.type.empty()) draft.type = kind;
      for (std::size_t k = 1; k < read.size(); ++k) drafts.push_back(read[k]);
      return completeNames(drafts, type);
    }
  }
  return true;
}

/// "... from the same company": the one of the draft before, or of the record last spoken of.
void Planner::fillSame(std::vector<Draft>& drafts) {
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    for (auto value = drafts[i].values.begin(); value != drafts[i].values.end();) {
      if (value->second != same_as_before) {
        ++value;
        continue;
      }
      auto before = std::optional<std::string>{};
      if (i > 0 && drafts[i - 1].has(value->first)) before = drafts[i - 1].values[value->first];
      if (!before && i == 0 && !session_.memory.focus.empty()) {
        if (auto record = finder_.fetch(session_.memory.focus.front()))
          before = fieldText(*record, value->first);
      }
      if (before && !before->empty()) {
        value->second = before;
        ++value;
      } else {
        drafts[i].ignored.push_back("the same");
        value = drafts[i].values.erase(value);
      }
    }
  }
}

bool Planner::chooseTypes(std::vector<Draft>& drafts) {
  for (auto& draft : drafts) {
    if (!draft.type.empty()) continue;
    std::vector<Session::Option> options;
    std::vector<std::string> kinds;
    for (const auto& entity : lexicon_.addressed().entities()) {
      options.push_back({entity.type, capitalise(entity.singular.front())});
      kinds.push_back(fmt::format(
          "{} {}", std::string_view{"aeiou"}.contains(entity.singular.front().front()) ? "an" : "a",
          entity.singular.front()));
    }
    auto answer = session_.ask(
        fmt::format("Is **{}** {}?", escaped(draft.name), joined(kinds, "or")), options);
    auto tokens = tokenize(answer);
    std::string chosen;
    for (std::size_t i = 0; i < tokens.size() && chosen.empty(); ++i) {
      if (auto found = lexicon_.nounTyped(tokens, i, tokens.size())) chosen = found.entity->type;
    }
    auto assent = readAssent(tokens, {0, tokens.size()});
    if (chosen.empty() && assent.kind == Assent::Kind::no) {
      session_.say("All right, I added nothing.");
      return false;
    }
    if (chosen.empty() && anyOf(tokens.norm(0), {"she", "he", "human"}) && lexicon_.person())
      chosen = lexicon_.person()->type;
    if (chosen.empty()) throw NewRequest{answer};
    draft.type = chosen;
  }
  return true;
}

/// Someone or something of that name may be there already: the user decides.
std::vector<Draft> Planner::withoutDuplicates(std::vector<Draft> drafts) {
  leaveOutRepeated(drafts);
  auto found = finder_.sameNames(drafts);
  std::vector<Draft> kept;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto& draft = drafts[i];
    const auto* entity = lexicon_.byType(draft.type);
    const Record* same = nullptr;
    for (const auto& record : found[i]) {
      // Somebody of that name elsewhere is somebody else.
      bool differs = false;
      for (const auto& field : entity->fields) {
        bool telling =
            field.kind == FieldWords::Kind::reference || field.kind == FieldWords::Kind::email;
        auto value = draft.values.find(field.field);
        if (!telling || value == draft.values.end() || !value->second ||
            fieldText(record, field.field).empty())
          continue;
        differs = differs || !sameText(*value->second, fieldText(record, field.field));
      }
      if (!differs || !entity->is_person) same = &record;
    }
    if (!same) {
      if (!found[i].empty())
        session_.say(fmt::format("There is another {} of that name: {}.", noun(draft.type),
                                 linkWithParticulars(lexicon_, found[i].front())));
      kept.push_back(draft);
      continue;
    }
    Values news;
    for (const auto& [field, value] : draft.values) {
      if (value && !sameText(*value, fieldText(*same, field))) news[field] = value;
    }
    std::vector<Session::Option> options;
    if (!news.empty()) options.push_back({"update", fmt::format("Update {}", same->name)});
    if (entity->is_person) options.push_back({"yes", "Add another one"});
    if (options.empty()) {
      session_.say(fmt::format("You already have the {} {}; I added no second one.",
                               noun(draft.type), linkWithParticulars(lexicon_, *same)));
      focus({*same});
      continue;
    }
    options.push_back({"no", "Leave it"});
    auto question =
        news.empty() ? fmt::format("You already have {}. Shall I add another {} of that name?",
                                   linkWithParticulars(lexicon_, *same), noun(draft.type))
        : entity->is_person
            ? fmt::format("You already have {}. Shall I update it with {}, or add another one?",
                          linkWithParticulars(lexicon_, *same), draftText(lexicon_, draft))
            : fmt::format("You already have {}. Shall I update it with {}?",
                          linkWithParticulars(lexicon_, *same), draftText(lexicon_, draft));
    auto answer = session_.ask(question, options);
    auto tokens = tokenize(answer);
    auto assent = readAssent(tokens, {0, tokens.size()});
    auto folded = fold(answer);
    bool another = folded.contains("another") || folded.contains("new") ||
                   folded.contains("second") || folded.contains("separate") ||
                   folded.contains("duplicate") || folded.contains("anyway") ||
                   folded.contains("both");
    bool change = folded.contains("update") || folded.contains("change") ||
                  folded.contains("merge") || folded.contains("existing");
    if (assent.kind == Assent::Kind::no && !change) {
      session_.say(fmt::format("All right, {} stays as it is.", link(lexicon_, *same)));
    } else if (change || (assent.kind == Assent::Kind::yes && !another && !news.empty())) {
      apply({*same}, news);
    } else if (another || assent.kind == Assent::Kind::yes) {
      kept.push_back(draft);
    } else {
      throw NewRequest{answer};
    }
  }
  return kept;
}

void Planner::store(const std::vector<Draft>& drafts) {
  if (drafts.empty()) return;
  std::vector<ToolCall> calls;
  for (const auto& draft : drafts)
    calls.push_back({{}, lexicon_.byType(draft.type)->create_tool, argumentsOf(draft)});
  tellMade(drafts, session_.callAll(std::move(calls)));
}

void Planner::tellMade(const std::vector<Draft>& drafts, const std::vector<Outcome>& outcomes) {
  std::vector<Record> made;
  std::vector<std::string> failures;
  std::string denied;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto record =
        outcomes[i].failed ? std::nullopt : Finder::recordFrom(drafts[i].type, outcomes[i].value);
    if (record) {
      made.push_back(std::move(*record));
    } else if (outcomes[i].denied) {
      denied += (denied.empty() ? "" : ", ") + draftText(lexicon_, drafts[i]);
    } else {
      failures.push_back(fmt::format(
          "I could not add {}: {}", draftText(lexicon_, drafts[i]),
          outcomes[i].reason.empty() ? "the server did not accept it." : outcomes[i].reason));
    }
  }
  if (made.size() == 1) {
    session_.say(fmt::format("I added the {} {}.", noun(made.front().type),
                             linkWithParticulars(lexicon_, made.front())));
  } else if (!made.empty()) {
    bool alike = std::ranges::all_of(
        made, [&](const Record& record) { return record.type == made.front().type; });
    session_.say(fmt::format("I added {}:\n\n{}",
                             alike ? counted(*lexicon_.byType(made.front().type), made.size())
                                   : fmt::format("{} records", made.size()),
                             numbered(lexicon_, made, {})));
    session_.memory.shown = made;
  }
  if (!denied.empty()) session_.say(fmt::format("As you decided, I did not add {}.", denied));
  for (auto& failure : failures) session_.say(std::move(failure));
  std::vector<std::string> ignored;
  for (const auto& draft : drafts) {
    for (const auto& text : draft.ignored) ignored.push_back(fmt::format("“{}”", escaped(text)));
  }
  if (!ignored.empty() && !made.empty())
    session_.say(fmt::format("I left out {}: I could not tell where it belongs.", joined(ignored)));
  session_.memory.writes += made.size();
  if (drafts.size() == 1 && made.size() == 1) {
    auto told = drafts.front().values;
    told["name"] = drafts.front().name;
    remember(told);
  }
  if (!made.empty()) focus(std::move(made));
}

}  // namespace parley::assistant::interpreter
