#include "language_model/raw_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace parley::language_model {
namespace {

TEST(RawJson, GivesMembersAsTheyAreWritten) {
  const std::string_view object =
      "{ \"a\" : 1.0 ,\"b\":\"x\\\"}{\\\\\",\"c\": {\"d\":[1, 2],\"e\":\"]\"} , \"f\":[ "
      "],\"g\":null}";
  const auto members = rawMembers(object);
  ASSERT_EQ(members.size(), 5U);
  EXPECT_EQ(members[0].key, "a");
  EXPECT_EQ(members[0].value, "1.0");
  EXPECT_EQ(members[1].value, "\"x\\\"}{\\\\\"");
  EXPECT_EQ(members[2].value, "{\"d\":[1, 2],\"e\":\"]\"}");
  EXPECT_EQ(members[3].value, "[ ]");
  EXPECT_EQ(members[4].value, "null");
  EXPECT_EQ(rawMember(object, "c"), members[2].value);
  EXPECT_FALSE(rawMember(object, "z"));
}

TEST(RawJson, HasNoMembersInAnEmptyObjectOrAnotherValue) {
  EXPECT_TRUE(rawMembers("{}").empty());
  EXPECT_TRUE(rawMembers(" { } ").empty());
  EXPECT_TRUE(rawMembers("[1]").empty());
  EXPECT_TRUE(rawMembers("").empty());
}

TEST(RawJson, NeverReadsBeyondTextThatIsCut) {
  const std::string_view whole = "{\"a\":{\"b\":[\"c\\\"\"]},\"d\":\"e\\\\\"}";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string cut{
        whole.substr(0, size)};  // its own memory, so that a sanitizer sees its end
    rawMembers(cut);
  }
}

TEST(RawJson, GivesElementsAsTheyAreWritten) {
  EXPECT_EQ(rawElements(" [ 1.0 ,{\"a\": [2,3]}, \"x,]\" ]"),
            (std::vector<std::string_view>{"1.0", "{\"a\": [2,3]}", "\"x,]\""}));
  EXPECT_TRUE(rawElements("[]").empty());
  EXPECT_TRUE(rawElements("{}").empty());
}

TEST(RawJson, TakesTheInsideOfStringsOnly) {
  EXPECT_EQ(insideQuotes("\"a\\n\""), "a\\n");
  EXPECT_EQ(insideQuotes("\"\""), "");
  EXPECT_EQ(insideQuotes("null"), "");
  EXPECT_EQ(insideQuotes("\""), "");
}

std::string written(std::string_view text) {
  std::string out;
  appendString(out, text);
  return out;
}

TEST(RawJson, WritesStringsThatReadBackTheSame) {
  using namespace std::string_view_literals;
  for (const auto text :
       {"plain"sv, "q\"b\\s/"sv, "\b\f\n\r\t\x01\x1f\x7f"sv, "nul\0in"sv,
        "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xED\x9F\xBF \xF4\x8F\xBF\xBF"sv}) {
    const auto parsed = boost::json::parse(written(text));
    EXPECT_EQ(std::string_view(parsed.get_string().data(), parsed.get_string().size()), text);
  }
}

TEST(RawJson, ReplacesBytesThatAreNotUtf8) {
  using namespace std::string_view_literals;
  for (const auto bad :
       {"\xFF"sv, "\x80"sv, "\xC3"sv, "\xC0\xAF"sv, "\xE0\x80\xAF"sv, "\xED\xA0\x80"sv,
        "\xF0\x80\x80\x80"sv, "\xF4\x90\x80\x80"sv, "\xF8\x88\x80\x80\x80"sv, "\xE2\x82"sv}) {
    const auto text = written(bad);
    EXPECT_NO_THROW(boost::json::parse(text)) << text;
    EXPECT_TRUE(text.contains("\xEF\xBF\xBD"));
  }
}

}  // namespace
}  // namespace parley::language_model
