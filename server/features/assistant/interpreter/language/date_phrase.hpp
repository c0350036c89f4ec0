#pragma once

#include <optional>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/language/token.hpp"

namespace parley::assistant::interpreter {

/// What words such as "next Friday", "in two weeks" and "this month" mean on a given day.
struct DatePhrase {
  Day first;  ///< the days it covers
  Day last;
  Day point;  ///< the day it means as a deadline
  std::size_t end = 0;
};

/// A day or a span of days at token i, behind the small words of time ("on", "by", "at the").
/// The longest phrase wins. Nothing when no date begins there.
std::optional<DatePhrase> datePhrase(const Tokens& tokens, std::size_t i, std::size_t end,
                                     Day today);

/// "a week", "two days", "3 months", "a couple of weeks"
struct ShiftPhrase {
  Shift shift;
  std::size_t end = 0;
};
std::optional<ShiftPhrase> shiftPhrase(const Tokens& tokens, std::size_t i, std::size_t end);

}  // namespace parley::assistant::interpreter
