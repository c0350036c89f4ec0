#include <fmt/format.h>
#include <gmock/gmock.h>

#include "features/assistant/assistant_fixture.hpp"
#include "features/assistant/result_cut.hpp"
#include "features/assistant/summary.hpp"

/// How conversations and results that are too long for a model stay usable.
namespace parley::assistant {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Options shortMemory() {
  Options options;
  options.limits.max_context_tokens = 3'000;
  options.limits.max_result_bytes = 600;
  options.sole_node = true;
  options.title_patience = {};
  return options;
}

class LongConversations : public ServedAssistantTest {
 protected:
  LongConversations() : ServedAssistantTest{shortMemory()} {
    model_->usage = {};  // its provider counts nothing
  }

  static std::string contextOf(const lm::Message& message) {
    for (const auto& part : message.parts) {
      if (const auto* context = std::get_if<lm::Context>(&part)) return context->text;
    }
    return {};
  }
  static std::string textOf(const lm::Message& message) {
    for (const auto& part : message.parts) {
      if (const auto* text = std::get_if<lm::Text>(&part)) return text->text;
    }
    return {};
  }
  /// A conversation that is longer than its model may read.
  std::string longConversation() {
    scriptText("First answer.");
    const auto conversation = say("My name for the plan is Bluebird.").text("/conversation_id");
    scriptText(std::string(9'000, 'x'));
    say("Tell me much.", conversation);
    return conversation;
  }
  /// A conversation of which its provider has counted 2,000 tokens.
  std::string countedConversation() {
    model_->usage = {.input_tokens = 1'980, .output_tokens = 20};
    scriptText(std::string(1'500, 'a'));
    return say(std::string(900, 'h')).text("/conversation_id");
  }
  /// Whether the model got a summary with a message that is estimated at `tokens`.
  bool isSummedUpWith(std::size_t tokens, const std::string& conversation) {
    model_->summary = "They greeted each other.";
    scriptText("Here I am.");
    say(std::string(3 * tokens, 'i'), conversation);
    return contextOf(model_->requests.back().messages.front()).contains(*model_->summary);
  }

  static std::vector<std::string> noticesOf(const testing::Used& messages) {
    std::vector<std::string> codes;
    for (const auto& part : messages.body.at_pointer("/items/0/parts").as_array()) {
      if (part.at("type").as_string() == "notice") codes.emplace_back(part.at("code").as_string());
    }
    return codes;
  }
};

TEST_F(LongConversations, EarlierPartIsSummedUpByTheModelAndTheUserSeesIt) {
  const auto conversation = longConversation();
  scriptText("The plan is called Bluebird.");  // the summary
  scriptText("It is Bluebird.");
  const auto answer = say("What is the plan called?", conversation);
  EXPECT_EQ(answer.text("/reply"), "It is Bluebird.");

  const auto& asked_to_sum_up = model_->requests[2];
  EXPECT_THAT(textOf(asked_to_sum_up.messages.front()), HasSubstr("Bluebird"));
  EXPECT_TRUE(asked_to_sum_up.tools.empty());
  const auto& sent = model_->requests.back().messages;
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_THAT(contextOf(sent[0]), HasSubstr("The plan is called Bluebird."));
  EXPECT_EQ(textOf(sent[1]), "What is the plan called?");

  const auto messages = use(maya_, "find_messages", fmt::format(R"({{"id":"{}"}})", conversation));
  EXPECT_THAT(noticesOf(messages), ElementsAre("compacted"));
  EXPECT_EQ(messages.count("/items"), 6U);  // people still read all of it
}

TEST_F(LongConversations, NextMessageGoesOnFromTheSummary) {
  const auto conversation = longConversation();
  scriptText("The plan is called Bluebird.");
  scriptText("It is Bluebird.");
  say("What is the plan called?", conversation);
  scriptText("You are welcome.");
  say("Thanks.", conversation);
  const auto& sent = model_->requests.back().messages;
  ASSERT_EQ(sent.size(), 4U);
  EXPECT_THAT(contextOf(sent[0]), HasSubstr("Bluebird"));
  EXPECT_EQ(textOf(sent[3]), "Thanks.");
}

TEST_F(LongConversations, SummaryWithoutTheModelTellsWhatTheUserSaid) {
  const auto conversation = longConversation();
  script({"", {}, lm::ModelFailure{lm::FailureKind::rate_limited, "Too many requests."}, false});
  scriptText("It is Bluebird.");
  EXPECT_EQ(say("What is the plan called?", conversation).text("/reply"), "It is Bluebird.");
  EXPECT_THAT(contextOf(model_->requests.back().messages.front()), HasSubstr("Bluebird"));
}

TEST_F(LongConversations, RunThatGrowsTooLongIsSummedUpAndGoesOnWithWhatWasAsked) {
  model_->summary = "Notes were looked for.";
  for (int i = 0; i < 6; ++i) {
    script({std::string(2'000, 'y'),
            {toolCall(fmt::format("f{}", i), "find_notes", fmt::format(R"({{"search":"{}"}})", i))},
            {},
            false});
  }
  scriptText("Found none.");
  const auto answer = say("Look for my notes thoroughly.");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_THAT(answer.text("/reply"), HasSubstr("Found none."));
  EXPECT_THAT(contextOf(model_->requests.back().messages.front()),
              AllOf(HasSubstr("Notes were looked for."), HasSubstr("thoroughly")));
  const auto& parts = model_->requests.back().messages.front().parts;
  ASSERT_GT(parts.size(), 1U);
  EXPECT_THAT(std::get<lm::Context>(parts[1]).text, HasSubstr("The user is Maya Lind."));
}

TEST_F(LongConversations, WhatTheInterpreterGotAtOnceIsCutForAnotherModel) {
  for (int i = 0; i < 30; ++i) newNote(fmt::format("A note with a long name, number {}", i));
  const auto largestSent = [&] {
    std::size_t largest = 0;
    for (const auto& message : model_->requests.back().messages) {
      for (const auto& part : message.parts) {
        if (const auto* result = std::get_if<lm::ToolResult>(&part))
          largest = std::max(largest, result->content.size());
      }
    }
    return largest;
  };
  scriptCalls({toolCall("f", "find_notes", "{}")});
  scriptText("Thirty.");
  const auto conversation = use(maya_, "chat", R"({"message":"list my notes","model":"builtin"})")
                                .text("/conversation_id");
  EXPECT_GT(largestSent(), 600U);
  scriptText("Yes.");
  use(maya_, "chat",
      fmt::format(
          R"({{"message":"are there more?","model":"claude-sonnet-5-5","conversation_id":"{}"}})",
          conversation));
  EXPECT_GT(largestSent(), 300U);
  EXPECT_LE(largestSent(), 600U);
}

TEST_F(LongConversations, ModelThatSaysItIsTooLongGetsASummary) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  script({"", {}, lm::ModelFailure{lm::FailureKind::too_long, "Too large."}, false});
  scriptText("They greeted each other.");
  scriptText("Here I am.");
  EXPECT_EQ(say("still there?", conversation).text("/reply"), "Here I am.");
}

TEST_F(LongConversations, AnswerThatRanOutOfRoomIsMadeAnewBehindASummary) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  script({.text = "Here I", .calls = {}, .failure = {}, .stop = lm::StopReason::context_exceeded});
  model_->summary = "They greeted each other.";
  scriptText("Here I am.");
  EXPECT_EQ(say("still there?", conversation).text("/reply"), "Here I am.");
  EXPECT_EQ(model_->requests.back().messages.back().role, lm::Role::user) << "no half turn is sent";
  const auto messages = use(maya_, "find_messages", fmt::format(R"({{"id":"{}"}})", conversation));
  EXPECT_EQ(messages.text("/items/0/text"), "Here I am.");
  EXPECT_THAT(noticesOf(messages), ::testing::Contains("compacted"));
}

TEST_F(LongConversations, CountOfTheProviderDecidesWhereThereIsOne) {
  model_->usage = {2'990, 0, 0, 20};
  scriptText("Short.");
  const auto conversation = say(std::string(2'700, 'h')).text("/conversation_id");
  model_->usage = {};
  scriptText("They greeted each other.");
  scriptText("Here I am.");
  say("still there?", conversation);
  EXPECT_EQ(model_->requests.size(), 3U);
}

TEST_F(LongConversations, CloseToTheLimitTheProviderCountsWhatIsToBeSent) {
  const auto conversation = countedConversation();
  model_->count = 2'900;
  EXPECT_FALSE(isSummedUpWith(1'100, conversation));  // by the estimate it were too long
  ASSERT_EQ(model_->counted.size(), 1U);
  const auto& sent = model_->requests.back();
  EXPECT_EQ(model_->counted[0].messages.size(), sent.messages.size());
  EXPECT_EQ(textOf(model_->counted[0].messages.back()), textOf(sent.messages.back()));
  EXPECT_EQ(model_->counted[0].system, sent.system);
  EXPECT_EQ(model_->counted[0].tools.size(), sent.tools.size());
}

TEST_F(LongConversations, CountOverTheLimitLeadsToASummaryWhateverTheEstimate) {
  const auto conversation = countedConversation();
  model_->count = 3'100;
  EXPECT_TRUE(isSummedUpWith(700, conversation));
}

TEST_F(LongConversations, FarFromTheLimitNobodyIsAskedToCount) {
  const auto conversation = countedConversation();
  model_->usage = {.input_tokens = 3'100, .output_tokens = 20};
  EXPECT_FALSE(isSummedUpWith(100, conversation));
  EXPECT_TRUE(isSummedUpWith(100, conversation));
  EXPECT_TRUE(model_->counted.empty());
}

TEST_F(LongConversations, WhereTheProviderDoesNotCountTheEstimateHolds) {
  EXPECT_FALSE(isSummedUpWith(700, countedConversation()));
  EXPECT_TRUE(isSummedUpWith(1'100, countedConversation()));
  EXPECT_EQ(model_->counted.size(), 2U);
}

TEST_F(LongConversations, ProviderThatDoesNotCountIsAskedOncePerMessage) {
  const auto conversation = countedConversation();
  model_->usage = {};
  scriptCalls({toolCall("f", "find_notes", "{}")});
  scriptCalls({toolCall("g", "find_notes", R"({"search":"g"})")});
  EXPECT_FALSE(isSummedUpWith(700, conversation));
  EXPECT_EQ(model_->requests.size(), 4U);
  EXPECT_EQ(model_->counted.size(), 1U);
}

TEST_F(LongConversations, LongResultIsCutBeforeItIsSentAndCanBeReadOn) {
  for (int i = 10; i < 40; ++i) newNote(fmt::format("Note {}", i));
  scriptCalls({toolCall("f", "find_notes", "{}")});
  scriptText("Many.");
  const auto answer = say("list my notes");
  const auto shown = lastResults().front().content;
  EXPECT_LE(shown.size(), 600U);
  EXPECT_THAT(shown, AllOf(HasSubstr("Note 10"), Not(HasSubstr("Note 39"))));

  const auto handle = answer.text("/run_id") + "/f";
  EXPECT_THAT(shown, HasSubstr(handle));
  scriptCalls(
      {toolCall("r", "read_result", fmt::format(R"({{"result":"{}","offset":2000}})", handle))});
  scriptText("To the end.");
  say("and the rest?", answer.text("/conversation_id"));
  EXPECT_THAT(lastResults().front().content, HasSubstr("Note 39"));

  scriptCalls({toolCall("r", "read_result", fmt::format(R"({{"result":"{}"}})", handle))});
  scriptText("No such thing.");
  say("read that");  // in another conversation
  EXPECT_TRUE(lastResults().front().is_error);
}

TEST_F(LongConversations, WhatStrangersWroteIsMarkedWhereItIsReadOnAndWhereItIsSummedUp) {
  box_.received = std::string(2'000, 'x') + "the end";
  scriptCalls({toolCall("m", "read_mail", "{}")});
  scriptText(std::string(6'000, 'y'));
  const auto first = say("what do they write?");
  scriptCalls(
      {toolCall("r", "read_result",
                fmt::format(R"({{"result":"{}","offset":1900}})", first.text("/run_id") + "/m"))});
  scriptText(std::string(6'000, 'z'));
  model_->summary = "They wrote much.";
  say("and the rest?", first.text("/conversation_id"));
  EXPECT_THAT(lastResults().front().content,
              AllOf(HasSubstr("the end"), HasSubstr(R"("trust":"untrusted")")));
  scriptText("Good.");
  say("thanks", first.text("/conversation_id"));
  EXPECT_THAT(contextOf(model_->requests.back().messages.front()),
              AllOf(HasSubstr("They wrote much."), HasSubstr("trust: untrusted")));
}

TEST_F(LongConversations, ResultOfAChangeIsCutAsWellAndKeptWhole) {
  operations::Feature printing;
  printing.operations = {operations::operation<NewNote, Mail>(
      {.name = "print_note",
       .title = "Print note",
       .effect = operations::Effect::write,
       .tool = true},
      [](Call& call, NewNote input) -> task<Mail> {
        const auto note = co_await createNote(call, input);
        co_return Mail{note.name + std::string(2'000, 'x') + "the end"};
      })};
  catalog_.add(std::move(printing));
  assistant_.useTools(catalog_);
  scriptCalls({toolCall("p", "print_note", R"({"name":"Ada"})")});
  scriptText("Printed.");
  const auto answer = say("print it");
  EXPECT_FALSE(lastResults().front().is_error);
  EXPECT_LE(lastResults().front().content.size(), 600U);
  const auto handle = answer.text("/run_id") + "/p";
  EXPECT_THAT(lastResults().front().content, HasSubstr(handle));
  scriptCalls(
      {toolCall("r", "read_result", fmt::format(R"({{"result":"{}","offset":1900}})", handle))});
  scriptText("So it ends.");
  say("how does it end?", answer.text("/conversation_id"));
  EXPECT_THAT(lastResults().front().content, HasSubstr("the end"));
}

TEST(ResultCut, OneLongTextDoesNotHideTheItemsBehindIt) {
  json::array items;
  for (int i = 0; i < 20; ++i) {
    items.push_back(json::object{{"name", fmt::format("Note {}", i)},
                                 {"metadata", json::object{{"text", std::string(5'000, 'x')}}}});
  }
  ToolOutcome outcome;
  outcome.result = boost::json::serialize(json::object{{"items", std::move(items)}});
  cutToFit(outcome, 16'000, "run/call");
  EXPECT_LE(outcome.result.size(), 16'000U);
  EXPECT_THAT(outcome.result, AllOf(HasSubstr("Note 19"), HasSubstr("Long texts are cut short."),
                                    Not(HasSubstr("Only the first"))));
  EXPECT_GT(outcome.whole_result.value().size(), 100'000U);
}

TEST(Summary, HistoryIsCutBeforeAMessageThatAnswersNoCall) {
  const auto message = [](lm::Role role, lm::Part part) {
    lm::Message made;
    made.role = role;
    made.parts.push_back(std::move(part));
    return made;
  };
  const std::vector<lm::Message> messages{
      message(lm::Role::user, lm::Text{"one"}),
      message(lm::Role::assistant, lm::ToolCall{"a", "find", {}}),
      message(lm::Role::user, lm::ToolResult{"a", std::string(3'000, 'r'), false}),
      message(lm::Role::assistant, lm::Text{"done"}), message(lm::Role::user, lm::Text{"two"})};
  EXPECT_EQ(cutOf(messages, 100'000), 0U);
  EXPECT_EQ(cutOf(messages, 500), 4U);
  EXPECT_EQ(cutOf(messages, 1), 5U);
}

}  // namespace
}  // namespace parley::assistant
