#include "foundation/markdown.hpp"

#include <gtest/gtest.h>

namespace parley::markdown {
namespace {

TEST(Markdown, LeavesNamesAsTheyAreWhereNothingOfThemIsMarkup) {
  for (const auto* name : {"Test_Contact_1", "Acme #3", "C#", "ann__lee@x_y.com", "Тест_Ü_1"})
    EXPECT_EQ(escaped(name), name);
}

TEST(Markdown, EscapesWhatCouldBeMarkup) {
  EXPECT_EQ(escaped("_a_ b_ _c a_-b"), R"(\_a\_ b\_ \_c a\_-b)");
  EXPECT_EQ(escaped("a_*b*_c"), R"(a\_\*b\*\_c)");
  EXPECT_EQ(escaped("## Sales #1"), R"(\#\# Sales #1)");
  EXPECT_EQ(escaped("~1~ [x](y) <b> `c` d|e \\"), R"(\~1\~ \[x\](y) \<b\> \`c\` d\|e \\)");
  EXPECT_EQ(escaped("—_a_—"), R"(—\_a\_—)");
}

TEST(Markdown, KeepsATextOnOneLine) {
  EXPECT_EQ(escaped("one\n# two"), "one # two");
}

}  // namespace
}  // namespace parley::markdown
