#include "features/assistant/interpreter/understanding/questions.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

std::optional<Command> QuestionReader::who(std::size_t i, std::size_t end) const {
  auto k = i + 1;
  auto stop = end;
  while (stop > k && tokens_[stop - 1].kind == Kind::mark && !tokens_[stop - 1].is(")")) --stop;
  std::string type = scope_.lexicon.person() ? scope_.lexicon.person()->type : "";
  if (tokens_.norm(k) == "else") ++k;
  // "who among my contacts works at Acme"
  if (anyOf(tokens_.norm(k), {"among", "of", "in"})) {
    auto at = k + 1;
    while (words::isDeterminer(tokens_.norm(at)) || tokens_.norm(at) == "of") ++at;
    auto noun = scope_.lexicon.noun(tokens_, at, stop);
    if (noun && noun.entity->is_person) k = at + noun.length;
  }
  // "who do I know at Acme", "who all works at ..."
  while (k < stop && anyOf(tokens_.norm(k), {"all", "do", "did"}) &&
         (tokens_.norm(k) != "do" || anyOf(tokens_.norm(k + 1), {"i", "we", "you"})))
    ++k;
  // "who does Bob work for"
  if (anyOf(tokens_.norm(k), {"does", "did"})) {
    auto read = selectors_.one(k + 1, stop);
    if (read && tokens_.norm(read->end) == "work" && read->end + 3 > stop)
      return fieldOf(std::move(read->selector), {attributes_.personField(FieldKind::reference)});
  }
  // "who works there?"
  const auto* employer = scope_.lexicon.employer();
  if (employer && anyOf(tokens_.norm(k), {"works", "work"}) && tokens_.norm(k + 1) == "there" &&
      k + 2 >= stop)
    return details({.kind = Selector::Kind::pronoun, .type = employer->type, .text = "it"});
  bool added = false;
  while (k < stop && anyOf(tokens_.norm(k), {"i", "we", "you", "know", "have", "add", "save",
                                             "last", "recently", "just", "added", "most"})) {
    if (tokens_.norm(k) == "have" && anyOf(tokens_.norm(k + 1), {"no", "a", "an"})) break;
    added = added || anyOf(tokens_.norm(k), {"add", "save", "added"});
    ++k;
  }
  if (added && k >= stop) {
    auto command = people({});
    command.query.sort = "-created_at";
    command.query.limit = 1;
    return command;
  }
  auto from = k;
  auto conditions = selectors_.conditions(k, stop, type);
  if (!conditions.empty() && k >= stop) {
    auto command = people(std::move(conditions));
    command.query.type = type;
    return command;
  }
  k = from;
  // "who was added this week"
  if (anyOf(tokens_.norm(k), {"was", "were", "got"})) {
    auto command = people({});
    if (auto past = written(k + 1, stop, command.query); past > k + 1 && past >= stop)
      return command;
  }
  if (anyOf(tokens_.norm(k), {"is", "are", "was", "'s"})) {
    ++k;
    if (anyOf(tokens_.norm(k), {"currently", "this", "that"})) ++k;
    if (auto all = list(k, stop)) return all;
    // "who is my contact at Acme", "who is in sales"
    auto at = k;
    while (words::isDeterminer(tokens_.norm(at))) ++at;
    auto noun = scope_.lexicon.noun(tokens_, at, stop);
    if (noun && noun.entity->is_person) {
      auto rest = at + noun.length;
      auto found = selectors_.conditions(rest, stop, type);
      if (!found.empty() && rest >= stop) return people(std::move(found));
    }
    auto begin = k;
    auto found = selectors_.conditions(k, stop, type);
    if (!found.empty() && k >= stop) return people(std::move(found));
    auto read = selectors_.one(begin, stop);
    if (read && read->end >= stop) {
      if (read->selector.kind == Selector::Kind::filter) {
        auto command = people(read->selector.conditions);
        if (!read->selector.type.empty()) command.query.type = read->selector.type;
        return command;
      }
      return details(std::move(read->selector));
    }
    return std::nullopt;
  }
  // "who has the email x", "who runs Initech", "who joined Acme"
  if (anyOf(tokens_.norm(k), {"has", "uses", "owns", "have"})) {
    auto at = k + 1;
    auto field = attributes_.fieldAhead(at, stop);
    auto begin = field ? at + field.length : at;
    Draft draft;
    auto past = attributes_.bare(begin, stop, draft);
    if (past > begin && past >= stop) {
      std::vector<Condition> found;
      for (auto& [name, text] : draft.values)
        found.push_back({name, Condition::Op::contains, *text, false});
      return people(std::move(found));
    }
    if (field && at + field.length >= stop)
      return people({{field.name, Condition::Op::present, {}, false}});
    if (field) {
      auto value = attributes_.value(field, begin, stop);
      if (value) return people({{field.name, Condition::Op::contains, value->text, false}});
    }
  }
  Draft draft;
  auto past = attributes_.predicate(k, stop, draft, AttributeReader::Care::strict);
  if (past >= stop && !draft.values.empty()) {
    std::vector<Condition> found;
    for (auto& [name, text] : draft.values) {
      if (text) found.push_back({name, Condition::Op::contains, *text, false});
    }
    if (!found.empty()) return people(std::move(found));
  }
  return std::nullopt;
}

std::optional<Command> QuestionReader::what(std::size_t i, std::size_t end) const {
  auto stop = end;
  while (stop > i && tokens_[stop - 1].kind == Kind::mark && !tokens_[stop - 1].is(")")) --stop;
  auto k = i + 1;
  auto title = attributes_.personField(FieldKind::job_title);
  auto organization = attributes_.personField(FieldKind::reference);
  if (tokens_.norm(k) == "about") return about(k + 1, stop);
  if (tokens_.norm(k) == "can" && tokens_.norm(k + 2) == "tell" && tokens_.norm(k + 4) == "about")
    return about(k + 5, stop);
  if (anyOf(tokens_.norm(k), {"is", "are", "was", "'s", "were"})) {
    ++k;
    if (tokens_.norm(k) == "the" && tokens_.norm(k + 1) == "number" &&
        tokens_.norm(k + 2) == "of") {
      if (auto found = count(k + 3, stop)) return found;
    }
    if (tokens_.norm(k) == "the" &&
        (tokens_.norm(k + 1) == "total" || tokens_.norm(k + 1) == "count")) {
      auto at = k + 2;
      while (anyOf(tokens_.norm(at), {"number", "of", "count"})) ++at;
      if (auto found = count(at, stop)) return found;
    }
    if (auto found = property(k, stop)) return found;
    if (auto found = list(k, stop)) return found;
    auto read = selectors_.one(k, stop);
    if (read && read->end >= stop && read->selector.kind != Selector::Kind::filter)
      return details(std::move(read->selector));
    // "what is Ada doing", "what is Initech known for"
    if (read && (tokens_.norm(read->end) == "doing" || tokens_.norm(read->end) == "known"))
      return details(std::move(read->selector));
    return std::nullopt;
  }
  if (tokens_.norm(k) == "do" && anyOf(tokens_.norm(k + 1), {"you", "we", "i"})) {
    auto at = k + 2;
    while (anyOf(tokens_.norm(at), {"know", "have", "about", "on", "got"})) ++at;
    if (at > k + 2) return about(at, stop);
  }
  if (tokens_.norm(k) == "did" && (tokens_.norm(k + 1) == "i" || tokens_.norm(k + 1) == "we") &&
      anyOf(tokens_.norm(k + 2), {"add", "save", "create"})) {
    auto newest = people({});
    newest.query.sort = "-created_at";
    newest.query.limit = 1;
    return newest;
  }
  if (tokens_.norm(k) == "does" || tokens_.norm(k) == "did") {
    auto read = selectors_.one(k + 1, stop);
    if (read && tokens_.norm(read->end) == "do")
      return fieldOf(std::move(read->selector), {"*occupation"});
    if (read && tokens_.norm(read->end) == "make")
      return fieldOf(std::move(read->selector), {"*occupation"});
  }
  // "remind me what Ada does"
  if (auto read = selectors_.one(k, stop); read && read->end + 1 == stop &&
                                           read->selector.kind == Selector::Kind::name &&
                                           tokens_.norm(read->end) == "does")
    return fieldOf(std::move(read->selector), {"*occupation"});
  // "what company does Ada work for", "which email do I have for Ada", "what industry is Initech
  // in", "which phone does Bob use"
  auto at = k;
  auto field = attributes_.fieldAhead(at, stop, true);
  if (field &&
      !(scope_.lexicon.noun(tokens_, at, stop) && scope_.lexicon.noun(tokens_, at, stop).plural)) {
    auto next = at + field.length;
    auto norm = tokens_.norm(next);
    if (anyOf(norm, {"does", "is", "do", "did", "has", "was"})) {
      auto start = next + 1;
      while (anyOf(tokens_.norm(start), {"i", "we", "you", "have", "for", "got"})) ++start;
      auto read = selectors_.one(start, stop);
      if (read && read->selector.kind != Selector::Kind::filter) {
        auto rest = read->end;
        while (rest < stop &&
               anyOf(tokens_.norm(rest),
                     {"work", "for", "at", "in", "with", "have", "use", "belong", "to", "from",
                      "working", "represent", "hold", "operate", "reachable", "on"}))
          ++rest;
        if (rest >= stop) return fieldOf(std::move(read->selector), {field.name});
      }
    }
    if (auto found = property(k, stop)) return found;
  }
  // "which contacts have no phone", "which companies are in energy"
  auto found = list(k, stop);
  if (found && scope_.lexicon.noun(tokens_, k, stop).plural) return found;
  if (auto asked = property(k, stop)) return asked;
  if (found) return found;
  auto noun = scope_.lexicon.nounTyped(tokens_, k, stop);
  if (noun) {
    auto rest = k + noun.length;
    if (anyOf(tokens_.norm(rest), {"do", "are", "is"})) {
      auto type = noun.entity->type;
      auto from = rest;
      auto conditions = selectors_.conditions(from, stop, type);
      if (conditions.empty()) {
        from = rest + 1;
        conditions = selectors_.conditions(from, stop, type);
      }
      while (from < stop && words::isQuestionTail(tokens_.norm(from))) ++from;
      if (from >= stop) {
        Command command{.intent = Intent::read};
        command.query.type = type;
        command.query.conditions = std::move(conditions);
        return command;
      }
    }
  }
  return std::nullopt;
}

/// "do I have Ada's email", "is Ada in my contacts", "does Ada have a phone", "is there anyone from
/// Acme"
std::optional<Command> QuestionReader::possession(std::size_t i, std::size_t end) const {
  auto stop = end;
  while (stop > i && tokens_[stop - 1].kind == Kind::mark && !tokens_[stop - 1].is(")")) --stop;
  auto norm = tokens_.norm(i);
  auto next = tokens_.norm(i + 1);
  auto exists = [&](Command command) {
    if (command.query.form == Query::Form::list) command.query.form = Query::Form::list;
    return command;
  };
  if (anyOf(norm, {"do", "have", "is", "are"})) {
    // "do you have any info about Finexa"
    for (auto k = i + 1; k < std::min(stop, i + 6); ++k) {
      if (anyOf(tokens_.norm(k), {"info", "information", "details", "data"}) &&
          anyOf(tokens_.norm(k + 1), {"about", "on", "for", "of"}))
        return request(k, stop);
    }
  }
  bool have = anyOf(norm, {"do", "have", "did"}) && anyOf(next, {"i", "we", "you"});
  bool there =
      anyOf(norm, {"is", "are", "was"}) && anyOf(next, {"there", "any", "anyone", "anybody"});
  if (have || there || anyOf(norm, {"got", "any", "anyone", "anybody"})) {
    auto k = have                                        ? i + 2
             : there && next == "there"                  ? i + 2
             : anyOf(norm, {"any", "anyone", "anybody"}) ? i
                                                         : i + 1;
    while (k < stop &&
           anyOf(tokens_.norm(k), {"have", "know", "got", "saved", "stored", "already", "currently",
                                   "added", "of", "add", "save", "follow", "ever"}))
      ++k;
    if (anyOf(tokens_.norm(k), {"how", "what", "where", "who"})) return question(k, stop);
    if (auto found = property(k, stop)) return found;
    if (auto all = list(k, stop)) return exists(std::move(*all));
    auto read = selectors_.one(k, stop);
    if (read) {
      auto rest = read->end;
      while (rest < stop && (words::isQuestionTail(tokens_.norm(rest)) ||
                             placePhrase(scope_, rest, stop, false) > 0))
        rest += std::max<std::size_t>(1, placePhrase(scope_, rest, stop, false));
      if (rest >= stop && read->selector.kind != Selector::Kind::pronoun) {
        if (read->selector.kind == Selector::Kind::filter) {
          auto command = people(read->selector.conditions);
          if (!read->selector.type.empty()) command.query.type = read->selector.type;
          return command;
        }
        auto command = details(std::move(read->selector));
        command.query.form = Query::Form::exists;
        return command;
      }
    }
    return std::nullopt;
  }
  if (anyOf(norm, {"do", "does", "are", "is"}) && anyOf(next, {"any", "all", "some"})) {
    if (auto all = list(i + 1, stop)) return all;
  }
  if (anyOf(norm, {"is", "does", "are", "has", "was"})) {
    auto read = selectors_.one(i + 1, stop);
    if (!read) return std::nullopt;
    auto rest = read->end;
    auto command = details(read->selector);
    if (tokens_.norm(rest) == "have" || tokens_.norm(rest) == "got") {
      auto at = rest + 1;
      auto field = attributes_.fieldAhead(at, stop);
      if (field && at + field.length >= stop)
        return fieldOf(std::move(read->selector), {field.name});
    }
    if (auto found = property(i + 1, stop)) return found;
    command.query.form = Query::Form::exists;
    if (placePhrase(scope_, rest, stop, false) > 0) return command;
    auto k = rest;
    if (tokens_.norm(k) == "already") ++k;
    // "is Initech one of my organizations"
    if (tokens_.norm(k) == "one" && tokens_.norm(k + 1) == "of") {
      auto at = k + 2;
      while (words::isDeterminer(tokens_.norm(at))) ++at;
      auto noun = scope_.lexicon.noun(tokens_, at, stop);
      if (noun && at + noun.length >= stop) {
        command.targets.front().type = noun.entity->type;
        command.query.type = noun.entity->type;
        return command;
      }
    }
    if (k >= stop || words::isQuestionTail(tokens_.norm(k))) {
      while (k < stop && words::isQuestionTail(tokens_.norm(k))) ++k;
      if (k >= stop) return command;
    }
    // "does Ada work at Initech", "is Ada the CTO": the details answer it
    Draft draft;
    auto past = attributes_.predicate(norm == "does" ? rest : rest - (norm == "is" ? 1 : 0), stop,
                                      draft, AttributeReader::Care::strict);
    bool answered =
        past > rest || attributes_.role(rest, stop, draft, AttributeReader::Care::strict) > rest ||
        attributes_.affiliation(rest, stop, draft) > rest || tokens_.norm(rest) == "still";
    if (answered || !command.targets.front().conditions.empty()) {
      command.query.form = Query::Form::details;
      return command;
    }
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
