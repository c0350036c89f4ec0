#include "features/assistant/replacement.hpp"

#include <gmock/gmock.h>

#include "features/assistant/remote_fixture.hpp"

namespace parley::assistant {
namespace {

using ::testing::ElementsAre;
namespace lm = language_model;

/// A message in a form that can be compared.
std::string shown(const lm::Message& message) {
  std::string text{json::enumName(message.role)};
  for (const auto& part : message.parts) {
    if (const auto* said = std::get_if<lm::Text>(&part)) text += " " + said->text;
    if (const auto* call = std::get_if<lm::ToolCall>(&part)) text += " call " + call->id;
    if (const auto* result = std::get_if<lm::ToolResult>(&part))
      text += " result " + result->call_id + result->content;
  }
  return text;
}

class ReplacementTest : public RemoteAssistantTest {
 protected:
  testing::Used again(std::string_view message, const testing::Used& answer,
                      std::string_view model = "") {
    json::object more{{"conversation_id", answer.text("/conversation_id")},
                      {"replaces", answer.text("/run_id")}};
    if (!model.empty()) more["model"] = model;
    return say(maya_, message, more);
  }
  std::vector<std::string> lastRequest(const ScriptedModel& model) const {
    std::vector<std::string> messages;
    for (const auto& message : model.requests.back().messages) messages.push_back(shown(message));
    return messages;
  }
};

TEST_F(ReplacementTest, AnswerIsMadeAgainFromWhatWasSaidBeforeIt) {
  script("Hello.");
  const auto first = say("hi");
  script("Good day.");
  const auto second = say("and formally?", first.text("/conversation_id"));
  const auto asked = lastRequest(*sonnet_);
  script("I bid you good day.");
  const auto third = again("and formally?", second);
  EXPECT_EQ(third.text("/reply"), "I bid you good day.") << third.detail;
  EXPECT_EQ(lastRequest(*sonnet_), asked);
  script("As you wish.");
  say("thanks", first.text("/conversation_id"));
  EXPECT_THAT(lastRequest(*sonnet_),
              ElementsAre("user hi", "assistant Hello.", "user and formally?",
                          "assistant I bid you good day.", "user thanks"));
}

TEST_F(ReplacementTest, BothAnswersStayInTheTranscriptAndTheNewOneSaysWhatItReplaces) {
  script("Hello.");
  const auto first = say("hi");
  script("Good day.");
  const auto second = again("hi", first);
  const auto messages = read("find_messages", first.text("/conversation_id"));
  ASSERT_EQ(messages.count("/items"), 4U);
  EXPECT_EQ(messages.text("/items/0/text"), "Good day.");
  EXPECT_EQ(messages.text("/items/0/replaces"), first.text("/run_id"));
  EXPECT_EQ(messages.text("/items/2/text"), "Hello.");
  EXPECT_FALSE(messages.body.at("items").at(2).as_object().contains("replaces"));
  const auto events =
      use(maya_, "read_run_events", fmt::format(R"({{"run_id":"{}"}})", second.text("/run_id")));
  EXPECT_EQ(events.text("/events/0/data/replaces"), first.text("/run_id"));
}

TEST_F(ReplacementTest, AnotherModelMayTryAndSoMayOneThatReadsTheLastTurnAlone) {
  script("Hello.");
  const auto first = say("hi");
  builtin_->reads_whole_history = false;
  builtin_->turns.push_back({"No AI, but hello.", {}, {}, false});
  const auto second = again("hi", first, "builtin");
  EXPECT_EQ(second.text("/reply"), "No AI, but hello.") << second.detail;
  EXPECT_THAT(lastRequest(*builtin_), ElementsAre("user hi"));
  script("Hello once more.");
  EXPECT_EQ(again("hi", second, "claude-sonnet-5-5").text("/reply"), "Hello once more.");
  EXPECT_THAT(lastRequest(*sonnet_), ElementsAre("user hi"));
}

TEST_F(ReplacementTest, OnlyTheLastAnswerIsReplaced) {
  script("One.");
  const auto first = say("1");
  script("Two.");
  const auto second = say("2", first.text("/conversation_id"));
  EXPECT_EQ(again("1", first).code, "not_last");
  EXPECT_EQ(say(maya_, "1", {{"replaces", first.text("/run_id")}}).fields, "conversation_id");
  script("Elsewhere.");
  const auto elsewhere = say("3");
  EXPECT_EQ(say(maya_, "3",
                {{"conversation_id", elsewhere.text("/conversation_id")},
                 {"replaces", second.text("/run_id")}})
                .code,
            "not_last");
}

TEST_F(ReplacementTest, ChangesThatStandHoldAnAnswer) {
  scriptCall("c", "create_note", R"({"name":"One"})");
  script("Made it.");
  const auto answer = say("make a note");
  const auto refused = again("make a note", answer);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code, "still_changed");
  storage_.executeAsOwner(
      "alter table changes no force row level security; update changes set undone_by = id");
  script("Which name?");
  EXPECT_EQ(again("make a note", answer).text("/reply"), "Which name?");
}

TEST_F(ReplacementTest, ApprovalThatWaitsIsGoneWithItsAnswer) {
  const auto id = use(maya_, "create_note", R"({"name":"Kept"})").text("/id");
  scriptCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id));
  const auto waiting = say("delete it");
  script("Are you certain?");
  EXPECT_EQ(again("delete it", waiting).text("/status"), "completed");
  EXPECT_THAT(lastRequest(*sonnet_), ElementsAre("user delete it"));
  EXPECT_EQ(
      use(maya_, "decide_approval",
          fmt::format(R"({{"id":"{}","decision":"approve"}})", waiting.text("/approvals/0/id")))
          .status,
      409);
}

TEST_F(ReplacementTest, QuestionThatTheMessageAnsweredIsAnsweredAgain) {
  scriptCall("q", "ask_user", R"({"text":"Which?"})");
  const auto asked = say("delete one");
  script("The first it is.");
  const auto answer = say("the first", asked.text("/conversation_id"));
  script("The first, then.");
  EXPECT_EQ(again("the first", answer).text("/status"), "completed");
  EXPECT_THAT(lastRequest(*sonnet_), ElementsAre("user delete one", "assistant call q",
                                                 R"(user result q{"answer":"the first"})"));
}

TEST_F(ReplacementTest, ApprovalByWordIsNotCarriedOutAgain) {
  const auto id = use(maya_, "create_note", R"({"name":"Doomed"})").text("/id");
  scriptCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id));
  const auto waiting = say("delete it");
  script("Gone.");
  const auto answer = say("yes", waiting.text("/conversation_id"));
  storage_.executeAsOwner(
      "alter table changes no force row level security; update changes set undone_by = id");
  EXPECT_EQ(again("yes", answer).code, "decided");
}

TEST_F(ReplacementTest, WhatWasSpokenOfIsAsItWasBeforeTheAnswer) {
  for (const auto* name : {"Apples", "Pears"})
    use(maya_, "create_note", fmt::format(R"({{"name":"{}"}})", name));
  const auto pears = use(maya_, "find_notes").text("/items/1/id");
  scriptCall("f", "find_notes");
  script("Two notes.");
  const auto listed = say("list them");
  scriptCall("g", "get_note", fmt::format(R"({{"id":"{}"}})", pears));
  script("Pears.");
  const auto answer = say("the second one", listed.text("/conversation_id"));
  const auto contextOfLast = [&] {
    const auto& parts = sonnet_->requests.back().messages.back().parts;
    return boost::json::serialize(std::get<lm::Context>(parts.front()).facts.at("mentioned"));
  };
  script("It is the pears.");
  again("the second one", answer);
  EXPECT_EQ(contextOfLast(), "[]");
}

TEST_F(ReplacementTest, ConversationWhoseNewAnswerWasCutOffGoesOn) {
  script("Hello.");
  const auto first = say("hi");
  sonnet_->turns.push_back(
      {"", {}, lm::ModelFailure{lm::FailureKind::key_invalid, "The key is refused."}, false});
  EXPECT_EQ(again("hi", first).text("/status"), "failed");
  script("Back.");
  EXPECT_EQ(say("are you there?", first.text("/conversation_id")).text("/reply"), "Back.");
  EXPECT_THAT(lastRequest(*sonnet_), ElementsAre("user hi", "user are you there?"));
}

}  // namespace
}  // namespace parley::assistant
