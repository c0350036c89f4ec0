#include "http/message.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "http/event_stream.hpp"

namespace parley::http {
namespace {

TEST(Headers, CompareNamesWithoutCase) {
  Headers headers{{"Content-Type", "a"}, {"X-Two", "1"}, {"x-two", "2"}};
  EXPECT_EQ(headers.find("content-type"), "a");
  EXPECT_EQ(headers.count("X-TWO"), 2U);
  headers.set("x-TWO", "3");
  EXPECT_EQ(headers.count("x-two"), 1U);
  EXPECT_EQ(headers.find("X-Two"), "3");
  EXPECT_FALSE(headers.contains("Content"));
}

TEST(Cookies, AreFoundByTheirWholeName) {
  Request request;
  request.headers = {{"Cookie", "a=1; refresh=x=y ;b=\"2\""}, {"cookie", "late=3"}};
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("refresh"), "x=y");
  EXPECT_EQ(request.cookie("b"), "\"2\"");
  EXPECT_EQ(request.cookie("late"), "3");
  EXPECT_EQ(request.cookie("fresh"), std::nullopt);
}

TEST(PathParameters, ThatTheRouteLacksAreAProgrammingError) {
  Request request;
  request.path_parameters = {{"id", "7"}};
  EXPECT_EQ(request.parameter("id"), "7");
  EXPECT_THROW(request.parameter("name"), std::logic_error);
}

TEST(EntityTags, MatchInListsWeakFormsAndTheStar) {
  EXPECT_TRUE(matchesEntityTag("\"1\", W/\"2\"", "\"2\""));
  EXPECT_TRUE(matchesEntityTag("*", "\"2\""));
  EXPECT_FALSE(matchesEntityTag("\"22\"", "\"2\""));
  EXPECT_FALSE(matchesEntityTag("", "\"2\""));
}

TEST(Methods, AreCaseSensitive) {
  EXPECT_EQ(parseMethod("DELETE"), Method::delete_);
  EXPECT_EQ(parseMethod("get"), std::nullopt);
  EXPECT_EQ(parseMethod("TRACE"), std::nullopt);
  EXPECT_EQ(toString(Method::options), "OPTIONS");
}

TEST(Events, KeepLineBreaksOfTheirDataInSeparateLines) {
  EXPECT_EQ(format({"7", "text.delta", "one\ntwo\r\nthree"}),
            "id: 7\nevent: text.delta\ndata: one\ndata: two\ndata: three\n\n");
}

TEST(Events, CannotBreakOutOfTheirFields) {
  EXPECT_EQ(format({"7\ndata: x", "a\r\nb", ""}), "id: 7data: x\nevent: ab\ndata: \n\n");
}

}  // namespace
}  // namespace parley::http
