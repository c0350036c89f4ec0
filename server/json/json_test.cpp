#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>

#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "json/read.hpp"
#include "json/schema.hpp"
#include "json/write.hpp"

namespace parley::json {
namespace {

using ::testing::HasSubstr;

enum class Color { red, light_blue };
BOOST_DESCRIBE_ENUM(Color, red, light_blue)

struct Pencil {
  static constexpr std::string_view schema_name = "Pencil";
  static constexpr auto ignored = std::to_array<std::string_view>({"id"});
  static constexpr auto omitted = std::to_array<std::string_view>({"price"});

  Text<1, 5> name;
  std::optional<int> length;
  Patch<Color> color;
  std::vector<Text<1, 3>> tags;
  bool default_ = false;
  std::optional<int> price;
};
BOOST_DESCRIBE_STRUCT(Pencil, (), (name, length, color, tags, default_, price))

Pencil decodePencil(std::string_view text) {
  return decode<Pencil>(parse(text).as_object());
}

std::string refusal(std::string_view text) {
  try {
    decodePencil(text);
  } catch (const Error& error) {
    return error.detail;
  }
  return "accepted";
}

TEST(JsonParse, RefusesDuplicateKeysAtAnyDepth) {
  EXPECT_THROW(parse(R"({"a":1,"a":2})"), Error);
  EXPECT_THROW(parse(R"({"b":[{"a":1,"\u0061":2}]})"), Error);
  EXPECT_NO_THROW(parse(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(JsonParse, RefusesWhatIsNoJsonWithTheReason) {
  for (const std::string_view text :
       {"", "{", "nul", "{} x", "[1,]", "{\"a\":1e999}", "\"\xff\"", "{'a':1}", "[1] [2]"}) {
    try {
      parse(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.status, Status::bad_request);
      EXPECT_EQ(error.code, "malformed_json");
    }
  }
}

TEST(JsonParse, RefusesNestingBeyondTheLimit) {
  EXPECT_THROW(parse(std::string(100, '[') + std::string(100, ']')), Error);
  EXPECT_NO_THROW(parse(std::string(20, '[') + std::string(20, ']')));
}

TEST(JsonRead, ReadsEveryKindOfField) {
  const auto pencil = decodePencil(
      R"({"id":9,"name":" HB ","length":17,"color":"Light Blue","tags":["a","b"],"default":true})");
  EXPECT_EQ(pencil.name.value(), "HB");
  EXPECT_EQ(pencil.length, 17);
  EXPECT_TRUE(pencil.color.given);
  EXPECT_EQ(pencil.color.value, Color::light_blue);
  EXPECT_EQ(pencil.tags.size(), 2U);
  EXPECT_TRUE(pencil.default_);
}

TEST(JsonRead, ReadsEnumerationsInAnyCaseWithAndWithoutBlanks) {
  for (const auto* spelling : {"light_blue", "LIGHT BLUE", "lightblue", "Light-Blue", "ligh tblue"})
    EXPECT_EQ(decodePencil(fmt::format(R"({{"name":"x","default":true,"color":"{}"}})", spelling))
                  .color.value,
              Color::light_blue)
        << spelling;
  EXPECT_THAT(refusal(R"({"name":"x","default":true,"color":""})"), HasSubstr("color: must be"));
}

TEST(JsonRead, TellsAbsentFromNull) {
  EXPECT_FALSE(decodePencil(R"({"name":"x","default":false})").color.given);
  const auto cleared = decodePencil(R"({"name":"x","default":false,"color":null})");
  EXPECT_TRUE(cleared.color.given);
  EXPECT_FALSE(cleared.color.value.has_value());
}

TEST(JsonRead, NamesEveryWrongFieldWithItsPath) {
  const auto detail = refusal(
      R"({"name":"too long","length":1.5,"color":"green","tags":["ok","much too long"],"wood":1})");
  for (const auto* part :
       {"wood: is not a known field", "name: must have at most 5 characters",
        "length: must be a whole number", "color: must be one of red, light_blue",
        "tags[1]: must have at most 3", "default: is required"}) {
    EXPECT_THAT(detail, HasSubstr(part));
  }
}

TEST(JsonRead, QueryValuesAreTextAndItsErrorsAreBadRequests) {
  EXPECT_EQ(decode<Pencil>(parse(R"({"name":"x","length":"12","default":"true"})").as_object(),
                           Source::query)
                .length,
            12);
  try {
    decode<Pencil>(parse(R"({"name":"x","length":"twelve","default":"true"})").as_object(),
                   Source::query);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.status, Status::bad_request);
  }
}

TEST(JsonWrite, EscapesTextAndOmitsWhatItMay) {
  const auto pencil = decodePencil(R"({"name":"\"\\\n","default":false})");
  EXPECT_EQ(toJson(pencil),
            R"({"name":"\"\\","length":null,"color":null,"tags":[],"default":false})");
}

TEST(JsonWrite, EscapesACharacterWhereverInATextOfWhateverLengthItStands) {
  const std::pair<char, std::string_view> escapes[] = {{'"', "\\\""},       {'\\', "\\\\"},
                                                       {'\n', "\\n"},       {'\x01', "\\u0001"},
                                                       {'\x1f', "\\u001f"}, {'\x7f', "\\u007f"}};
  const std::string plain = "a!\x80\xff \x21[]#\x7e~zZ09_;:.\xc3\xa9 longer than a word of eight";
  for (std::size_t length = 1; length <= plain.size(); ++length) {
    const auto text = plain.substr(0, length);
    std::string written;
    writeString(written, text);
    ASSERT_EQ(written, '"' + text + '"');
    for (std::size_t at = 0; at < length; ++at) {
      for (const auto& [character, escape] : escapes) {
        auto marked = text;
        marked[at] = character;
        written.clear();
        writeString(written, marked);
        ASSERT_EQ(written,
                  '"' + text.substr(0, at) + std::string{escape} + text.substr(at + 1) + '"');
      }
    }
  }
}

TEST(JsonSchema, DescribesInputsAndOutputs) {
  object components;
  SchemaMaker maker{&components};
  EXPECT_EQ(toJson(maker.schema<Pencil>(Direction::output)),
            R"({"$ref":"#/components/schemas/Pencil"})");
  EXPECT_EQ(toJson(components.at("Pencil").at("required")),
            R"(["name","length","color","tags","default"])");
  SchemaMaker inline_maker;
  const auto input = inline_maker.schema<Pencil>(Direction::input);
  EXPECT_EQ(toJson(input.at("required")), R"(["name","default"])");
  EXPECT_EQ(input.at("additionalProperties"), false);
  EXPECT_EQ(toJson(input.at("properties").at("color")),
            R"({"type":["string","null"],"enum":["red","light_blue",null]})");
}

}  // namespace
}  // namespace parley::json
