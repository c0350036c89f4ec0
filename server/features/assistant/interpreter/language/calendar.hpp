#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Days of the calendar. A week begins on Monday.
namespace parley::assistant::interpreter {

using Day = std::chrono::sys_days;

/// `2026-11-28`; nothing when the text is no such day.
std::optional<Day> dayFrom(std::string_view text);
std::string dayText(Day day);
/// For people: `Sat, 28 Nov 2026`
std::string dayForPeople(Day day);

/// The day of this month and year, however many days the month has; nothing for 31 February.
std::optional<Day> dayOf(int year, unsigned month, unsigned day);
/// The same day so many months later, or the last of a shorter month.
Day monthsLater(Day day, int months);
Day firstOfMonth(Day day);
Day lastOfMonth(Day day);
Day firstOfWeek(Day day);
/// The first such day of the week after `day`: never `day` itself. Monday is 1, Sunday 7.
Day nextWeekday(Day day, unsigned weekday);
unsigned weekdayOf(Day day);

/// So many days, weeks, months, ...: `3d`, `-2w`, `1m`. For values that move a date.
struct Shift {
  int count = 0;
  char unit = 'd';  ///< d, w, m, y or b: working days
};
std::string shiftText(Shift shift);
std::optional<Shift> shiftFrom(std::string_view text);
Day shifted(Day day, Shift shift);

}  // namespace parley::assistant::interpreter
