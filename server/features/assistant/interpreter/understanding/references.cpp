#include "features/assistant/interpreter/understanding/selectors.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

bool isThingWord(std::string_view norm) {
  return anyOf(norm, {"one", "ones", "record", "entry", "guy", "result", "item", "row", "option",
                      "entries", "records", "results", "items", "of"});
}

}  // namespace

std::optional<SelectorReader::Read> SelectorReader::ordinals(std::size_t i, std::size_t end) const {
  auto k = i;
  if (anyOf(tokens_.norm(k), {"the", "just", "only", "my"})) ++k;
  Selector selector{.kind = Selector::Kind::list};
  // "contact #2"
  if (auto noun = scope_.lexicon.noun(tokens_, k, end);
      noun && k + noun.length < end &&
      (anyOf(tokens_.norm(k + noun.length), {"#", "number", "no", "nr"}) ||
       tokens_.is(k + noun.length, Kind::number))) {
    selector.type = noun.entity->type;
    k += noun.length;
  }
  bool labelled = false;

  while (k < end) {
    auto norm = tokens_.norm(k);
    if (anyOf(norm,
              {"#", "number", "no", "nr", "numbers", "option", "entry", "item", "row", "record"})) {
      if (!tokens_.is(k + 1, Kind::number) && words::cardinal(tokens_.norm(k + 1)) == 0) break;
      labelled = true;
      ++k;
      continue;
    }
    if (tokens_.is(k, Kind::number)) {
      auto value = words::cardinal(norm);
      if (value == 0) break;
      selector.ordinals.push_back(value);
      ++k;
    } else if (labelled && words::cardinal(norm) > 0) {
      selector.ordinals.push_back(words::cardinal(norm));
      ++k;
    } else if (auto ordinal = words::ordinal(norm); ordinal != 0 && !tokens_[k].capital) {
      auto many = k + 1 < end ? words::cardinal(tokens_.norm(k + 1)) : 0;
      bool latest = norm == "latter" || norm == "former";
      if (many > 0 && !latest && tokens_.norm(k + 1) != "one") {
        for (int n = 1; n <= std::min(many, 200); ++n)
          selector.ordinals.push_back(ordinal < 0 ? n - many - 1 : n);
        ++k;
      } else {
        selector.ordinals.push_back(ordinal);
      }
      labelled = true;
      ++k;
    } else {
      break;
    }
    while (k < end && isThingWord(tokens_.norm(k))) ++k;
    if (auto noun = scope_.lexicon.noun(tokens_, k, end)) {
      selector.type = noun.entity->type;
      k += noun.length;
    }
    bool joined = anyOf(tokens_.norm(k), {"and", ",", "&", "or"});
    auto next = joined ? k + 1 : k;
    if (tokens_.norm(next) == "and") ++next;
    if (tokens_.norm(next) == "the") ++next;
    bool more = joined && next < end &&
                (tokens_.is(next, Kind::number) || words::ordinal(tokens_.norm(next)) != 0 ||
                 tokens_.norm(next) == "#" || tokens_.norm(next) == "number");
    if (!more) break;
    k = next;
  }

  if (selector.ordinals.empty()) return std::nullopt;
  while (k < end && anyOf(tokens_.norm(k), {"on", "in", "from", "of"}) &&
         tokens_.norm(k + 1) != "list") {
    if (anyOf(tokens_.norm(k + 1), {"the", "that", "this"}) &&
        (tokens_.norm(k + 2) == "list" || tokens_.norm(k + 2) == "results")) {
      k += 3;
    } else if (anyOf(tokens_.norm(k + 1), {"them", "these", "those"})) {
      k += 2;
    } else {
      break;
    }
  }
  selector.plural = selector.ordinals.size() > 1;
  // "the last contact I added"
  auto added = k;
  while (anyOf(tokens_.norm(added), {"i", "we", "you", "that", "just", "have"})) ++added;
  bool newest = selector.ordinals.size() == 1 && selector.ordinals.front() == -1 &&
                anyOf(tokens_.norm(added), {"added", "created", "saved", "made", "entered"});
  if (newest)
    return Read{{.kind = Selector::Kind::filter, .type = selector.type, .newest = true}, added + 1};
  return Read{std::move(selector), k};
}

std::optional<SelectorReader::Read> SelectorReader::pronoun(std::size_t i, std::size_t end) const {
  auto norm = tokens_.norm(i);
  auto make = [&](Selector::Kind kind, std::size_t length, bool plural) {
    Selector selector{.kind = kind, .text = std::string{tokens_.norm(i)}};
    selector.plural = plural;
    selector.person = anyOf(norm, {"her", "him", "she", "he", "his"});
    return Read{std::move(selector), i + length};
  };
  auto next = tokens_.norm(i + 1);
  if (norm == "both" && i + 1 < end && tokens_[i + 1].word() && !words::isStop(next) &&
      !scope_.lexicon.noun(tokens_, i + 1, end)) {
    return std::nullopt;
  }
  if (anyOf(norm, {"both", "all", "each", "every"})) {
    if (next == "of" && anyOf(tokens_.norm(i + 2), {"them", "these", "those", "the"})) {
      auto length = tokens_.norm(i + 2) == "the" ? 0U : 3U;
      if (length > 0) {
        auto noun = scope_.lexicon.noun(tokens_, i + 3, end);
        return make(Selector::Kind::list, noun ? 3 + noun.length : 3, true);
      }
    }
    if (norm == "every" && next == "one")
      return make(Selector::Kind::list, tokens_.norm(i + 2) == "of" ? 4 : 2, true);
    if (next == "these" || next == "those") {
      auto noun = scope_.lexicon.noun(tokens_, i + 2, end);
      return make(Selector::Kind::list, noun ? 2 + noun.length : 2, true);
    }
    bool alone = i + 1 >= end || !tokens_[i + 1].word() || anyOf(next, {"from", "'s", "in"});
    if (alone || norm == "both") {
      auto noun = scope_.lexicon.noun(tokens_, i + 1, end);
      if (norm == "both" || i + 1 >= end || !tokens_[i + 1].word())
        return make(Selector::Kind::list, noun ? 1 + noun.length : 1, true);
    }
    return std::nullopt;
  }
  if (anyOf(norm, {"them", "they", "these", "those", "their"})) {
    if (norm == "those" && anyOf(next, {"from", "at", "with", "without", "who"}))
      return std::nullopt;
    auto noun = scope_.lexicon.noun(tokens_, i + 1, end);
    bool all = next == "all" || next == "both";
    std::size_t length = (norm == "these" || norm == "those") && noun ? 1 + noun.length
                         : all                                        ? 2
                                                                      : 1;
    if ((norm == "these" || norm == "those") && words::cardinal(next) > 0)
      length = 2 + (scope_.lexicon.noun(tokens_, i + 2, end).length);
    return make(Selector::Kind::pronoun, length, true);
  }
  if (anyOf(norm, {"her", "him", "it", "she", "he", "his", "its"})) {
    return make(Selector::Kind::pronoun, 1, false);
  }
  if (anyOf(norm, {"that", "this", "the", "said", "my"})) {
    auto k = i + 1;
    bool same = anyOf(tokens_.norm(k), {"same", "new", "other", "current"});
    if (same) ++k;
    if (tokens_.norm(k) == "one" && norm != "my") {
      bool qualified = norm == "the" && !same &&
                       anyOf(tokens_.norm(k + 1), {"from", "at", "with", "named", "called",
                                                   "without", "who", "in", "whose"});
      if (qualified) return std::nullopt;
      return make(Selector::Kind::pronoun, k + 1 - i, false);
    }
    if (auto noun = scope_.lexicon.noun(tokens_, k, end)) {
      auto past = k + noun.length;
      if (anyOf(tokens_.norm(past), {"record", "entry", "card"})) ++past;
      bool alone =
          past >= end || !tokens_[past].word() || tokens_.norm(past) == "'s" ||
          (words::isStop(tokens_.norm(past)) &&
           !anyOf(tokens_.norm(past), {"from", "at", "of", "with", "named", "called", "who",
                                       "whose", "for", "in", "that", "which", "titled", "by"}));
      if (norm == "my" && !noun.plural) alone = false;
      if (!alone || (noun.plural && norm == "my")) return std::nullopt;
      if (noun.plural && norm == "the" && !same) return std::nullopt;
      auto read = make(Selector::Kind::pronoun, past - i, noun.plural);
      read.selector.type = noun.entity->type;
      read.selector.person = noun.entity->is_person;
      return read;
    }
    bool alone = i + 1 >= end || !tokens_[i + 1].word() || anyOf(next, {"'s", "please", "from"});
    if ((norm == "that" || norm == "this") && alone) return make(Selector::Kind::pronoun, 1, false);
    if (norm == "the" && (next == "rest" || next == "others")) return std::nullopt;
    if (norm == "the" && (next == "list" || (next == "whole" && tokens_.norm(i + 2) == "list")))
      return make(Selector::Kind::list, next == "list" ? 2 : 3, true);
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
