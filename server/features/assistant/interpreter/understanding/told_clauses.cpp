#include "features/assistant/interpreter/understanding/clause_parser.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

}  // namespace

bool Parser::mention(std::size_t i, std::size_t end) {
  auto length = mentionAt(tokens_, i, end);
  if (length == 0) return false;
  if (question_mark_ && !opening_.asked) return false;
  auto rest = i + length;
  while (rest < end && anyOf(tokens_.norm(rest), {"called", "named"})) ++rest;
  bool story = words::isStop(tokens_.norm(rest)) && !words::isDeterminer(tokens_.norm(rest)) &&
               !tokens_[rest].capital && !meansDraft(tokens_.norm(rest));
  if (rest >= end || story) return false;
  RecordReader reader{scope_, {}, true};
  auto drafts = reader.read({rest, end});
  std::erase_if(drafts, [&](const Draft& draft) {
    auto name = fold(draft.name);
    return draft.name.empty() || meansDraft(name) || name == "you" || name == "me" ||
           name == "us" || name == "someone" || name == "somebody" ||
           scope_.lexicon.noun(tokenize(name), 0, 3);
  });
  if (drafts.empty()) return false;
  for (auto& draft : drafts) draft.ignored.clear();
  push({.intent = Intent::mention, .drafts = std::move(drafts)});
  return true;
}

bool Parser::fact(std::size_t i, std::size_t end) {
  if (question_mark_ && !opening_.asked && !opening_.wish) return false;
  // "have Bob's phone changed to ..."
  if (i + 1 < end && anyOf(tokens_.norm(i), {"have", "get"}) && tokens_[i + 1].capital) ++i;
  auto said = updates_.statement(i, end);
  if (!said) return false;
  if (!said->targets.empty() && mergeIntoDraft(*said)) return true;
  push(std::move(*said));
  return true;
}

bool Parser::mergeIntoDraft(const Command& said) {
  const auto& target = said.targets.front();
  // "Record a new contact. Her name is Mei ...": the one still to be described
  if (!commands_.empty() && commands_.back().intent == Intent::create &&
      commands_.back().drafts.empty() && target.kind == Selector::Kind::pronoun) {
    Draft draft;
    draft.type = commands_.back().type;
    commands_.back().drafts.push_back(std::move(draft));
  }
  for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
    if (command->drafts.empty() ||
        (command->intent != Intent::create && command->intent != Intent::mention))
      continue;
    bool plural = target.plural && target.kind == Selector::Kind::pronoun;
    for (auto draft = command->drafts.rbegin(); draft != command->drafts.rend(); ++draft) {
      bool same = target.kind == Selector::Kind::pronoun;
      if (target.kind == Selector::Kind::name) {
        auto name = " " + fold(draft->name) + " ";
        auto words = splitWords(fold(target.text));
        same = !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
          return name.contains(" " + word + " ");
        });
      }
      if (!same) continue;
      for (const auto& [field, value] : said.changes) {
        if (field == "name") {
          if (value) draft->name = *value;
        } else if (value) {
          draft->values[field] = value;
        }
      }
      if (draft->type.empty()) draft->type = personType();
      if (!plural) return true;
    }
    if (plural) return true;
  }
  return false;
}

bool Parser::spoken(std::size_t i, std::size_t end) {
  // "Ada Park from Initech just called"
  if (auto all = questions_.list(i, end)) {
    push(std::move(*all));
    return true;
  }
  if (auto asked = questions_.property(i, end)) {
    push(std::move(*asked));
    return true;
  }
  // "the first", of a list shown before
  if (auto picked = tokens_.norm(i) == "the" ? selectors_.one(i, end) : std::nullopt;
      picked && picked->end >= end && picked->selector.kind == Selector::Kind::list) {
    lookUp(std::move(picked->selector));
    return true;
  }
  bool informs = false;
  for (auto k = i; k < std::min(end, i + 4); ++k) {
    informs = informs || anyOf(tokens_.norm(k), {"details", "info", "information", "everything"});
  }
  if (informs) {
    if (auto asked = questions_.request(i, end)) {
      push(std::move(*asked));
      return true;
    }
  }
  auto from = i;
  if (anyOf(tokens_.norm(from), {"regarding", "about", "concerning", "for", "re"})) ++from;
  auto start = from;
  auto noun = scope_.lexicon.noun(tokens_, start, end);
  if (noun && tokens_.norm(start + noun.length) == ":") start += noun.length + 1;
  if (start >= end || opening_.asked) return false;
  // "contacts at Acme or Initech": asks for records, describes none
  if (noun && noun.plural && start == from) return false;
  // Stories and questions that nothing else has understood are no names.
  auto opener = tokens_.norm(start);
  bool sentence =
      (words::isStop(opener) && !words::isGivenName(opener) && !words::isParticle(opener)) ||
      words::isAnyPerson(opener) ||
      anyOf(opener, {"why", "how", "what", "when", "where", "tomorrow", "today", "yesterday"});
  if (sentence || verbAt(tokens_, start, end)) return false;
  auto noun_type = nounType(start, end);
  RecordReader reader{scope_, noun ? noun.entity->type : noun_type, true};
  auto drafts = reader.read({noun ? from : start, end});
  bool clean = !drafts.empty() &&
               std::ranges::all_of(drafts, [](const Draft& draft) { return !draft.name.empty(); });
  std::size_t words = 0;
  std::size_t ignored = 0;
  for (const auto& draft : drafts) {
    words += splitWords(draft.name).size();
    for (const auto& text : draft.ignored) ignored += splitWords(text).size();
  }
  if (!clean || ignored > 3 || (ignored > 0 && std::ranges::all_of(drafts, [](const Draft& draft) {
                                  return draft.values.empty();
                                })))
    return false;
  bool proper = false;
  bool strange = false;
  for (auto k = start; k < end; ++k) {
    proper = proper || tokens_[k].capital || tokens_[k].caseless;
    strange = strange || anyOf(tokens_.norm(k), {"*", "=", "<", "{", "\\"});
  }
  const auto* person = scope_.lexicon.person();
  const auto* mail = person ? Lexicon::fieldOf(*person, FieldWords::Kind::email) : nullptr;
  const auto* role = person ? Lexicon::fieldOf(*person, FieldWords::Kind::job_title) : nullptr;
  for (const auto& draft : drafts)
    proper = proper || (mail && draft.has(mail->field)) || (role && draft.has(role->field));
  if (strange) return false;
  bool described =
      std::ranges::any_of(drafts, [](const Draft& draft) { return !draft.values.empty(); });
  if (described && !question_mark_ && proper) {
    bool noun_given = noun && tokens_.norm(from + noun.length) == ":";
    for (auto& draft : drafts) draft.ignored.clear();
    push({.intent = noun_given ? Intent::create : Intent::mention, .drafts = std::move(drafts)});
    return true;
  }
  auto read = selectors_.one(from, end);
  if (!read || read->selector.kind == Selector::Kind::filter) return false;
  auto rest = read->end;
  while (rest < end && tokens_[rest].kind == Kind::mark) ++rest;
  // A few words that could be a name: looked up, nothing more.
  if (rest < end || words > 5) return false;
  bool capital = false;
  for (auto k = from; k < end; ++k) capital = capital || tokens_[k].capital || tokens_[k].caseless;
  if ((!capital || tokens_.lower) && !plausibleName(read->selector)) return false;
  lookUp(std::move(read->selector));
  return true;
}

void Parser::lookUp(Selector selector) {
  Command look{.intent = Intent::read};
  look.query.form = Query::Form::details;
  look.query.type = selector.type;
  if (selector.kind == Selector::Kind::name) look.verb = "bare";
  look.targets.push_back(std::move(selector));
  push(std::move(look));
}

bool Parser::plausibleName(const Selector& selector) const {
  if (selector.kind != Selector::Kind::name) return selector.kind == Selector::Kind::list;
  return splitWords(selector.text).size() <= 3;
}

}  // namespace parley::assistant::interpreter
