#include "foundation/date.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Date, IsReadAndWrittenAsYearMonthDay) {
  EXPECT_EQ(Date::parse("2026-11-23")->value(), "2026-11-23");
  EXPECT_EQ(Date::parse("0001-01-01")->value(), "0001-01-01");
  EXPECT_EQ(Date::parse("2024-02-29")->value(), "2024-02-29");
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const auto* text : {"", "2026-11-2", "2026-1-02", "26-11-23", "2026/11/23", "2026-11-23T",
                           "0000-01-01", "-026-11-23", "2026-+1-23", "tomorrow!!"}) {
    EXPECT_FALSE(Date::parse(text)) << text;
  }
  EXPECT_EQ(Date::parse("2026-02-29").error(), "is a day that does not exist");
  EXPECT_EQ(Date::parse("2026-13-01").error(), "is a day that does not exist");
}

TEST(Date, ComparesInTheOrderOfTime) {
  EXPECT_LT(*Date::parse("2026-11-23"), *Date::parse("2026-12-01"));
}

}  // namespace
}  // namespace parley
