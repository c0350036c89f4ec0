#include "features/assistant/interpreter/understanding/attributes.hpp"

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = FieldWords::Kind;

}  // namespace

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
  if (k < end && (words::isAffiliation(tokens_.norm(k)) || tokens_.norm(k) == "there")) {
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
    // "isn't the CTO" alone tells nothing that could be stored; "isn't the CTO any more" does
    bool over = norm == "no";
    for (auto t = k; t < end && !over; ++t)
      over = anyOf(tokens_.norm(t), {"anymore", "any"}) ||
             (t + 1 == end && anyOf(tokens_.norm(end), {"anymore", "any"}));
    if (!over) return i;
    auto from = norm == "not" ? k + 1 : k + 2;
    auto past = noLonger(from, end, draft);
    if (past == from) return i;
    // "any more" ends what is said; ", he joined Initech" may follow
    if (past + 1 < end && tokens_.norm(past) == "any" && tokens_.norm(past + 1) == "more")
      return past + 2;
    return past < end && tokens_.norm(past) == "anymore" ? past + 1 : past;
  }
  if (anyOf(norm, {"moved", "joined", "left", "quit", "switched", "changed", "gone", "started",
                   "transferred", "resigned", "taken", "accepted"})) {
    return std::max(i, move(k, end, draft));
  }
  if (anyOf(norm, {"called", "named", "known", "renamed", "rebranded"})) {
    ++k;
    if (anyOf(tokens_.norm(k), {"as", "to", "into"})) ++k;
    // "has rebranded and is now called Globalex"
    if (tokens_.norm(k) == "and" && tokens_.norm(k + 1) == "is" && tokens_.norm(k + 2) == "now")
      k += anyOf(tokens_.norm(k + 3), {"called", "named"}) ? 4 : 3;
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
  bool trade = last.size() >= 5 &&
               (last.ends_with("er") || last.ends_with("or") || last.ends_with("ist") ||
                last.ends_with("ian") || last.ends_with("ant") || last.ends_with("eer") ||
                last.ends_with("wright") || last.ends_with("yst") || last.ends_with("smith") ||
                last.ends_with("ress"));
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
    if (words::isAffiliation(norm) || norm == "over") {
      k = affiliation(k, end, draft);
    } else if (norm == "as") {
      auto past = role(k + 1, end, draft, Care::generous);
      k = past == k + 1 ? k : past;
    } else if (norm == "in" && !draft.has(title)) {
      auto department = k + 1;
      while (department < end && words::isDepartment(tokens_.norm(department))) ++department;
      // "in software companies": of no department
      auto of = scope_.lexicon.noun(tokens_, department, end);
      if (department > k + 1 && (!of || of.entity != scope_.lexicon.employer())) {
        draft.values[title] = titleText(scope_, {k + 1, department});
        k = department;
      }
    }
    if (k == before) break;
    k = adverbs(k, end);
  }
  return k > start ? k : i;
}

/// "heads research", "runs procurement at Atlas": a department, which no field is for.
std::size_t AttributeReader::department(std::size_t i, std::size_t end, Draft& draft) const {
  if (!anyOf(tokens_.norm(i), {"runs", "leads", "heads", "running", "manages"})) return i;
  auto k = i + 1;
  while (k < end && words::isDepartment(tokens_.norm(k)) && !tokens_[k].capital) ++k;
  bool closed = k >= end || !tokens_[k].word() || words::isAffiliation(tokens_.norm(k)) ||
                words::isStop(tokens_.norm(k));
  if (k == i + 1 || !closed) return i;
  draft.ignored.push_back(tokens_.original({i, k}));
  return affiliation(k, end, draft);
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
    bool stays = anyOf(tokens_.norm(k), {"early", "late", "town"});
    if ((span.empty() && !job) || stays || (!span.empty() && isNoEmployer(span))) return i;
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
    if (auto past = department(k, end, draft); past > k) return past;
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
  // "switched companies, he is at Globex now"
  if (anyOf(tokens_.norm(k), {",", "and"}) && k > i + 1) {
    auto from = k;
    while (anyOf(tokens_.norm(from), {",", "and", "she", "he", "they", "now"})) ++from;
    auto past = predicate(from, end, draft, Care::generous);
    return past == from ? i : past;
  }
  if (tokens_.norm(k) == "from") {
    auto old = organizationName(scope_, k + 1, end);
    if (old.empty()) return i;
    k = old.end;
  }
  if (!anyOf(tokens_.norm(k), {"to", "at", "with", "for"})) return i;
  // "moved on from Acme to join Globex"
  if (anyOf(tokens_.norm(k + 1), {"join", "joining"})) ++k;
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
    return norm == "at" ? address : words::isValueConnector(norm) || norm == "it" || norm == "now";
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
    if (anyOf(tokens_.norm(next), {"rebranded", "renamed"}))
      return kept(be(next, end, draft, care), next);
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
                   anyOf(tokens_.norm(k + 2), {"reached", "contacted", "found"});
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

}  // namespace parley::assistant::interpreter
