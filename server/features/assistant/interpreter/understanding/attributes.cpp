#include "features/assistant/interpreter/understanding/attributes.hpp"

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = FieldWords::Kind;

bool isConnector(std::string_view norm) {
  return anyOf(norm, {":", "is", "=", "to", "as", "of", "-", "are", "'s", "->", "being", "at", ",",
                      "was", "becomes", "into"});
}

bool isAffiliation(std::string_view norm) {
  return anyOf(norm, {"at", "from", "@", "of", "with", "for", "by"});
}

/// Adjectives before a field word: "her new work email".
bool isFieldAdjective(std::string_view norm) {
  return anyOf(norm, {"new",     "current",   "work",    "personal", "private", "business",
                      "office",  "home",      "main",    "primary",  "correct", "actual",
                      "old",     "following", "updated", "direct",   "best",    "different",
                      "another", "other",     "own",     "right",    "company", "official"});
}

}  // namespace

std::string AttributeReader::personField(Kind kind) const {
  const auto* person = scope_.lexicon.person();
  const auto* field = person ? Lexicon::fieldOf(*person, kind) : nullptr;
  return field ? field->field : std::string{};
}

std::size_t AttributeReader::bare(std::size_t i, std::size_t end, Draft& draft) const {
  if (i >= end) return i;
  auto put = [&](Kind kind) {
    auto field = personField(kind);
    if (field.empty() || draft.has(field)) return i;
    draft.values[field] = tokens_.original({i, i + 1});
    return i + 1;
  };
  if (tokens_.is(i, Token::Kind::email)) return put(Kind::email);
  if (tokens_.is(i, Token::Kind::phone)) return put(Kind::phone);
  return i;
}

Lexicon::Field AttributeReader::fieldAhead(std::size_t& i, std::size_t end, bool typed) const {
  for (auto k = i; k < end && k < i + 5; ++k) {
    auto field = scope_.lexicon.field(tokens_, k, end);
    // "company phone": an adjective that is a field word of its own.
    if (field && k + field.length < end && isFieldAdjective(tokens_.norm(k))) {
      auto next = scope_.lexicon.field(tokens_, k + field.length, end);
      if (next) continue;
    }
    if (!field && typed) field = scope_.lexicon.fieldTyped(tokens_, k, end);
    if (field) {
      i = k;
      return field;
    }
    auto norm = tokens_.norm(k);
    if (!words::isDeterminer(norm) && !words::isPossessivePronoun(norm) && !isFieldAdjective(norm))
      break;
  }
  return {};
}

std::size_t AttributeReader::freeTextEnd(std::size_t i, std::size_t end) const {
  auto stops = [&](std::size_t k) {
    auto ahead = k;
    while (ahead < end && (anyOf(tokens_.norm(ahead), {"and", ",", "with"}))) ++ahead;
    if (ahead == k) return false;
    auto field = fieldAhead(ahead, end);
    if (!field) return false;
    auto next = ahead + field.length;
    return next < end && (isConnector(tokens_.norm(next)) || fieldWithValue(scope_, ahead, end));
  };
  auto k = i;
  while (k < end && !tokens_.is(k, Token::Kind::line) && tokens_.norm(k) != ";" &&
         tokens_.norm(k) != ")" && !stops(k))
    ++k;
  return k;
}

std::optional<AttributeReader::Value> AttributeReader::value(const Lexicon::Field& field,
                                                             std::size_t i, std::size_t end) const {
  if (i >= end) return std::nullopt;
  if (tokens_.is(i, Token::Kind::quoted)) return Value{tokens_.original({i, i + 1}), i + 1};
  auto spanned = [&](Span span, std::string text) -> std::optional<Value> {
    if (span.empty()) return std::nullopt;
    return Value{std::move(text), span.end};
  };
  switch (field.kind) {
    case Kind::email: {
      if (!tokens_.is(i, Token::Kind::email)) return std::nullopt;
      return Value{tokens_.original({i, i + 1}), i + 1};
    }
    case Kind::phone: {
      bool number = tokens_.is(i, Token::Kind::phone) || tokens_.is(i, Token::Kind::number);
      if (!number) return std::nullopt;
      return Value{tokens_.original({i, i + 1}), i + 1};
    }
    case Kind::job_title: {
      auto span = expectedTitle(scope_, i, end);
      return spanned(span, titleText(scope_, span));
    }
    case Kind::reference: {
      auto span = organizationName(scope_, i, end);
      return spanned(span, organizationText(scope_, span));
    }
    case Kind::name: {
      auto span = personName(scope_, i, end);
      return spanned(span, personText(scope_, span));
    }
    case Kind::choice:
    case Kind::text: {
      auto stop = freeTextEnd(i, end);
      return spanned({i, stop}, tokens_.original({i, stop}));
    }
  }
  return std::nullopt;
}

std::size_t AttributeReader::field(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = i;
  if (anyOf(tokens_.norm(k), {"with", "having", "has", "whose", "under", "via", "using"})) {
    ++k;
  }
  auto found = fieldAhead(k, end);
  if (!found) return i;
  // "first name Bruce, last name Wayne"
  auto family = anyOf(tokens_.norm(k), {"last", "family", "surname"});
  if (found.kind == Kind::name && !draft.name.empty() && !family) return i;
  if (tokens_[k].capital && !tokens_.upper && found.kind == Kind::reference &&
      tokens_.norm(k + found.length) != ":")
    return i;
  auto next = k + found.length;
  bool connected = false;
  for (int n = 0; n < 2 && next < end && isConnector(tokens_.norm(next)); ++n, ++next)
    connected = true;
  bool explicit_value = connected || fieldWithValue(scope_, k, end) || k > i;
  if (!explicit_value || next >= end) return i;
  auto read = value(found, next, end);
  if (!read || read->text.empty()) return i;
  if (found.kind == Kind::name) {
    draft.name = family && !draft.name.empty() ? draft.name + " " + read->text : read->text;
  } else {
    draft.values[found.name] = read->text;
  }
  return read->end;
}

std::size_t AttributeReader::employer(std::size_t i, std::size_t end, Draft& draft) const {
  auto name = personField(Kind::reference);
  if (name.empty()) return i;
  auto k = i;
  // "at a company called Acme", "from the organization Acme", "a firm named Acme"
  if (k < end && words::isDeterminer(tokens_.norm(k))) ++k;
  auto noun = scope_.lexicon.noun(tokens_, k, end);
  auto generic = noun && noun.entity == scope_.lexicon.employer() && !tokens_[k].capital;
  if (generic) {
    k += noun.length;
    while (k < end && (anyOf(tokens_.norm(k), {"called", "named", ":", ","}))) ++k;
  } else {
    k = i;
  }
  auto span = organizationName(scope_, k, end);
  if (span.empty()) return i;
  draft.values[name] = organizationText(scope_, span);
  return span.end;
}

std::size_t AttributeReader::affiliation(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = i;
  if (k < end && (tokens_.norm(k) == "over" || tokens_.norm(k) == "out") &&
      isAffiliation(tokens_.norm(k + 1)))
    ++k;
  if (k >= end || !isAffiliation(tokens_.norm(k)) || tokens_.is(k, Token::Kind::quoted)) return i;
  auto past = employer(k + 1, end, draft);
  return past == k + 1 ? i : past;
}

std::size_t AttributeReader::role(std::size_t i, std::size_t end, Draft& draft, Care care) const {
  auto field = personField(Kind::job_title);
  if (field.empty() || i >= end) return i;
  // "Initech's CTO"
  auto company = organizationName(scope_, i, end);
  if (!company.empty() && tokens_.norm(company.end) == "'s") {
    auto k = company.end + 1;
    if (k < end && tokens_.norm(k) == "new") ++k;
    auto title = evidentTitle(scope_, k, end);
    if (!title.empty()) {
      draft.values[field] = titleText(scope_, title);
      draft.values[personField(Kind::reference)] = organizationText(scope_, company);
      return title.end;
    }
  }
  auto title =
      care == Care::generous ? expectedTitle(scope_, i, end) : evidentTitle(scope_, i, end);
  if (title.empty()) return i;
  draft.values[field] = titleText(scope_, title);
  auto past = affiliation(title.end, end, draft);
  if (past == title.end && tokens_.norm(past) == "in" && !draft.has(personField(Kind::reference)))
    return past;
  return past;
}

std::size_t AttributeReader::adverbs(std::size_t i, std::size_t end) const {
  while (i < end) {
    auto norm = tokens_.norm(i);
    auto time = timePhrase(tokens_, i, end);
    bool adverb =
        anyOf(norm, {"now", "currently", "also", "actually", "just", "still", "apparently",
                     "officially", "both", "all", "really", "presently", "formerly"});
    if (time == 0 && !adverb) break;
    i += std::max<std::size_t>(time, 1);
  }
  return i;
}

std::size_t AttributeReader::noLonger(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = i;
  for (auto norm = tokens_.norm(k);
       anyOf(norm, {"a", "an", "the", "our", "working", "work", "works", "employed", "their"});
       norm = tokens_.norm(++k)) {
  }
  auto organization = personField(Kind::reference);
  auto title = personField(Kind::job_title);
  if (anyOf(tokens_.norm(k), {"has", "have", "uses", "use"})) {
    // "no longer has the email a@b.c, it is d@b.c now"
    auto at = k + 1;
    auto field = fieldAhead(at, end);
    if (!field) return i;
    draft.values[field.name] = std::nullopt;
    auto past = at + field.length;
    if (auto old = value(field, past, end);
        old && (field.kind == Kind::email || field.kind == Kind::phone))
      past = old->end;
    auto next = past;
    while (anyOf(tokens_.norm(next), {",", "it", "is", "but", "now", "the", "new", "one"})) ++next;
    auto fresh = next > past ? value(field, next, end) : std::nullopt;
    if (!fresh) return past;
    draft.values[field.name] = fresh->text;
    return fresh->end;
  }
  if (k < end && (isAffiliation(tokens_.norm(k)) || tokens_.norm(k) == "there")) {
    draft.values[organization] = std::nullopt;
    if (tokens_.norm(k) == "there") return k + 1;
    auto span = organizationName(scope_, k + 1, end);
    return span.empty() ? k + 1 : span.end;
  }
  Draft other;
  auto past = role(k, end, other, Care::strict);
  if (past > k) draft.values[title] = std::nullopt;
  if (past > k && other.has(organization)) draft.values[organization] = std::nullopt;
  return past > k ? past : i;
}

std::size_t AttributeReader::be(std::size_t i, std::size_t end, Draft& draft, Care care) const {
  auto k = adverbs(i, end);
  auto norm = tokens_.norm(k);
  if (norm == "not" ||
      (norm == "no" && (tokens_.norm(k + 1) == "longer" || tokens_.norm(k + 1) == "more"))) {
    auto from = norm == "not" ? k + 1 : k + 2;
    auto past = noLonger(from, end, draft);
    return past == from ? i : past;
  }
  if (anyOf(norm, {"moved", "joined", "left", "quit", "switched", "changed", "gone", "started",
                   "transferred", "resigned", "taken", "accepted"})) {
    return std::max(i, move(k, end, draft));
  }
  if (anyOf(norm, {"called", "named", "known", "renamed", "rebranded"})) {
    ++k;
    if (anyOf(tokens_.norm(k), {"as", "to", "into"})) ++k;
    auto span = personName(scope_, k, end);
    if (span.empty()) return i;
    draft.name = personText(scope_, span);
    return span.end;
  }
  if (anyOf(norm, {"promoted", "appointed", "hired", "made"})) {
    ++k;
    if (tokens_.norm(k) == "to" || tokens_.norm(k) == "as") ++k;
    if (tokens_.norm(k) == "by") {
      auto past = affiliation(k, end, draft);
      return past == k ? i : predicate(past, end, draft, care);
    }
    auto past = role(k, end, draft, Care::generous);
    return past == k ? i : past;
  }
  if (norm == "working" || norm == "employed") return work(k + 1, end, draft);
  if (norm == "got") {
    auto got = possess(k + 1, end, draft);
    return got > k + 1 ? got : std::max(i, move(k, end, draft));
  }
  if (norm == "reachable" || norm == "available") {
    auto past = bare(k + 2, end, draft);
    return past == k + 2 ? i : past;
  }
  if (anyOf(norm, {"moving", "joining", "switching", "leaving"})) return move(k, end, draft);
  auto past = bare(k, end, draft);
  if (past > k) return past;
  if (anyOf(norm, {"at", "from", "with", "@", "of"})) {
    past = affiliation(k, end, draft);
    if (past == k) return i;
    auto more = tokens_.norm(past) == "as" ? role(past + 1, end, draft, Care::generous) : past;
    return more == past + 1 ? past : more;
  }
  past = role(k, end, draft, Care::strict);
  if (past > k) return past;
  past = business(k, end, draft);
  if (past > k) return past;
  bool article = anyOf(norm, {"a", "an", "the", "our", "their"});
  if (!article) return i;
  if (scope_.lexicon.noun(tokens_, k + 1, end) ||
      (tokens_.norm(k + 1) == "new" && scope_.lexicon.noun(tokens_, k + 2, end)))
    return i;
  Draft trial;
  past = role(k, end, trial, Care::generous);
  auto title = personField(Kind::job_title);
  if (past == k || !trial.has(title)) return i;
  auto words_of_title = splitWords(fold(*trial.values[title]));
  auto last = words_of_title.empty() ? std::string{} : words_of_title.back();
  bool trade =
      last.size() >= 5 && (last.ends_with("er") || last.ends_with("or") || last.ends_with("ist") ||
                           last.ends_with("ian") || last.ends_with("ant") || last.ends_with("eer"));
  bool employed = trial.has(personField(Kind::reference));
  if (!employed && !(trade && care == Care::generous)) return i;
  for (auto& [field, text] : trial.values) draft.values[field] = text;
  return past;
}

std::size_t AttributeReader::work(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = adverbs(i, end);
  auto organization = personField(Kind::reference);
  auto title = personField(Kind::job_title);
  auto start = k;
  for (int n = 0; n < 3 && k < end; ++n) {
    auto norm = tokens_.norm(k);
    auto before = k;
    if (isAffiliation(norm) || norm == "over") {
      k = affiliation(k, end, draft);
    } else if (norm == "as") {
      auto past = role(k + 1, end, draft, Care::generous);
      k = past == k + 1 ? k : past;
    } else if (norm == "in" && !draft.has(title)) {
      auto department = k + 1;
      while (department < end && words::isDepartment(tokens_.norm(department))) ++department;
      if (department > k + 1) {
        draft.values[title] = titleText(scope_, {k + 1, department});
        k = department;
      }
    }
    if (k == before) break;
    k = adverbs(k, end);
  }
  return k > start ? k : i;
}

std::size_t AttributeReader::move(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = i;
  auto norm = tokens_.norm(k);
  auto organization = personField(Kind::reference);
  auto roleBehind = [&](std::size_t at) {
    at = adverbs(at, end);
    if (tokens_.norm(at) == "as") return std::max(at, role(at + 1, end, draft, Care::generous));
    return at;
  };
  if (anyOf(norm, {"left", "leaving", "quit", "resigned", "departed"})) {
    ++k;
    if (tokens_.norm(k) == "from" || tokens_.norm(k) == "at") ++k;
    auto span = organizationName(scope_, k, end);
    bool job = anyOf(tokens_.norm(k), {"her", "his", "the"});
    if (span.empty() && !job) return i;
    draft.values[organization] = std::nullopt;
    if (span.empty()) {
      // "quit his job at Acme"
      auto past = std::min(end, k + 2);
      if (!anyOf(tokens_.norm(past), {"at", "with", "from"})) return past;
      auto old = organizationName(scope_, past + 1, end);
      return old.empty() ? past : old.end;
    }
    k = span.end;
    if (tokens_.norm(k) == "for" || (tokens_.norm(k) == "to" && tokens_.norm(k + 1) == "join")) {
      auto past = employer(tokens_.norm(k) == "for" ? k + 1 : k + 2, end, draft);
      return roleBehind(past);
    }
    return k;
  }
  bool to_verb = anyOf(norm, {"moved", "moving", "went", "switched", "switching", "transferred",
                              "changed", "started", "moves", "signed"});
  if (anyOf(norm, {"joined", "joins", "joining", "runs", "owns", "leads", "heads", "founded",
                   "cofounded", "co-founded", "running", "represents", "manages", "rejoined"})) {
    auto past = employer(k + 1, end, draft);
    return past == k + 1 ? i : roleBehind(past);
  }
  if (anyOf(norm, {"got", "took", "accepted", "landed", "has", "found"})) {
    ++k;
    while (k < end && (words::isDeterminer(tokens_.norm(k)) ||
                       anyOf(tokens_.norm(k), {"new", "hired", "over", "on"})))
      ++k;
    if (tokens_.norm(k) == "promoted" || tokens_.norm(k) == "promotion") {
      ++k;
      if (tokens_.norm(k) == "to" || tokens_.norm(k) == "as") ++k;
      auto past = role(k, end, draft, Care::generous);
      return past == k ? i : past;
    }
    if (anyOf(tokens_.norm(k), {"job", "position", "role"})) ++k;
    if (tokens_.norm(k) == "as") {
      auto past = role(k + 1, end, draft, Care::generous);
      return past == k + 1 ? i : past;
    }
    // "got a new job: she is now COO"
    if (anyOf(tokens_.norm(k), {":", ",", "-"}) && words::isPersonPronoun(tokens_.norm(k + 1))) {
      auto past = predicate(k + 2, end, draft, Care::generous);
      return past == k + 2 ? i : past;
    }
    auto past = affiliation(k, end, draft);
    return past == k ? i : roleBehind(past);
  }
  if (!to_verb) return i;
  ++k;
  if (anyOf(tokens_.norm(k), {"over", "on", "jobs", "companies", "working"})) {
    ++k;
  }
  if (tokens_.norm(k) == "from") {
    auto old = organizationName(scope_, k + 1, end);
    if (old.empty()) return i;
    k = old.end;
  }
  if (tokens_.norm(k) != "to" && tokens_.norm(k) != "at" && tokens_.norm(k) != "with" &&
      tokens_.norm(k) != "for")
    return i;
  auto past = employer(k + 1, end, draft);
  return past == k + 1 ? i : roleBehind(past);
}

std::size_t AttributeReader::possess(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = i;
  auto found = fieldAhead(k, end);
  if (!found) return i;
  auto next = k + found.length;
  bool address = found.kind == Kind::email || found.kind == Kind::phone;
  auto links = [&](std::string_view norm) {
    return norm == "at" ? address : isConnector(norm) || norm == "it" || norm == "now";
  };
  while (next < end && links(tokens_.norm(next))) ++next;
  auto read = value(found, next, end);
  if (!read) return i;
  if (found.kind == Kind::name) {
    draft.name = read->text;
  } else {
    draft.values[found.name] = read->text;
  }
  return read->end;
}

std::size_t AttributeReader::predicate(std::size_t i, std::size_t end, Draft& draft,
                                       Care care) const {
  auto k = adverbs(i, end);
  if (k >= end) return i;
  auto norm = tokens_.norm(k);
  if (norm == "married" || (norm == "got" && tokens_.norm(k + 1) == "married")) {
    auto from = k + (norm == "got" ? 2 : 1);
    while (anyOf(tokens_.norm(from), {"and", ",", "she", "he", "they"})) ++from;
    return predicate(from, end, draft, care);
  }
  auto kept = [&](std::size_t past, std::size_t from) {
    return past > from ? adverbs(past, end) : i;
  };
  if (anyOf(norm, {"has", "have", "had"})) {
    auto next = adverbs(k + 1, end);
    if (tokens_.norm(next) == "been" || tokens_.norm(next) == "become")
      return kept(be(next + 1, end, draft, care), next + 1);
    if (tokens_.norm(next) == "got") ++next;
    auto past = possess(next, end, draft);
    if (past > next) return past;
    past = move(next, end, draft);
    if (past > next) return adverbs(past, end);
    return kept(move(k, end, draft), k);
  }
  if (norm == "will" && tokens_.norm(k + 1) == "be")
    return kept(be(k + 2, end, draft, care), k + 2);
  if (anyOf(norm, {"is", "was", "are", "'s", "were", "am", "became", "becomes", "being", "be"})) {
    bool became = norm.starts_with("bec");
    auto from = tokens_.norm(k + 1) == "being" ? k + 2 : k + 1;
    return kept(be(from, end, draft, became ? Care::generous : care), from);
  }
  if (anyOf(norm, {"works", "work", "working", "worked"})) {
    auto past = work(k + 1, end, draft);
    return kept(past, k + 1);
  }
  if (anyOf(norm, {"plays", "teaches", "interns", "volunteers", "consults", "freelances", "serves",
                   "studies", "practices", "sells", "sits"})) {
    auto past = work(k + 1, end, draft);
    if (past > k + 1) return adverbs(past, end);
  }
  if (norm == "employed") return kept(work(k + 1, end, draft), k + 1);
  if ((norm == "no" && tokens_.norm(k + 1) == "longer") ||
      ((norm == "does" || norm == "do") && tokens_.norm(k + 1) == "not")) {
    return kept(noLonger(k + 2, end, draft), k + 2);
  }
  if (norm == "can" || norm == "could") {
    bool reached = tokens_.norm(k + 1) == "be" &&
                   (anyOf(tokens_.norm(k + 2), {"reached", "contacted", "found"}));
    return reached ? kept(bare(k + 4, end, draft), k + 4) : i;
  }
  if (anyOf(norm, {"uses", "use", "using"}))
    return kept(bare(adverbs(k + 1, end), end, draft), adverbs(k + 1, end));
  if (norm == "goes" && tokens_.norm(k + 1) == "by") {
    auto from = tokens_.norm(k + 2) == "the" && tokens_.norm(k + 3) == "name" ? k + 4 : k + 2;
    auto span = personName(scope_, from, end);
    if (span.empty()) return i;
    draft.name = personText(scope_, span);
    return span.end;
  }
  if (anyOf(norm, {"changed", "updated", "switched", "got", "gets", "received"})) {
    auto past = possess(k + 1, end, draft);
    if (past > k + 1) return adverbs(past, end);
  }
  if (anyOf(norm, {"makes", "sells", "builds", "produces", "provides", "offers", "does", "develops",
                   "manufactures"})) {
    const auto* employer_type = scope_.lexicon.employer();
    if (draft.type.empty() || !employer_type || draft.type != employer_type->type) return i;
    return business(k, end, draft);
  }
  return kept(move(k, end, draft), k);
}

std::size_t AttributeReader::business(std::size_t i, std::size_t end, Draft& draft) const {
  const auto* entity = scope_.lexicon.employer();
  const auto* industry = entity ? Lexicon::fieldNamed(*entity, "industry") : nullptr;
  const auto* description = entity ? Lexicon::fieldNamed(*entity, "description") : nullptr;
  if (!industry || !description || i >= end) return i;
  auto norm = tokens_.norm(i);
  auto isIndustryWord = [](std::string_view word) {
    return anyOf(word, {"industry", "sector", "space", "business", "field", "branch", "market"});
  };
  // "education sector"
  for (auto k = i; k < std::min(end, i + 4) && tokens_[k].word() && !words::isStop(tokens_.norm(k));
       ++k) {
    if (k == i || !isIndustryWord(tokens_.norm(k))) continue;
    draft.values[industry->field] = tokens_.original({i, k});
    return k + 1;
  }
  // "in the software industry", "in fintech"
  if (norm == "in" || norm == "from") {
    auto k = i + 1;
    if (tokens_.norm(k) == "the") ++k;
    auto stop = k;
    while (stop < end && stop - k < 5 && tokens_[stop].word() &&
           !isIndustryWord(tokens_.norm(stop)) &&
           (!words::isStop(tokens_.norm(stop)) || tokens_.norm(stop) == "and" ||
            tokens_.norm(stop) == "it")) {
      if (tokens_.norm(stop) == "and" && !isIndustryWord(tokens_.norm(stop + 2))) break;
      ++stop;
    }
    bool closed = isIndustryWord(tokens_.norm(stop));
    bool typed = draft.type == entity->type && norm == "in" && !tokens_[k].capital &&
                 (tokens_.lower == false || closed);
    if (stop == k || (!closed && !typed)) return i;
    draft.values[industry->field] = tokens_.original({k, stop});
    return closed ? stop + 1 : stop;
  }
  // "a fintech company", "a small law firm based in Leeds"
  if (anyOf(norm, {"a", "an", "the", "our"})) {
    auto k = i + 1;
    auto stop = k;
    auto isCompany = [&](std::size_t at) {
      auto word = tokens_.norm(at);
      return anyOf(word,
                   {"company",      "startup",      "start-up",    "firm",       "business",
                    "organization", "organisation", "corporation", "enterprise", "vendor",
                    "provider",     "manufacturer", "maker",       "agency",     "retailer",
                    "supplier",     "nonprofit",    "charity",     "bank",       "consultancy"});
    };
    while (stop < end && stop - k < 5 && tokens_[stop].word() && !isCompany(stop)) ++stop;
    if (!isCompany(stop)) return i;
    auto word = tokens_.norm(stop);
    bool plain = anyOf(word, {"company", "startup", "start-up", "firm", "business", "corporation",
                              "organization", "organisation", "enterprise"});
    // "a software company founder" is a person
    if (stop + 1 < end && tokens_[stop + 1].word() && !words::isStop(tokens_.norm(stop + 1)) &&
        !anyOf(tokens_.norm(stop + 1), {"making", "selling"}))
      return i;
    bool followed = stop + 1 < end &&
                    (anyOf(tokens_.norm(stop + 1), {"that", "which", "for", "making", "selling"}));
    if (followed) {
      auto tail = freeTextEnd(stop + 1, end);
      draft.values[description->field] = tokens_.original({i, tail});
      if (plain && stop > k) draft.values[industry->field] = tokens_.original({k, stop});
      return tail;
    }
    if (!plain || stop == k) {
      if (stop == k && plain) {
        auto past = stop + 1 < end ? business(stop + 1, end, draft) : i;
        return past > stop + 1 ? past : i;
      }
      draft.values[description->field] = tokens_.original({i, stop + 1});
      return stop + 1;
    }
    draft.values[industry->field] = tokens_.original({k, stop});
    return stop + 1;
  }
  bool clause = anyOf(norm, {"that", "which", "who", "they"});
  auto verb = clause ? i + 1 : i;
  auto word = tokens_.norm(verb);
  bool makes = anyOf(word, {"makes",       "make",        "sells",    "sell",    "builds",
                            "build",       "produces",    "provides", "provide", "offers",
                            "does",        "do",          "develops", "develop", "manufactures",
                            "specializes", "specialises", "making",   "selling", "produce"});
  if (!makes || (draft.type != entity->type)) return i;
  auto stop = freeTextEnd(verb, end);
  if (stop <= verb + 1) return i;
  draft.values[description->field] = capitalise(tokens_.original({verb, stop}));
  return stop;
}

}  // namespace parley::assistant::interpreter
