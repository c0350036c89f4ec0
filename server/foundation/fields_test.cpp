#include "foundation/fields.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

template <class Field>
std::string refusal(std::string_view text) {
  const auto parsed = Field::parse(text);
  return parsed ? "accepted" : parsed.error();
}

TEST(TextField, TrimsNormalisesAndCountsCharacters) {
  EXPECT_EQ((Text<1, 3>::parse(" \t\u00a0Zoe\u0308 ")->value()), "Zo\u00eb");
  EXPECT_EQ((refusal<Text<1, 3>>("   ")), "must not be empty");
  EXPECT_EQ((refusal<Text<1, 3>>("\u00e9\u00e9\u00e9\u00e9")),
            "must have at most 3 characters, and has 4");
}

TEST(TextField, RefusesControlsOverridesAndBrokenUtf8) {
  for (const std::string_view text :
       {std::string_view{"a\0b", 3}, std::string_view{"a\nb"}, std::string_view{"a\x1b[31m"},
        std::string_view{"a\u202eb"}, std::string_view{"a\xff"}}) {
    EXPECT_NE((refusal<Text<1, 9>>(text)), "accepted");
  }
}

TEST(ProseField, KeepsLinesAndJoinsLineEnds) {
  EXPECT_EQ((Prose<0, 20>::parse("one\r\ntwo\n")->value()), "one\ntwo");
}

TEST(EmailField, AcceptsWhatMailServersDo) {
  for (const std::string_view text :
       {"ada@initech.com", "a.b+tag@sub.example.co.uk", "o'brien@example.org",
        "user@b\u00fccher.example", " padded@example.com "}) {
    EXPECT_EQ(refusal<EmailAddress>(text), "accepted") << text;
  }
}

TEST(EmailField, RefusesWhatIsNoAddress) {
  for (const std::string_view text :
       {"", "ada", "ada@", "@initech.com", "ada@localhost", "a..b@example.com", ".a@example.com",
        "a@-example.com", "a@example..com", "a b@example.com", "a@example.c", "a@1.2.3.4",
        "a@b@example.com ", "<a@example.com>"}) {
    EXPECT_NE(refusal<EmailAddress>(text), "accepted") << text;
  }
}

TEST(EmailField, ComparesWithoutCase) {
  EXPECT_EQ(EmailAddress::parse("Ada@Initech.COM")->key(),
            EmailAddress::parse("ada@initech.com")->key());
}

TEST(PhoneField, KeepsWhatWasGivenAndKnowsItsDigits) {
  EXPECT_EQ(PhoneNumber::parse("+1 (555) 010-9999 ext. 12")->value(), "+1 (555) 010-9999 ext. 12");
  EXPECT_EQ(PhoneNumber::parse("+1 (555) 010-9999 ext. 12")->digits(), "1555010999912");
  EXPECT_EQ(PhoneNumber::parse("0044 20 7946 0958")->digits(), "442079460958");
  EXPECT_EQ(PhoneNumber::parse("\u0660\u0661\u0662\u0663")->digits(), "0123");
}

TEST(PhoneField, RefusesNonsense) {
  for (const std::string_view text :
       {"call me", "12", "555-CALL-NOW", "+", "123456789012345678901", "555 0100; drop table"}) {
    EXPECT_NE(refusal<PhoneNumber>(text), "accepted") << text;
  }
}

TEST(TimeZoneField, KnowsTheNamesOfTheSystem) {
  EXPECT_EQ(refusal<TimeZone>("Europe/Paris"), "accepted");
  EXPECT_EQ(refusal<TimeZone>("UTC"), "accepted");
  EXPECT_NE(refusal<TimeZone>("Mars/Olympus"), "accepted");
  EXPECT_NE(refusal<TimeZone>("GMT+3"), "accepted");
}

}  // namespace
}  // namespace parley
