#include "features/assistant/interpreter/understanding/questions.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

Command QuestionReader::details(Selector selector) const {
  Command command{.intent = Intent::read};
  command.query.form = Query::Form::details;
  command.query.type = selector.type;
  command.targets.push_back(std::move(selector));
  return command;
}

Command QuestionReader::fieldOf(Selector selector, std::vector<std::string> fields) const {
  auto command = details(std::move(selector));
  command.query.form = Query::Form::field;
  command.query.fields = std::move(fields);
  return command;
}

Command QuestionReader::people(std::vector<Condition> conditions) const {
  Command command{.intent = Intent::read};
  command.query.form = Query::Form::list;
  if (const auto* person = scope_.lexicon.person()) command.query.type = person->type;
  command.query.conditions = std::move(conditions);
  return command;
}

/// "sorted by name", "newest first", "alphabetically", "only 5"
void QuestionReader::ordering(std::size_t& i, std::size_t end, Query& query) const {
  auto descending = [&](std::size_t k) {
    auto norm = tokens_.norm(k);
    return anyOf(norm, {"descending", "desc", "reverse", "backwards", "reversed"});
  };
  while (i < end) {
    auto norm = tokens_.norm(i);
    auto next = tokens_.norm(i + 1);
    if (norm == "alphabetically" || norm == "alphabetical") {
      query.sort = "name";
      i += next == "order" || next == "sorted" ? 2 : 1;
    } else if (anyOf(norm, {"newest", "latest", "recent"}) && next == "first") {
      query.sort = "-created_at";
      i += 2;
    } else if (norm == "oldest" && next == "first") {
      query.sort = "created_at";
      i += 2;
    } else if (anyOf(norm, {"sorted", "ordered", "sort", "order", "arranged", "in", "by", "and",
                            ",", "them"})) {
      auto k = i;
      while (k < end &&
             anyOf(tokens_.norm(k), {"sorted", "ordered", "sort", "order", "arranged", "by", "in",
                                     "the", "their", "and", ",", "them", "last", "first"}))
        ++k;
      auto what = tokens_.norm(k);
      auto at = k;
      auto field = attributes_.fieldAhead(at, end);
      if (what == "alphabetical" || what == "alphabetically") {
        query.sort = "name";
        i = k + (tokens_.norm(k + 1) == "order" ? 2 : 1);
      } else if (anyOf(what, {"date", "created", "creation", "added", "newest", "latest"})) {
        query.sort = anyOf(what, {"date", "created", "creation", "added", "newest", "latest"})
                         ? "-created_at"
                         : "name";
        i = k + 1;
      } else if (anyOf(what, {"updated", "update", "changed", "modified", "edited"})) {
        query.sort = "-updated_at";
        i = k + 1;
      } else if (what == "name" || (field && !anyOf(norm, {"in", "and", ","}))) {
        query.sort = what == "name" || field.kind == FieldKind::name ? "name" : field.name;
        i = (field ? at + field.length : k + 1);
      } else if (what == "reverse" || what == "descending") {
        query.sort = "-name";
        i = k + 1;
      } else {
        return;
      }
    } else if (descending(i) && !query.sort.empty()) {
      if (query.sort[0] != '-') query.sort.insert(0, "-");
      ++i;
    } else if (norm == "ascending" || norm == "asc" || (norm == "order" && !query.sort.empty())) {
      ++i;
    } else if (anyOf(norm, {"only", "just", "limit", "max", "maximum"}) &&
               words::cardinal(next) > 0) {
      query.limit = static_cast<std::uint32_t>(words::cardinal(next));
      i += 2;
    } else {
      return;
    }
  }
}

/// "added", "changed this week"
std::size_t QuestionReader::written(std::size_t i, std::size_t end, Query& query) const {
  bool updated = anyOf(tokens_.norm(i), {"updated", "changed", "edited", "modified"});
  if (!updated && !anyOf(tokens_.norm(i), {"added", "created", "saved"})) return i;
  query.sort = updated ? "-updated_at" : "-created_at";
  auto k = i + 1;
  auto time = timePhrase(tokens_, k, end);
  if (time == 0) return k;
  query.conditions.push_back({updated ? "updated_at" : "created_at", Condition::Op::equals,
                              tokens_.original({k, k + time}), false});
  return k + time;
}

std::optional<Command> QuestionReader::list(std::size_t i, std::size_t end) const {
  Command command{.intent = Intent::read};
  auto& query = command.query;
  auto k = i;
  bool quantity = false;
  bool recent = false;
  while (k < end && k - i < 14) {
    auto norm = tokens_.norm(k);
    if (anyOf(norm, {"list", "overview", "table", "rundown", "summary", "listing", "names"})) {
      if (norm == "names" && tokens_.norm(k + 1) != "of") break;
      ++k;
      continue;
    }
    if (anyOf(norm, {"latest", "newest", "recent", "recently", "last", "oldest", "first",
                     "earliest", "most"})) {
      if ((norm == "last" || norm == "first") && tokens_.norm(k + 1) == "name") break;
      if (norm != "most")
        query.sort = anyOf(norm, {"oldest", "first", "earliest"}) ? "created_at" : "-created_at";
      recent = true;
      ++k;
      continue;
    }
    if (anyOf(norm, {"added", "created", "saved", "updated", "changed", "modified", "edited"})) {
      if (!recent) break;
      if (anyOf(norm, {"updated", "changed", "modified", "edited"})) query.sort = "-updated_at";
      ++k;
      continue;
    }
    if ((tokens_.is(k, Kind::number) || (words::cardinal(norm) > 0 && norm != "one")) &&
        !(tokens_[k].capital)) {
      query.limit = static_cast<std::uint32_t>(words::cardinal(norm));
      ++k;
      continue;
    }
    bool skip =
        anyOf(norm, {"all",       "my",       "the",       "our",    "of",     "every",  "any",
                     "current",   "full",     "complete",  "entire", "whole",  "a",      "me",
                     "those",     "existing", "other",     "each",   "single", "stored", "saved",
                     "us",        "both",     "available", "known",  "out",    "some",   "top",
                     "different", "various",  "only",      "just",   "both",   "also"});
    if (!skip) break;
    if (anyOf(norm, {"all", "every", "any", "each"})) quantity = true;
    ++k;
  }
  auto noun = scope_.lexicon.noun(tokens_, k, end);
  if (!noun) noun = scope_.lexicon.nounTyped(tokens_, k, end);
  bool everyone = !noun && !tokens_.is(k, Kind::quoted) &&
                  anyOf(tokens_.norm(k), {"everyone", "everybody", "people", "anyone", "anybody",
                                          "someone", "those", "folks"});
  if (!noun && !everyone) {
    // "all engineers at Acme", "CTOs"
    auto title = evidentTitle(scope_, k, end);
    auto field = attributes_.personField(FieldKind::job_title);
    if (title.empty() || field.empty() || !scope_.lexicon.person()) return std::nullopt;
    auto text = tokens_.original(title);
    auto single = singularTitle(text);
    if (single == text && !quantity) return std::nullopt;
    query.type = scope_.lexicon.person()->type;
    query.conditions.push_back({field, Condition::Op::contains, single, false});
    k = title.end;
  } else {
    if (noun && !noun.plural && !quantity && query.limit == 0 && !recent) {
      // "contact with email ...", "contact named ..."
      auto after = k + noun.length;
      auto type = noun.entity->type;
      auto found = selectors_.conditions(after, end, type);
      if (found.empty() || (after < end && tokens_[after].word())) return std::nullopt;
      query.type = type;
      query.conditions = std::move(found);
      return command;
    }
    if (noun && !noun.plural && recent && query.limit == 0) query.limit = 1;
    query.type = noun                      ? noun.entity->type
                 : scope_.lexicon.person() ? scope_.lexicon.person()->type
                                           : "";
    k += noun ? noun.length : 1;
    if (anyOf(tokens_.norm(k), {"names", "list", "records", "entries"})) ++k;
  }
  ordering(k, end, query);
  while (k < end) {
    auto before = k;
    // "that I added last", "I follow", "added today"
    auto norm = tokens_.norm(k);
    bool owner = anyOf(tokens_.norm(k + 1), {"i", "we", "you", "there"});
    if (anyOf(norm, {"do", "are", "have", "did", "is"}) && owner) {
      k += 2;
      while (anyOf(tokens_.norm(k), {"have", "got", "know", "saved", "stored", "save", "follow"}))
        ++k;
      continue;
    }
    if ((norm == "saved" || norm == "stored") && k > i &&
        (tokens_.norm(k - 1) == "have" || tokens_.norm(k - 1) == "i")) {
      ++k;
      continue;
    }
    if (anyOf(norm, {"that", "which", "whom", "i", "we", "you", "have", "recently", "?", "just"})) {
      bool own_condition =
          (norm == "that" || norm == "which") && !anyOf(tokens_.norm(k + 1), {"i", "we", "you"});
      bool condition_verb = norm == "have" && !anyOf(tokens_.norm(k - 1), {"i", "we", "you"});
      if (!own_condition && !condition_verb) {
        ++k;
        continue;
      }
    }
    if (auto past = written(k, end, query); past > k) {
      k = past;
      continue;
    }
    auto found = selectors_.conditions(k, end, query.type);
    for (auto& condition : found) query.conditions.push_back(std::move(condition));
    ordering(k, end, query);
    auto place = placePhrase(scope_, k, end, false);
    k += place;
    if (k == before) break;
  }
  auto rest = k;
  while (rest < end &&
         (words::isQuestionTail(tokens_.norm(rest)) || tokens_[rest].kind == Kind::mark))
    ++rest;
  if (rest < end) {
    // "contacts smith": a word to search for
    auto span = personName(scope_, rest, end);
    auto after = span.end;
    while (after < end &&
           (words::isQuestionTail(tokens_.norm(after)) || tokens_[after].kind == Kind::mark))
      ++after;
    bool name = noun && !span.empty() && after >= end && rest == k;
    if (!name) return std::nullopt;
    query.conditions.push_back({"*", Condition::Op::contains, tokens_.original(span), false});
  }
  if (const auto* person = scope_.lexicon.person(); query.type.empty() && person)
    query.type = person->type;
  return command;
}

std::optional<Command> QuestionReader::property(std::size_t i, std::size_t end) const {
  auto found = updates_.property(i, end);
  if (!found) return std::nullopt;
  std::vector<std::string> fields{found->field.name};
  auto k = found->end;
  auto target = found->target;
  while (k < end) {
    auto norm = tokens_.norm(k);
    if (anyOf(norm, {"and", ",", "&", "or"})) {
      auto at = k + 1;
      auto more = attributes_.fieldAhead(at, end);
      if (!more) break;
      fields.push_back(more.name);
      k = at + more.length;
    } else if (!target && anyOf(norm, {"of", "for", "from", "does", "do", "on", "has", "is"})) {
      auto start = k + 1;
      while (anyOf(tokens_.norm(start), {"i", "we", "have", "you", "for", "got"})) ++start;
      auto read = selectors_.one(start, end);
      if (!read) break;
      target = read->selector;
      k = read->end;
    } else if (tokens_.is(k, Kind::email) || tokens_.is(k, Kind::phone)) {
      ++k;
    } else if (target && norm == "at" && !organizationName(scope_, k + 1, end).empty()) {
      k = organizationName(scope_, k + 1, end).end;
    } else if (anyOf(norm, {"have", "use", "work", "working", "again"}) ||
               words::isQuestionTail(norm) || norm == "?" || norm == "with") {
      ++k;
    } else {
      break;
    }
  }
  if (!target && k < end) {
    // "phone number ada"
    auto read = selectors_.one(k, end);
    if (read && read->end >= end && read->selector.kind == Selector::Kind::name) {
      target = read->selector;
      k = end;
    }
  }
  if (k < end || !target) return std::nullopt;
  if (target->kind == Selector::Kind::filter && target->plural) {
    Command command{.intent = Intent::read};
    command.query.type = target->type;
    command.query.conditions = target->conditions;
    command.query.fields = std::move(fields);
    return command;
  }
  return fieldOf(std::move(*target), std::move(fields));
}

std::optional<Command> QuestionReader::count(std::size_t i, std::size_t end) const {
  auto command = list(i, end);
  if (!command) {
    auto noun = scope_.lexicon.nounTyped(tokens_, i, end);
    if (!noun) return std::nullopt;
    for (auto k = i + noun.length; k < end; ++k) {
      if (!words::isQuestionTail(tokens_.norm(k)) && tokens_[k].kind != Kind::mark)
        return std::nullopt;
    }
    command = Command{.intent = Intent::read};
    command->query.type = noun.entity->type;
  }
  command->query.form = Query::Form::count;
  command->query.limit = 0;
  return command;
}

}  // namespace parley::assistant::interpreter
