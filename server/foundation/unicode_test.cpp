#include "foundation/unicode.hpp"

#include <gtest/gtest.h>

#include "foundation/clock.hpp"
#include "foundation/uuid.hpp"

namespace parley {
namespace {

TEST(UnicodeFold, IgnoresCaseAccentsAndExtraBlanks) {
  EXPECT_EQ(unicode::fold("  \u0141\u00f3d\u017a   STRA\u00dfE \u00d8rsted "),
            "lodz strasse orsted");
  EXPECT_EQ(unicode::fold("\u0418\u0432\u0430\u043d"), "\u0438\u0432\u0430\u043d");
  EXPECT_EQ(unicode::fold("\u5c71\u7530"), "\u5c71\u7530");
}

TEST(UnicodeSearchText, KeepsWordsAndDropsWhatIsBetween) {
  EXPECT_EQ(unicode::searchText("O'Brien, ada@initech.com"), " o brien ada initech com ");
  EXPECT_EQ(unicode::searchText("%_*"), "  ");
}

TEST(UnicodeNormalize, TakesTextOfWhichNothingIsVisibleForEmpty) {
  EXPECT_EQ(unicode::normalize("\u00ad"), "");
  EXPECT_EQ(unicode::normalize(" \u3164\u200d\ufeff "), "");
  EXPECT_EQ(unicode::normalize("\u2764\ufe0f"), "\u2764\ufe0f");
}

TEST(UnicodePrefix, CutsBetweenCharacters) {
  EXPECT_EQ(unicode::prefix("\u00e9\u00e9\u00e9", 2), "\u00e9\u00e9");
  EXPECT_EQ(unicode::prefix("ab", 9), "ab");
}

TEST(UuidTest, NewOnesIncreaseAndReadBack) {
  auto last = makeUuid();
  for (int i = 0; i < 10'000; ++i) {
    const auto next = makeUuid();
    ASSERT_LT(last, next);
    last = next;
  }
  EXPECT_EQ(Uuid::parse(last.toString()), last);
  EXPECT_EQ(last.toString()[14], '7');
  EXPECT_FALSE(Uuid::parse("01a203f7-f543-7001-bdd7-ebecd73a12b"));
  EXPECT_FALSE(Uuid::parse("01a203f7xf543-7001-bdd7-ebecd73a12bc"));
}

TEST(TimestampTest, ReadsOffsetsAndFractionsAndWritesUtc) {
  EXPECT_EQ(toString(*parseTimestamp("2026-11-23T10:30:00+01:00")), "2026-11-23T09:30:00.000Z");
  EXPECT_EQ(toString(*parseTimestamp("2026-11-23T09:30:00.1239Z")), "2026-11-23T09:30:00.123Z");
  EXPECT_FALSE(parseTimestamp("2026-02-30T09:30:00Z"));
  EXPECT_FALSE(parseTimestamp("2026-11-23T09:30:00"));
  EXPECT_FALSE(parseTimestamp("2026-11-23T25:30:00Z"));
  EXPECT_FALSE(parseTimestamp("2026-11-23T09:30:00.Z"));
}

TEST(TimestampTest, EndsWithTheYearsOfFourDigits) {
  EXPECT_TRUE(parseTimestamp("0001-01-01T00:00:00Z"));
  EXPECT_TRUE(parseTimestamp("9999-12-31T23:59:59.999Z"));
  EXPECT_FALSE(parseTimestamp("0000-12-31T23:59:59Z"));
  EXPECT_FALSE(parseTimestamp("0001-01-01T00:00:00+00:01"));
  EXPECT_FALSE(parseTimestamp("9999-12-31T23:59:59-00:01"));
  EXPECT_FALSE(parseTimestamp("9999-12-31T23:59:60Z"));
}

}  // namespace
}  // namespace parley
