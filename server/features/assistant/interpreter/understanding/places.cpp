#include "features/assistant/interpreter/understanding/records.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {

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
      if (words::isSystemWord(tokens.norm(k))) ++k;
      return k - i;
    }
    bool lower_word = !tokens[k].capital || word == "crm" || word == "parley" || tokens.upper;
    if (to_list && lower_word &&
        (words::isSystemWord(word) || (word == "address" && tokens.norm(k + 1) == "book"))) {
      k += word == "address" ? 2 : 1;
      if (words::isSystemWord(tokens.norm(k))) ++k;
      return k - i;
    }
    // "at Acme Park" is a place of work, "at the park" is not.
    bool common = !tokens[k].capital || mention;
    if (words::isEventWord(word) && !anyOf(norm, {"to", "from", "off"}) && common &&
        (k > i + 1 || mention || anyOf(word, {"lunch", "dinner", "work"}))) {
      ++k;
      while (k < end && anyOf(tokens.norm(k), {"in", "on", "at"}) && k + 1 < end &&
             tokens[k + 1].word() && mention) {
        auto place = organizationName(scope, k + 1, end);
        if (place.empty()) break;
        k = place.end;
      }
      return k - i;
    }
    // "at the trade fair": no field
    bool event = k + 1 < end && words::isEventWord(tokens.norm(k + 1));
    if (scope.lexicon.field(tokens, k, end) && k > i + 1 && !event) break;
    ++k;
  }
  if (mention && anyOf(norm, {"in", "through", "via", "over"}) && i + 1 < end &&
      tokens[i + 1].word() && tokens[i + 1].capital) {
    auto place = organizationName(scope, i + 1, end);
    return place.empty() ? 0 : place.end - i;
  }
  return 0;
}

}  // namespace parley::assistant::interpreter
