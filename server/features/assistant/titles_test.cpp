#include "features/assistant/titles.hpp"

#include <gmock/gmock.h>

#include "features/assistant/remote_fixture.hpp"

namespace parley::assistant {
namespace {

using ::testing::HasSubstr;

class TitlesTest : public RemoteAssistantTest {
 protected:
  TitlesTest() { haiku_->usage = {.input_tokens = 10'000, .output_tokens = 10}; }

  void scriptTitle(std::string title) {
    haiku_->turns.push_back({std::move(title), {}, {}, false});
  }
  std::string titleOf(const testing::Used& answer) {
    return read("get_conversation", answer.text("/conversation_id")).text("/title");
  }
  /// Until the conversation's open pages are told of it again.
  bool awaitNaming(const std::function<testing::Used()>& act, testing::Used& answer) {
    bool told = false;
    const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
      told = told || (notice.json && notice.json->contains("\"conversation\"") &&
                      notice.json->contains("\"version\":2"));
    });
    answer = act();
    return testing::runUntil(loop_, [&] { return told; });
  }
  /// Until the conversation has cost that much, in millionths of a dollar.
  bool awaitCost(const testing::Used& answer, int wanted) {
    return testing::runUntil(loop_, [&] {
      const auto used = read("get_conversation_usage", answer.text("/conversation_id"));
      return micros(used, "/cost_micros") == std::to_string(wanted);
    });
  }
};

TEST_F(TitlesTest, SmallModelNamesAConversationAfterItsFirstAnswer) {
  script("Northwind is in Oslo.");
  scriptTitle("\"Where Northwind is.\"\n");
  testing::Used answer;
  ASSERT_TRUE(awaitNaming([&] { return say("could you tell me where Northwind is?"); }, answer));
  EXPECT_EQ(titleOf(answer), "Where Northwind is");
  ASSERT_EQ(haiku_->requests.size(), 1U);
  const auto& request = haiku_->requests.front();
  EXPECT_EQ(request.model, "claude-haiku-5-5");
  EXPECT_TRUE(request.tools.empty());
  const auto& text = std::get<language_model::Text>(request.messages.front().parts.front()).text;
  EXPECT_THAT(text, HasSubstr("could you tell me"));
  EXPECT_THAT(text, HasSubstr("in Oslo"));

  // It costs, and only once.
  const auto conversation = answer.text("/conversation_id");
  EXPECT_EQ(micros(read("get_conversation_usage", conversation), "/cost_micros"),
            std::to_string(20 + 50 + 1'000 + 5));
  EXPECT_EQ(use(maya_, "get_usage", "{}", json::Source::query).count("/models"), 2U);
  script("Yes.");
  say("sure?", conversation);
  EXPECT_EQ(haiku_->requests.size(), 1U);
}

TEST_F(TitlesTest, TitleThatWasCutOffCostsWhatTheProviderHadCounted) {
  script("Northwind is in Oslo.");
  haiku_->turns.push_back({.text = "Where North", .calls = {}, .failure = {}, .cut = true});
  const auto answer = say("where is Northwind?");
  EXPECT_TRUE(awaitCost(answer, 20 + 50 + 1'000 + 5));
  EXPECT_EQ(titleOf(answer), "where is Northwind?");
  EXPECT_EQ(use(maya_, "get_usage", "{}", json::Source::query).count("/models"), 2U);
}

TEST_F(TitlesTest, TitleThatTheUserGaveStays) {
  script("Hello.");
  scriptTitle("A greeting");
  haiku_->on_request = [&] {
    storage_.executeAsOwner(
        "alter table conversations no force row level security; "
        "update conversations set title = 'Mine', title_given = true");
  };
  const auto answer = say("hi");
  EXPECT_TRUE(awaitCost(answer, 20 + 50 + 1'000 + 5));
  EXPECT_EQ(titleOf(answer), "Mine");
  EXPECT_EQ(read("get_conversation", answer.text("/conversation_id")).body.at("version"), 1)
      << "nothing that anybody reads has changed";
}

TEST_F(TitlesTest, ConversationThatWasRenamedBeforeIsNotNamed) {
  builtin_->turns.push_back({"Hello.", {}, {}, false});
  const auto conversation = say("hi", "", "builtin").text("/conversation_id");
  use(maya_, "rename_conversation", fmt::format(R"({{"id":"{}","title":"Mine"}})", conversation));
  script("Hello.");
  script("Hello again.");
  say("hi", conversation, "claude-sonnet-5-5");
  say("hi", conversation, "claude-sonnet-5-5");
  EXPECT_TRUE(haiku_->requests.empty());
}

TEST_F(TitlesTest, ConversationIsCalledByItsFirstWordsWhereNoModelFindsATitle) {
  script("Hello.");
  haiku_->turns.push_back(
      {"",
       {},
       language_model::ModelFailure{language_model::FailureKind::overloaded, "Busy."},
       false});
  const auto answer = say("hi there");
  ASSERT_TRUE(testing::runUntil(loop_, [&] { return haiku_->requests.size() == 1; }));
  script("Still here.");
  say("and now?", answer.text("/conversation_id"));
  EXPECT_EQ(titleOf(answer), "hi there");
}

TEST_F(TitlesTest, CommandInterpretersConversationsAreNamedAfterWhatWasDone) {
  const std::string story =
      "I have been thinking about this for a while now, and would like to note";
  language_model::ToolCall call{"c", "create_note", {{"name", "Apples"}}};
  language_model::ToolCall other{"d", "create_note", {{"name", "Pears"}}};
  builtin_->turns.push_back({"", {call, other}, {}, false});
  builtin_->turns.push_back({"Made both.", {}, {}, false});
  EXPECT_EQ(titleOf(say(story, "", "builtin")), "Create note Apples and 1 more");

  builtin_->turns.push_back({"", {call}, {}, false});
  builtin_->turns.push_back({"Made it.", {}, {}, false});
  EXPECT_EQ(titleOf(say("Note the apples", "", "builtin")), "Note the apples");
}

TEST(TitleIn, IsALineOfPlainText) {
  EXPECT_EQ(titleIn("\n## **Ada's new job.**\nmore"), "Ada's new job");
  EXPECT_EQ(titleIn("<b>Hi</b>"), "<b>Hi</b>");
  EXPECT_EQ(titleIn(" \n\"\"\n"), "");
  EXPECT_EQ(titleIn("a\x01z"), "");
  EXPECT_EQ(titleIn(std::string(100, 'x')), std::string(60, 'x'));
}

}  // namespace
}  // namespace parley::assistant
