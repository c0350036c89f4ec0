#include "language_model/tokens.hpp"

#include <gtest/gtest.h>

namespace parley::language_model {
namespace {

TEST(Tokens, OfEnglishAreAFewLettersEach) {
  EXPECT_EQ(estimateTokens(""), 0U);
  EXPECT_EQ(estimateTokens("contact"), 3U);
}

TEST(Tokens, OfOtherScriptsAreACharacterEach) {
  EXPECT_EQ(estimateTokens("田中さん"), 4U);
  EXPECT_EQ(estimateTokens("Zoë"), 2U);
}

TEST(Tokens, OfATurnAreThoseOfTheProvidersForm) {
  Message message;
  message.role = Role::assistant;
  message.parts.push_back(Text{"Hi"});
  const auto bare = estimateTokens(message);
  message.raw = RawTurn{"anthropic", "claude", "account", std::string(3'000, 's')};
  EXPECT_GT(estimateTokens(message), bare + 900);
}

TEST(Tokens, CountWhatCallsAndResultsHold) {
  Message message;
  message.parts.push_back(ToolResult{"c", std::string(3'000, 'r'), false});
  EXPECT_GE(estimateTokens(message), 1'000U);
  message.parts.push_back(ToolCall{"d", "find", {{"q", std::string(3'000, 'q')}}});
  EXPECT_GE(estimateTokens(message), 2'000U);
}

}  // namespace
}  // namespace parley::language_model
