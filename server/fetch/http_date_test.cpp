#include "fetch/http_date.hpp"

#include <gtest/gtest.h>

namespace parley::fetch {
namespace {

TEST(HttpDate, ReadsTheFormsOfHttp) {
  const auto expected = parseTimestamp("1994-11-06T08:49:37Z");
  EXPECT_EQ(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), expected);
  EXPECT_EQ(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT"), expected);
  EXPECT_EQ(parseHttpDate("Sun Nov  6 08:49:37 1994"), expected);
}

TEST(HttpDate, RefusesWhatIsNoDate) {
  EXPECT_FALSE(parseHttpDate(""));
  EXPECT_FALSE(parseHttpDate("soon"));
}

}  // namespace
}  // namespace parley::fetch
