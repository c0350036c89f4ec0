#include "features/assistant/interpreter/language/date_phrase.hpp"
#include "features/assistant/interpreter/language/date_words.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {

std::optional<ShiftPhrase> shiftPhrase(const Tokens& tokens, std::size_t i, std::size_t end) {
  auto k = i;
  int count = 0;
  if (tokens.norm(k) == "a" && tokens.norm(k + 1) == "couple") {
    count = 2;
    k += tokens.norm(k + 2) == "of" ? 3 : 2;
  } else if (tokens.norm(k) == "a" && tokens.norm(k + 1) == "few") {
    count = 3;
    k += 2;
  } else if (anyOf(tokens.norm(k), {"a", "an", "another", "one"})) {
    count = 1;
    ++k;
    if (tokens.norm(k) == "full" || tokens.norm(k) == "whole") ++k;
  } else if (auto number = words::cardinal(tokens.norm(k)); number > 0 && number < 10'000) {
    count = number;
    ++k;
    if (tokens.norm(k) == "more") ++k;
  }
  if (count == 0 || k >= end) return std::nullopt;
  if (tokens.norm(k) == "fortnight") return ShiftPhrase{{2 * count, 'w'}, k + 1};
  if (anyOf(tokens.norm(k), {"working", "business", "work"}) &&
      anyOf(tokens.norm(k + 1), {"day", "days"}))
    return ShiftPhrase{{count, 'b'}, k + 2};
  if (tokens.norm(k) == "calendar") ++k;
  auto unit = unitAt(tokens.norm(k));
  if (unit == 0) return std::nullopt;
  return ShiftPhrase{{count, unit}, k + 1};
}

}  // namespace parley::assistant::interpreter
