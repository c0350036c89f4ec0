#include "foundation/date.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <stdexcept>

namespace parley {
namespace {

std::optional<int> numberIn(std::string_view digits) {
  int number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc{} || end != digits.data() + digits.size() || digits.front() == '-')
    return std::nullopt;
  return number;
}

}  // namespace

Parsed<Date> Date::parse(std::string_view text) {
  auto wrong = std::unexpected{std::string{"is not a date, like 2026-11-23"}};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return wrong;
  const auto year = numberIn(text.substr(0, 4));
  const auto month = numberIn(text.substr(5, 2));
  const auto day = numberIn(text.substr(8, 2));
  if (!year || !month || !day || *year < 1) return wrong;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::unexpected{"is a day that does not exist"};
  return Date{std::chrono::sys_days{date}};
}

Date Date::fromDatabase(std::string_view text) {
  auto date = parse(text);
  if (!date) throw std::logic_error{"a date column holds " + std::string{text}};
  return *date;
}

std::string Date::value() const {
  const std::chrono::year_month_day date{day_};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace parley
