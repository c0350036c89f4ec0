#include "features/assistant/interpreter/test_support/expected_day.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace parley::assistant::interpreter::testing {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> weekdays{"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

year_month_day parsed(const std::string& text) {
  return year_month_day{std::chrono::year{std::stoi(text.substr(0, 4))},
                        std::chrono::month{static_cast<unsigned>(std::stoul(text.substr(5, 2)))},
                        std::chrono::day{static_cast<unsigned>(std::stoul(text.substr(8, 2)))}};
}

std::string digits(unsigned value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

year_month_day today() {
  return parsed(std::string{day_of_scenarios});
}

/// Walks day by day, which is slow and cannot be wrong.
sys_days nextOne(sys_days day, std::string_view name) {
  do {
    day += days{1};
  } while (weekdays.at(std::chrono::weekday{day}.c_encoding()) != name);
  return day;
}

year_month_day monthsOn(year_month_day date, int count) {
  auto month = date.year() / date.month() + std::chrono::months{count};
  year_month_day same = month / date.day();
  return same.ok() ? same : year_month_day{sys_days{month / std::chrono::last}};
}

sys_days meant(std::string_view text) {
  sys_days now{today()};
  if (text == "today") return now;
  if (text.starts_with("today")) return now + days{std::stoi(std::string{text.substr(5)})};
  if (text.starts_with("month+"))
    return sys_days{monthsOn(today(), std::stoi(std::string{text.substr(6)}))};
  if (text == "end of month") return sys_days{today().year() / today().month() / std::chrono::last};
  if (text == "end of next month") {
    auto next = today().year() / today().month() + std::chrono::months{1};
    return sys_days{next / std::chrono::last};
  }
  if (text == "end of year") return sys_days{today().year() / 12 / 31};
  if (text == "end of week") {
    auto day = std::chrono::weekday{now}.iso_encoding();
    return day <= 5 ? now + days{5 - day} : now + days{7 - day};
  }
  if (text.starts_with("day ")) {
    auto wanted = std::chrono::day{static_cast<unsigned>(std::stoul(std::string{text.substr(4)}))};
    auto date = today().year() / today().month() / wanted;
    while (!date.ok() || sys_days{date} < now) date += std::chrono::months{1};
    return sys_days{date};
  }
  if (text.size() == 5 && text[2] == '-') {
    year_month_day date = parsed("2000-" + std::string{text});
    date = today().year() / date.month() / date.day();
    return sys_days{sys_days{date} < now ? date + std::chrono::years{1} : date};
  }
  if (text.starts_with("next ")) {
    // the one of the week after this one, which begins on a Monday
    auto monday = nextOne(now, "monday");
    auto name = text.substr(5);
    return name == "monday" ? monday : nextOne(monday, name);
  }
  for (auto name : weekdays) {
    if (text == name) return nextOne(now, name);
  }
  if (text.size() == 10 && text[4] == '-') return sys_days{parsed(std::string{text})};
  throw std::invalid_argument{"no day: " + std::string{text}};
}

}  // namespace

std::string expectedDay(std::string_view expression) {
  auto bar = expression.find('|');
  auto day = meant(expression.substr(0, bar));
  year_month_day date{day};
  auto year = std::to_string(static_cast<int>(date.year()));
  if (bar == std::string_view::npos)
    return year + "-" + digits(static_cast<unsigned>(date.month())) + "-" +
           digits(static_cast<unsigned>(date.day()));
  return std::to_string(static_cast<unsigned>(date.day())) + " " +
         std::string{months.at(static_cast<unsigned>(date.month()) - 1)} + " " + year;
}

TEST(ExpectedDay, IsReckonedFromTheDayOfTheScenarios) {
  EXPECT_EQ(expectedDay("today"), "2026-11-28");
  EXPECT_EQ(expectedDay("today+7"), "2026-12-05");
  EXPECT_EQ(expectedDay("today-1"), "2026-11-27");
  EXPECT_EQ(expectedDay("friday"), "2026-12-04");
  EXPECT_EQ(expectedDay("saturday"), "2026-12-05");
  EXPECT_EQ(expectedDay("next monday"), "2026-11-30");
  EXPECT_EQ(expectedDay("end of month"), "2026-11-30");
  EXPECT_EQ(expectedDay("end of week"), "2026-11-29");
  EXPECT_EQ(expectedDay("day 5"), "2026-12-05");
  EXPECT_EQ(expectedDay("01-31"), "2027-01-31");
  EXPECT_EQ(expectedDay("month+1|people"), "28 Dec 2026");
}

}  // namespace parley::assistant::interpreter::testing
