#include "features/assistant/interpreter/understanding/questions.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;
using FieldKind = FieldWords::Kind;

/// Words after which nothing more is asked: "do I have", "in my contacts", "on file".
bool isTail(std::string_view norm) {
  return anyOf(
      norm, {"do",       "i",       "have",     "got",       "there",      "are",        "is",
             "we",       "on",      "file",     "in",        "my",         "the",        "system",
             "database", "list",    "crm",      "total",     "currently",  "now",        "stored",
             "saved",    "you",     "know",     "of",        "your",       "our",        "please",
             "address",  "book",    "so",       "far",       "right",      "at",         "all",
             "follow",   "been",    "am",       "following", "has",        "altogether", "overall",
             "here",     "us",      "me",       "exist",     "?",          ".",          "!",
             "for",      "a",       "record",   "already",   "yet",        "moment",     "to",
             "track",    "tracked", "tracking", "recorded",  "registered", "listed",     "added",
             "entered",  "table",   "form",     "again",     "out"});
}

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
    } else if ((anyOf(norm, {"newest", "latest", "recent"})) && next == "first") {
      query.sort = "-created_at";
      i += 2;
    } else if (norm == "oldest" && next == "first") {
      query.sort = "created_at";
      i += 2;
    } else if (anyOf(norm, {"sorted", "ordered", "sort", "order", "arranged", "in", "by", "and",
                            ",", "them"})) {
      auto k = i;
      while (k < end &&
             (anyOf(tokens_.norm(k), {"sorted", "ordered", "sort", "order", "arranged", "by", "in",
                                      "the", "their", "and", ",", "them", "last", "first"})))
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
      } else if (what == "name" || (field && norm != "in" && norm != "and" && norm != ",")) {
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
    } else if ((anyOf(norm, {"only", "just", "limit", "max", "maximum"})) &&
               words::cardinal(next) > 0) {
      query.limit = static_cast<std::uint32_t>(words::cardinal(next));
      i += 2;
    } else {
      return;
    }
  }
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
                  (anyOf(tokens_.norm(k), {"everyone", "everybody", "people", "anyone", "anybody",
                                           "someone", "those", "folks"}));
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
    if ((anyOf(norm, {"do", "are", "have", "did", "is"})) && owner) {
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
          (norm == "that" || norm == "which") && !(anyOf(tokens_.norm(k + 1), {"i", "we", "you"}));
      bool condition_verb = norm == "have" && tokens_.norm(k - 1) != "i" &&
                            tokens_.norm(k - 1) != "we" && tokens_.norm(k - 1) != "you";
      if (!own_condition && !condition_verb) {
        ++k;
        continue;
      }
    }
    if (anyOf(norm, {"added", "created", "updated", "changed", "saved", "edited", "modified"})) {
      bool updated = anyOf(norm, {"updated", "changed", "edited", "modified"});
      query.sort = updated ? "-updated_at" : "-created_at";
      ++k;
      auto time = timePhrase(tokens_, k, end);
      if (time > 0) {
        query.conditions.push_back({updated ? "updated_at" : "created_at", Condition::Op::equals,
                                    tokens_.original({k, k + time}), false});
        k += time;
      }
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
  while (rest < end && (isTail(tokens_.norm(rest)) || tokens_[rest].kind == Kind::mark)) ++rest;
  if (rest < end) {
    // "contacts smith": a word to search for
    auto span = personName(scope_, rest, end);
    auto after = span.end;
    while (after < end && (isTail(tokens_.norm(after)) || tokens_[after].kind == Kind::mark))
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
    } else if (!target && (anyOf(norm, {"of", "for", "from", "does", "do", "on", "has", "is"}))) {
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
    } else if (anyOf(norm, {"have", "use", "work", "working", "again"}) || isTail(norm) ||
               norm == "?" || norm == "with") {
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
      if (!isTail(tokens_.norm(k)) && tokens_[k].kind != Kind::mark) return std::nullopt;
    }
    command = Command{.intent = Intent::read};
    command->query.type = noun.entity->type;
  }
  command->query.form = Query::Form::count;
  command->query.limit = 0;
  return command;
}

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
  while (k < stop && (anyOf(tokens_.norm(k), {"all", "do", "did"})) &&
         (tokens_.norm(k) != "do" || anyOf(tokens_.norm(k + 1), {"i", "we", "you"})))
    ++k;
  // "who does Bob work for"
  if (anyOf(tokens_.norm(k), {"does", "did"})) {
    auto read = selectors_.one(k + 1, stop);
    if (read && tokens_.norm(read->end) == "work" && read->end + 3 > stop)
      return fieldOf(std::move(read->selector), {attributes_.personField(FieldKind::reference)});
  }
  bool added = false;
  while (k < stop && (anyOf(tokens_.norm(k), {"i", "we", "you", "know", "have", "add", "save",
                                              "last", "recently", "just", "added", "most"}))) {
    if (tokens_.norm(k) == "have" && (anyOf(tokens_.norm(k + 1), {"no", "a", "an"}))) break;
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
    bool title_only = conditions.size() == 1 && conditions.front().op == Condition::Op::contains &&
                      !conditions.front().negated;
    (void)title_only;
    auto command = people(std::move(conditions));
    command.query.type = type;
    return command;
  }
  k = from;
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
  if (tokens_.norm(k) == "do" && (anyOf(tokens_.norm(k + 1), {"you", "we", "i"}))) {
    auto at = k + 2;
    while (anyOf(tokens_.norm(at), {"know", "have", "about", "on", "got"})) ++at;
    if (at > k + 2) return about(at, stop);
  }
  if (tokens_.norm(k) == "did" && (tokens_.norm(k + 1) == "i" || tokens_.norm(k + 1) == "we") &&
      (anyOf(tokens_.norm(k + 2), {"add", "save", "create"}))) {
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
               (anyOf(tokens_.norm(rest),
                      {"work", "for", "at", "in", "with", "have", "use", "belong", "to", "from",
                       "working", "represent", "hold", "operate", "reachable", "on"})))
          ++rest;
        if (rest >= stop) return fieldOf(std::move(read->selector), {field.name});
      }
    }
    if (auto found = property(k, stop)) return found;
  }
  if (auto asked = property(k, stop)) return asked;
  // "which contacts have no phone"
  auto found = list(k, stop);
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
      while (from < stop && isTail(tokens_.norm(from))) ++from;
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
  while (rest < end && (isTail(tokens_.norm(rest)) || tokens_[rest].kind == Kind::mark)) ++rest;
  if (rest < end) return std::nullopt;
  if (read->selector.kind == Selector::Kind::filter) {
    auto command = people(read->selector.conditions);
    if (!read->selector.type.empty()) command.query.type = read->selector.type;
    return command;
  }
  return details(std::move(read->selector));
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
      if (anyOf(tokens_.norm(k), {"info", "information", "details", "data"}) && anyOf(tokens_.norm(k + 1), {"about", "on", "for", "of"})) return request(k, stop);
    }
  }
  bool have = (anyOf(norm, {"do", "have", "did"})) && (anyOf(next, {"i", "we", "you"}));
  bool there =
      (anyOf(norm, {"is", "are", "was"})) && (anyOf(next, {"there", "any", "anyone", "anybody"}));
  if (have || there || anyOf(norm, {"got", "any", "anyone", "anybody"})) {
    auto k = have                                        ? i + 2
             : there && next == "there"                  ? i + 2
             : anyOf(norm, {"any", "anyone", "anybody"}) ? i
                                                         : i + 1;
    while (k < stop &&
           (anyOf(tokens_.norm(k), {"have", "know", "got", "saved", "stored", "already",
                                    "currently", "added", "of", "add", "save", "follow", "ever"})))
      ++k;
    if (anyOf(tokens_.norm(k), {"how", "what", "where", "who"})) return question(k, stop);
    if (auto found = property(k, stop)) return found;
    if (auto all = list(k, stop)) return exists(std::move(*all));
    auto read = selectors_.one(k, stop);
    if (read) {
      auto rest = read->end;
      while (rest < stop &&
             (isTail(tokens_.norm(rest)) || placePhrase(scope_, rest, stop, false) > 0))
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
  if ((anyOf(norm, {"do", "does", "are", "is"})) && (anyOf(next, {"any", "all", "some"}))) {
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
    if (k >= stop || isTail(tokens_.norm(k))) {
      while (k < stop && isTail(tokens_.norm(k))) ++k;
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

std::optional<Command> QuestionReader::question(std::size_t i, std::size_t end) const {
  if (i >= end) return std::nullopt;
  auto norm = tokens_.norm(i);
  auto next = tokens_.norm(i + 1);
  auto organization = attributes_.personField(FieldKind::reference);
  if (norm == "how" && (next == "many" || next == "much")) return count(i + 2, end);
  if (norm == "count") return count(i + 1, end);
  if ((norm == "number" && next == "of") ||
      (norm == "total" && (anyOf(next, {"number", "of", "count"})))) {
    auto k = i + 1;
    while (anyOf(tokens_.norm(k), {"of", "number", "count"})) ++k;
    return count(k, end);
  }
  if (norm == "how" && (anyOf(next, {"do", "can", "could"}))) {
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
         (anyOf(tokens_.norm(k), {"me", "us", "for", "about", "up", "out", "on", ":", "if",
                                  "whether", "through", "please", "just", "again", "quickly"})))
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
           (anyOf(tokens_.norm(from), {"of", "about", "on", "for", "you", "have", "know", "we", "i",
                                       "details", "page", "regarding"})))
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
         (anyOf(tokens_.norm(rest), {"details", "info", "information", "contact", "profile",
                                     "record", "again", "data", "page", "card", "is"})))
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
