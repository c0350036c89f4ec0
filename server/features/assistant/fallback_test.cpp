#include <gmock/gmock.h>

#include "features/assistant/remote_fixture.hpp"

/// Another model that answers in the place of one that cannot just now.
namespace parley::assistant {
namespace {

namespace lm = language_model;
using lm::FailureKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// Claude is chosen; OpenAI's model stands in for it.
class FallbackTest : public RemoteAssistantTest {
 protected:
  FallbackTest() : RemoteAssistantTest{{ProviderName::anthropic, ProviderName::openai}} {
    terra_->usage = {.input_tokens = 1'000, .output_tokens = 100};
    setFallback(R"("gpt-6.1-terra")");
  }

  void setFallback(std::string_view model) {
    ASSERT_EQ(use(maya_, "set_fallback_model", fmt::format(R"({{"model":{}}})", model)).status,
              200);
  }
  static ScriptedModel::Turn failing(FailureKind kind, std::string detail = "Claude is away.") {
    return {"", {}, lm::ModelFailure{kind, std::move(detail)}, false};
  }
  static ScriptedModel::Turn saying(std::string text) { return {std::move(text), {}, {}, false}; }
  static ScriptedModel::Turn calling(std::string id, std::string tool,
                                     std::string_view arguments = "{}") {
    lm::ToolCall call{std::move(id), std::move(tool), json::parse(arguments).as_object()};
    return {"", {std::move(call)}, {}, false};
  }
  void fail(FailureKind kind = FailureKind::overloaded) { sonnet_->turns.push_back(failing(kind)); }
  void standIn(std::string text) { terra_->turns.push_back(saying(std::move(text))); }

  /// What the transcript of a conversation's last answer holds, each part by its type and what it
  /// is about.
  std::vector<std::string> partsOf(const testing::Used& answer) {
    const auto messages = read("find_messages", answer.text("/conversation_id"));
    std::vector<std::string> parts;
    for (const auto& part : messages.body.at_pointer("/items/0/parts").as_array()) {
      const auto& fields = part.as_object();
      const auto* about = fields.contains("code")   ? "code"
                          : fields.contains("tool") ? "tool"
                                                    : "text";
      parts.push_back(fmt::format("{} {}", std::string_view{fields.at("type").as_string()},
                                  std::string_view{fields.at(about).as_string()}));
    }
    return parts;
  }
  std::string modelOf(const testing::Used& answer) {
    return read("find_messages", answer.text("/conversation_id")).text("/items/0/model");
  }
};

TEST_F(FallbackTest, AnotherModelAnswersInThePlaceOfOneThatIsOverloadedAndIsNamed) {
  fail();
  standIn("Hello from Terra.");
  const auto answer = say("hi");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_EQ(answer.text("/reply"), "Hello from Terra.");
  EXPECT_EQ(modelOf(answer), "gpt-6.1-terra");
  EXPECT_THAT(partsOf(answer), ElementsAre("notice fallback_model", "text Hello from Terra."));
  EXPECT_EQ(read("find_messages", answer.text("/conversation_id")).text("/items/0/parts/0/text"),
            "claude-sonnet-5-5 is overloaded just now, so gpt-6.1-terra answers in its place.");

  const auto month = use(maya_, "get_usage", "{}", json::Source::query);
  ASSERT_EQ(month.count("/models"), 1U);
  EXPECT_EQ(month.text("/models/0/model"), "gpt-6.1-terra");
  EXPECT_EQ(month.text("/models/0/provider"), "openai");
}

TEST_F(FallbackTest, StandsInForEveryFailureThatPasses) {
  for (const auto kind :
       {FailureKind::overloaded, FailureKind::rate_limited, FailureKind::unreachable}) {
    fail(kind);
    standIn("Here.");
    EXPECT_EQ(say("hi").text("/reply"), "Here.");
  }
}

TEST_F(FallbackTest, StandsInForNothingThatSomebodyHasToMend) {
  for (const auto kind : {FailureKind::key_invalid, FailureKind::unpaid, FailureKind::model_unknown,
                          FailureKind::request_refused}) {
    fail(kind);
    const auto answer = say("hi");
    EXPECT_EQ(answer.text("/status"), "failed");
    EXPECT_THAT(answer.text("/reply"), HasSubstr("Claude is away."));
  }
  EXPECT_THAT(terra_->requests, IsEmpty());
}

TEST_F(FallbackTest, WhereTheWorkspaceHasChosenNoneTheInterpreterAnswersAsBefore) {
  setFallback("null");
  fail();
  builtin_->turns.push_back(saying("The interpreter here."));
  const auto answer = say("hi");
  EXPECT_EQ(answer.text("/reply"),
            "Claude is away. The command interpreter answers instead: no AI, fixed commands.\n\n"
            "The interpreter here.");
  EXPECT_EQ(modelOf(answer), "builtin");
  EXPECT_THAT(terra_->requests, IsEmpty());
}

TEST_F(FallbackTest, WhatWasSaidBeforeATryWasCutOffStaysWhereNoOtherTrySaysMore) {
  setFallback("null");
  auto turn = failing(FailureKind::overloaded);
  turn.retried = "Half of an answer";
  sonnet_->turns.push_back(turn);
  const auto answer = say("tell me");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_EQ(answer.text("/reply"), "Half of an answer\n\nClaude is away.");
  EXPECT_THAT(partsOf(answer),
              ElementsAre("notice retrying", "text Half of an answer", "notice model_failed"));

  script("Now the whole of it.");
  say("again", answer.text("/conversation_id"));
  const auto& said = sonnet_->requests.back().messages;
  EXPECT_EQ(std::get<lm::Text>(said[1].parts.front()).text, "Half of an answer");

  setFallback(R"("gpt-6.1-terra")");
  sonnet_->turns.push_back(turn);
  standIn("All of it.");
  EXPECT_EQ(say("tell me").text("/reply"), "All of it.");
}

TEST_F(FallbackTest, GoesOnWithWhatARunHasDoneAlreadyAndKeepsTheRestOfIt) {
  sonnet_->turns.push_back(calling("c1", "create_note", R"({"name":"First"})"));
  fail();
  terra_->turns.push_back(calling("c2", "create_note", R"({"name":"Second"})"));
  standIn("Both are there.");
  const auto answer = say("make two");
  EXPECT_THAT(answer.text("/reply"), StartsWith("Both are there."));
  EXPECT_EQ(answer.count("/actions"), 2U);
  EXPECT_EQ(use(maya_, "find_notes").count("/items"), 2U);
  EXPECT_THAT(sonnet_->requests, SizeIs(2));

  const auto& messages = terra_->requests.front().messages;
  ASSERT_THAT(messages, SizeIs(3));
  EXPECT_EQ(std::get<lm::ToolCall>(messages[1].parts.front()).id, "c1");
  EXPECT_THAT(std::get<lm::ToolResult>(messages[2].parts.front()).content, HasSubstr("First"));
  EXPECT_EQ(terra_->requests.front().model, "gpt-6.1-terra");
  EXPECT_EQ(terra_->requests.front().system, sonnet_->requests.front().system);

  // Each model's tokens are its own.
  const auto month = use(maya_, "get_usage", "{}", json::Source::query);
  ASSERT_EQ(month.count("/models"), 2U);
  EXPECT_EQ(month.text("/models/0/model"), "gpt-6.1-terra");
  EXPECT_EQ(month.number("/models/0/usage/input_tokens"), 2'000);
  EXPECT_EQ(month.text("/models/1/model"), "claude-sonnet-5-5");
  EXPECT_EQ(month.number("/models/1/usage/input_tokens"), 10);
}

TEST_F(FallbackTest, TheNextMessageAsksTheChosenModelAgain) {
  fail();
  standIn("Terra.");
  const auto first = say("hi");
  script("Claude is back.");
  const auto second = say("and now?", first.text("/conversation_id"));
  EXPECT_EQ(second.text("/reply"), "Claude is back.");
  EXPECT_EQ(modelOf(second), "claude-sonnet-5-5");
  const auto& said = sonnet_->requests.back().messages;
  EXPECT_EQ(std::get<lm::Text>(said[1].parts.front()).text, "Terra.");
  EXPECT_EQ(use(maya_, "get_conversation",
                fmt::format(R"({{"id":"{}"}})", first.text("/conversation_id")))
                .text("/model"),
            "claude-sonnet-5-5");
}

TEST_F(FallbackTest, TextThatTheUserHasSeenIsNotSaidAgainByAnother) {
  sonnet_->turns.push_back({"As I was say", {}, {}, false, true});
  const auto answer = say("tell me");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_EQ(answer.text("/reply"), "As I was say\n\nThe connection to Claude was cut.");
  EXPECT_THAT(terra_->requests, IsEmpty());
}

TEST_F(FallbackTest, WhatTheFailedTurnThoughtIsTakenBack) {
  auto turn = failing(FailureKind::unreachable);
  turn.thought = "Let me see.";
  sonnet_->turns.push_back(std::move(turn));
  standIn("Here.");
  EXPECT_THAT(partsOf(say("hi")), ElementsAre("notice fallback_model", "text Here."));
}

TEST_F(FallbackTest, WhenBothFailTheCardIsAboutTheChosenOneAndSaysThatTheOtherWasTried) {
  sonnet_->turns.push_back(calling("c1", "create_note", R"({"name":"First"})"));
  fail(FailureKind::rate_limited);
  terra_->turns.push_back(failing(FailureKind::key_invalid, "OpenAI does not accept this key."));
  const auto answer = say("make one");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_THAT(answer.text("/reply"),
              HasSubstr("Claude is away. gpt-6.1-terra was tried in its place: "
                        "OpenAI does not accept this key."));
  EXPECT_THAT(partsOf(answer), ElementsAre("tool create_note", "notice rate_limited"));
  const auto part = read("find_messages", answer.text("/conversation_id"));
  EXPECT_EQ(part.text("/items/0/parts/1/provider"), "anthropic");
  EXPECT_EQ(part.text("/items/0/model"), "claude-sonnet-5-5");
}

TEST_F(FallbackTest, WhenBothFailBeforeAnythingIsDoneTheInterpreterAnswers) {
  fail();
  terra_->turns.push_back(failing(FailureKind::unpaid, "OpenAI wants to be paid."));
  builtin_->turns.push_back(saying("The interpreter here."));
  const auto answer = say("hi");
  EXPECT_THAT(answer.text("/reply"), ::testing::EndsWith("\n\nThe interpreter here."));
  EXPECT_EQ(modelOf(answer), "builtin");
  EXPECT_THAT(partsOf(answer), ElementsAre("notice builtin_model", "text The interpreter here."));
  EXPECT_THAT(read("find_messages", answer.text("/conversation_id")).text("/items/0/parts/0/text"),
              HasSubstr("gpt-6.1-terra was tried in its place: OpenAI wants to be paid."));
}

TEST_F(FallbackTest, WhatItHasAnsweredIsItsOwnAlsoWhenItFailsInTheEnd) {
  fail();
  terra_->turns.push_back(calling("c", "create_note", R"({"name":"First"})"));
  terra_->turns.push_back(failing(FailureKind::unreachable, "OpenAI is away."));
  const auto answer = say("make one");
  EXPECT_THAT(answer.text("/reply"),
              StartsWith("Claude is away. gpt-6.1-terra was tried in its place, but it does not "
                         "answer just now."));
  EXPECT_THAT(partsOf(answer),
              ElementsAre("notice fallback_model", "tool create_note", "notice model_failed"));
  EXPECT_EQ(modelOf(answer), "gpt-6.1-terra");
}

TEST_F(FallbackTest, AModelThatIsLeftAloneForAWhileIsNotAskedBeforeTheOther) {
  for (int i = 0; i < options_.breakers.failures; ++i) {
    fail();
    standIn("Here.");
    say("hi");
  }
  standIn("Here at once.");
  const auto asked = sonnet_->requests.size();
  const auto answer = say("hi");
  EXPECT_EQ(answer.text("/reply"), "Here at once.");
  EXPECT_EQ(sonnet_->requests.size(), asked);
  EXPECT_THAT(read("find_messages", answer.text("/conversation_id")).text("/items/0/parts/0/text"),
              HasSubstr("does not answer just now"));
}

TEST_F(FallbackTest, AModelStandsInForNoneButOthers) {
  fail();
  standIn("Here.");
  say("hi");
  terra_->turns.push_back(failing(FailureKind::overloaded, "OpenAI is away."));
  builtin_->turns.push_back(saying("The interpreter here."));
  EXPECT_THAT(say("hi", "", "gpt-6.1-terra").text("/reply"),
              ::testing::EndsWith("\n\nThe interpreter here."));
  EXPECT_THAT(terra_->requests, SizeIs(2));
}

TEST_F(FallbackTest, WhatItAsksToBeApprovedItEndsItself) {
  const auto id = use(maya_, "create_note", R"({"name":"Doomed"})").text("/id");
  fail();
  terra_->turns.push_back(calling("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id)));
  const auto waiting = say("delete it");
  EXPECT_EQ(waiting.text("/status"), "awaiting_approval");
  standIn("Gone.");
  const auto done =
      use(maya_, "decide_approval",
          fmt::format(R"({{"id":"{}","decision":"approve"}})", waiting.text("/approvals/0/id")));
  EXPECT_THAT(done.text("/reply"), StartsWith("Gone."));
  EXPECT_THAT(sonnet_->requests, SizeIs(1));
  EXPECT_EQ(modelOf(done), "gpt-6.1-terra");
  EXPECT_EQ(use(maya_, "get_usage", "{}", json::Source::query).number("/usage/input_tokens"),
            2'000);
}

TEST_F(FallbackTest, WhatTheWorkspaceMaySpendHoldsForItToo) {
  const auto set = use(maya_, "set_usage_limit", R"({"limit_micros":1})");
  ASSERT_EQ(set.status, 200);
  fail();
  terra_->turns.push_back(calling("f", "find_notes"));
  const auto answer = say("look");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_THAT(answer.text("/reply"), HasSubstr("this month that is spent"));
  EXPECT_THAT(terra_->requests, SizeIs(1));
}

TEST_F(FallbackTest, ConversationThatItBeginsIsNamedByItsProvidersSmallModel) {
  fail();
  standIn("Northwind is in Oslo.");
  luna_->turns.push_back(saying("Where Northwind is"));
  bool told = false;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    told = told || (notice.json && notice.json->contains("\"conversation\"") &&
                    notice.json->contains("\"version\":2"));
  });
  const auto answer = say("could you tell me where Northwind is?");
  ASSERT_TRUE(testing::runUntil(loop_, [&] { return told; }));
  EXPECT_EQ(read("get_conversation", answer.text("/conversation_id")).text("/title"),
            "Where Northwind is");
  EXPECT_THAT(haiku_->requests, IsEmpty());
}

/// The workspace's key is the only one for the model that is to stand in.
class WorkspaceKeyFallbackTest : public RemoteAssistantTest {
 protected:
  WorkspaceKeyFallbackTest() {
    use(maya_, "put_model_key", R"({"provider":"openai","key":"sk-of-the-workspace"})");
    use(maya_, "set_fallback_model", R"({"model":"gpt-6.1-terra"})");
  }
};

TEST_F(WorkspaceKeyFallbackTest, WithoutAKeyForItItIsAsIfNoneWasChosen) {
  EXPECT_EQ(use(maya_, "list_models").text("/workspace_fallback"), "gpt-6.1-terra");
  EXPECT_EQ(use(maya_, "delete_model_key", R"({"provider":"openai"})").status, 204);
  sonnet_->turns.push_back({"", {}, lm::ModelFailure{FailureKind::overloaded, "Away."}, false});
  builtin_->turns.push_back({"The interpreter here.", {}, {}, false});
  EXPECT_THAT(say("hi").text("/reply"), ::testing::EndsWith("\n\nThe interpreter here."));
  EXPECT_THAT(terra_->requests, IsEmpty());
}

TEST_F(FallbackTest, InterpreterDoesNotGoOnWithWhatAModelBeganBehindADecision) {
  setFallback("null");
  for (const bool typed : {false, true}) {
    const auto id = use(maya_, "create_note", R"({"name":"Doomed"})").text("/id");
    sonnet_->turns.push_back(calling("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id)));
    const auto waiting = say("delete it");
    fail();
    const auto answer = typed ? say("yes", waiting.text("/conversation_id"))
                              : use(maya_, "decide_approval",
                                    fmt::format(R"({{"id":"{}","decision":"approve"}})",
                                                waiting.text("/approvals/0/id")));
    EXPECT_EQ(answer.text("/status"), "failed");
    EXPECT_THAT(answer.text("/reply"), HasSubstr("Claude is away."));
    EXPECT_THAT(answer.text("/reply"), HasSubstr("Deleted **Doomed**.")) << "it has happened";
    EXPECT_EQ(use(maya_, "find_notes").count("/items"), 0U);
  }
  EXPECT_THAT(builtin_->requests, IsEmpty());
}

TEST_F(FallbackTest, WhatTheInterpreterTakesOverNamesWhatWasApproved) {
  const auto id = use(maya_, "create_note", R"({"name":"Doomed"})").text("/id");
  sonnet_->turns.push_back(calling("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id)));
  const auto waiting = say("delete it");
  builtin_->turns.push_back(saying("That is done."));
  const auto answer = say("yes", waiting.text("/conversation_id"), "builtin");
  EXPECT_EQ(answer.text("/reply"), "That is done.\n\nDeleted **Doomed**.");
}

}  // namespace
}  // namespace parley::assistant
