#include "features/assistant/interpreter/understanding/selectors.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

std::size_t SelectorReader::missing(std::size_t i, std::size_t end,
                                    std::vector<Condition>& out) const {
  auto k = i;
  auto norm = tokens_.norm(k);
  bool negative = false;
  bool positive = false;
  if (anyOf(norm, {"without", "missing", "lacking", "lack", "lacks", "miss"})) {
    negative = true;
    ++k;
  } else if (anyOf(norm, {"with", "having", "have", "has", "got"})) {
    ++k;
    if (anyOf(tokens_.norm(k), {"no", "not", "missing", "empty", "blank"})) {
      negative = true;
      ++k;
    } else {
      positive = true;
    }
  } else if ((norm == "do" || norm == "does") && tokens_.norm(k + 1) == "not" &&
             (tokens_.norm(k + 2) == "have" || tokens_.norm(k + 2) == "got")) {
    negative = true;
    k += 3;
  } else if ((norm == "do" || norm == "does") && tokens_.norm(k + 1) == "not" &&
             anyOf(tokens_.norm(k + 2), {"belong", "work"})) {
    // "who do not belong to any organization"
    negative = true;
    k += 3;
    while (anyOf(tokens_.norm(k), {"to", "at", "for", "with"})) ++k;
    if (!anyOf(tokens_.norm(k), {"any", "a", "an"})) return i;
  } else if (norm == "where" || norm == "whose") {
    ++k;
    auto field_at = k;
    auto field = attributes_.fieldAhead(field_at, end);
    auto after = field_at + field.length;
    bool empty = field && (tokens_.norm(after) == "is" || tokens_.norm(after) == "are") &&
                 anyOf(tokens_.norm(after + 1), {"missing", "empty", "blank", "unknown", "not"});
    if (!empty) return i;
    out.push_back({field.name, Condition::Op::missing, {}, false});
    return std::min(end, after + (tokens_.norm(after + 1) == "not" ? 3 : 2));
  } else {
    return i;
  }
  bool any = false;
  while (k < end) {
    auto at = k;
    auto field = attributes_.fieldAhead(at, end, true);
    if (!field) break;
    auto after = at + field.length;
    // "with email bob@..." is a value, not a presence
    if (positive && after < end) {
      auto next = tokens_.norm(after);
      bool closed = tokens_[after].kind == Kind::mark ||
                    anyOf(next, {"and", "or", "on", "but", "address", "set", "saved"});
      if (!closed) return i;
    }

    out.push_back(
        {field.name, negative ? Condition::Op::missing : Condition::Op::present, {}, false});
    any = true;
    k = after;
    while (k < end &&
           anyOf(tokens_.norm(k), {"on", "file", "set", "saved", "address", "listed", "given",
                                   "stored", "recorded", "yet", "at", "record"})) {
      if (tokens_.norm(k) == "at" && tokens_.norm(k + 1) != "all") break;
      k += tokens_.norm(k) == "at" ? 2 : 1;
    }
    auto joint = k;
    while (joint < end && anyOf(tokens_.norm(joint), {"and", "or", ",", "no", "a"})) ++joint;
    if (joint == k) break;
    auto next = joint;
    if (!attributes_.fieldAhead(next, end)) break;
    k = joint;
  }
  return any ? k : i;
}

std::size_t SelectorReader::fieldCondition(std::size_t i, std::size_t end,
                                           std::vector<Condition>& out) const {
  auto k = i;
  auto norm = tokens_.norm(k);
  // "with engineer in their title"
  if (anyOf(norm, {"with", "containing", "having", "that", "who", "have", "has"})) {
    for (auto in = k + 2; in < std::min(end, k + 8); ++in) {
      if (tokens_.norm(in) != "in") continue;
      auto at = in + 1;
      auto field = attributes_.fieldAhead(at, end);
      if (!field) break;
      auto begin = k + 1;
      while (begin < in && (words::isDeterminer(tokens_.norm(begin)) ||
                            anyOf(tokens_.norm(begin), {"word", "have", "has"})))
        ++begin;
      if (begin >= in) break;
      out.push_back({field.name, Condition::Op::contains, tokens_.original({begin, in}), false});
      return at + field.length;
    }
  }
  if (anyOf(norm, {"whose", "with", "where", "by", "having", "has", "have", "under", "using"})) ++k;
  auto at = k;
  auto field = attributes_.fieldAhead(at, end, k > i);
  if (!field) return i;
  auto next = at + field.length;

  auto op = Condition::Op::contains;
  bool negated = false;
  bool linked = k > i;
  while (next < end) {
    auto word = tokens_.norm(next);
    if (anyOf(word, {"starts", "begins", "starting", "beginning", "start", "begin"}))
      op = Condition::Op::starts;
    else if (anyOf(word, {"ends", "ending", "end"}))
      op = Condition::Op::ends;
    else if (word == "not" || word == "isn't")
      negated = true;
    else if (!anyOf(word, {"is",       ":",         "=",        "contains", "containing", "contain",
                           "includes", "including", "like",     "with",     "of",         "are",
                           "the",      "word",      "matching", "matches",  "has",        "in",
                           "does",     "equals",    "address",  "set",      "to",         "a",
                           "an",       "have",      "as",       "at"}))
      break;
    linked = true;
    ++next;
  }
  if (!linked || next >= end) return i;
  if (field.kind == FieldKind::email || field.kind == FieldKind::phone) {
    // parts of an address: "ends with @acme.com", "gmail"
    auto stop = next;
    if (tokens_.norm(stop) == "@") ++stop;
    if (stop < end) ++stop;
    out.push_back({field.name,
                   tokens_.is(next, Kind::email) ? Condition::Op::equals
                   : op == Condition::Op::starts || op == Condition::Op::ends
                       ? op
                       : Condition::Op::contains,
                   tokens_.original({next, stop}), negated});
    return stop;
  }
  auto read = attributes_.value(field, next, end);
  if (!read) return i;
  out.push_back({field.name, op, read->text, negated});
  return read->end;
}

std::size_t SelectorReader::condition(std::size_t i, std::size_t end, std::string& type,
                                      std::vector<Condition>& out) const {
  const auto* person = scope_.lexicon.person();
  const auto* employer = scope_.lexicon.employer();
  auto organization = attributes_.personField(FieldKind::reference);
  auto title = attributes_.personField(FieldKind::job_title);
  auto norm = tokens_.norm(i);
  auto past = missing(i, end, out);
  if (past > i) return past;
  // "organizations that start with A"
  {
    auto k = i;
    while (anyOf(tokens_.norm(k), {"that", "which", "whose", "names"})) ++k;
    if (anyOf(tokens_.norm(k), {"start", "starts", "starting", "begin", "begins", "beginning"}) &&
        tokens_.norm(k + 1) == "with" && k + 2 < end) {
      auto at = anyOf(tokens_.norm(k + 2), {"the", "letter"}) ? k + 3 : k + 2;
      if (tokens_.norm(at) == "letter") ++at;
      if (at < end) {
        out.push_back({"name", Condition::Op::starts, tokens_.original({at, at + 1}), false});
        return at + 1;
      }
    }
  }
  bool about_people = person && (type.empty() || type == person->type);
  if (norm == "named" || norm == "called" ||
      (anyOf(norm, {"with", "by", "of"}) &&
       anyOf(tokens_.norm(i + 1), {"the", "last", "first", "name", "a"}))) {
    auto k = norm == "named" || norm == "called" ? i + 1 : i + 1;
    bool ok = norm == "named" || norm == "called";
    for (; !ok && k < std::min(end, i + 5); ++k) {
      if (anyOf(tokens_.norm(k), {"name", "surname", "names"})) {
        ok = true;
        ++k;
        break;
      }
    }
    while (ok && k < end &&
           anyOf(tokens_.norm(k), {"of", "is", "like", "containing", "starting", "with"}))
      ++k;
    if (ok) {
      auto a = personName(scope_, k, end);
      auto b = organizationName(scope_, k, end);
      auto span = b.end > a.end ? b : a;
      if (!span.empty()) {
        out.push_back({"name", Condition::Op::contains, tokens_.original(span), false});
        return span.end;
      }
    }
  }
  past = fieldCondition(i, end, out);
  if (past > i) return past;
  if (tokens_.is(i, Kind::email) && about_people) {
    out.push_back({attributes_.personField(FieldKind::email), Condition::Op::equals,
                   tokens_.original({i, i + 1}), false});
    return i + 1;
  }
  if (anyOf(norm, {"with", "using", "have", "has"})) {
    // "with a gmail address"
    auto word = tokens_.norm(i + 1) == "a" || tokens_.norm(i + 1) == "an" ? i + 2 : i + 1;
    if (tokens_.norm(word) == "@") ++word;
    auto at = word + 1;
    auto field = scope_.lexicon.field(tokens_, at, end);
    bool address = at < end && (tokens_.norm(at) == "address" || tokens_.norm(at) == "addresses" ||
                                (field && field.kind == FieldKind::email));
    if (address && tokens_[word].word()) {
      out.push_back({attributes_.personField(FieldKind::email), Condition::Op::contains,
                     tokens_.original({word, word + 1}), false});
      return at + (field ? field.length : 1);
    }
  }
  // "contacts for smith", "people matching engineer": anything in the record
  if (anyOf(norm, {"for", "matching", "containing", "mentioning"}) && i + 1 < end &&
      !words::isDeterminer(tokens_.norm(i + 1)) && tokens_.norm(i + 1) != "me" &&
      tokens_.norm(i + 1) != "us") {
    auto a = personName(scope_, i + 1, end);
    auto b = organizationName(scope_, i + 1, end);
    auto span = b.end > a.end ? b : a;
    if (!span.empty()) {
      out.push_back({"*", Condition::Op::contains, tokens_.original(span), false});
      return span.end;
    }
  }
  if (about_people) {
    auto k = i;
    if (norm == "who" || norm == "that") ++k;
    if (tokens_.norm(k) == "currently") ++k;
    bool works = false;
    bool negated = false;
    if ((tokens_.norm(k) == "do" || tokens_.norm(k) == "does") && tokens_.norm(k + 1) == "not") {
      negated = true;
      k += 2;
    }
    auto verb = tokens_.norm(k);
    if (anyOf(verb, {"work", "works", "working", "employed", "is", "are", "come", "belong",
                     "belonging", "based"})) {
      works = true;
      ++k;
    }
    if (tokens_.norm(k) == "not") {
      negated = true;
      ++k;
    }
    auto preposition = tokens_.norm(k);
    // "in the engineering department"
    if (preposition == "in" && tokens_.norm(k + 1) == "the" && k + 3 < end &&
        anyOf(tokens_.norm(k + 3), {"department", "team", "dept", "division"})) {
      out.push_back({title, Condition::Op::contains, tokens_.original({k + 2, k + 3}), false});
      return k + 4;
    }
    if (anyOf(preposition, {"at", "from", "with"}) || (preposition == "for" && works) ||
        preposition == "of" || preposition == "@" || (preposition == "to" && works) ||
        (anyOf(preposition, {"in", "under", "by", "within"}) &&
         !words::isDepartment(tokens_.norm(k + 1)))) {
      auto start = k + 1;
      if (words::isDeterminer(tokens_.norm(start))) ++start;
      auto noun = scope_.lexicon.noun(tokens_, start, end);
      start =
          noun && noun.entity == employer && !tokens_[start].capital ? start + noun.length : k + 1;
      if (tokens_.norm(start) == "called" || tokens_.norm(start) == "named") ++start;
      auto span = organizationName(scope_, start, end);
      auto first = tokens_.norm(start);
      bool system = anyOf(first, {"crm", "database", "list", "system", "my", "alphabetical", "file",
                                  "order", "total"});
      if (!span.empty() && !system && placePhrase(scope_, k, end, false) == 0) {
        out.push_back({organization, Condition::Op::contains, tokens_.original(span), negated});
        type = person->type;
        return span.end;
      }
    }
    // "in software companies": of no department, but of employers we know no more of
    if (preposition == "in" && employer &&
        scope_.lexicon.noun(tokens_, k + 2, tokens_.size()).entity == employer)
      return i;
    if (preposition == "in" && words::isDepartment(tokens_.norm(k + 1))) {
      out.push_back({title, Condition::Op::contains, tokens_.original({k + 1, k + 2}), false});
      return k + 2;
    }
    if (preposition == "as" || verb == "are" || verb == "is") {
      auto from = preposition == "as" ? k + 1 : k;
      auto span =
          preposition == "as" ? expectedTitle(scope_, from, end) : evidentTitle(scope_, from, end);
      if (!span.empty()) {
        out.push_back(
            {title, Condition::Op::contains, singularTitle(tokens_.original(span)), negated});
        return span.end;
      }
    }
  }
  if (employer && (type.empty() || type == employer->type)) {
    auto k = i;
    if (norm == "that" || norm == "which") ++k;
    if (tokens_.norm(k) == "are" || tokens_.norm(k) == "is") ++k;
    if (tokens_.norm(k) == "in" || tokens_.norm(k) == "from") {
      auto start = tokens_.norm(k + 1) == "the" ? k + 2 : k + 1;
      auto stop = start;
      while (stop < end && stop - start < 4 && tokens_[stop].word() &&
             !words::isStop(tokens_.norm(stop)) &&
             !anyOf(tokens_.norm(stop), {"industry", "sector", "space", "business"}))
        ++stop;
      auto industry = Lexicon::fieldNamed(*employer, "industry");
      if (stop > start && industry && placePhrase(scope_, k, end, false) == 0 &&
          tokens_.norm(start) != "alphabetical") {
        out.push_back(
            {industry->field, Condition::Op::contains, tokens_.original({start, stop}), false});
        bool closed =
            stop < end && anyOf(tokens_.norm(stop), {"industry", "sector", "space", "business"});
        return closed ? stop + 1 : stop;
      }
    }
  }
  return i;
}

std::vector<Condition> SelectorReader::conditions(std::size_t& i, std::size_t end,
                                                  std::string& type) const {
  std::vector<Condition> found;
  while (i < end) {
    auto k = i;
    while (k < end &&
           (anyOf(tokens_.norm(k), {"and", "but", ","}) ||
            (anyOf(tokens_.norm(k), {"who", "that", "which"}) &&
             anyOf(tokens_.norm(k + 1), {"have", "has", "do", "does", "lack", "lacks", "are"})))) {
      if ((tokens_.norm(k) == "and" || tokens_.norm(k) == ",") && found.empty()) break;
      ++k;
    }
    auto past = condition(k, end, type, found);
    if (past == k) {
      // who/that are part of some conditions
      if (k > i) past = condition(i, end, type, found);
      if (past <= k) break;
    }
    i = past;
  }
  return found;
}

}  // namespace parley::assistant::interpreter
