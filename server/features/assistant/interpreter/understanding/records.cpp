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
      bool list_named = anyOf(tokens_.norm(i), {"to", "in", "into", "on", "onto", "among", "as"});
      for (auto k = i; list_named && k < i + skip && type_.empty(); ++k) {
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
    if (!comma_behind_.empty() && comma_behind_.size() == drafts_.size())
      comma_behind_.back() = true;
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
  if (norm == ":" && drafts_.empty())
    if (auto told = loose_.values.find(attributes_.personField(FieldKind::reference));
        told != loose_.values.end())
      heading_employer_ = told->second;
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
  if (norm == "no" || (norm == "with" && tokens_.norm(i + 1) == "no")) {
    // "no email yet"
    auto at = norm == "no" ? i + 1 : i + 2;
    auto field = attributes_.fieldAhead(at, end_);
    if (field) {
      auto past = at + field.length;
      while (anyOf(tokens_.norm(past), {"yet", "so", "far", "on", "file", "known", "given"}))
        ++past;
      return past - i;
    }
  }
  // "... and his boss Ann Lee"
  bool relation = last_ == Separator::conjunction && words::isPossessivePronoun(norm) &&
                  tokens_[i + 1].word() && !tokens_[i + 1].capital && tokens_[i + 2].capital &&
                  i + 2 < end_;
  if (relation) return 2;
  if (anyOf(norm, {"aka", "a.k.a", "nicknamed", "alias"})) {
    auto nickname = personName(scope_, i + 1, end_);
    return nickname.empty() ? 1 : nickname.end - i;
  }
  // "(the one from Acme)", ", this one is at Hooli": the record before
  if (anyOf(norm, {"the", "this", "that"}) && !drafts_.empty() && meansSomebody(tokens_, i + 1))
    return 2;
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

void RecordReader::ignore(std::size_t i) {
  title_just_read_ = false;
  // "... and he gave me his card": a story goes on, no list
  if (words::isPronoun(tokens_.norm(i)) || words::isPossessivePronoun(tokens_.norm(i)))
    last_ = Separator::none;
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
    comma_behind_.push_back(false);
    company_like_.push_back(false);
    one_word_.push_back(false);
  }
  shareEmployer();
  inferTypes();
}

/// "Ann Lee and Bob Ray from Acme": what stands behind the list, or heads it, holds for all of it.
void RecordReader::shareEmployer() {
  auto organization = attributes_.personField(FieldKind::reference);
  if (organization.empty()) return;
  for (std::size_t k = 1; heading_employer_ && k < drafts_.size(); ++k)
    if (!company_like_[k]) drafts_[k].values.try_emplace(organization, heading_employer_);
  for (std::size_t last = drafts_.size(); last-- > 1;) {
    if (!drafts_[last].has(organization)) continue;
    auto signature = drafts_[last].values.size() - 1;
    for (auto k = last; k-- > 0;) {
      if (!linked_[k + 1] || drafts_[k].has(organization)) break;
      if (!drafts_[k].values.empty() && drafts_[k].values.size() != signature && comma_behind_[k])
        break;
      // "Ann Lee and Bob Ray, CTO of Acme": said of Bob alone
      auto title = attributes_.personField(FieldKind::job_title);
      if (drafts_[last].has(title) && !drafts_[k].has(title)) break;
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
