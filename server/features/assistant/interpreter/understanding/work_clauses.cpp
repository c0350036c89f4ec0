#include "features/assistant/interpreter/understanding/work_clauses.hpp"

#include <algorithm>
#include <utility>

#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

/// A verb that begins an order about work.
bool ordersWork(std::string_view norm) {
  return anyOf(norm,
               {"mark",     "assign",   "set",    "add",      "create",     "delete", "show",
                "list",     "move",     "put",    "make",     "give",       "rename", "finish",
                "start",    "close",    "push",   "complete", "remove",     "reopen", "change",
                "raise",    "lower",    "tell",   "pause",    "reschedule", "update", "delay",
                "unassign", "postpone", "tick",   "check",    "cross",      "cancel", "resume",
                "hand",     "bump",     "extend", "plan",     "schedule",   "open",   "launch",
                "kick",     "bring",    "pull",   "park",     "begin",      "shift",  "call"});
}

/// Whether a clause of its own begins behind "and", "then" or a comma.
class WorkClauses {
 public:
  explicit WorkClauses(const Scope& scope) : scope_{scope}, tokens_{scope.tokens} {}

  std::vector<WorkClause> run() {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (endsSentence(i)) {
        add(begin, i + 1);
        begin = i + 1;
      } else if (i > begin) {
        auto next = opensPlace(begin, i) ? i : startsOrder(i);
        if (next == i) next = startsItem(begin, i);
        auto reason = next == i ? startsReason(begin, i) : i;
        next = std::max(next, reason);
        if (next > i) {
          add(begin, i);
          reason_ = reason > i;
          begin = next;
          i = next - 1;
        }
      }
    }
    add(begin, tokens_.size());
    return std::move(clauses_);
  }

 private:
  void add(std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i) {
      if (tokens_[i].punctuation()) continue;
      clauses_.push_back({{begin, end}, std::exchange(reason_, false)});
      return;
    }
  }

  bool endsSentence(std::size_t i) const {
    auto norm = tokens_.norm(i);
    if (norm == "!" || norm == "?") return true;
    bool bullet = is(i + 1, {"-", "*", "•"}) || tokens_.is(i + 1, Kind::number);
    if (tokens_.is(i, Kind::line)) return !bullet && ordersAhead(i + 1, true);
    if (norm == ";") return ordersAhead(i + 1, true);
    if (norm != ".") return false;
    bool number = i > 0 && tokens_.is(i - 1, Kind::number) && tokens_[i].glued &&
                  (i < 2 || tokens_.is(i - 2, Kind::line));
    bool date = i > 0 && tokens_[i - 1].norm.contains('.') && i + 1 < tokens_.size() &&
                !tokens_[i + 1].capital;
    return !number && !date;
  }

  /// `closely`: any order; otherwise one that surely is no part of a name.
  bool ordersAhead(std::size_t k, bool any) const {
    if (k + 1 >= tokens_.size()) return false;
    auto opening = readOpening(tokens_, {k, std::min(tokens_.size(), k + 16)});
    if (any && (opening.asked || opening.wish || opening.advice || opening.negated)) return true;
    auto at = opening.begin;
    auto norm = tokens_.norm(at);
    auto next = tokens_.norm(at + 1);
    bool object =
        anyOf(next, {"it", "its", "them", "that", "this", "both", "all", "him", "her", "me"});
    auto noun_at = at + 1;
    while (anyOf(tokens_.norm(noun_at),
                 {"a", "an", "the", "another", "new", "my", "one", "two", "three"}))
      ++noun_at;
    // "add a high priority task"
    if (auto rank = choiceAt(scope_, noun_at, tokens_.size())) noun_at = rank.end;
    auto noun = scope_.lexicon.noun(tokens_, noun_at, tokens_.size());
    auto field_at = at + 1;
    auto field = workField(scope_, field_at, tokens_.size());
    bool order = ordersWork(norm);
    if (!order) return false;
    if (any) return true;
    bool own_verb = anyOf(norm, {"mark", "assign", "rename", "postpone", "reopen", "reschedule",
                                 "unassign", "delete"}) &&
                    !tokens_[at].capital;
    // "finish Write texts and start Book venue": a verb before a name
    bool before_name =
        !tokens_.lower && !tokens_.upper && !tokens_[at].capital &&
        (tokens_[at + 1].capital || tokens_.is(at + 1, Kind::quoted)) &&
        anyOf(norm, {"finish", "start", "cancel", "pause", "complete", "close", "resume", "move",
                     "put", "begin", "set", "push", "make", "assign"});
    return object || noun || field || own_verb || before_name;
  }

  std::size_t startsOrder(std::size_t i) const {
    if (!anyOf(tokens_.norm(i), {",", "and", "then", "but", "also"})) return i;
    if (tokens_.is(i, Kind::quoted)) return i;
    auto k = i;
    while (k < tokens_.size() &&
           anyOf(tokens_.norm(k), {",", "and", "then", "but", "also", "please"}))
      ++k;
    return ordersAhead(k, false) || goesOn(k) ? k : i;
  }

  /// "assign it to Bob, and it's due on Friday": more of what was spoken of.
  bool goesOn(std::size_t k) const {
    return is(k - 1, {"and"}) && is(k, {"it"}) &&
           is(k + 1, {"is", "'s", "has", "should", "must", "needs"}) &&
           !(is(k + 2, {"is", "be"}) && is(k + 3, {"not"}));
  }

  /// "In Onboarding, ...": where something goes, told before it is made.
  bool opensPlace(std::size_t begin, std::size_t i) const {
    constexpr std::size_t longest_place = 9;
    if (!is(begin, {"in", "for", "under", "on", "within"}) || i - begin > longest_place)
      return false;
    auto k = i + 1;
    while (is(k, {"please", "also", "can", "could", "you", "would"})) ++k;
    auto verb = verbAt(tokens_, k, tokens_.size());
    return is(i, {","}) && verb && verb.intent == Intent::create;
  }

  /// "..., we don't need it any more"; "because" where an order stands before
  std::size_t startsReason(std::size_t begin, std::size_t i) const {
    bool because = is(i, {"because", "since"}) && !tokens_[i].capital;
    bool subject = (is(i, {","}) || (is(i, {"-"}) && !tokens_[i].glued)) &&
                   is(i + 1, {"we", "i", "it", "they", "the", "because", "that"});
    bool corrects = is(i + 1, {"it"}) && is(i + 2, {"is", "'s"});
    if ((!because && !subject) || corrects) return i;
    auto opening = readOpening(tokens_, {begin, i});
    auto verb = verbAt(tokens_, opening.begin, i);
    bool order = verb || ordersWork(tokens_.norm(opening.begin));
    auto from = because ? i + 1 : is(i + 1, {"the", "because"}) ? i + 2 : i + 1;
    bool told = false;
    for (auto k = from + 1; k < std::min(tokens_.size(), from + 4); ++k)
      told = told ||
             is(k, {"is",  "was",  "are",   "do",    "does",  "did",     "have",   "has",    "had",
                    "not", "need", "want",  "wants", "asked", "said",    "says",   "will",   "can",
                    "got", "no",   "needs", "came",  "made",  "decided", "agreed", "changed"});
    return order && told ? (because ? i : i + 1) : i;
  }

  /// "... and a task to call her" behind what is not about work
  std::size_t startsItem(std::size_t begin, std::size_t i) const {
    if (!is(i, {"and", "plus", "also"})) return i;
    auto k = i + 1;
    bool inside = is(k, {"in", "for", "under"}) && is(k + 1, {"it", "there", "that"});
    if (inside) k += 2;
    if (!inside && is(k, {"in", "for", "under"})) return startsPlace(k) ? k : i;
    while (is(k, {"a", "an", "another", "new", "also", "one"})) ++k;
    if (inside && scope_.lexicon.noun(tokens_, k, tokens_.size())) return i + 1;
    auto kind = scope_.lexicon.noun(tokens_, k, tokens_.size());
    if (k == i + 1 || !kind || kind.plural) return i;
    if (!is(k + kind.length, {"to", "in", "for", "called", "named", ":"})) return i;
    for (auto t = begin; t < i; ++t) {
      if (scope_.lexicon.noun(tokens_, t, i)) return i;
    }
    return i + 1;
  }

  /// "... and for Office move a task Water the plants": one more, elsewhere.
  bool startsPlace(std::size_t k) const {
    constexpr std::size_t longest_place = 6;
    for (auto t = k + 2; t < std::min(tokens_.size(), k + 2 + longest_place); ++t) {
      if (tokens_[t].punctuation()) return false;
      if (!is(t, {"a", "another"})) continue;
      auto kind = scope_.lexicon.noun(tokens_, t + 1, tokens_.size());
      return kind && !kind.plural;
    }
    return false;
  }

  bool is(std::size_t i, std::initializer_list<std::string_view> words) const {
    return anyOf(tokens_.norm(i), words) && !tokens_.is(i, Kind::quoted);
  }

  const Scope& scope_;
  const Tokens& tokens_;
  std::vector<WorkClause> clauses_;
  bool reason_ = false;
};

}  // namespace

std::vector<WorkClause> splitWorkClauses(const Scope& scope) {
  return WorkClauses{scope}.run();
}

}  // namespace parley::assistant::interpreter
