#include "features/assistant/interpreter/understanding/records.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;
using FieldKind = FieldWords::Kind;

bool startsPredicate(std::string_view norm) {
  return anyOf(norm, {"works", "working", "employed", "joined",     "runs",    "leads",   "heads",
                      "owns",  "founded", "is",       "was",        "work",    "running", "are",
                      "left",  "moved",   "has",      "can",        "uses",    "manages", "does",
                      "makes", "sells",   "just",     "represents", "recently"});
}

bool isSystemWord(std::string_view norm) {
  return anyOf(norm, {"crm", "list", "database", "system", "book", "records", "parley", "rolodex",
                      "db", "files", "directory", "account", "there", "here", "memory"});
}

}  // namespace

std::size_t placePhrase(const Scope& scope, std::size_t i, std::size_t end, bool mention) {
  const auto& tokens = scope.tokens;
  auto norm = tokens.norm(i);
  bool preposition =
      anyOf(norm, {"to", "in", "into", "on", "at", "during", "over", "for", "among", "after",
                   "before", "through", "via", "by", "onto", "from", "off"});
  if (!preposition) return 0;
  if (norm == "for" && (tokens.norm(i + 1) == "me" || tokens.norm(i + 1) == "us")) return 2;
  auto k = i + 1;
  while (k < end && k - i < 7 && tokens[k].word()) {
    auto word = tokens.norm(k);
    bool to_list = anyOf(norm, {"from", "off", "to", "in", "into", "on", "among", "onto"});
    auto noun = scope.lexicon.noun(tokens, k, end);
    if (to_list && noun && noun.plural && k > i + 0) {
      k += noun.length;
      if (isSystemWord(tokens.norm(k))) ++k;
      return k - i;
    }
    bool lower_word = !tokens[k].capital || word == "crm" || word == "parley" || tokens.upper;
    if (to_list && lower_word &&
        (isSystemWord(word) || (word == "address" && tokens.norm(k + 1) == "book"))) {
      k += word == "address" ? 2 : 1;
      if (isSystemWord(tokens.norm(k))) ++k;
      return k - i;
    }
    // "at Acme Park" is a place of work, "at the park" is not.
    bool common = !tokens[k].capital || mention;
    if (words::isEventWord(word) && norm != "to" && norm != "from" && norm != "off" && common &&
        (k > i + 1 || mention || anyOf(word, {"lunch", "dinner", "work"}))) {
      ++k;
      while (k < end && (anyOf(tokens.norm(k), {"in", "on", "at"})) && k + 1 < end &&
             tokens[k + 1].word() && mention) {
        auto place = organizationName(scope, k + 1, end);
        if (place.empty()) break;
        k = place.end;
      }
      return k - i;
    }
    if (scope.lexicon.field(tokens, k, end) && k > i + 1) break;
    ++k;
  }
  if (mention && (anyOf(norm, {"in", "through", "via", "over"})) && i + 1 < end &&
      tokens[i + 1].word() && tokens[i + 1].capital) {
    auto place = organizationName(scope, i + 1, end);
    return place.empty() ? 0 : place.end - i;
  }
  return 0;
}

std::vector<Draft> RecordReader::read(Span span) {
  end_ = std::min(span.end, tokens_.size());
  auto i = lead(span.begin);
  // A visiting card: several lines, one of them nothing but an address or number.
  std::size_t lines = 0;
  for (auto k = i; k < end_; ++k) {
    if (!tokens_.is(k, Kind::line)) continue;
    ++lines;
    bool alone = k + 1 < end_ &&
                 (tokens_.is(k + 1, Kind::email) || tokens_.is(k + 1, Kind::phone)) &&
                 (k + 2 >= end_ || tokens_.is(k + 2, Kind::line));
    auto field = scope_.lexicon.field(tokens_, k + 1, end_);
    bool labelled = field && tokens_.norm(k + 1 + field.length) == ":";
    card_ = card_ || alone || labelled;
  }
  card_ = card_ && lines > 0;
  // "Ann Lee; ann@x.com; CEO": the parts of one card
  for (auto k = i; k < end_; ++k) {
    if (tokens_.norm(k) != ";") continue;
    auto title = evidentTitle(scope_, k + 1, end_);
    bool part = tokens_.is(k + 1, Kind::email) || tokens_.is(k + 1, Kind::phone) ||
                (!title.empty() && (title.end >= end_ || tokens_.norm(title.end) == ";")) ||
                scope_.lexicon.field(tokens_, k + 1, end_);
    card_ = card_ || part;
  }
  while (i < end_) {
    auto before = i;
    i = separator(i);
    if (i > before) continue;
    if (auto skip = noise(i); skip > 0) {
      for (auto k = i; k < i + skip && type_.empty(); ++k) {
        auto noun = scope_.lexicon.noun(tokens_, k, end_);
        if (noun) type_ = noun.entity->type;
      }
      i += skip;
      continue;
    }
    i = attribute(i);
    if (i > before) {
      last_ = Separator::none;
      continue;
    }
    i = name(i);
    if (i > before) {
      last_ = Separator::none;
      title_just_read_ = false;
      continue;
    }
    ignore(i);
    ++i;
  }
  finish();
  return std::move(drafts_);
}

/// "a new contact named", "the following people:", "contact for"
std::size_t RecordReader::lead(std::size_t i) {
  bool noun_seen = false;
  auto begin = i;
  while (i < end_ && i - begin < 14) {
    auto norm = tokens_.norm(i);
    // "add to my CRM: Roland Schitt", "someone named Bob"
    if (auto place = noun_seen ? 0 : placePhrase(scope_, i, end_, false);
        place > 0 && norm != "for") {
      for (auto k = i; k < i + place && type_.empty(); ++k) {
        auto noun = scope_.lexicon.noun(tokens_, k, end_);
        if (noun) type_ = noun.entity->type;
      }
      i += place;
      continue;
    }
    if (anyOf(norm, {"someone", "somebody"}) &&
        anyOf(tokens_.norm(i + 1), {"named", "called", "by", "from", "new"})) {
      i += 2;
      continue;
    }
    if (auto noun = scope_.lexicon.noun(tokens_, i, end_);
        noun && (!noun_seen || noun.entity->type == type_)) {
      // "add Company of Heroes": a name, not a noun
      bool named = tokens_[i].capital && !tokens_.upper && i + noun.length < end_ &&
                   tokens_[i + noun.length].capital && i > begin && !tokens_.lower;
      if (named) break;
      type_ = noun.entity->type;
      noun_seen = true;
      i += noun.length;
      continue;
    }
    // "this great woman", "my buddy Carlos", "an entry for"
    bool named_ahead = false;
    for (auto k = i + 1; k < std::min(end_, i + 3); ++k)
      named_ahead = named_ahead || tokens_[k].capital;
    bool owned = i > begin && anyOf(tokens_.norm(i - 1), {"my", "our"});
    bool buddy = owned && !noun_seen && tokens_[i].word() && !tokens_[i].capital &&
                 !tokens_.lower && named_ahead && evidentTitle(scope_, i, end_).empty();
    bool pal = owned && anyOf(norm, {"buddy", "pal", "mate", "boss", "neighbor", "neighbour",
                                     "cousin", "partner"});
    bool praised =
        anyOf(norm, {"great", "nice", "interesting", "lovely", "amazing", "cool", "smart", "fellow",
                     "very", "really", "young", "brilliant", "wonderful"}) &&
        (scope_.lexicon.noun(tokens_, i + 1, end_) || scope_.lexicon.noun(tokens_, i + 2, end_));
    bool entry = anyOf(norm, {"entry", "record", "profile", "card", "page"}) &&
                 anyOf(tokens_.norm(i + 1), {"for", ":", "named", "called", "of"});
    if (auto time = timePhrase(tokens_, i, end_); noun_seen && mention_ && time > 0) {
      i += time;
      continue;
    }
    bool skip = buddy || pal || praised || entry || words::isDeterminer(norm) ||
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
    if (norm == "who" && startsPredicate(tokens_.norm(i + 1)) && tokens_.norm(i + 2) != "called" &&
        tokens_.norm(i + 2) != "named")
      break;
    ++i;
  }
  return i;
}

std::size_t RecordReader::separator(std::size_t i) {
  auto norm = tokens_.norm(i);
  if (tokens_.is(i, Kind::line) || norm == ";" || norm == "|") {
    last_ = card_ || norm == "|" ? Separator::comma : Separator::hard;
    ++i;
    // list numbers and bullets
    if (tokens_.is(i, Kind::number) && (tokens_.norm(i + 1) == "." || tokens_.norm(i + 1) == ")"))
      return i + 2;
    if (anyOf(tokens_.norm(i), {"*", "-", "+"})) return i + 1;
    return i;
  }
  if (tokens_.is(i, Kind::number) && (tokens_.norm(i + 1) == "." || tokens_.norm(i + 1) == ")") &&
      tokens_[i + 1].glued) {
    last_ = Separator::hard;
    return i + 2;
  }
  if (norm == ",") {
    if (last_ != Separator::hard)
      last_ = last_ == Separator::conjunction ? last_ : Separator::comma;
    return i + 1;
  }
  if (anyOf(norm, {"and", "&", "plus", "+"})) {
    last_ = Separator::conjunction;
    return i + 1;
  }
  if (norm == "as" && tokens_.norm(i + 1) == "well") {
    last_ = Separator::conjunction;
    return i + (tokens_.norm(i + 2) == "as" ? 3 : 2);
  }
  if ((norm == "along" || norm == "together") && tokens_.norm(i + 1) == "with") {
    last_ = Separator::conjunction;
    return i + 2;
  }
  if (anyOf(norm, {"(", "[", "-", "/", ":", "<", "->"})) {
    last_ = norm == ":" ? last_ : Separator::bracket;
    return i + 1;
  }
  bool closing = anyOf(norm, {")", "]", "*", ".", "!", ">", "?", "'", "\"", "_", "#"});
  return closing ? i + 1 : i;
}

std::size_t RecordReader::noise(std::size_t i) const {
  if (auto time = timePhrase(tokens_, i, end_); time > 0) {
    // "June Park": a month that begins a name is none; such words are not time phrases of their
    // own.
    return time;
  }
  if (auto place = placePhrase(scope_, i, end_, mention_); place > 0) return place;
  auto norm = tokens_.norm(i);
  if (norm == "no") {
    // "no email yet"
    auto at = i + 1;
    auto field = attributes_.fieldAhead(at, end_);
    if (field) {
      auto past = at + field.length;
      while (anyOf(tokens_.norm(past), {"yet", "so", "far", "on", "file", "known", "given"}))
        ++past;
      return past - i;
    }
  }
  if (anyOf(norm, {"aka", "a.k.a", "nicknamed", "alias"})) {
    auto nickname = personName(scope_, i + 1, end_);
    return nickname.empty() ? 1 : nickname.end - i;
  }
  auto noun = scope_.lexicon.noun(tokens_, i + 1, end_);
  if (norm == "as") {
    auto k = i + 1;
    while (k < end_ && (words::isDeterminer(tokens_.norm(k)) || tokens_.norm(k) == "new")) ++k;
    noun = scope_.lexicon.noun(tokens_, k, end_);
    auto after = k + noun.length;
    bool ends = after >= end_ || !tokens_[after].word() || words::isStop(tokens_.norm(after));
    if (noun && ends) return after - i;
  }
  bool filler = anyOf(
      norm, {"also", "too", "please", "then", "named", "called", "new", "just", "here", "namely"});
  return filler ? 1 : 0;
}

void RecordReader::startDraft(std::string name) {
  Draft draft = std::exchange(loose_, {});
  draft.name = std::move(name);
  linked_.push_back(!drafts_.empty() && last_ != Separator::hard);
  drafts_.push_back(std::move(draft));
}

std::size_t RecordReader::shared(std::size_t i) {
  auto norm = tokens_.norm(i);
  if ((norm != "both" && norm != "all" && norm != "each" && norm != "they") || drafts_.size() < 2)
    return i;
  auto k = i + 1;
  while (k < end_ && (anyOf(tokens_.norm(k), {"of", "them", "whom", "these", "both", "all"}))) {
    ++k;
  }
  Draft common;
  auto past = attributes_.predicate(k, end_, common, AttributeReader::Care::generous);
  if (past == k) past = attributes_.affiliation(k, end_, common);
  if (past == k) past = attributes_.role(k, end_, common, AttributeReader::Care::strict);
  if (past == k) return i;
  if (tokens_.norm(past) == "as")
    past =
        std::max(past, attributes_.role(past + 1, end_, common, AttributeReader::Care::generous));
  auto title = attributes_.personField(FieldKind::job_title);
  if (common.has(title)) common.values[title] = singularTitle(*common.values[title]);
  for (auto& draft : drafts_) {
    for (const auto& [field, text] : common.values) draft.values.try_emplace(field, text);
  }
  return past;
}

/// "who is the CTO of ...", "she works at ...", "her email is ..."
std::size_t RecordReader::relative(std::size_t i) {
  auto& draft = drafts_.empty() ? loose_ : drafts_.back();
  auto norm = tokens_.norm(i);
  bool subject = anyOf(norm, {"who", "she", "he", "they", "which", "that", "it"});
  const auto* employer = scope_.lexicon.employer();
  bool organization =
      draft.type == (employer ? employer->type : "") || type_ == (employer ? employer->type : "");
  if (organization && draft.type.empty() && employer) draft.type = employer->type;
  if (organization) {
    auto past = attributes_.business(i, end_, draft);
    if (past > i) return past;
    if (subject && (tokens_.norm(i + 1) == "is" || tokens_.norm(i + 1) == "are")) {
      past = attributes_.business(i + 2, end_, draft);
      if (past > i + 2) return past;
    }
  }
  if (!subject && !startsPredicate(norm)) return i;
  auto from = subject ? i + 1 : i;
  if (subject && (tokens_.norm(from) == "also")) ++from;
  auto past = attributes_.predicate(from, end_, draft, AttributeReader::Care::generous);
  return past == from ? i : past;
}

std::size_t RecordReader::apposition(std::size_t i) {
  if (drafts_.empty() || last_ == Separator::conjunction || last_ == Separator::hard) return i;
  auto& draft = drafts_.back();
  auto title = attributes_.personField(FieldKind::job_title);
  if (const auto* employer = scope_.lexicon.employer();
      employer && type_.empty() && draft.type.empty() && draft.values.empty() &&
      words::isDeterminer(tokens_.norm(i))) {
    auto past = attributes_.business(i, end_, draft);
    if (past > i) {
      draft.type = employer->type;
      return past;
    }
  }
  if (const auto* employer = scope_.lexicon.employer(); employer && type_ == employer->type) {
    auto known = attributes_.business(i, end_, draft);
    const auto* industry = Lexicon::fieldNamed(*employer, "industry");
    // "Initrode, software"
    auto listed = false;
    for (auto k = i; k < end_; ++k)
      listed = listed || anyOf(tokens_.norm(k), {"and", "&", ";"}) || tokens_.is(k, Kind::line);
    bool after_comma = last_ == Separator::comma && !tokens_.lower && !listed &&
                       drafts_.size() == 1 && tokens_[i].word() &&
                       !words::isStop(tokens_.norm(i)) && known == i && draft.values.empty();
    if (after_comma && !tokens_[i].capital && industry) {
      auto stop = i;
      while (stop < end_ && tokens_[stop].word() && !tokens_[stop].capital) ++stop;
      if (stop >= end_ || tokens_.norm(stop) == ",") {
        draft.values[industry->field] = tokens_.original({i, stop});
        return stop;
      }
    }
    bool plain = last_ == Separator::bracket && industry && !draft.has("industry") &&
                 tokens_[i].word() && !tokens_[i].capital && i > 0 && tokens_.norm(i - 1) == "(";
    if (known > i || !plain) return known;
    auto stop = i;
    while (stop < end_ && tokens_.norm(stop) != ")") ++stop;
    draft.values[industry->field] = tokens_.original({i, stop});
    return stop;
  }
  if (draft.has(title)) return i;
  auto past = attributes_.role(i, end_, draft, AttributeReader::Care::strict);
  if (past == i && last_ != Separator::none) {
    // ", beekeeper at Honey & Co": unknown trades count where an employer follows
    Draft trial;
    auto norm = tokens_.norm(i);
    bool lower = tokens_[i].word() && !tokens_[i].capital && !tokens_[i].caseless && !tokens_.lower;
    bool article = anyOf(norm, {"a", "an", "the", "our", "their"});
    if (lower || article) past = attributes_.role(i, end_, trial, AttributeReader::Care::generous);
    // ", Geschaeftsleiter at ..." behind a full name: one word that is no first name
    bool one_word = last_ == Separator::comma && tokens_[i].word() && tokens_[i].capital &&
                    !words::isGivenName(norm) && splitWords(draft.name).size() > 1 &&
                    (tokens_.norm(i + 1) == "at" || tokens_.norm(i + 1) == "@");
    if (one_word) past = attributes_.role(i, end_, trial, AttributeReader::Care::generous);
    // "Amy Pond (model)"
    bool in_brackets = lower && last_ == Separator::bracket && i > 0 &&
                       tokens_.norm(i - 1) == "(" && past > i && tokens_.norm(past) == ")";
    bool employed = in_brackets || trial.has(attributes_.personField(FieldKind::reference));
    if (past > i && (employed || (article && tokens_.norm(i) != "the"))) {
      for (auto& [field, text] : trial.values) draft.values[field] = text;
    } else {
      past = i;
    }
  }
  if (past > i) {
    title_just_read_ = true;
    title_begin_ = i;
  }
  return past;
}

bool RecordReader::looksLikeOrganization(Span span) const {
  if (span.empty()) return false;
  auto last = tokens_.norm(span.end - 1);
  for (auto k = span.begin; k < span.end; ++k) {
    auto norm = tokens_.norm(k);
    // "John Constantine & Zatanna Zatara" are two people, "Ada Park of Initech" is one
    if (norm == "&" && k >= span.begin + 2 && span.end >= k + 3 && !words::isCompanyWord(last))
      continue;
    bool ruled =
        k > span.begin &&
        (words::isCompanyWord(tokens_.norm(k - 1)) ||
         anyOf(tokens_.norm(k - 1),
               {"city", "house", "church", "state", "kingdom", "board", "office", "league", "order",
                "port", "centre", "center", "army", "bureau", "society", "embassy", "people"}));
    if (norm == "of" && ruled) return true;
    if (norm == "&" || tokens_.is(k, Kind::number) || tokens_.is(k, Kind::url)) return true;
    if (k > span.begin && words::isCompanySuffix(norm) && norm != "co" && norm != "sa" &&
        norm != "as" && norm != "ab")
      return true;
  }
  auto raw = tokens_.original({span.end - 1, span.end});
  bool domain = raw.contains('.') && !raw.ends_with('.') && span.size() == 1 && length(raw) > 4;
  return words::isCompanySuffix(last) || domain || (span.size() > 1 && words::isCompanyWord(last));
}

bool RecordReader::ownAttributesFollow(std::size_t i) const {
  if (i >= end_) return false;
  auto norm = tokens_.norm(i);
  if (norm == "(" || tokens_.is(i, Kind::email) || tokens_.is(i, Kind::phone)) return true;
  if (anyOf(norm, {"as", "from", "at", "who"})) return true;
  return false;
}

/// "Ada Park, Initech, ada@initech.com": what stands between is the employer, unless it is another
/// name of a list.
std::size_t RecordReader::positionalEmployer(std::size_t i) {
  if (drafts_.empty() || (last_ != Separator::comma && last_ != Separator::bracket)) return i;
  auto& draft = drafts_.back();
  auto organization = attributes_.personField(FieldKind::reference);
  if (draft.name.empty() || organization.empty() || draft.has(organization)) return i;
  if (!type_.empty() && scope_.lexicon.person() && type_ != scope_.lexicon.person()->type) return i;
  if (company_like_.back()) return i;
  auto span = organizationName(scope_, i, end_);
  if (span.empty()) return i;
  bool evident = looksLikeOrganization(span);
  bool described = draft.has(attributes_.personField(FieldKind::job_title)) ||
                   draft.has(attributes_.personField(FieldKind::email)) ||
                   draft.has(attributes_.personField(FieldKind::phone));
  auto next = tokens_.norm(span.end);
  bool single =
      span.size() == 1 && !words::isGivenName(tokens_.norm(span.begin)) && !one_word_.back();
  bool closed =
      span.end >= end_ || anyOf(next, {")", "]", ";"}) || tokens_.is(span.end, Kind::line);
  bool comma = anyOf(next, {",", "|", "-"}) || closed;
  auto behind = span.end + 1;
  bool contact_data =
      tokens_.is(span.end, Kind::email) || tokens_.is(span.end, Kind::phone) ||
      (comma && (tokens_.is(behind, Kind::email) || tokens_.is(behind, Kind::phone) ||
                 attributes_.fieldAhead(behind, end_)));
  auto title_behind = comma && !closed && !evidentTitle(scope_, span.end + 1, end_).empty();
  bool list = next == "and" || next == "&";
  for (auto k = span.end; k < end_ && !list && !tokens_.is(k, Kind::line); ++k)
    list = tokens_.norm(k) == "and" && !fieldWithValue(scope_, k + 1, end_) &&
           !attributes_.fieldAhead(behind = k + 1, end_);
  bool written_low = !tokens_.lower && tokens_[span.begin].word() && !tokens_[span.begin].capital &&
                     !tokens_[span.begin].caseless;
  if (written_low && !evident) return i;
  bool ok =
      evident || (card_ && !title_behind) || last_ == Separator::bracket ||
      (described && !title_behind && (closed || contact_data) && !list && drafts_.size() == 1) ||
      (described && single && !title_behind) ||
      (single && !list && (contact_data || title_behind || closed));
  if (!ok) return i;
  draft.values[organization] = organizationText(scope_, span);
  return span.end;
}

std::size_t RecordReader::attribute(std::size_t i) {
  auto& draft = drafts_.empty() || last_ == Separator::hard ? loose_ : drafts_.back();
  // Behind "and" an attribute of its own belongs to the record before, a name begins the next.
  auto past = attributes_.bare(i, end_, draft);
  if (past > i) return past;
  past = attributes_.field(i, end_, draft);
  if (past > i) {
    if (drafts_.empty() && !loose_.name.empty()) {
      auto name = std::exchange(loose_.name, {});
      startDraft(name);
      company_like_.push_back(false);
      one_word_.push_back(false);
    }
    return past;
  }
  past = shared(i);
  if (past > i) return past;
  past = relative(i);
  if (past > i) return past;
  auto norm = tokens_.norm(i);
  if (norm == "as" || (norm == "being" && !drafts_.empty())) {
    past = attributes_.role(i + 1, end_, draft, AttributeReader::Care::generous);
    if (past > i + 1) {
      auto title = attributes_.personField(FieldKind::job_title);
      if (drafts_.size() > 1 && draft.has(title)) {
        auto single = singularTitle(*draft.values[title]);
        if (single != *draft.values[title]) {
          for (auto& other : drafts_) other.values.try_emplace(title, single);
          draft.values[title] = single;
        }
      }
      return past;
    }
  }
  const auto* employer = scope_.lexicon.employer();
  bool organization = employer && (type_ == employer->type || draft.type == employer->type);
  if (organization && (norm == "in" || norm == "from")) {
    past = attributes_.business(i, end_, draft);
    if (past > i) return past;
  }
  if (!organization) {
    past = attributes_.affiliation(i, end_, draft);
    if (past > i) return past;
  }
  if (last_ != Separator::hard) {
    past = apposition(i);
    if (past > i) return past;
    past = positionalEmployer(i);
  }
  return past;
}

bool RecordReader::introducesName(std::size_t i) const {
  return drafts_.empty() || last_ != Separator::none || tokens_.is(i, Kind::quoted);
}

std::size_t RecordReader::name(std::size_t i) {
  auto start = i;
  while (start < end_ && (words::isDeterminer(tokens_.norm(start)) && !tokens_[start].capital) &&
         start - i < 2)
    ++start;
  const auto* employer = scope_.lexicon.employer();
  bool organization = employer && type_ == employer->type;
  // "the organization Initech", inside a list
  if (auto noun = scope_.lexicon.noun(tokens_, start, end_);
      noun && !noun.plural && !tokens_[start].capital) {
    auto after = start + noun.length;
    while (after < end_ && (anyOf(tokens_.norm(after), {"named", "called", ":"}))) ++after;
    if (after < end_ &&
        (tokens_[after].capital || tokens_.lower || tokens_.is(after, Kind::quoted)))
      start = after;
  }
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
    if (type_.empty() && wide.end > span.end && looksLikeOrganization(wide)) span = wide;
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

void RecordReader::ignore(std::size_t i) {
  title_just_read_ = false;
  if (!tokens_[i].word() || words::isStop(tokens_.norm(i)) || words::isTimeWord(tokens_.norm(i)))
    return;
  auto& draft = drafts_.empty() ? loose_ : drafts_.back();
  bool adjacent = !draft.ignored.empty() && i > 0;
  auto text = tokens_.original({i, i + 1});
  if (adjacent && draft.ignored.back().size() < 80) {
    draft.ignored.back() += " " + text;
  } else if (draft.ignored.size() < 5) {
    draft.ignored.push_back(text);
  }
}

void RecordReader::finish() {
  if (drafts_.empty() && (!loose_.values.empty() || !loose_.name.empty())) {
    drafts_.push_back(std::exchange(loose_, {}));
    linked_.push_back(false);
    company_like_.push_back(false);
    one_word_.push_back(false);
  }
  shareEmployer();
  inferTypes();
}

/// "Ann Lee and Bob Ray from Acme": what stands behind the list holds for all of it.
void RecordReader::shareEmployer() {
  auto organization = attributes_.personField(FieldKind::reference);
  if (organization.empty()) return;
  for (std::size_t last = drafts_.size(); last-- > 1;) {
    if (!drafts_[last].has(organization)) continue;
    auto signature = drafts_[last].values.size() - 1;
    for (auto k = last; k-- > 0;) {
      if (!linked_[k + 1] || drafts_[k].has(organization)) break;
      if (!drafts_[k].values.empty() && drafts_[k].values.size() != signature) break;
      if (drafts_[k].values.empty() && k + 1 == last && signature > 0 && last > 0 &&
          drafts_[last].has(attributes_.personField(FieldKind::job_title)) && drafts_.size() == 2) {
        // "Ann Lee and Bob Ray, CTO of Acme": still most likely both from Acme
      }
      drafts_[k].values[organization] = drafts_[last].values[organization];
    }
  }
}

void RecordReader::inferTypes() {
  const auto* person = scope_.lexicon.person();
  const auto* employer = scope_.lexicon.employer();
  for (std::size_t k = 0; k < drafts_.size(); ++k) {
    auto& draft = drafts_[k];
    if (!draft.type.empty()) continue;
    draft.type = type_;
    if (!draft.type.empty() || !person) continue;
    for (const auto& [field, value] : draft.values) {
      auto having = scope_.lexicon.having(field);
      if (having.size() == 1) draft.type = having.front()->type;
    }
    if (!draft.type.empty()) continue;
    if (company_like_[k] && employer) draft.type = employer->type;
    bool open =
        one_word_[k] && !words::isGivenName(fold(draft.name)) && drafts_.size() == 1 && !mention_;
    if (draft.type.empty() && !open) draft.type = person->type;
  }
}

}  // namespace parley::assistant::interpreter
