#include <fmt/format.h>
#include <gmock/gmock.h>

#include "features/assistant/assistant_fixture.hpp"

/// What code makes of messages for every model: whom words mean, how hard to think, what a yes
/// does.
namespace parley::assistant {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

/// Reads as it is told.
class ScriptedReader final : public MessageReader {
 public:
  Reading read(const std::string& message, const json::object&) const override {
    if (message.contains("vague")) return {0.4, {}};
    const bool means = message.contains("her") || message.contains("second");
    return means ? Reading{0.9, {{"contact", "c1", "Ada Park"}}} : Reading{0.9, {}};
  }
  std::optional<std::size_t> pick(const std::string& words,
                                  const std::vector<QuestionOption>&) const override {
    if (words.contains("Ada")) return 0;  // as a part of its name
    return words == "the second" ? std::optional<std::size_t>{1} : std::nullopt;
  }
};

Options withReader() {
  Options options;
  options.limits.many_messages = 4;
  options.reader = std::make_shared<ScriptedReader>();
  options.sole_node = true;
  options.title_patience = {};
  return options;
}

class MemoryTest : public ServedAssistantTest {
 protected:
  MemoryTest() : ServedAssistantTest{withReader()} {}

  lm::Effort effort() const { return model_->requests.back().effort; }
  std::string contextSent() const {
    for (const auto& part : model_->requests.back().messages.back().parts) {
      if (const auto* context = std::get_if<lm::Context>(&part)) return context->text;
    }
    return {};
  }
  std::string offered(std::string_view offer, std::string_view yes = "Yes") {
    scriptCalls({toolCall("q", "ask_user",
                          fmt::format(R"({{"text":"Shall I?","options":[{{"id":"yes","label":"{}"}},
                                          {{"id":"no","label":"No"}}],"offer":{}}})",
                                      yes, offer))});
    return say("I met somebody.").text("/conversation_id");
  }
};

TEST_F(MemoryTest, WhatPronounsMeanComesWithTheMessage) {
  scriptText("It is 555.");
  say("what is her phone number?");
  EXPECT_THAT(contextSent(), HasSubstr("Ada Park (contact c1)"));
}

TEST_F(MemoryTest, PageTheUserIsOnComesWithTheMessage) {
  scriptText("Yes.");
  use(maya_, "chat", R"({"message":"is this right?","page":"/contacts/c9"})");
  EXPECT_THAT(contextSent(), HasSubstr("/contacts/c9"));
}

TEST_F(MemoryTest, DecisionByButtonBringsTheTimeAndTheEffortThatHolds) {
  const auto note = newNote("Doomed");
  const auto erase = [&](std::string id) {
    scriptCalls({toolCall(std::move(id), "delete_note", fmt::format(R"({{"id":"{}"}})", note))});
  };
  erase("a");
  const auto waiting = say("delete it");
  const auto before = contextSent();
  clock_.time += std::chrono::hours{20};
  scriptText("It stays.");
  decide(waiting.text("/approvals/0/id"), "deny");
  EXPECT_THAT(contextSent(), HasSubstr("Now: "));
  EXPECT_NE(contextSent().substr(0, 40), before.substr(0, 40));
  EXPECT_EQ(effort(), lm::Effort::medium);

  const auto conversation = waiting.text("/conversation_id");
  for (int i = 0; i < 2; ++i) {
    scriptText("Hm.");
    say("show my notes", conversation);
  }
  erase("b");
  const auto later = say("delete it", conversation);
  scriptText("It stays.");
  decide(later.text("/approvals/0/id"), "deny");
  EXPECT_EQ(effort(), lm::Effort::high) << "the conversation has grown long";
}

TEST_F(MemoryTest, ModelThinksHarderWhereTheMessageIsVague) {
  scriptText("All right.");
  say("show my notes");
  EXPECT_EQ(effort(), lm::Effort::medium);
  scriptText("Hm.");
  say("something vague");
  EXPECT_EQ(effort(), lm::Effort::high);
}

TEST_F(MemoryTest, ModelThinksHarderInALongConversation) {
  scriptText("One.");
  const auto conversation = say("hi").text("/conversation_id");
  for (int i = 0; i < 2; ++i) {
    scriptText("More.");
    say("and", conversation);
  }
  EXPECT_EQ(effort(), lm::Effort::medium);
  scriptText("More.");
  say("and", conversation);
  EXPECT_EQ(effort(), lm::Effort::high);
}

TEST_F(MemoryTest, TypedAnswerNamesTheOptionItChoosesAndTheModelThinksHarder) {
  scriptCalls({toolCall("q", "ask_user",
                        R"({"text":"Which?","options":[{"id":"1","label":"Ada Park"},
                                                       {"id":"2","label":"Ada Stone"}]})")});
  const auto conversation = say("call Ada").text("/conversation_id");
  scriptText("Ada Stone it is.");
  say("the second", conversation);
  EXPECT_THAT(lastResults().front().content, HasSubstr(R"("label":"Ada Stone")"));
  EXPECT_EQ(effort(), lm::Effort::high);
  EXPECT_THAT(contextSent(), Not(HasSubstr("Ada Park (contact c1)")))
      << "the second of the options is not the second of the last list";
}

TEST_F(MemoryTest, OrdinalWithoutAQuestionIsOfTheLastList) {
  scriptText("Calling.");
  say("call the second");
  EXPECT_THAT(contextSent(), HasSubstr("Ada Park (contact c1)"));
}

TEST_F(MemoryTest, QuestionWithoutWordsIsToldToTheModelAndNotShown) {
  scriptCalls({toolCall("q", "ask_user", R"({"question":"Which one?"})")});
  scriptText("I am lost.");
  const auto answer = say("call Ada");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_TRUE(lastResults().front().is_error);
  EXPECT_THAT(lastResults().front().content, HasSubstr("text"));
}

TEST_F(MemoryTest, YesCarriesOutExactlyWhatWasOffered) {
  const auto conversation = offered(R"({"tool":"create_note","arguments":{"name":"Ada"}})");
  EXPECT_THAT(noteNames(), IsEmpty());
  scriptText("Saved.");
  const auto answer = say("yes please", conversation);
  EXPECT_THAT(noteNames(), UnorderedElementsAre("Ada"));
  EXPECT_EQ(answer.text("/actions/0/record/name"), "Ada");
  EXPECT_THAT(lastResults().front().content, HasSubstr(R"("carried_out":true)"));
  ASSERT_EQ(lastResults().size(), 1U);
}

TEST_F(MemoryTest, OptionThatMeansYesCarriesOutTheOfferWhateverItIsCalled) {
  const auto conversation =
      offered(R"({"tool":"create_note","arguments":{"name":"Ada"}})", "Ja, Ada speichern");
  scriptText("Saved.");
  say("ja, ada speichern", conversation);
  EXPECT_THAT(noteNames(), UnorderedElementsAre("Ada"));
}

TEST_F(MemoryTest, WordsThatAreOnlyPartOfTheOptionThatMeansYesAreNoYes) {
  for (const auto* words : {"no", "who is Ada?", "Ada"}) {
    const auto conversation =
        offered(R"({"tool":"create_note","arguments":{"name":"Ada"}})", "Yes, save Ada Nomad");
    scriptText("As you like.");
    say(words, conversation);
  }
  EXPECT_THAT(noteNames(), IsEmpty());
}

TEST_F(MemoryTest, NoAndOtherWordsCarryOutNothingAndTheModelIsTold) {
  for (const auto* words : {"no", "tell me more first", "ja, gerne", "the second", "delete it"}) {
    const auto conversation = offered(R"({"tool":"create_note","arguments":{"name":"Ada"}})");
    scriptText("As you like.");
    say(words, conversation);
    EXPECT_THAT(lastResults().front().content, HasSubstr(R"("carried_out":false)"));
  }
  EXPECT_THAT(noteNames(), IsEmpty());
}

TEST_F(MemoryTest, YesWithNothingOfferedIsJustAWord) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  scriptText("Yes what?");
  const auto answer = say("yes", conversation);
  EXPECT_EQ(answer.count("/actions"), 0U);
}

TEST_F(MemoryTest, OfferThatCannotBeCarriedOutIsToldToTheModelBeforeAnybodyIsAsked) {
  scriptCalls({toolCall("q", "ask_user",
                        R"({"text":"Shall I?","offer":{"tool":"create_note",
                                                       "arguments":{"nme":"Ada"}}})")});
  scriptText("That does not work.");
  EXPECT_EQ(say("I met somebody.").text("/status"), "completed");
  EXPECT_THAT(lastResults().front().content, HasSubstr("nme"));
}

TEST_F(MemoryTest, YesDoesNotCarryOutAnOfferForARecordThatChangedSince) {
  const auto id = newNote("Ada");
  const auto conversation = offered(
      fmt::format(R"({{"tool":"update_note","arguments":{{"id":"{}","name":"Eve"}}}})", id));
  use(maya_, "update_note", fmt::format(R"({{"id":"{}","name":"Ida"}})", id));
  scriptText("It is another one by now.");
  say("yes", conversation);
  EXPECT_THAT(noteNames(), UnorderedElementsAre("Ida"));
  EXPECT_THAT(lastResults().front().content, HasSubstr(R"("carried_out":false)"));
}

TEST_F(MemoryTest, YesToAnOfferDoesNotApproveWhatNeedsApproval) {
  const auto id = newNote("Kept");
  const auto conversation =
      offered(fmt::format(R"({{"tool":"delete_note","arguments":{{"id":"{}"}}}})", id));
  scriptText("I have to ask.");
  say("yes", conversation);
  EXPECT_THAT(lastResults().front().content, HasSubstr(R"("carried_out":false)"));
  EXPECT_THAT(noteNames(), UnorderedElementsAre("Kept"));
}

TEST_F(MemoryTest, WordIsNotEnoughWhereTextOfStrangersCameIn) {
  scriptCalls({toolCall("m", "read_mail", "{}")});
  scriptCalls({toolCall("q", "ask_user",
                        R"({"text":"Shall I?","offer":{"tool":"create_note",
                                                       "arguments":{"name":"Planted"}}})")});
  const auto conversation = say("read my mail").text("/conversation_id");
  scriptText("I would have to ask.");
  say("yes", conversation);
  EXPECT_THAT(noteNames(), IsEmpty());
}

}  // namespace
}  // namespace parley::assistant
