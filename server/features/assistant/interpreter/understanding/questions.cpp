#include "features/assistant/interpreter/understanding/questions.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

std::optional<Command> QuestionReader::about(std::size_t i, std::size_t end) const {
  auto k = i;
  if (auto found = property(k, end)) return found;
  if (auto all = list(k, end)) return all;
  auto read = selectors_.one(k, end);
  if (!read) return std::nullopt;
  auto rest = read->end;
  if (tokens_.norm(rest) == "'s") {
    // "what about Bob's?"
    ++rest;
  }
  while (rest < end &&
         (words::isQuestionTail(tokens_.norm(rest)) || tokens_[rest].kind == Kind::mark))
    ++rest;
  if (rest < end) return std::nullopt;
  if (read->selector.kind == Selector::Kind::filter) {
    auto command = people(read->selector.conditions);
    if (!read->selector.type.empty()) command.query.type = read->selector.type;
    return command;
  }
  return details(std::move(read->selector));
}

std::optional<Command> QuestionReader::question(std::size_t i, std::size_t end) const {
  if (i >= end) return std::nullopt;
  auto norm = tokens_.norm(i);
  auto next = tokens_.norm(i + 1);
  auto organization = attributes_.personField(FieldKind::reference);
  if (norm == "how" && (next == "many" || next == "much")) return count(i + 2, end);
  if (norm == "count") return count(i + 1, end);
  if ((norm == "number" && next == "of") ||
      (norm == "total" && anyOf(next, {"number", "of", "count"}))) {
    auto k = i + 1;
    while (anyOf(tokens_.norm(k), {"of", "number", "count"})) ++k;
    return count(k, end);
  }
  if (norm == "how" && anyOf(next, {"do", "can", "could"})) {
    // "how do I reach Ada"
    auto k = i + 3;
    bool reach = anyOf(tokens_.norm(k), {"reach", "contact", "call", "email", "phone"});
    if (tokens_.norm(k) == "get" &&
        (tokens_.norm(k + 1) == "hold" || tokens_.norm(k + 1) == "in")) {
      reach = true;
      k += tokens_.norm(k + 1) == "hold" ? 2 : 3;
    }
    if (!reach) return std::nullopt;
    auto read = selectors_.one(k + 1, end);
    if (!read || read->end + 1 < end) return std::nullopt;
    return fieldOf(std::move(read->selector), {attributes_.personField(FieldKind::email),
                                               attributes_.personField(FieldKind::phone)});
  }
  if (norm == "who" || norm == "whom") return who(i, end);
  if (norm == "whose") {
    // "whose number is 555 1234"
    auto at = i + 1;
    auto field = attributes_.fieldAhead(at, end);
    if (!field) return std::nullopt;
    auto k = at + field.length;
    if (tokens_.norm(k) == "is" || tokens_.norm(k) == "was") ++k;
    if (tokens_.norm(k) == "this" || tokens_.norm(k) == ":") ++k;
    Draft draft;
    auto past = attributes_.bare(k, end, draft);
    if (past > k) {
      std::vector<Condition> found;
      for (auto& [name, text] : draft.values)
        found.push_back({name, Condition::Op::contains, *text, false});
      return people(std::move(found));
    }
    auto start = i;
    std::string type = scope_.lexicon.person() ? scope_.lexicon.person()->type : "";
    auto found = selectors_.conditions(start, end, type);
    if (!found.empty() && start >= end - (tokens_[end - 1].kind == Kind::mark ? 1 : 0))
      return people(std::move(found));
    return std::nullopt;
  }
  if (norm == "what" || norm == "which") return what(i, end);
  if (norm == "where") {
    auto k = i + 1;
    if (anyOf(tokens_.norm(k), {"does", "is", "did", "do"})) ++k;
    // "where is working Tom"
    if (anyOf(tokens_.norm(k), {"working", "employed", "works"})) {
      if (auto worker = selectors_.one(k + 1, end); worker && worker->end + 1 >= end)
        return fieldOf(std::move(worker->selector), {organization});
    }
    auto read = selectors_.one(k, end);
    if (!read) return std::nullopt;
    auto verb = tokens_.norm(read->end);
    if (anyOf(verb, {"work", "working", "employed", "works", "now"}))
      return fieldOf(std::move(read->selector), {organization});
    if (read->end + 1 >= end) return details(std::move(read->selector));
    return std::nullopt;
  }
  if (norm == "when") {
    auto k = i + 1;
    while (anyOf(tokens_.norm(k), {"was", "did", "i", "we", "is", "add", "save", "create", "last",
                                   "update", "change"}))
      ++k;
    bool updated = false;
    for (auto t = i; t < end; ++t)
      updated = updated || anyOf(tokens_.norm(t),
                                 {"update", "updated", "changed", "change", "modified", "edited"});
    auto read = selectors_.one(k, end);
    if (!read || read->selector.kind == Selector::Kind::filter) return std::nullopt;
    return fieldOf(std::move(read->selector), {updated ? "updated_at" : "created_at"});
  }
  return possession(i, end);
}

std::optional<Command> QuestionReader::request(std::size_t i, std::size_t end) const {
  auto k = i;
  auto stop = end;
  while (stop > i && tokens_[stop - 1].kind == Kind::mark && !tokens_[stop - 1].is(")")) --stop;
  while (k < stop &&
         anyOf(tokens_.norm(k), {"me", "us", "for", "about", "up", "out", "on", ":", "if",
                                 "whether", "through", "please", "just", "again", "quickly"}))
    ++k;
  if (k >= stop) return std::nullopt;
  if (auto asked = question(k, stop)) return asked;
  // "find out if I have ...", "tell me if Ada is in my contacts"
  if (tokens_.norm(k) == "i" || tokens_.norm(k) == "we") {
    auto at = k + 1;
    while (anyOf(tokens_.norm(at), {"have", "know", "already"})) ++at;
    if (auto found = list(at, stop)) return found;
    k = at;
  }
  // "the details of Ada", "everything about Ada", "info on Initech", "the record for Ada"
  auto at = k;
  while (at < stop && (words::isDeterminer(tokens_.norm(at)) ||
                       anyOf(tokens_.norm(at), {"more", "full", "contact", "what"})))
    ++at;
  auto word = tokens_.norm(at);
  bool about_word =
      anyOf(word, {"details", "detail", "info", "information", "everything", "record", "profile",
                   "data", "card", "page", "entry", "anything", "something"});
  if (about_word) {
    auto from = at + 1;
    while (from < stop &&
           anyOf(tokens_.norm(from), {"of", "about", "on", "for", "you", "have", "know", "we", "i",
                                      "details", "page", "regarding"}))
      ++from;
    if (from > at + 1 && from < stop) {
      if (auto found = about(from, stop)) return found;
    }
    if (word == "everything" && at + 1 >= stop) {
      Command command{.intent = Intent::read};
      return command;
    }
  }
  if (auto all = list(k, stop)) return all;
  if (auto found = property(k, stop)) return found;
  auto read = selectors_.one(k, stop);
  if (!read) return std::nullopt;
  if (read->selector.kind == Selector::Kind::pronoun && read->selector.text == "me")
    return std::nullopt;
  auto rest = read->end;
  // "find Bob in my contacts", "show Ada and Bob"
  while (rest < stop && (placePhrase(scope_, rest, stop, false) > 0))
    rest += placePhrase(scope_, rest, stop, false);
  if (tokens_.norm(rest) == "'s") ++rest;
  while (rest < stop &&
         anyOf(tokens_.norm(rest), {"details", "info", "information", "contact", "profile",
                                    "record", "again", "data", "page", "card", "is"}))
    ++rest;
  if (rest < stop) {
    auto past = k;
    auto many = selectors_.several(past, stop);
    if (past < stop || many.size() < 2) return std::nullopt;
    auto command = details(many.front());
    command.targets = std::move(many);
    return command;
  }
  if (read->selector.kind == Selector::Kind::filter) {
    Command command{.intent = Intent::read};
    command.query.type = read->selector.type;
    command.query.conditions = read->selector.conditions;
    return command;
  }
  return details(std::move(read->selector));
}

}  // namespace parley::assistant::interpreter
