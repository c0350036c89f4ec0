#include "http/url.hpp"

#include <gtest/gtest.h>

#include "foundation/error.hpp"

namespace parley::http {
namespace {

Request parsed(std::string target) {
  Request request;
  request.target = std::move(target);
  parseTarget(request);
  return request;
}

TEST(Target, IsSplitIntoDecodedSegments) {
  const auto request = parsed("/api/contacts/J%C3%B6rg%20M");
  EXPECT_EQ(request.path, "/api/contacts/Jörg M");
  EXPECT_EQ(request.segments, (std::vector<std::string>{"api", "contacts", "Jörg M"}));
}

TEST(Target, KeepsAnEscapedSlashInsideItsSegment) {
  EXPECT_EQ(parsed("/a%2Fb/c").segments, (std::vector<std::string>{"a/b", "c"}));
}

TEST(Target, OfTheRootHasNoSegments) {
  EXPECT_TRUE(parsed("/").segments.empty());
  EXPECT_EQ(parsed("/?a=1").path, "/");
}

TEST(Target, KeepsQueryParametersInOrderAndDecoded) {
  const auto request = parsed("/x?b=1+2&a=%26&flag&&empty=");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"b", "1 2"}, {"a", "&"}, {"flag", ""}, {"empty", ""}};
  EXPECT_EQ(request.query, expected);
  EXPECT_EQ(request.queryParameter("a"), "&");
  EXPECT_EQ(request.queryParameter("c"), std::nullopt);
}

class BadTarget : public ::testing::TestWithParam<const char*> {};

TEST_P(BadTarget, IsRefused) {
  EXPECT_THROW(parsed(GetParam()), Error) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Forms, BadTarget,
                         ::testing::Values("", "*", "http://host/x", "host:443", "/%", "/%4",
                                           "/%zz", "/%00", "/a?b=%", "/a?b=%00", "/a?%ff=1",
                                           "/../etc", "/a/%2e%2e/b", "/./a", "/a%0ab", "/a#b",
                                           "/%C0%AF", "/%ED%A0%80", "/a b", "/\xC3\xB6"));

TEST(Utf8, RefusesOverlongFormsSurrogatesAndTruncation) {
  EXPECT_TRUE(isUtf8("Łódź 東京 🙂"));
  EXPECT_FALSE(isUtf8("\xC0\xAF"));
  EXPECT_FALSE(isUtf8("\xE0\x80\xAF"));
  EXPECT_FALSE(isUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(isUtf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(isUtf8("\xE2\x82"));
  EXPECT_FALSE(isUtf8("\x80"));
}

}  // namespace
}  // namespace parley::http
