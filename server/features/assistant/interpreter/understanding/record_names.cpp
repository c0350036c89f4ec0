#include "features/assistant/interpreter/understanding/records.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

/// What companies are as well as people.
bool isEitherKind(std::string_view norm) {
  return anyOf(norm, {"client", "clients", "customer", "customers", "lead", "leads", "prospect",
                      "prospects", "connection", "connections"});
}

}  // namespace

/// "a new contact named", "the following people:", "contact for"
std::size_t RecordReader::lead(std::size_t i) {
  bool noun_seen = false;
  auto begin = i;
  while (i < end_ && i - begin < 14) {
    auto norm = tokens_.norm(i);
    // "add to my CRM: Roland Schitt", "someone named Bob"
    bool stored = !noun_seen || anyOf(norm, {"to", "into"});
    if (auto place = stored ? placePhrase(scope_, i, end_, false) : 0; place > 0 && norm != "for") {
      for (auto k = i; k < i + place && type_.empty(); ++k) {
        auto noun = scope_.lexicon.noun(tokens_, k, end_);
        if (noun) type_ = noun.entity->type;
      }
      i += place;
      continue;
    }
    if (anyOf(norm, {"someone", "somebody"}) &&
        anyOf(tokens_.norm(i + 1), {"named", "called", "by", "from", "new", "at", ":", "else"})) {
      i += anyOf(tokens_.norm(i + 1), {"from", "at"}) ? 1 : 2;
      if (anyOf(tokens_.norm(i), {"from", "at"})) break;
      continue;
    }
    if (auto noun = scope_.lexicon.noun(tokens_, i, end_);
        noun && (!noun_seen || noun.entity->type == type_)) {
      // "add Company of Heroes": a name, not a noun
      bool named = tokens_[i].capital && !tokens_.upper && i + noun.length < end_ &&
                   tokens_[i + noun.length].capital && i > begin && !tokens_.lower;
      if (named) break;
      type_ = noun.entity->type;
      either_kind_ = isEitherKind(norm);
      noun_seen = true;
      i += noun.length;
      continue;
    }
    // "this great woman", "my buddy Carlos", "an entry for"
    bool named_ahead = false;
    for (auto k = i + 1; k < std::min(end_, i + 3); ++k)
      named_ahead = named_ahead || tokens_[k].capital;
    bool renewed =
        i > begin + 1 && tokens_.norm(i - 1) == "new" && anyOf(tokens_.norm(i - 2), {"my", "our"});
    bool owned = i > begin && (renewed || anyOf(tokens_.norm(i - 1), {"my", "our"}));
    bool buddy = owned && !noun_seen && tokens_[i].word() && !tokens_[i].capital &&
                 !tokens_.lower && named_ahead && evidentTitle(scope_, i, end_).empty();
    bool pal = owned && anyOf(norm, {"buddy", "pal", "mate", "boss", "neighbor", "neighbour",
                                     "cousin", "partner"});
    bool praised =
        anyOf(norm, {"great", "nice", "interesting", "lovely", "amazing", "cool", "smart", "fellow",
                     "very", "really", "young", "brilliant", "wonderful"}) &&
        (scope_.lexicon.noun(tokens_, i + 1, end_) || scope_.lexicon.noun(tokens_, i + 2, end_));
    bool entry =
        anyOf(norm, {"entry", "record", "profile", "card", "page"}) &&
        anyOf(tokens_.norm(i + 1), {"for", ":", "named", "called", "of", "in", "to", "into"});
    if (auto time = timePhrase(tokens_, i, end_); noun_seen && mention_ && time > 0) {
      i += time;
      continue;
    }
    // "a second Marcus Webb"
    if (i > begin && anyOf(tokens_.norm(i - 1), {"a", "another"}) && words::ordinal(norm) > 1 &&
        (tokens_.lower || tokens_[i + 1].capital || scope_.lexicon.noun(tokens_, i + 1, end_))) {
      ++i;
      continue;
    }
    bool colleague = i > 0 && anyOf(tokens_.norm(i - 1), {"new", "my", "our", "a"}) &&
                     anyOf(norm, {"hire", "colleague", "client", "customer", "employee", "prospect",
                                  "coworker", "co-worker", "teammate", "acquaintance", "friend"});
    bool skip = colleague || buddy || pal || praised || entry || words::isDeterminer(norm) ||
                anyOf(norm, {"new", "following", ":", "brand", "quick", "of", "details", "info",
                             "as", "to", "up", "down", "in", "information", "-"}) ||
                tokens_.is(i, Kind::line) ||
                anyOf(norm, {"*", "potential", "business", "with", "old", "good", "certain"});
    if (noun_seen) {
      skip = skip || anyOf(norm, {"named", "called", "for", ",", "who", "whose", "is", "name", "by",
                                  "record", "entry", "card", "are", "on"});
      skip = skip || anyOf(norm, {"titled", "with", "goes", "namely"});
    } else {
      skip = skip && norm != "with" && !(norm == "in" && tokens_[i].capital);
      skip = skip || ((norm == "named" || norm == "called") && i > begin);
      skip = skip || norm == "for" ||
             (words::cardinal(norm) > 0 && i + 1 < end_ &&
              scope_.lexicon.noun(tokens_, i + 1, end_)) ||
             ((tokens_.is(i, Kind::number) || words::cardinal(norm) > 0) &&
              scope_.lexicon.noun(tokens_, i + 2, end_) && tokens_.norm(i + 1) == "new");
    }
    if (!skip) break;
    // "with the email ..." after the noun: attributes begin
    if (anyOf(norm, {"with", "whose", "of"})) {
      auto k = i + 1;
      auto field = attributes_.fieldAhead(k, end_);
      if (field && field.kind != FieldKind::name) break;
      if (field) {
        i = k + field.length;
        continue;
      }
      if (norm == "of" && noun_seen) break;
    }
    if (norm == "as" && noun_seen) break;
    if (noun_seen && (norm == "in")) break;
    if (norm == "who" && words::startsPredicate(tokens_.norm(i + 1)) &&
        tokens_.norm(i + 2) != "called" && tokens_.norm(i + 2) != "named")
      break;
    ++i;
  }
  return i;
}

/// "the organization Initech and the contact Ada Park": what follows is of another kind.
void RecordReader::changeType(const std::string& type) {
  if (type == type_ || drafts_.empty() || type_.empty()) return;
  for (auto& draft : drafts_) {
    if (draft.type.empty()) draft.type = type_;
  }
  type_ = type;
}

void RecordReader::startDraft(std::string name) {
  Draft draft = std::exchange(loose_, {});
  draft.name = std::move(name);
  linked_.push_back(!drafts_.empty() && last_ != Separator::hard);
  comma_behind_.push_back(false);
  drafts_.push_back(std::move(draft));
}

bool RecordReader::introducesName(std::size_t i) const {
  return drafts_.empty() || last_ != Separator::none || tokens_.is(i, Kind::quoted);
}

/// "the plumber", "two new clients", a word in lower case between names: what somebody is, and no
/// name.
bool RecordReader::describes(Span name) const {
  const auto& first = tokens_[name.begin];
  if (!first.word() || first.capital || first.caseless) return false;
  if (meansSomebody(tokens_, name.end - 1)) return true;
  for (auto k = name.begin; k < name.end; ++k) {
    auto noun = scope_.lexicon.noun(tokens_, k, name.end);
    if (noun && noun.plural && !tokens_[k].capital) return true;
  }
  bool determined = name.begin > 0 && words::isDeterminer(tokens_.norm(name.begin - 1));
  auto title = evidentTitle(scope_, name.begin, name.end);
  if (determined && title.begin == name.begin && title.end == name.end) return true;
  return proper_names_ && name.size() == 1 && last_ != Separator::conjunction &&
         !words::isGivenName(first.norm);
}

std::size_t RecordReader::name(std::size_t i) {
  auto start = i;
  while (start < end_ && (words::isDeterminer(tokens_.norm(start)) && !tokens_[start].capital) &&
         start - i < 2)
    ++start;
  // "his number is ..." without one: a field, not a name
  bool possessed = start > 0 && words::isPossessivePronoun(tokens_.norm(start - 1));
  if (possessed && !tokens_[start].capital && scope_.lexicon.field(tokens_, start, end_)) return i;
  // "the organization Initech", inside a list
  if (auto noun = scope_.lexicon.noun(tokens_, start, end_);
      noun && !noun.plural && !tokens_[start].capital) {
    auto after = start + noun.length;
    while (after < end_ && anyOf(tokens_.norm(after), {"named", "called", ":"})) ++after;
    if (after < end_ &&
        (tokens_[after].capital || tokens_.lower || tokens_.is(after, Kind::quoted))) {
      start = after;
      changeType(noun.entity->type);
    }
  }
  const auto* employer = scope_.lexicon.employer();
  bool organization = employer && type_ == employer->type;
  // "CTO Ada Park", "Initech's CTO Ada Park"
  Draft ahead;
  auto title = evidentTitle(scope_, start, end_);
  auto company = organizationName(scope_, start, end_);
  bool owned = !company.empty() && tokens_.norm(company.end) == "'s";
  if (owned) title = evidentTitle(scope_, company.end + 1, end_);
  bool titled =
      !organization && !title.empty() && title.end < end_ && tokens_[title.end].word() &&
      (words::isAcronym(tokens_.norm(title.begin)) || !tokens_[title.begin].capital || owned) &&
      (tokens_[title.end].capital || words::isAcronym(tokens_.norm(title.begin))) &&
      !words::isHonorific(tokens_.norm(title.begin));

  if (titled) {
    auto person = personName(scope_, title.end, end_);
    if (!person.empty()) {
      ahead.values[attributes_.personField(FieldKind::job_title)] = titleText(scope_, title);
      if (owned)
        ahead.values[attributes_.personField(FieldKind::reference)] =
            organizationText(scope_, company);
      start = person.begin;
    }
  }
  if (!introducesName(i) && !title_just_read_) return i;
  auto span =
      organization ? organizationName(scope_, start, end_) : personName(scope_, start, end_);
  if (!organization) {
    auto wide = organizationName(scope_, start, end_);
    // "D'Arcy O'Connell of Marks & Spencer": a person of an organization
    bool person_of = tokens_.norm(span.end) == "of" && span.size() > 1 &&
                     !words::isCompanyWord(tokens_.norm(span.end - 1));
    if (type_.empty() && wide.end > span.end && !person_of && looksLikeOrganization(wide))
      span = wide;
    // "the CEO of Tyrell, Eldon Tyrell"
    Draft described;
    auto past = attributes_.role(start, end_, described, AttributeReader::Care::strict);
    if (past > start && past < end_ && tokens_.norm(past) == "," && ahead.values.empty() &&
        past + 1 < end_ && tokens_[past + 1].capital) {
      auto person = personName(scope_, past + 1, end_);
      if (!person.empty() && (described.has(attributes_.personField(FieldKind::reference)) ||
                              !tokens_[start].capital)) {
        ahead = std::move(described);
        span = person;
      }
    }
    if (type_.empty() && span.empty() && !wide.empty() && tokens_.lower == false &&
        (tokens_[wide.begin].capital || tokens_.is(wide.begin, Kind::number)))
      span = wide;
  }
  if (span.empty()) return i;
  if (describes(span)) {
    either_kind_ = either_kind_ || isEitherKind(tokens_.norm(span.end - 1));
    return i;
  }
  // "met Initech CTO Ada Park"
  if (title_just_read_ && last_ == Separator::none && !drafts_.empty() && title_begin_ > 0) {
    auto& draft = drafts_.back();
    if (!tokens_[span.begin].capital || draft.has(attributes_.personField(FieldKind::reference)))
      return i;
    draft.values[attributes_.personField(FieldKind::reference)] = draft.name;
    draft.name = personText(scope_, span);
    return span.end;
  }
  bool company_like = organization || looksLikeOrganization(span);
  auto text = company_like ? organizationText(scope_, span) : personText(scope_, span);
  startDraft(std::move(text));
  proper_names_ = tokens_[span.begin].capital;
  if (company_like && either_kind_ && employer) drafts_.back().type = employer->type;
  company_like_.push_back(company_like);
  one_word_.push_back(span.size() == 1 && tokens_.is(span.begin, Kind::word));
  for (auto& [field, value] : ahead.values) drafts_.back().values.try_emplace(field, value);
  // "save Pepper's details: ..."
  if (tokens_.norm(span.end) == "'s" &&
      anyOf(tokens_.norm(span.end + 1), {"details", "info", "information", "data", "contact"})) {
    auto past = span.end + 2;
    while (anyOf(tokens_.norm(past), {"details", "info", "information", "data", ":"})) ++past;
    return std::min(past, end_);
  }
  return span.end;
}

}  // namespace parley::assistant::interpreter
