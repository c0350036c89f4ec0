#include "language_model/prices.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace parley::language_model {
namespace {

constexpr std::uint64_t million = 1'000'000;

MicroDollars cost(std::string_view provider, std::string_view model, const Usage& usage,
                  std::string_view operators = "") {
  return PriceList::parse(operators).find(provider, model).value().of(usage);
}

TEST(Prices, OfAnthropicWeighWhatTheCacheReadAndHowLongItKeepsWhatWasWritten) {
  const Usage usage{.input_tokens = 4 * million,
                    .cache_read_tokens = million,
                    .cache_write_tokens = 2 * million,
                    .cache_write_hour_tokens = million,
                    .output_tokens = million};
  // $2 in and $10 out: 2 fresh + 0.2 read + 2.5 for five minutes + 4 for an hour + 10 out.
  EXPECT_EQ(cost("anthropic", "claude-sonnet-5-5", usage), 17'700'000 + 1'000'000);
  EXPECT_EQ(cost("anthropic", "claude-sonnet-5-5-20260901", usage), 18'700'000);
}

TEST(Prices, OfHaikuRiseForAPromptBeyondAHundredThousandTokens) {
  EXPECT_EQ(
      cost("anthropic", "claude-haiku-5-5", {.input_tokens = 100'000, .output_tokens = 1'000}),
      10'000 + 500);
  EXPECT_EQ(
      cost("anthropic", "claude-haiku-5-5", {.input_tokens = 100'001, .output_tokens = 1'000}),
      50'001 + 2'500);
}

TEST(Prices, OfOpenAiDoubleForInputBeyondTheLimitAndCountItsCacheWithinTheInput) {
  EXPECT_EQ(cost("openai", "gpt-6.1-terra", {.input_tokens = 272'000, .cache_read_tokens = 72'000}),
            200'000 + 7'200);
  EXPECT_EQ(cost("openai", "gpt-6.1-terra", {.input_tokens = 300'000, .output_tokens = 1'000}),
            600'000 + 5'000);
}

TEST(Prices, ThatNobodyKnowsAreNone) {
  const PriceList list;
  EXPECT_FALSE(list.find("gemini", "gemini-3.8-flash"));
  EXPECT_FALSE(list.find("anthropic", "claude-sonnet-5-5-large"));
  EXPECT_FALSE(list.find("anthropic", "claude-sonnet-5"));
  // Whoever runs a compatible server may ask what they like for a model of that name.
  EXPECT_FALSE(list.find("compatible", "gpt-6.1-terra"));
}

TEST(Prices, OfTheOperatorComeFirst) {
  const Usage usage{.input_tokens = million, .output_tokens = million};
  EXPECT_EQ(cost("gemini", "gemini-3.8-flash", usage, "gemini-3.8-flash=0.25/1.5"), 1'750'000);
  EXPECT_EQ(cost("anthropic", "claude-sonnet-5-5", usage, "claude-sonnet-5-5 = 3/15"), 18'000'000);
  const auto one = PriceList::parse("a=1/2, compatible/gpt-6.1-terra=0/0");
  EXPECT_EQ(one.find("compatible", "gpt-6.1-terra")->of(usage), 0);
  EXPECT_EQ(one.find("openai", "gpt-6.1-terra")->of({.input_tokens = 1'000}), 1'000);
}

TEST(Prices, MustBeWrittenAsDollars) {
  for (const auto* wrong : {"model", "model=1", "=1/2", "model=a/b", "model=-1/2", "model=1/",
                            "model=1.2345678/2", "model=100000/2", "model=1./2"})
    EXPECT_THROW(PriceList::parse(wrong), std::runtime_error) << wrong;
}

TEST(Prices, OfACountThatIsNoneDoNotOverflow) {
  const Usage absurd{.input_tokens = ~0ULL, .output_tokens = ~0ULL};
  EXPECT_GT(cost("anthropic", "claude-fable-5-1", absurd), 0);
}

}  // namespace
}  // namespace parley::language_model
