#pragma once

#include <optional>
#include <string_view>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/language/token.hpp"

/// The words and numbers that dates are made of. All take folded words; 0 means none.
namespace parley::assistant::interpreter {

/// Monday is 1. Forgives slips of the finger.
unsigned weekdayAt(const Tokens& tokens, std::size_t i, std::size_t end);
unsigned monthAt(const Tokens& tokens, std::size_t i, std::size_t end);
/// `5`, `5th`, `first`
unsigned dayNumberAt(const Tokens& tokens, std::size_t i, std::size_t end);
/// Four digits from 1900 to 2999.
int yearAt(const Tokens& tokens, std::size_t i, std::size_t end);
/// d, w, m, y for day, week, month, year
char unitAt(std::string_view norm);
bool isTomorrow(std::string_view norm);

enum class Edge { none, start, middle, late, end };
Edge edgeWord(std::string_view norm);

struct Holiday {
  unsigned month = 0;
  unsigned day = 0;
  std::size_t length = 0;
};
std::optional<Holiday> holidayAt(const Tokens& tokens, std::size_t i, std::size_t end);

struct NumericDate {
  Day day;
  std::size_t end = 0;
};
/// `2027-01-31`, `31.12.2026`, `31.12.`, `12/31/2026`; where both readings are days, a dot puts the
/// day first and a slash the month.
std::optional<NumericDate> numericDate(const Tokens& tokens, std::size_t i, std::size_t end,
                                       Day today);

/// Behind what names a day that no calendar has, such as `2027-02-30` or `April 31st`; i where none
/// does.
std::size_t impossibleDayEnd(const Tokens& tokens, std::size_t i, std::size_t end);

/// Behind `3 pm`, `15:00`, `3pm`, `5 o'clock`; i when there is no hour.
std::size_t clockTimeEnd(const Tokens& tokens, std::size_t i, std::size_t end);

}  // namespace parley::assistant::interpreter
