#include "features/assistant/interpreter/understanding/attributes.hpp"

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = FieldWords::Kind;

/// Adjectives before a field word: "her new work email".
bool isFieldAdjective(std::string_view norm) {
  return anyOf(norm, {"new",     "current",   "work",    "personal", "private", "business",
                      "office",  "home",      "main",    "primary",  "correct", "actual",
                      "old",     "following", "updated", "direct",   "best",    "different",
                      "another", "other",     "own",     "right",    "company", "official"});
}

/// What one is to others, not what one does: "became a father".
bool isKin(std::string_view norm) {
  return anyOf(norm,
               {"father",      "mother",  "dad",    "mum",    "mom",       "parent",  "grandfather",
                "grandmother", "brother", "sister", "son",    "daughter",  "husband", "wife",
                "uncle",       "aunt",    "cousin", "friend", "neighbour", "neighbor"});
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
    while (ahead < end && anyOf(tokens_.norm(ahead), {"and", ",", "with"})) ++ahead;
    if (ahead == k) return false;
    auto field = fieldAhead(ahead, end);
    if (!field) return false;
    auto next = ahead + field.length;
    return next < end &&
           (words::isValueConnector(tokens_.norm(next)) || fieldWithValue(scope_, ahead, end));
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
  for (int n = 0; n < 2 && next < end && words::isValueConnector(tokens_.norm(next)); ++n, ++next)
    connected = true;
  bool named = found.kind == Kind::name && next < end && tokens_[next].word() &&
               tokens_[next].capital && !tokens_[k].capital;
  bool explicit_value = connected || named || fieldWithValue(scope_, k, end) || k > i;
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
    while (k < end && anyOf(tokens_.norm(k), {"called", "named", ":", ","})) ++k;
  } else {
    k = i;
  }
  auto span = organizationName(scope_, k, end);
  if (span.empty() || isNoEmployer(span)) return i;
  draft.values[name] = organizationText(scope_, span);
  return span.end;
}

/// "at lunch", "the call", "with the dentist", "with Anna", "from Berlin": where or with whom one
/// is.
bool AttributeReader::isNoEmployer(Span span) const {
  std::string place;
  for (auto k = span.begin; k < span.end; ++k) {
    if (!place.empty()) place += '_';
    place += tokens_.norm(k);
  }
  if (words::isPlaceName(place)) return true;
  if (span.size() != 1 || !tokens_[span.begin].word()) return false;
  auto norm = tokens_.norm(span.begin);
  bool common = !tokens_[span.begin].capital;
  if (common && (words::isEventWord(norm) || words::isTitleHead(norm))) return true;
  return span.begin > 0 && anyOf(tokens_.norm(span.begin - 1), {"with", "for"}) &&
         words::isGivenName(norm);
}

/// "the same company", ", same firm"
std::size_t AttributeReader::sameEmployer(std::size_t i, std::size_t end, Draft& draft) const {
  auto k = i;
  if (words::isAffiliation(tokens_.norm(k))) ++k;
  if (tokens_.norm(k) == "the") ++k;
  if (tokens_.norm(k) != "same") return i;
  auto noun = scope_.lexicon.noun(tokens_, k + 1, end);
  auto field = scope_.lexicon.field(tokens_, k + 1, end);
  auto length = noun && noun.entity == scope_.lexicon.employer() ? noun.length
                : field.kind == Kind::reference                  ? field.length
                : anyOf(tokens_.norm(k + 1), {"place", "one"})   ? std::size_t{1}
                                                                 : std::size_t{0};
  if (length == 0) return i;
  draft.values[personField(Kind::reference)] = std::string{same_as_before};
  return k + 1 + length;
}

std::size_t AttributeReader::affiliation(std::size_t i, std::size_t end, Draft& draft) const {
  if (auto past = sameEmployer(i, end, draft); past > i) return past;
  auto k = i;
  if (k < end && (tokens_.norm(k) == "over" || tokens_.norm(k) == "out") &&
      words::isAffiliation(tokens_.norm(k + 1)))
    ++k;
  if (k >= end || !words::isAffiliation(tokens_.norm(k)) || tokens_.is(k, Token::Kind::quoted))
    return i;
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
  if (title.empty() || isKin(tokens_.norm(title.end - 1))) return i;
  // "... of Orlen, their Head of Trading": the organization is told, so this is a department
  bool theirs =
      anyOf(tokens_.norm(i), {"their", "our", "its"}) || (i > 0 && tokens_.norm(i - 1) == "as");
  if (theirs && draft.has(personField(Kind::reference)) && tokens_.norm(title.end) == "of") {
    auto department = organizationName(scope_, title.end + 1, end);
    if (!department.empty()) title.end = department.end;
  }
  draft.values[field] = titleText(scope_, title);
  auto past = affiliation(title.end, end, draft);
  if (past == title.end && tokens_.norm(past) == "in" && !draft.has(personField(Kind::reference)))
    return past;
  return past;
}

}  // namespace parley::assistant::interpreter
