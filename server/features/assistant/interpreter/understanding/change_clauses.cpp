#include "features/assistant/interpreter/understanding/clause_parser.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

}  // namespace

bool Parser::read(std::size_t at, std::size_t i, std::size_t end) {
  auto word = tokens_.norm(at);
  if (anyOf(word, {"who", "what", "how"}) && tokens_.norm(at + 1) != "about") {
    auto asked = questions_.question(at, end);
    if (!asked) return false;
    push(std::move(*asked));
    return true;
  }
  if (word == "count") {
    auto counted = questions_.question(at, end);
    if (counted) push(std::move(*counted));
    return counted.has_value();
  }
  if (i >= end) {
    Command bare{.intent = Intent::read};
    if (!anyOf(word, {"list", "show", "display", "view"})) return false;
    push(std::move(bare));
    return true;
  }
  // "give Ada the title CTO", "check Ada off", "name her CTO": not a question after all
  if (anyOf(word, {"give", "name", "list", "pull"})) {
    auto next = tokens_.norm(i);
    if (next != "me" && next != "us" && tokens_.norm(at + 1) != "me" &&
        tokens_.norm(at + 1) != "us" && word == "give") {
      if (auto changed = updates_.order(i, end, "give"); changed && !changed->changes.empty()) {
        push(std::move(*changed));
        return true;
      }
    }
  }
  if (anyOf(word, {"get", "bring", "fetch", "pull"}) && moved(at, i, end)) return true;
  auto asked = questions_.request(i, end);
  if (!asked) return false;
  if ((word == "what" || word == "how") && tokens_.norm(at + 1) == "about") asked->verb = "about";
  push(std::move(*asked));
  return true;
}

bool Parser::moved(std::size_t at, std::size_t i, std::size_t end) {
  if (scope_.lexicon.noun(tokens_, nounPosition(i, end), end) || meansDraft(tokens_.norm(i)))
    return false;
  for (auto k = i + 1; k < end; ++k) {
    auto norm = tokens_.norm(k);
    auto list = norm == "out" && tokens_.norm(k + 1) == "of" ? k + 1 : k;
    bool away = list > k || norm == "off";
    if (away && k + 1 < end) return remove(at, i, k);
    if (anyOf(norm, {"into", "in", "onto", "on"}) && placePhrase(scope_, k, end, false) > 0)
      return create(at, i, end);
  }
  return false;
}

bool Parser::update(std::size_t at, std::size_t i, std::size_t end) {
  auto word = tokens_.norm(at);
  if (anyOf(tokens_.norm(at), {"clear", "unset", "blank", "empty", "reset", "null", "nullify"})) {
    if (auto cleared = updates_.clearing(i, end)) {
      push(std::move(*cleared));
      return true;
    }
    if (word == "clear" || word == "empty") return remove(at, i, end);
    return false;
  }
  auto changed = updates_.order(i, end, word);
  if (!changed) {
    if (end > i + 12) return false;
    Command vague{.intent = Intent::update};
    if (i >= end || scope_.lexicon.noun(tokens_, nounPosition(i, end), end)) {
      push(std::move(vague));
      return true;
    }
    return false;
  }
  // "call Ada", "use this", "turn left": weak verbs need something to change
  bool weak = anyOf(word, {"call", "use", "turn", "mark", "fix", "give", "redo", "patch", "connect",
                           "link", "refresh", "assign", "convert", "bump"});
  if (weak && changed->changes.empty() && changed->query.fields.empty()) return false;
  // "..., update her record": nothing of its own behind what was told
  bool empty =
      changed->changes.empty() && changed->unclear.size() == 1 &&
      anyOf(fold(changed->unclear.front()), {"record", "details", "info", "information", "entry",
                                             "profile", "contact", "data", "accordingly"});
  if (empty && !commands_.empty() &&
      (commands_.back().intent == Intent::statement || commands_.back().intent == Intent::update))
    return true;
  if (empty) changed->unclear.clear();
  // "add Kofi and set his title to ...": part of what is added
  if (!changed->targets.empty() && changed->targets.front().kind == Selector::Kind::pronoun &&
      !changed->changes.empty() && mergeIntoDraft(*changed))
    return true;
  push(std::move(*changed));
  return true;
}

bool Parser::remove(std::size_t at, std::size_t i, std::size_t end) {
  auto word = tokens_.norm(at);
  bool particle = anyOf(tokens_.norm(at), {"take", "cross", "cut", "strike", "weed", "chuck",
                                           "clear", "throw", "toss", "clean"});
  auto stop = end;
  if (particle && i == at + 1) {
    bool found = false;
    for (auto k = i; k < end && !found; ++k) {
      auto norm = tokens_.norm(k);
      if (anyOf(norm, {"off", "out", "away"})) {
        stop = k;
        found = true;
      }
    }
    if (!found && anyOf(word, {"take", "cross", "throw", "toss", "chuck"})) return false;
  }
  if (word == "rid" && tokens_.norm(i) == "of") ++i;
  if (auto cleared = stop < end ? updates_.clearing(i, end) : std::nullopt) {
    push(std::move(*cleared));
    return true;
  }
  if (auto cleared = updates_.clearing(i, stop)) {
    push(std::move(*cleared));
    return true;
  }
  Command removal{.intent = Intent::remove};
  auto k = i;
  // "contact Ada and Bob", "the contacts Ann and Bob", "contacts: Ann, Bob"
  auto noun_at = nounPosition(k, stop);
  auto noun = scope_.lexicon.nounTyped(tokens_, noun_at, stop);
  auto whole = selectors_.one(k, stop);
  if (noun && noun.plural && whole && whole->selector.kind != Selector::Kind::filter) {
    removal.type = noun.entity->type;
    k = noun_at + noun.length;
    while (k < stop && anyOf(tokens_.norm(k), {":", "named", "called", ","})) ++k;
  } else if (noun && !scope_.lexicon.noun(tokens_, noun_at, stop)) {
    removal.type = noun.entity->type;
    k = noun_at + noun.length;
    if (k >= stop) k = i;
  }
  if (i >= stop) {
    push(std::move(removal));
    return true;
  }
  removal.targets = selectors_.several(k, stop);
  if (!removal.type.empty()) {
    for (auto& target : removal.targets) {
      if (target.type.empty()) target.type = removal.type;
    }
  }
  if (removal.targets.empty()) {
    bool noun_only = noun && noun_at + noun.length >= stop;
    if (!noun_only) return false;
    removal.type = noun.entity->type;
    push(std::move(removal));
    return true;
  }
  if (k < stop) {
    // What is left must be a place or nothing that matters; else the sentence is not what it
    // seems.
    auto rest = k;
    while (rest < stop) {
      auto place =
          std::max(placePhrase(scope_, rest, stop, false), timePhrase(tokens_, rest, stop));
      auto norm = tokens_.norm(rest);
      bool filler =
          tokens_[rest].kind == Kind::mark ||
          anyOf(norm, {"from",     "my",         "contacts", "the",        "list",
                       "record",   "completely", "entirely", "system",     "crm",
                       "database", "too",        "entry",    "records",    "organizations",
                       "in",       "our",        "forever",  "address",    "book",
                       "all",      "of",         "off",      "altogether", "because",
                       "since",    "out"});
      if (place == 0 && !filler) break;
      if (norm == "because" || norm == "since") {
        rest = stop;
        break;
      }
      rest += std::max<std::size_t>(place, 1);
    }
    removal.certain = rest >= stop;
  }
  // "can you delete contacts?" asks what we can do
  bool unspecific = std::ranges::all_of(removal.targets, [](const Selector& target) {
    return target.kind == Selector::Kind::filter && target.conditions.empty();
  });
  bool named_all = false;
  for (auto t = i; t < stop; ++t)
    named_all = named_all || anyOf(tokens_.norm(t), {"all", "my", "every", "everything", "everyone",
                                                     "the", "these", "entire", "everybody"});
  if (unspecific && opening_.asked && !named_all) {
    push({.intent = Intent::advice, .verb = "delete"});
    return true;
  }
  if (unspecific && !named_all) {
    removal.type = removal.targets.front().type;
    removal.targets.clear();
  }
  push(std::move(removal));
  return true;
}

}  // namespace parley::assistant::interpreter
