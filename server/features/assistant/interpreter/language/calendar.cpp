#include "features/assistant/interpreter/language/calendar.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace parley::assistant::interpreter {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/// Keeps what is computed inside the years that a date may have.
Day bounded(Day day) {
  const Day first{std::chrono::year{1} / 1 / 1};
  const Day last{std::chrono::year{9999} / 12 / 31};
  return day < first ? first : day > last ? last : day;
}

}  // namespace

std::optional<Day> dayFrom(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    auto [end, error] = std::from_chars(text.data() + at, text.data() + at + size, value);
    return error == std::errc{} && end == text.data() + at + size ? value : -1;
  };
  auto year = number(0, 4);
  auto month = number(5, 2);
  auto day = number(8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  return dayOf(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string dayText(Day day) {
  const year_month_day date{bounded(day)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string dayForPeople(Day day) {
  const year_month_day date{bounded(day)};
  return fmt::format(
      "{}, {} {} {}", weekdays.at(weekdayOf(day) - 1), static_cast<unsigned>(date.day()),
      months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()));
}

std::optional<Day> dayOf(int year, unsigned month, unsigned day) {
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                            std::chrono::day{day}};
  if (!date.ok() || year < 1 || year > 9999) return std::nullopt;
  return Day{date};
}

Day monthsLater(Day day, int count) {
  const year_month_day date{day};
  const auto month = date.year() / date.month() + std::chrono::months{count};
  const year_month_day wanted{month / date.day()};
  return bounded(wanted.ok() ? Day{wanted} : Day{month / std::chrono::last});
}

Day firstOfMonth(Day day) {
  const year_month_day date{day};
  return Day{date.year() / date.month() / 1};
}

Day lastOfMonth(Day day) {
  const year_month_day date{day};
  return Day{date.year() / date.month() / std::chrono::last};
}

unsigned weekdayOf(Day day) {
  return std::chrono::weekday{day}.iso_encoding();
}

Day firstOfWeek(Day day) {
  return day - days{weekdayOf(day) - 1};
}

Day nextWeekday(Day day, unsigned weekday) {
  auto ahead = (weekday + 7 - weekdayOf(day)) % 7;
  return day + days{ahead == 0 ? 7 : ahead};
}

std::string shiftText(Shift shift) {
  return fmt::format("{}{}", shift.count, shift.unit);
}

std::optional<Shift> shiftFrom(std::string_view text) {
  Shift shift;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), shift.count);
  if (error != std::errc{} || end + 1 != text.data() + text.size()) return std::nullopt;
  shift.unit = *end;
  return std::string_view{"dwmyb"}.contains(shift.unit) ? std::optional{shift} : std::nullopt;
}

Day shifted(Day day, Shift shift) {
  switch (shift.unit) {
    case 'w':
      return bounded(day + days{7 * shift.count});
    case 'm':
      return monthsLater(day, shift.count);
    case 'y':
      return monthsLater(day, 12 * shift.count);
    case 'b': {
      constexpr unsigned saturday = 6;
      for (int left = shift.count; left > 0;) {
        day += days{1};
        if (weekdayOf(day) < saturday) --left;
      }
      return bounded(day);
    }
    default:
      return bounded(day + days{shift.count});
  }
}

}  // namespace parley::assistant::interpreter
