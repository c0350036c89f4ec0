#include "database/values.hpp"

#include <gtest/gtest.h>

#include <boost/describe/enum.hpp>
#include <stdexcept>

namespace parley::database {
namespace {

enum class Colour { red, light_blue };
BOOST_DESCRIBE_ENUM(Colour, red, light_blue)

TEST(Values, TurnsParametersIntoText) {
  const auto id = ContactId::make();
  const auto list =
      parameters("text", 42, true, id, Colour::light_blue, nullptr, std::optional<int>{});
  EXPECT_EQ(list, (std::vector<Parameter>{"text", "42", "t", id.toString(), "light_blue",
                                          std::nullopt, std::nullopt}));
}

TEST(Values, ReadsWhatItWrote) {
  const auto id = ContactId::make();
  EXPECT_EQ(fromText<ContactId>(*toParameter(id)), id);
  EXPECT_EQ(fromText<Colour>("red"), Colour::red);
  EXPECT_EQ(fromText<std::int64_t>("-9000000000"), -9'000'000'000);
  EXPECT_TRUE(fromText<bool>("t"));
  const std::vector<Uuid> ids{makeUuid(), makeUuid()};
  EXPECT_EQ(fromText<std::vector<Uuid>>(*toParameter(ids)), ids);
}

TEST(Values, ReadsTimesAsThePostgresSessionWritesThem) {
  EXPECT_EQ(toString(fromText<Timestamp>("2026-11-22 14:36:51.123456+00")),
            "2026-11-22T14:36:51.123Z");
  EXPECT_EQ(toString(fromText<Timestamp>("2026-11-22 14:36:51+00")), "2026-11-22T14:36:51.000Z");
  EXPECT_THROW(fromText<Timestamp>("infinity"), std::logic_error);
}

TEST(Values, CarriesBytesUnchanged) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  EXPECT_EQ(fromText<Bytes>(*toParameter(Bytes{every})).data, every);
  EXPECT_THROW(fromText<Bytes>("\\x1"), std::logic_error);
  EXPECT_THROW(fromText<Bytes>("\\xzz"), std::logic_error);
}

TEST(Values, RefusesWhatDoesNotFitTheType) {
  EXPECT_THROW(fromText<int>("12a"), std::logic_error);
  EXPECT_THROW(fromText<std::int8_t>("300"), std::logic_error);
  EXPECT_THROW(fromText<Colour>("green"), std::logic_error);
  EXPECT_THROW(fromText<Uuid>("nonsense"), std::logic_error);
}

TEST(Values, ReadsArraysWithQuotesAndNulls) {
  using Elements = std::vector<std::optional<std::string>>;
  EXPECT_EQ(arrayFromDatabase("{}"), Elements{});
  EXPECT_EQ(arrayFromDatabase(R"({a,"b,c","d\"e\\",NULL,"NULL",""})"),
            (Elements{"a", "b,c", "d\"e\\", std::nullopt, "NULL", ""}));
}

TEST(Values, RefusesBrokenArraysWithoutReadingBeyondThem) {
  for (const char* text : {"", "{", "}", "{a", "{\"", "{\"a", "{\"a\\", "{a,", "{a,}", "{,}",
                           "{a}b", "{{a}}", "a", "{\\"}) {
    EXPECT_THROW(arrayFromDatabase(text), std::logic_error) << text;
  }
}

}  // namespace
}  // namespace parley::database
