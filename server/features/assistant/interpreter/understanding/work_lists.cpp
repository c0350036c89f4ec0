#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;
using Op = Condition::Op;

/// Says nothing of which records are meant.
bool isFiller(std::string_view norm) {
  return anyOf(
      norm,
      {"me",       "thing",    "us",        "all",        "my",         "our",       "the",
       "of",       "any",      "a",         "list",       "are",        "is",        "that",
       "which",    "there",    "currently", "still",      "do",         "i",         "we",
       "got",      "have",     "has",       "who",        "and",        "but",       "also",
       "every",    "each",     "some",      "please",     "?",          "!",         ".",
       ",",        "these",    "those",     "existing",   "current",    "only",      "just",
       "so",       "far",      "now",       "right",      "overview",   "to",        "been",
       "marked",   "as",       "with",      "status",     "state",      "am",        "be",
       "on",       "going",    "being",     "were",       "was",        "different", "full",
       "whole",    "complete", "an",        "named",      "one",        "ones",      "it",
       "did",      "does",     "yet",       "up",         "out",        "anything",  "everything",
       "plate",    "agenda",   "already",   "need",       "must",       "should",    "work",
       "must",     "at",       "moment",    "you",        "know",       "in",        "here",
       "system",   "total",    "run",       "running",    "altogether", "stuff",     "things",
       "coming",   "their",    "deadlines", "priorities", "assignees",  "when",      "handle",
       "handling", "manage",   "managing",  "doing",      "overall",    "together"});
}

Condition::Op spanOp(std::string_view norm) {
  if (anyOf(norm, {"before", "by", "until", "till"})) return Op::until;
  if (anyOf(norm, {"after", "since", "from"})) return Op::from;
  return Op::equals;
}

}  // namespace

/// "open", "overdue", "not started", "high priority"
std::size_t WorkReader::stateCondition(std::size_t i, std::size_t end, Listing& out) const {
  auto& conditions = out.query.conditions;
  if (auto length = overdueWord(tokens_, i, end)) {
    conditions.push_back(
        {std::string{work_field::date}, Op::until, dayText(today_ - std::chrono::days{1}), false});
    conditions.push_back({"status", Op::open, {}, false});
    return i + length;
  }
  if (auto length = openWord(tokens_, i, end)) {
    // "active": a state of some, of others no more than open
    auto choice = choiceAt(scope_, i, end);
    const auto* entity = scope_.lexicon.byType(out.query.type);
    const auto* field = entity && choice ? fieldFor(*entity, choice.field) : nullptr;
    bool own_state = is(i, {"active"}) && field && choiceMeant(*field, choice.phrase);
    if (!own_state) {
      conditions.push_back({"status", Op::open, {}, false});
      return i + length;
    }
  }
  // "which tasks did we finish"
  if (i > 1 && is(i, {"finish", "close"}) && is(i - 1, {"we", "i", "they"}) && is(i - 2, {"did"})) {
    conditions.push_back({"status", Op::equals, "done", false});
    return i + 1;
  }
  auto k = i;
  bool negated = is(k, {"not"});
  if (negated) ++k;
  while (negated && is(k, {"yet", "in", "marked", "as", "been", "be", "being"}) &&
         !choiceAt(scope_, k, end))
    ++k;
  while (!negated && k < end &&
         is(k, {"with", "of", "a", "status", "in", "state", "the", "whose"}) &&
         !choiceAt(scope_, k, end) && choiceAt(scope_, k + 1, end))
    ++k;
  if (auto choice = choiceAt(scope_, k, end)) {
    // "have not been started": what is finished was
    auto opposite = "not " + choice.phrase;
    bool named = negated && isChoice(scope_, choice.field, opposite);
    if (named) choice.phrase = opposite;
    conditions.push_back({choice.field, Op::equals, choice.phrase, negated && !named});
    auto past = choice.end;
    // "planned or in progress"
    while (is(past, {"or", "and"})) {
      auto next = choiceAt(scope_, past + 1, end);
      if (!next || next.field != choice.field) break;
      conditions.back().value += "|" + next.phrase;
      past = next.end;
    }
    return past;
  }
  return i;
}

/// "due this week", "for tomorrow", "due after Friday", "between Monday and Friday"
std::size_t WorkReader::dateCondition(std::size_t i, std::size_t end, Listing& out) const {
  auto& conditions = out.query.conditions;
  auto field = std::string{work_field::date};
  auto k = i;
  auto due = dueWord(tokens_, k, end);
  k += due;
  if (due == 0 && is(k, {"between"}) == false && is(k, {"of"})) return i;
  if (is(k, {"soon", "shortly"}) && due > 0) {
    conditions.push_back({field, Op::until, dayText(today_ + std::chrono::days{7}), false});
    conditions.push_back({"status", Op::open, {}, false});
    return k + 1;
  }
  if (is(k, {"between", "from"})) {
    auto first = datePhrase(tokens_, k + 1, end, today_);
    auto joint = first ? first->end : 0;
    auto last = first && is(joint, {"and", "to", "until", "till", "-"})
                    ? datePhrase(tokens_, joint + 1, end, today_)
                    : std::nullopt;
    if (last) {
      conditions.push_back({field, Op::from, dayText(first->first), false});
      conditions.push_back({field, Op::until, dayText(last->last), false});
      return last->end;
    }
  }
  auto word = due > 0 && is(k - 1, {"by"}) ? tokens_.norm(k - 1) : tokens_.norm(k);
  bool later = is(k, {"later", "no"}) && is(k + 1, {"than", "later"});
  auto at = later ? k + (is(k, {"no"}) ? 3 : 2) : spanOp(tokens_.norm(k)) != Op::equals ? k + 1 : k;
  auto date = datePhrase(tokens_, at, end, today_);
  // "today's tasks"
  if (!date || (due == 0 && is(i, {"in"}) && is(i + 1, {"the"}))) {
    if (due > 0 && (k >= end || tokens_[k].punctuation() || (i > 0 && is(k, {"first", "next"})))) {
      conditions.push_back({field, Op::present, {}, false});
      conditions.push_back({"status", Op::open, {}, false});
      if (out.query.sort.empty()) out.query.sort = field;
      return k + (is(k, {"first", "next"}) ? 1 : 0);
    }
    return i;
  }
  auto op = later ? (is(k, {"no"}) ? Op::until : Op::from) : spanOp(word);
  auto past = date->end;
  if (tokens_.norm(past) == "'s") ++past;
  using std::chrono::days;
  if (op == Op::until) {
    auto limit = is(k, {"before"}) ? date->first - days{1} : date->last;
    if (date->first == date->last && is(k, {"before"})) limit = date->first - days{1};
    conditions.push_back({field, Op::until, dayText(limit), false});
  } else if (op == Op::from) {
    bool after = !is(k, {"since", "from"});
    conditions.push_back(
        {field, Op::from, dayText(after ? date->last + days{1} : date->first), false});
  } else {
    conditions.push_back({field, Op::from, dayText(date->first), false});
    conditions.push_back({field, Op::until, dayText(date->last), false});
  }
  return past;
}

/// "without a deadline", "with no priority"
std::size_t WorkReader::missingCondition(std::size_t i, std::size_t end, Listing& out) const {
  auto k = i;
  if (is(k, {"with", "have", "has"}) && is(k + 1, {"no"}))
    k += 2;
  else if (is(k, {"without", "missing", "lacking", "lack"}))
    ++k;
  else if (is(k, {"do", "does"}) && is(k + 1, {"not"}) && is(k + 2, {"have"}))
    k += 3;
  else
    return i;
  auto field = workField(scope_, k, end);
  if (!field) return i;
  out.query.conditions.push_back({field.name, Op::missing, {}, false});
  return k + field.length + (is(k + field.length, {"set", "yet"}) ? 1 : 0);
}

/// "in Website relaunch", "for Initech", "of the project X", "called X"
std::size_t WorkReader::placeCondition(std::size_t i, std::size_t end, Listing& out) const {
  auto k = i;
  bool named =
      is(k, {"called", "named", "titled", "containing", "about", "matching", "mentioning"});
  bool place = is(k, {"in", "of", "for", "on", "from", "under", "within", "to", "inside"});
  place = place || (is(k, {"with"}) && tokens_[k + 1].capital && out.noun);
  if (is(k, {"belonging", "belong", "belongs"}) && is(k + 1, {"to"})) {
    ++k;
    place = true;
  }
  if (!named && !place) return i;
  ++k;
  if (is(k, {"total", "all", "general", "detail", "short", "them"}) &&
      (k + 1 >= end || tokens_[k + 1].punctuation()))
    return i;
  if (place && isMe(tokens_.norm(k))) {
    out.query.conditions.push_back(
        {std::string{work_field::member}, Op::equals, std::string{work_value::me}, false});
    return k + 1;
  }
  auto start = skipArticles(k, end);
  std::string kind;
  if (place && is(k, {"it", "this", "that", "there"}) &&
      (k + 1 >= end || !tokens_[k + 1].word() || noun(k + 1, end))) {
    out.query.conditions.push_back(
        {std::string{work_field::parent}, Op::equals, std::string{work_value::it}, false});
    return k + 1 + noun(k + 1, end).length;
  }
  if (auto found = noun(start, end); found && !found.plural) {
    kind = std::string{work_field::parent};
    start += found.length;
    while (start < end && is(start, {":", "called", "named"})) ++start;
    if (start >= end) {
      out.query.conditions.push_back({kind, Op::equals, std::string{work_value::it}, false});
      return end;
    }
  }
  auto field = scope_.lexicon.field(tokens_, start, end);
  if (field && start + field.length < end && field.kind == FieldWords::Kind::reference &&
      !tokens_[start].capital) {
    kind = field.name;
    start += field.length;
  }
  if (start >= end) return i;
  auto stop = start;
  constexpr std::size_t longest = 12;
  if (tokens_.is(start, Kind::quoted)) {
    stop = start + 1;
  } else {
    while (stop < end && stop - start < longest) {
      if (tokens_[stop].punctuation() && !is(stop, {"&", "-", "+", "/", "."})) break;
      Listing trial;
      trial.query.type = out.query.type;
      bool told = stop > start && (dateCondition(stop, end, trial) > stop ||
                                   memberCondition(stop, end, trial) > stop ||
                                   missingCondition(stop, end, trial) > stop);
      bool state =
          stop > start && is(stop, {"that", "which", "are", "is", "with", "still", "sorted", "have",
                                    "has", "ordered", "currently", "right"});
      // "due for the newsletter and when": asks for more of the same
      bool more = stop > start && is(stop, {"and"}) && is(stop + 1, {"when", "who", "which"});
      auto tail = stop > start ? stateCondition(stop, end, trial) : stop;
      if (told || state || more || (tail > stop && tail >= end)) break;
      ++stop;
    }
  }
  if (auto found = noun(stop - 1, stop); found && stop - 1 > start) {
    kind = std::string{work_field::parent};
    out.query.conditions.push_back({kind, Op::equals, nameText(scope_, {start, stop - 1}), false});
    return stop;
  }
  auto text = nameText(scope_, {start, stop});
  if (text.empty()) return i;
  if (named) {
    out.query.conditions.push_back({"name", Op::contains, text, false});
  } else {
    out.query.conditions.push_back(
        {kind.empty() ? std::string{work_field::whose} : kind, Op::equals, text, false});
  }
  return stop;
}

std::size_t WorkReader::ordering(std::size_t i, std::size_t end, Listing& out) const {
  auto k = i;
  if (is(k, {"sorted", "ordered", "sort", "order", "by"})) {
    while (is(k, {"sorted", "ordered", "sort", "order", "by", "their", "the"})) ++k;
    auto field = workField(scope_, k, end);
    if (!field) return i;
    out.query.sort = field.kind == FieldWords::Kind::choice ? "-" + field.name : field.name;
    return k + field.length;
  }
  if ((is(k, {"first", "next", "top", "last", "latest", "newest"})) &&
      words::cardinal(tokens_.norm(k + 1)) > 0) {
    out.query.limit = static_cast<std::uint32_t>(words::cardinal(tokens_.norm(k + 1)));
    if (is(k, {"last", "latest", "newest"})) out.query.sort = "-created_at";
    return k + 2;
  }
  // "the most urgent thing", "my highest priority task"
  bool most = is(k, {"most"}) && is(k + 1, {"urgent", "important", "critical", "pressing"});
  bool top =
      is(k, {"highest", "top"}) && is(k + 1, {"priority", "prio"}) && is(k - 1, {"the", "my"});
  if (most || top) {
    out.query.sort = "-priority";
    for (const auto& entity : scope_.lexicon.entities()) {
      bool ranked = Lexicon::fieldNamed(entity, "priority") != nullptr;
      if (ranked && out.query.type.empty()) out.query.type = entity.type;
    }
    bool several = false;
    for (auto t = k + 2; t < end; ++t)
      several = several || is(t, {"things", "ones"}) || noun(t, end).plural;
    if (!several && out.query.limit == 0) out.query.limit = 1;
    out.query.conditions.push_back({"status", Op::open, {}, false});
    return k + 2;
  }
  if (is(k, {"latest", "newest", "recent"})) {
    out.query.sort = "-created_at";
    return k + 1;
  }
  return i;
}

std::size_t WorkReader::condition(std::size_t i, std::size_t end, Listing& out) const {
  for (auto reader :
       {&WorkReader::memberCondition, &WorkReader::missingCondition, &WorkReader::stateCondition,
        &WorkReader::dateCondition, &WorkReader::ordering}) {
    auto past = (this->*reader)(i, end, out);
    if (past > i) return past;
  }
  return i;
}

std::optional<WorkReader::Listing> WorkReader::listing(std::size_t i, std::size_t end) const {
  Listing found;
  // the kind first: what an adjective before it means depends on it
  for (auto k = i; k < end && !found.noun; ++k) {
    if (tokens_.is(k, Kind::quoted)) continue;
    auto kind = noun(k, end);
    if (!kind) kind = scope_.lexicon.nounTyped(tokens_, k, end);
    if (kind) {
      found.query.type = kind.entity->type;
      break;
    }
  }
  constexpr std::size_t longest = 60;
  for (auto k = i; k < end;) {
    if (k - i > longest) return std::nullopt;
    auto kind = found.noun ? Lexicon::Noun{} : noun(k, end);
    // "the project's tasks"
    if (kind && is(k + kind.length, {"'s"})) kind = {};
    if (!kind && !found.noun && !tokens_[k].capital)
      kind = scope_.lexicon.nounTyped(tokens_, k, end);
    if (kind) {
      found.noun = true;
      found.plural = kind.plural;
      k += kind.length;
      continue;
    }
    auto before = found.query.conditions.size();
    if (auto past = condition(k, end, found); past > k) {
      found.conditions += found.query.conditions.size() > before ? 1 : 0;
      k = past;
      continue;
    }
    bool opens_owner = !found.noun && (!isFiller(tokens_.norm(k)) || is(k, {"the", "my", "our"}));
    auto owned = opens_owner ? ownerCondition(k, end, found) : k;
    if (owned > k) {
      ++found.conditions;
      k = owned;
      continue;
    }
    if (found.noun || k > i) {
      if (auto past = placeCondition(k, end, found); past > k) {
        ++found.conditions;
        k = past;
        continue;
      }
    }
    if (is(k, {"every", "all", "each"})) found.plural = true;
    bool number = tokens_.is(k, Kind::number) && !found.noun;
    if (number) found.query.limit = static_cast<std::uint32_t>(words::cardinal(tokens_.norm(k)));
    if (!number && !isFiller(tokens_.norm(k))) return std::nullopt;
    ++k;
  }
  if (is(i, {"every", "all", "each"})) found.plural = true;
  return found;
}

}  // namespace parley::assistant::interpreter
