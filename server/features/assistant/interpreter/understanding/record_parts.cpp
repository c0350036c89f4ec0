#include "features/assistant/interpreter/understanding/records.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

std::size_t RecordReader::shared(std::size_t i) {
  auto norm = tokens_.norm(i);
  if ((!anyOf(norm, {"both", "all", "each", "they"})) || drafts_.size() < 2) return i;
  auto k = i + 1;
  while (k < end_ && anyOf(tokens_.norm(k), {"of", "them", "whom", "these", "both", "all"})) {
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
  if (!subject && !words::startsPredicate(norm)) return i;
  auto from = subject ? i + 1 : i;
  if (subject && (tokens_.norm(from) == "also")) ++from;
  auto past = attributes_.predicate(from, end_, draft, AttributeReader::Care::generous);
  return past == from ? i : past;
}

std::size_t RecordReader::apposition(std::size_t i) {
  if (drafts_.empty() || last_ == Separator::conjunction || last_ == Separator::hard) return i;
  if (anyOf(tokens_.norm(i), {"both", "all", "each"})) return i;
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
  if (const auto* employer = scope_.lexicon.employer();
      employer && (type_ == employer->type || draft.type == employer->type)) {
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
    if (k > span.begin && words::isCompanySuffix(norm) && !anyOf(norm, {"co", "sa", "as", "ab"}))
      return true;
  }
  auto raw = tokens_.original({span.end - 1, span.end});
  bool domain = raw.contains('.') && !raw.ends_with('.') && span.size() == 1 && length(raw) > 4;
  return words::isCompanySuffix(last) || domain || (span.size() > 1 && words::isCompanyWord(last));
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

/// "the CEO of Globex, her name is Cersei Lane": what somebody is, before the name.
std::size_t RecordReader::named(std::size_t i) {
  if (!drafts_.empty() || evidentTitle(scope_, i, end_).empty()) return i;
  bool name_follows = false;
  for (auto k = i + 1; k + 1 < end_ && !name_follows; ++k) {
    auto field = scope_.lexicon.field(tokens_, k, end_);
    name_follows = words::isPossessivePronoun(tokens_.norm(k - 1)) &&
                   field.kind == FieldKind::name && field && tokens_.norm(k + field.length) == "is";
  }
  if (!name_follows) return i;
  return attributes_.role(i, end_, loose_, AttributeReader::Care::strict);
}

std::size_t RecordReader::attribute(std::size_t i) {
  auto& draft = drafts_.empty() || last_ == Separator::hard ? loose_ : drafts_.back();
  // Behind "and" an attribute of its own belongs to the record before, a name begins the next.
  auto past = attributes_.bare(i, end_, draft);
  if (past > i) return past;
  // "company Procter & Gamble and company Unilever": the kind again, not a field of the first
  auto field_at = i;
  auto field = attributes_.fieldAhead(field_at, end_);
  const auto* entity = scope_.lexicon.byType(type_);
  bool kind_again = field.kind == FieldKind::reference && field && entity &&
                    !Lexicon::fieldNamed(*entity, field.name);
  past = kind_again ? i : attributes_.field(i, end_, draft);
  if (past > i) {
    if (drafts_.empty() && !loose_.name.empty()) {
      auto name = std::exchange(loose_.name, {});
      startDraft(name);
      company_like_.push_back(false);
      one_word_.push_back(false);
    }
    return past;
  }
  past = named(i);
  if (past > i) return past;
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

}  // namespace parley::assistant::interpreter
