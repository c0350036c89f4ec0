#include "features/assistant/prompts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "foundation/clock.hpp"

namespace parley::assistant {
namespace {

language_model::Context at(std::string_view now, std::string zone) {
  return contextOf({"7", "Erin Evaluator", std::move(zone)}, *parseTimestamp(now), {}, {});
}

TEST(ContextOfAMessage, TellsTheTimeWhereTheUserIs) {
  EXPECT_TRUE(at("2026-11-28T23:05:09Z", "Pacific/Auckland")
                  .text.starts_with("Now: Sunday, 29 November 2026, 12:05 (Pacific/Auckland). The "
                                    "user is Erin Evaluator."));
  EXPECT_TRUE(at("2026-03-01T02:30:00Z", "America/New_York")
                  .text.starts_with("Now: Saturday, 28 February 2026, 21:30 (America/New_York)."));
}

TEST(ContextOfAMessage, KnowsDaylightSavingTime) {
  EXPECT_EQ(at("2026-07-01T22:30:00Z", "Europe/Paris").facts.at("today"), "2026-07-02");
  EXPECT_EQ(at("2026-12-01T22:30:00Z", "Europe/Paris").facts.at("today"), "2026-12-01");
}

TEST(ContextOfAMessage, TellsThePageAndWhatPronounsMean) {
  auto context = contextOf({"7", "Erin Evaluator", "UTC"}, *parseTimestamp("2026-11-28T10:00:00Z"),
                           "/contacts/c1", {});
  addMeant(context, {{"contact", "c1", "Ada Park"}, {"organization", "o1", "Acme"}});
  EXPECT_TRUE(context.text.contains("The user is on the page /contacts/c1."));
  EXPECT_TRUE(context.text.ends_with(": Ada Park (contact c1); Acme (organization o1)"));
  EXPECT_EQ(context.facts.at("page"), "/contacts/c1");
}

TEST(ContextOfAMessage, KeepsNoMoreOfALongListThanItTells) {
  std::vector<TrackedRow> list;
  for (int position = 1; position <= 200; ++position)
    list.push_back({"contact", fmt::format("c{}", position), "Ada", position});
  auto context =
      contextOf({"7", "Erin Evaluator", "UTC"}, *parseTimestamp("2026-11-28T10:00:00Z"), {}, list);
  EXPECT_EQ(context.facts.at("entities").as_array().size(), 200U)
      << "for the words of this message";
  forgetUntold(context);
  EXPECT_EQ(context.facts.at("entities").as_array().size(), 60U);
  EXPECT_TRUE(context.text.contains("\n60. Ada (contact c60)\n... 200 in all"));
}

}  // namespace
}  // namespace parley::assistant
