#include "features/assistant/usage.hpp"

#include <gmock/gmock.h>

#include "features/assistant/remote_fixture.hpp"
#include "features/assistant/usage_store.hpp"

namespace parley::assistant {
namespace {

using ::testing::HasSubstr;

/// 1,000 tokens in and 100 out of a model that costs $2 and $10: 2,000 + 1,000.
constexpr std::string_view turn_cost = "3000";

class UsageTest : public RemoteAssistantTest {
 protected:
  UsageTest() { sonnet_->usage = {.input_tokens = 1'000, .output_tokens = 100}; }

  void limit(std::string_view micros) {
    ASSERT_EQ(use(maya_, "set_usage_limit", fmt::format(R"({{"limit_micros":{}}})", micros)).status,
              200);
  }
  /// Another member of the workspace spends.
  void spendElsewhere(std::int64_t micros) {
    const auto other = newPerson(maya_.workspace_id, "Noor Bell");
    storage_.executeAsOwner(fmt::format(
        "alter table model_usage no force row level security; insert into model_usage values "
        "('{}', '{}', '{}', 'anthropic', 'claude-opus-5-5', 1, 0, 0, 1, {}, 0)",
        maya_.workspace_id.toString(), monthOf(clock_.now()), other.user_id.toString(), micros));
  }
};

TEST_F(UsageTest, AnswerHasItsCostForItselfInTheTranscriptTheConversationAndTheMonth) {
  scriptCall("f", "find_notes");
  script("None.");
  const auto answer = say("what is there?");
  EXPECT_EQ(answer.number("/usage/input_tokens"), 2'000);
  EXPECT_EQ(answer.number("/usage/cost_micros"), 6'000);
  const auto conversation = answer.text("/conversation_id");
  EXPECT_EQ(micros(read("find_messages", conversation), "/items/0/usage/cost_micros"), "6000");
  EXPECT_EQ(micros(read("get_conversation_usage", conversation), "/cost_micros"), "6000");

  script("Still none.");
  say("and now?", conversation);
  EXPECT_EQ(micros(read("get_conversation_usage", conversation), "/cost_micros"), "9000");
  const auto month = use(maya_, "get_usage", "{}", json::Source::query);
  EXPECT_EQ(micros(month, "/usage/cost_micros"), "9000");
  EXPECT_EQ(month.number("/usage/output_tokens"), 300);
  ASSERT_EQ(month.count("/models"), 1U);
  EXPECT_EQ(month.text("/models/0/model"), "claude-sonnet-5-5");
  EXPECT_EQ(month.text("/months/0/month"), month.text("/month"));
}

TEST_F(UsageTest, AnswerThatWasCutOffCostsWhatTheProviderHadCounted) {
  sonnet_->turns.push_back({.text = "Once upon", .calls = {}, .failure = {}, .cut = true});
  const auto answer = say("tell me a story");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_EQ(answer.number("/usage/input_tokens"), 1'000);
  EXPECT_EQ(micros(use(maya_, "get_usage", "{}", json::Source::query), "/usage/cost_micros"),
            "3000");
}

TEST_F(UsageTest, MessageReachesItsModelAfterTwoRoundTripsToTheDatabase) {
  script("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  std::uint64_t asked = 0;
  sonnet_->on_request = [&] {
    if (asked == 0) asked = database_.statistics().round_trips;
  };
  script("Again.");
  const auto before = database_.statistics().round_trips;
  say("and now?", conversation, "claude-sonnet-5-5");
  EXPECT_EQ(asked - before, 2U) << "one that reads, one that writes";
}

TEST_F(UsageTest, RunThatGoesOnAfterADecisionAddsToWhatItCostBefore) {
  const auto id = use(maya_, "create_note", R"({"name":"Doomed"})").text("/id");
  scriptCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id));
  const auto waiting = say("delete it");
  script("Gone.");
  const auto done =
      use(maya_, "decide_approval",
          fmt::format(R"({{"id":"{}","decision":"approve"}})", waiting.text("/approvals/0/id")));
  EXPECT_EQ(micros(done, "/usage/cost_micros"), "6000");
  EXPECT_EQ(micros(use(maya_, "get_usage", "{}", json::Source::query), "/usage/cost_micros"),
            "6000");
}

TEST_F(UsageTest, CostOfAModelWithoutAPriceIsNotKnownAndWhatHasOneIsSaidApart) {
  const auto& unheard_of = models_.at("claude-unheard-of");
  unheard_of->usage = {.input_tokens = 50, .output_tokens = 5};
  unheard_of->turns.push_back({"Hello.", {}, {}, false});
  const auto answer = say("hi", "", "claude-unheard-of");
  EXPECT_EQ(micros(answer, "/usage/cost_micros"), "null");
  EXPECT_EQ(answer.number("/usage/input_tokens"), 50);
  script("Hello.");
  say("hi", answer.text("/conversation_id"), "claude-sonnet-5-5");
  const auto month = use(maya_, "get_usage", "{}", json::Source::query);
  EXPECT_EQ(micros(month, "/usage/cost_micros"), "null");
  EXPECT_EQ(micros(month, "/priced_micros"), turn_cost);
  EXPECT_EQ(micros(month, "/models/0/usage/cost_micros"), turn_cost);
  EXPECT_EQ(micros(month, "/models/1/usage/cost_micros"), "null");
}

TEST_F(UsageTest, CommandInterpreterCostsNothing) {
  builtin_->usage = {};
  builtin_->turns.push_back({"Hello.", {}, {}, false});
  EXPECT_EQ(micros(say("hi", "", "builtin"), "/usage/cost_micros"), "0");
  EXPECT_EQ(use(maya_, "get_usage", "{}", json::Source::query).count("/models"), 0U);
}

TEST_F(UsageTest, WriteThatIsRepeatedCountsOnce) {
  script("Hello.");
  const auto run = RunId::parse(say("hi").text("/run_id")).value();
  const auto again = [&]() -> task<void> {
    const Owner owner{maya_.workspace_id, maya_.user_id};
    const ModelUsage total{1'000, 0, 0, 100, 3'000, 0};
    auto tx = co_await database_.begin(operations::identityOf(maya_), database::Mode::write);
    countRun(tx, owner, run, {"anthropic", "claude-sonnet-5-5"}, total, clock_.now());
    co_await tx.commit();
  };
  this->run(again());
  EXPECT_EQ(micros(use(maya_, "get_usage", "{}", json::Source::query), "/usage/cost_micros"),
            turn_cost);
}

TEST_F(UsageTest, MembersSeeTheirOwnAndAdministratorsAllOfTheirWorkspace) {
  script("Hello.");
  say("hi");
  auto noor = newPerson(maya_.workspace_id, "Noor Bell");
  noor.role = operations::Role::member;
  script("Hello, Noor.");
  script("Hello again.");
  const auto first = say(noor, "hi", {});
  say(noor, "hi again", {{"conversation_id", first.text("/conversation_id")}});
  const auto stranger = newPerson();

  EXPECT_EQ(micros(use(maya_, "get_usage", "{}", json::Source::query), "/usage/cost_micros"),
            turn_cost);
  EXPECT_EQ(use(noor, "get_workspace_usage", "{}", json::Source::query).status, 403);
  EXPECT_EQ(use(noor, "set_usage_limit", R"({"limit_micros":5})").status, 403);
  const auto all = use(maya_, "get_workspace_usage", "{}", json::Source::query);
  EXPECT_EQ(micros(all, "/usage/cost_micros"), "9000");
  ASSERT_EQ(all.count("/members"), 2U);
  EXPECT_EQ(all.text("/members/0/name"), "Noor Bell");
  EXPECT_EQ(micros(all, "/members/0/usage/cost_micros"), "6000");
  EXPECT_EQ(micros(all, "/limit_micros"), "null");
  EXPECT_EQ(use(stranger, "get_workspace_usage", "{}", json::Source::query).count("/members"), 0U);
  EXPECT_EQ(use(maya_, "get_conversation_usage",
                fmt::format(R"({{"id":"{}"}})", first.text("/conversation_id")))
                .status,
            404);
}

TEST_F(UsageTest, MonthsAreKeptApartAndNamedLike2026Dash11) {
  script("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  const auto before = use(maya_, "get_usage", "{}", json::Source::query).text("/month");
  clock_.time += std::chrono::days{31};
  script("Hello again.");
  say("hi", conversation);
  const auto now = use(maya_, "get_usage", "{}", json::Source::query);
  EXPECT_EQ(micros(now, "/usage/cost_micros"), turn_cost);
  EXPECT_EQ(now.count("/months"), 2U);
  const auto then =
      use(maya_, "get_usage", fmt::format(R"({{"month":"{}"}})", before), json::Source::query);
  EXPECT_EQ(micros(then, "/usage/cost_micros"), turn_cost);
  for (const auto* wrong : {"2026", "2026-13", "2026-11-01", "November"})
    EXPECT_EQ(
        use(maya_, "get_usage", fmt::format(R"({{"month":"{}"}})", wrong), json::Source::query)
            .status,
        400)
        << wrong;
}

TEST_F(UsageTest, LimitStopsARunBeforeItsNextTurnAndTheConversationGoesOnWhenItIsRaised) {
  limit(turn_cost);
  scriptCall("f", "find_notes");
  const auto stopped = say("what is there?");
  EXPECT_EQ(stopped.text("/status"), "failed");
  EXPECT_THAT(stopped.text("/reply"), HasSubstr("Settings, Usage"));
  EXPECT_THAT(stopped.text("/reply"), HasSubstr("command interpreter"));
  EXPECT_EQ(sonnet_->requests.size(), 1U);

  const auto conversation = stopped.text("/conversation_id");
  EXPECT_EQ(say("and now?", conversation).text("/status"), "failed");
  EXPECT_EQ(sonnet_->requests.size(), 1U);
  builtin_->turns.push_back({"I still work.", {}, {}, false});
  EXPECT_EQ(say("help", conversation, "builtin").text("/reply"), "I still work.");

  limit("null");
  script("None.");
  EXPECT_EQ(say("again", conversation, "claude-sonnet-5-5").text("/reply"), "None.");
  limit("0");
  EXPECT_EQ(say("again", conversation, "claude-sonnet-5-5").text("/status"), "failed");
  clock_.time += std::chrono::days{31};
  EXPECT_EQ(say("again", conversation, "claude-sonnet-5-5").text("/status"), "failed");
}

TEST_F(UsageTest, NewMonthHasItsOwnLimit) {
  limit(turn_cost);
  script("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  EXPECT_EQ(say("again", conversation).text("/status"), "failed");
  clock_.time += std::chrono::days{31};
  script("A new month.");
  EXPECT_EQ(say("again", conversation).text("/reply"), "A new month.");
}

TEST_F(UsageTest, WhatOthersSpendMeanwhileStopsARunAfterTheTurnThatGoesOn) {
  limit("1000000");
  scriptCall("a", "find_notes");
  scriptCall("b", "find_notes");
  sonnet_->on_request = [&] {
    if (sonnet_->requests.size() == 2) spendElsewhere(1'000'000);
  };
  EXPECT_EQ(say("look twice").text("/status"), "failed");
  EXPECT_EQ(sonnet_->requests.size(), 2U);
}

TEST_F(UsageTest, LimitIsASumOfMoney) {
  for (const auto* wrong : {"-1", "1000000000001"})
    EXPECT_EQ(use(maya_, "set_usage_limit", fmt::format(R"({{"limit_micros":{}}})", wrong)).fields,
              "limit_micros");
}

TEST(Dollars, AreWrittenWithCentsWhereThereAreSome) {
  EXPECT_EQ(dollarText(50'000'000), "$50");
  EXPECT_EQ(dollarText(1'234'500'000), "$1,234.50");
  EXPECT_EQ(dollarText(3'000), "$0");
  EXPECT_EQ(dollarText(10'000), "$0.01");
}

}  // namespace
}  // namespace parley::assistant
