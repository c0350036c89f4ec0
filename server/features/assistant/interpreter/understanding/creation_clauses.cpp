#include "features/assistant/interpreter/understanding/card.hpp"
#include "features/assistant/interpreter/understanding/clause_parser.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

}  // namespace

bool Parser::create(std::size_t at, std::size_t i, std::size_t end) {
  auto word = tokens_.norm(at);
  // "note that Ada moved to Acme"
  auto fact_at = i;
  while (fact_at < end && anyOf(tokens_.norm(fact_at), {"that", "down", ":", "the", "fact"}))
    ++fact_at;
  bool reports = fact_at > i && tokens_.norm(fact_at - 1) != "the" &&
                 anyOf(word, {"note", "record", "remember", "log", "write", "save", "add", "store",
                              "document", "register", "keep", "jot", "enter", "put", "make"});
  if (reports && tokens_.norm(fact_at - 1) != "down") {
    if (fact(fact_at, end) || mention(fact_at, end)) {
      if (!commands_.empty() && commands_.back().intent == Intent::mention)
        commands_.back().intent = Intent::create;
      return true;
    }
  }
  if (draftPronoun(i, end)) return true;
  if (anyOf(tokens_.norm(i), {"something", "anything", "stuff", "things"})) return false;
  // "put Ada there": wherever that is
  if (anyOf(word, {"put", "set", "keep"}) && end > i && tokens_.norm(end - 1) == "there")
    return false;
  // "add it to Office audit": whatever that is, nobody of a name
  if (anyOf(tokens_.norm(i), {"it", "that", "this"}) &&
      anyOf(tokens_.norm(i + 1), {"to", "in", "into", "under", "on"}))
    return false;
  // "new contact: just met Ada Park"
  for (auto k = i; k < std::min(end, i + 5); ++k) {
    if (tokens_.norm(k) != ":" || !mention(k + 1, end)) continue;
    commands_.back().intent = Intent::create;
    return true;
  }
  bool unsure = anyOf(word, {"make", "put", "keep", "set", "list", "start", "enter", "note",
                             "include", "remember"});
  if (unsure || anyOf(word, {"record", "save", "store", "register", "add", "log", "create", "input",
                             "put in", "insert", "new", "attach", "upload"})) {
    if (auto changed = updates_.addition(i, end)) {
      if (word != "new" || !changed->targets.empty()) {
        push(std::move(*changed));
        return true;
      }
    }
  }
  if (anyOf(word, {"make", "keep", "set"}) &&
      !scope_.lexicon.nounTyped(tokens_, nounPosition(i, end), end)) {
    auto changed = updates_.order(i, end, "make");
    if (changed && !changed->changes.empty()) {
      push(std::move(*changed));
      return true;
    }
    if (tokens_.norm(i) == "sure") return false;
  }
  // "add Ada to Initech", "put Ada at Initech"
  RecordReader reader{scope_, nounTypeTyped(i, end), false};
  auto from = nounSkipTyped(i, end);
  auto drafts = reader.read({from, end});
  oneOfCommas(drafts, from, end);
  std::erase_if(drafts, [](const Draft& draft) {
    return draft.name.empty() && draft.values.empty() && draft.ignored.empty();
  });
  Command made{.intent = Intent::create};
  auto noun_type = nounTypeTyped(i, end);
  made.type = noun_type;
  bool follows = anyOf(word, {"watch", "monitor", "follow", "track", "start"}) ||
                 (word == "keep" && tokens_.norm(at + 2) == "eye");
  if (drafts.empty()) {
    if (noun_type.empty() && i < end && tokens_[i].word() && unsure) return false;
    push(std::move(made));
    return true;
  }
  if (unsure && noun_type.empty() && !properNames(drafts)) return false;
  // "remember that Ada likes tea": more is told than a record holds
  bool remark = anyOf(word, {"note", "remember"}) && noun_type.empty() &&
                std::ranges::any_of(drafts, [](const Draft& draft) {
                  return draft.values.empty() && !draft.ignored.empty();
                });
  if (remark) return false;
  for (auto& draft : drafts) {
    if (follows && (draft.type != personType() || draft.values.empty()) &&
        scope_.lexicon.employer())
      draft.type = scope_.lexicon.employer()->type;
    if (draft.type.empty() && made.type.empty()) continue;
    if (draft.type.empty()) draft.type = made.type;
  }
  made.drafts = std::move(drafts);
  addToEmployer(made, i, end);
  relate(made);
  push(std::move(made));
  return true;
}

void Parser::oneOfCommas(std::vector<Draft>& drafts, std::size_t i, std::size_t end) const {
  auto at = nounPosition(i, end);
  auto noun = scope_.lexicon.noun(tokens_, at, end);
  if (drafts.size() < 2 || !noun || noun.plural || noun.entity != scope_.lexicon.person()) return;
  auto begin = at + noun.length;
  while (begin < end && anyOf(tokens_.norm(begin), {":", "named", "called", "for", ",", "-"}))
    ++begin;
  for (auto k = begin; k < end; ++k) {
    if (anyOf(tokens_.norm(k), {"and", "&", "plus"}) || tokens_.is(k, Kind::line)) return;
  }
  auto one = readCommaCard(scope_, {begin, end});
  if (one && splitWords(one->name).size() > 1) drafts = {std::move(*one)};
}

void Parser::addToEmployer(Command& made, std::size_t i, std::size_t end) const {
  const auto* person = scope_.lexicon.person();
  const auto* reference = person ? Lexicon::fieldOf(*person, FieldWords::Kind::reference) : nullptr;
  if (!reference) return;
  for (auto k = i + 1; k + 1 < end; ++k) {
    bool to = tokens_.norm(k) == "to" || tokens_.norm(k) == "under";
    if (!to || placePhrase(scope_, k, end, false) > 0) continue;
    auto span = organizationName(scope_, k + 1, end);
    if (span.empty()) continue;
    for (auto& draft : made.drafts) {
      if (draft.type == person->type || draft.type.empty())
        draft.values.try_emplace(reference->field, organizationText(scope_, span));
      if (draft.type.empty()) draft.type = person->type;
      draft.ignored.clear();
    }
    return;
  }
}

void Parser::relate(Command& made) const {
  const auto* person = scope_.lexicon.person();
  const auto* employer = scope_.lexicon.employer();
  const auto* reference = person ? Lexicon::fieldOf(*person, FieldWords::Kind::reference) : nullptr;
  if (!reference || !employer) return;
  for (auto& draft : made.drafts) {
    auto value = draft.values.find(reference->field);
    bool pronoun = value != draft.values.end() && value->second &&
                   (fold(*value->second) == "it" || fold(*value->second) == "them" ||
                    fold(*value->second) == "there");
    const auto* title = Lexicon::fieldOf(*person, FieldWords::Kind::job_title);
    bool its = draft.type == person->type && value == draft.values.end() &&
               (usesIts() || (title && draft.has(title->field)));
    if (!pronoun && !its) continue;
    for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
      if (command->intent != Intent::create && command->intent != Intent::mention) continue;
      if (command->drafts.empty() || command->drafts.back().type != employer->type) continue;
      draft.values[reference->field] = command->drafts.back().name;
      break;
    }
    if (pronoun && fold(draft.values[reference->field].value_or("")) == "it")
      draft.values.erase(reference->field);
  }
}

bool Parser::usesIts() const {
  return std::ranges::any_of(tokens_.list, [](const Token& token) {
    return token.is("its") || token.is("their") || token.is("it") || token.is("there");
  });
}

bool Parser::properNames(const std::vector<Draft>& drafts) const {
  return std::ranges::any_of(drafts, [&](const Draft& draft) {
    return !draft.name.empty() &&
           (draft.values.size() + (splitWords(draft.name).size() > 1 ? 1 : 0) > 0 ||
            hasUpperCase(draft.name)) &&
           !meansDraft(fold(draft.name));
  });
}

bool Parser::draftPronoun(std::size_t i, std::size_t end) {
  auto k = i;
  if (k >= end) return lastMention() ? (saveMention({}), true) : false;
  std::size_t length = 0;
  if (meansDraft(tokens_.norm(k))) {
    length = 1;
    if (words::isPossessivePronoun(tokens_.norm(k)) && k + 1 < end) {
      // "save her contact", "save his details"
      auto noun = scope_.lexicon.noun(tokens_, k + 1, end);
      auto after = k + 1 + (noun && !noun.plural ? noun.length : 0);
      while (anyOf(tokens_.norm(after), {"details", "info", "information", "data"})) ++after;
      if (after > k + 1 && (after >= end || placePhrase(scope_, after, end, false) > 0))
        length = after - k;
    }
    if (anyOf(tokens_.norm(k), {"this", "that", "these", "those", "both", "all"})) {
      auto noun = scope_.lexicon.noun(tokens_, k + 1, end);
      if (noun) length += noun.length;
      if (tokens_.norm(k + 1) == "of" && meansDraft(tokens_.norm(k + 2))) length = 3;
    }
    while (tokens_.norm(k + length) == "both" || tokens_.norm(k + length) == "all") ++length;
  } else if (tokens_.norm(k) == "a" || tokens_.norm(k) == "the") {
    // "create a contact for her"
    auto at = k + 1;
    if (tokens_.norm(at) == "new") ++at;
    auto noun = scope_.lexicon.noun(tokens_, at, end);
    auto after = at + noun.length;
    if (noun && (tokens_.norm(after) == "for" || tokens_.norm(after) == "of") &&
        meansDraft(tokens_.norm(after + 1)))
      length = after + 2 - k;
    if (noun && after >= end && lastMention()) length = after - k;
  }
  if (length == 0) return false;
  auto possessive = tokens_.norm(k + length - 1);
  // "add her email": the field of somebody, not her
  if ((possessive == "her" || possessive == "his" || possessive == "their" ||
       possessive == "its") &&
      length == 1) {
    auto at = k + 1;
    AttributeReader attributes{scope_};
    if (attributes.fieldAhead(at, end)) return false;
  }
  if (auto told = toldBefore(); told && !lastMention()) {
    commands_.back() = std::move(*told);
  }
  if (!lastMention()) {
    bool bare = k + length >= end || placePhrase(scope_, k + length, end, false) > 0;
    if (!bare && tokens_.norm(k + length) != "as" && tokens_.norm(k + length) != "with")
      return false;
    // "keep an eye on Rivian, can you follow it?"
    if (!commands_.empty() && commands_.back().intent == Intent::create &&
        !commands_.back().drafts.empty())
      return true;
    Command nothing{.intent = Intent::create};
    nothing.verb = "pronoun";
    push(std::move(nothing));
    return true;
  }
  Draft more;
  auto rest = k + length;
  if (rest < end) {
    RecordReader reader{scope_, personType(), false};
    auto drafts = reader.read({rest, end});
    if (!drafts.empty()) more = drafts.front();
  }
  saveMention(std::move(more));
  return true;
}

std::optional<Command> Parser::toldBefore() const {
  if (commands_.empty() || commands_.back().intent != Intent::statement ||
      commands_.back().targets.empty())
    return std::nullopt;
  const auto& told = commands_.back();
  auto named = told.changes.find("name");
  bool introduced = told.targets.front().kind == Selector::Kind::pronoun &&
                    named != told.changes.end() && named->second;
  if (told.targets.front().kind != Selector::Kind::name && !introduced) return std::nullopt;
  Draft draft;
  draft.name = introduced ? *named->second : told.targets.front().text;
  draft.type = told.targets.front().type;
  for (const auto& entity : scope_.lexicon.entities()) {
    bool all = true;
    for (const auto& [field, value] : told.changes) all = all && Lexicon::fieldNamed(entity, field);
    if (all && draft.type.empty()) draft.type = entity.type;
  }
  for (const auto& [field, value] : told.changes) {
    if (value && field != "name") draft.values[field] = value;
  }
  Command mention{.intent = Intent::mention};
  mention.drafts.push_back(std::move(draft));
  return mention;
}

Command* Parser::lastMention() {
  for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
    if (command->intent == Intent::mention) return &*command;
    if (command->intent == Intent::create) return nullptr;
  }
  return nullptr;
}

void Parser::saveMention(Draft more) {
  for (auto& command : commands_) {
    if (command.intent == Intent::mention) command.intent = Intent::create;
  }
  for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
    if (command->intent != Intent::create || command->drafts.empty()) continue;
    for (auto& [field, value] : more.values) command->drafts.back().values[field] = value;
    return;
  }
}

bool Parser::passive(std::size_t i, std::size_t end) {
  if (end - i < 2 || end - i > 40) return false;
  auto from = i;
  if (tokens_.norm(from) == "have" || tokens_.norm(from) == "get") ++from;
  auto stop = end;
  while (stop > from && (tokens_[stop - 1].kind == Kind::mark)) --stop;
  for (auto k = from + 1; k < stop; ++k) {
    auto norm = tokens_.norm(k);
    if (!norm.ends_with("ed") || tokens_[k].capital || tokens_.is(k, Kind::quoted)) continue;
    auto verb = verbAt(tokens_, k, k + 1);
    if (!verb || (verb.intent != Intent::create && verb.intent != Intent::remove)) continue;
    bool tail = k + 1 >= stop || placePhrase(scope_, k + 1, stop, false) + k + 1 >= stop ||
                anyOf(tokens_.norm(k + 1), {"as", "from", "with"});
    bool wanted = opening_.wish || opening_.asked || from > i;
    auto name_end = k;
    while (name_end > from &&
           anyOf(tokens_.norm(name_end - 1),
                 {"be", "to", "needs", "should", "must", "can", "could", "may", "need", "get"})) {
      wanted =
          wanted || anyOf(tokens_.norm(name_end - 1), {"can", "needs", "should", "must", "need"});
      --name_end;
    }
    bool only_asked = question_mark_ && !opening_.asked && !opening_.wish;
    if (!wanted || !tail || only_asked) continue;
    if (verb.intent == Intent::remove) return name_end > from && remove(k, from, name_end);
    RecordReader reader{scope_, {}, false};
    auto drafts = reader.read({from, name_end});
    if (drafts.empty() || drafts.front().name.empty()) return false;
    Command made{.intent = Intent::create, .drafts = std::move(drafts)};
    if (k + 1 < stop && tokens_.norm(k + 1) == "as") {
      AttributeReader attributes{scope_};
      attributes.role(k + 2, stop, made.drafts.back(), AttributeReader::Care::generous);
    }
    push(std::move(made));
    return true;
  }
  // "I want Ada in my contacts"
  if (opening_.wish) {
    for (auto k = from + 1; k < stop; ++k) {
      if ((tokens_.norm(k) != "in" && tokens_.norm(k) != "on") ||
          placePhrase(scope_, k, stop, false) == 0)
        continue;
      RecordReader reader{scope_, {}, false};
      auto drafts = reader.read({from, k});
      if (drafts.empty() || drafts.front().name.empty() || meansDraft(fold(drafts.front().name)) ||
          !properNames(drafts))
        return false;
      push({.intent = Intent::create, .drafts = std::move(drafts)});
      return true;
    }
  }
  // "I don't need Bob anymore" is read as a negation; "I no longer need Bob" here
  if (tokens_.norm(i) == "i" && tokens_.norm(i + 1) == "no" && tokens_.norm(i + 2) == "longer" &&
      tokens_.norm(i + 3) == "need") {
    return remove(i, i + 4, end);
  }
  bool unneeded = tokens_.norm(i) == "i" && tokens_.norm(i + 1) == "do" &&
                  tokens_.norm(i + 2) == "not" &&
                  (tokens_.norm(i + 3) == "need" || tokens_.norm(i + 3) == "want");
  for (auto k = i + 4; unneeded && k < tokens_.size(); ++k) {
    bool over = tokens_.norm(k) == "anymore" ||
                (tokens_.norm(k) == "any" &&
                 (tokens_.norm(k + 1) == "more" || tokens_.norm(k + 1) == "longer"));
    if (over) return remove(i, i + 4, std::min(end, k));
  }
  return false;
}

std::size_t Parser::nounPosition(std::size_t i, std::size_t end) const {
  while (i < end && (words::isDeterminer(tokens_.norm(i)) || tokens_.norm(i) == "new" ||
                     tokens_.norm(i) == "following" || words::cardinal(tokens_.norm(i)) > 0 ||
                     anyOf(tokens_.norm(i), {"up", "of", "old", "existing"})))
    ++i;
  return i;
}

std::string Parser::nounType(std::size_t i, std::size_t end) const {
  auto noun = scope_.lexicon.noun(tokens_, nounPosition(i, end), end);
  return noun ? noun.entity->type : std::string{};
}

std::string Parser::nounTypeTyped(std::size_t i, std::size_t end) const {
  auto noun = scope_.lexicon.nounTyped(tokens_, nounPosition(i, end), end);
  return noun ? noun.entity->type : std::string{};
}

std::size_t Parser::nounSkipTyped(std::size_t i, std::size_t end) const {
  auto at = nounPosition(i, end);
  bool exact = static_cast<bool>(scope_.lexicon.noun(tokens_, at, end));
  auto noun = scope_.lexicon.nounTyped(tokens_, at, end);
  if (exact || !noun) return i;
  at += noun.length;
  while (at < end && anyOf(tokens_.norm(at), {"for", "named", "called", ":"})) ++at;
  return at;
}

std::string Parser::personType() const {
  return scope_.lexicon.person() ? scope_.lexicon.person()->type : "";
}

}  // namespace parley::assistant::interpreter
