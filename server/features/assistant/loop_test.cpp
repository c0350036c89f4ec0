#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>

#include "features/assistant/assistant_fixture.hpp"

/// What keeps a run from going on for ever.
namespace parley::assistant {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Options withLimits(RunLimits limits) {
  Options options;
  options.limits = limits;
  options.breakers.failures = 2;
  options.sole_node = true;
  options.title_patience = {};
  return options;
}

class LoopTest : public ServedAssistantTest {
 protected:
  LoopTest() : ServedAssistantTest{withLimits({.max_steps = 8})} {}

  lm::ToolCall rename(int number, std::string_view id) {
    return toolCall(fmt::format("u{}", number), "update_note",
                    fmt::format(R"({{"id":"{}","name":"Renamed"}})", id));
  }
  std::int64_t versionOf(std::string_view id) {
    return use(maya_, "get_note", fmt::format(R"({{"id":"{}"}})", id)).number("/version");
  }
  void scriptFailure(lm::FailureKind kind) {
    script({"", {}, lm::ModelFailure{kind, "Claude cannot be reached just now."}, false});
  }
};

TEST_F(LoopTest, CallThatIsRepeatedWithoutNeedIsNotMadeAgainAndTheModelIsTold) {
  newNote("Known");
  for (int i = 0; i < 4; ++i) scriptCalls({toolCall(fmt::format("f{}", i), "find_notes", "{}")});
  scriptText("Enough.");
  EXPECT_EQ(say("go").text("/reply"), "Enough.");
  EXPECT_TRUE(lastResults().front().is_error);
  EXPECT_THAT(lastResults().front().content, HasSubstr("repeated_call"));
}

TEST_F(LoopTest, ReadsOfOneStepRunTogetherAsManyAsMay) {
  std::size_t running = 0, most = 0;
  operations::Feature slow;
  slow.operations = {operations::operation<NewNote, Note>(
      {.name = "look", .title = "Look", .tool = true},
      [&](Call& call, NewNote input) -> task<Note> {
        most = std::max(most, ++running);
        co_await call.transaction().execute("select pg_sleep(0.05)", {});
        --running;
        co_return Note{makeUuid(), 1, input.name.value()};
      })};
  catalog_.add(std::move(slow));
  assistant_.useTools(catalog_);
  std::vector<lm::ToolCall> calls;
  for (int i = 0; i < 20; ++i)
    calls.push_back(toolCall(fmt::format("r{}", i), "look", fmt::format(R"({{"name":"{}"}})", i)));
  scriptCalls(std::move(calls));
  scriptText("Seen.");
  EXPECT_EQ(say("look at all of them").text("/reply"), "Seen.");
  const auto results = lastResults();
  ASSERT_EQ(results.size(), 20U);
  for (int i = 0; i < 20; ++i)
    EXPECT_THAT(results[i].content, HasSubstr(fmt::format(R"("name":"{}")", i)));
  EXPECT_GT(most, 1U);
  EXPECT_LE(most, RunLimits{}.max_parallel_reads);
}

TEST_F(LoopTest, CallMayBeRepeatedAfterAChange) {
  for (int i = 0; i < 3; ++i) {
    scriptCalls({toolCall(fmt::format("f{}", i), "find_notes", "{}")});
    scriptCalls(
        {toolCall(fmt::format("c{}", i), "create_note", fmt::format(R"({{"name":"N{}"}})", i))});
  }
  scriptCalls({toolCall("last", "find_notes", "{}")});
  scriptText("Three.");
  say("go");
  EXPECT_FALSE(lastResults().front().is_error);
}

TEST_F(LoopTest, SameChangeIsNotMadeAThirdTimeAndTheModelIsTold) {
  const auto id = newNote("Known");
  for (int i = 0; i < 3; ++i) {
    scriptCalls({toolCall(fmt::format("f{}", i), "find_notes", "{}")});
    scriptCalls({rename(i, id)});
  }
  scriptText("Enough.");
  EXPECT_THAT(say("go").text("/reply"), HasSubstr("Enough."));
  EXPECT_TRUE(lastResults().front().is_error);
  EXPECT_THAT(lastResults().front().content, HasSubstr("repeated_call"));
  EXPECT_EQ(versionOf(id), 3);
}

TEST_F(LoopTest, SameChangeIsNotMadeAThirdTimeInOneStep) {
  const auto id = newNote("Known");
  scriptCalls({rename(0, id), rename(1, id), rename(2, id), rename(3, id)});
  scriptText("Twice.");
  say("go");
  EXPECT_EQ(versionOf(id), 3);
}

TEST_F(LoopTest, RecordsOfOneNameMayBeMadeInOneStepButNotStepAfterStep) {
  int made = 0;
  operations::Feature marks;
  marks.operations = {
      operations::operation<NewNote, Note>({.name = "create_mark",
                                            .title = "Create mark",
                                            .effect = operations::Effect::write,
                                            .tool = true,
                                            .success = 201},
                                           [&made](Call& call, NewNote input) -> task<Note> {
                                             co_await call.transaction().execute("select 1", {});
                                             ++made;
                                             co_return Note{makeUuid(), 1, input.name.value()};
                                           })};
  catalog_.add(std::move(marks));
  assistant_.useTools(catalog_);
  for (int step = 0; step < 3; ++step) {
    std::vector<lm::ToolCall> calls;
    for (int i = 0; i < 3; ++i) {
      calls.push_back(toolCall(fmt::format("c{}-{}", step, i), "create_mark", R"({"name":"X"})"));
    }
    scriptCalls(std::move(calls));
  }
  scriptText("Enough.");
  say("three marks called X");
  EXPECT_EQ(made, 6);
  EXPECT_THAT(lastResults(), ::testing::Each(::testing::Field(&lm::ToolResult::is_error, true)));
}

TEST_F(LoopTest, ChangeWithoutArgumentsIsAnotherOneEachTimeAndMayBeRepeated) {
  int undone = 0;
  operations::Feature history;
  history.operations = {operations::operation<operations::NoInput, operations::NoContent>(
      {.name = "undo_one", .title = "Undo", .effect = operations::Effect::write, .tool = true},
      [&undone](Call& call, operations::NoInput) -> task<void> {
        co_await call.transaction().execute("select 1", {});
        ++undone;
      })};
  catalog_.add(std::move(history));
  assistant_.useTools(catalog_);
  for (int i = 0; i < 4; ++i) scriptCalls({toolCall(fmt::format("u{}", i), "undo_one", "{}")});
  scriptText("All undone.");
  say("undo the last four");
  EXPECT_EQ(undone, 4);
}

TEST_F(LoopTest, ErrorsInARowAreToldToTheModelAndThenNothingRuns) {
  const auto wrong = [this](int number) {
    scriptCalls({toolCall(fmt::format("w{}", number), "create_note",
                          fmt::format(R"({{"nme":"{}"}})", number))});
  };
  for (int i = 0; i < 3; ++i) wrong(i);
  scriptText("I give up.");
  const auto first = say("go");
  EXPECT_THAT(lastResults().front().content, HasSubstr("3 calls failed in a row"));

  for (int i = 3; i < 9; ++i) wrong(i);
  scriptCalls({toolCall("good", "create_note", R"({"name":"Late"})")});
  say("again", first.text("/conversation_id"));
  EXPECT_THAT(lastResults().front().content, HasSubstr("too_many_errors"));
  EXPECT_TRUE(noteNames().empty());
}

TEST_F(LoopTest, ModelThatDoesNotAnswerIsNotAskedByEveryRun) {
  for (int i = 0; i < 2; ++i) {
    scriptFailure(lm::FailureKind::unreachable);
    scriptText("The interpreter here.");
    EXPECT_THAT(say("hi").text("/reply"), ::testing::EndsWith("\n\nThe interpreter here."));
  }
  scriptText("The interpreter again.");
  const auto answer = say("hi");
  EXPECT_THAT(answer.text("/reply"), ::testing::EndsWith("\n\nThe interpreter again."));
  EXPECT_EQ(model_->requests.size(), 5U);

  clock_.time += std::chrono::minutes{1};
  scriptText("Claude is back.");
  EXPECT_EQ(say("hi").text("/reply"), "Claude is back.");
}

TEST_F(LoopTest, WhatWasAskedBeforeAStopIsThereToBeDecided) {
  std::vector<lm::ToolCall> calls;
  for (const auto* name : {"First", "Second"})
    calls.push_back(toolCall(name, "delete_note", fmt::format(R"({{"id":"{}"}})", newNote(name))));
  for (int i = 0; i < 8; ++i)
    calls.push_back(
        toolCall(fmt::format("c{}", i), "create_note", fmt::format(R"({{"name":"N{}"}})", i)));
  std::string run_id;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.run_id) run_id = notice.run_id->toString();
    if (notice.run_id || !notice.json->contains(R"("type":"note")")) return;
    boost::asio::co_spawn(loop_, stopSoon(run_id), [](std::exception_ptr) {});
  });
  scriptCalls(std::move(calls));
  const auto stopped = say("delete them and make some");
  EXPECT_EQ(stopped.text("/status"), "stopped");
  EXPECT_LT(noteNames().size(), 10U);
  EXPECT_EQ(decide(stopped.text("/approvals/0/id"), "approve").text("/status"),
            "awaiting_approval");
  EXPECT_THAT(noteNames(), Not(Contains("First")));
  scriptText("They are gone.");
  EXPECT_EQ(decide(stopped.text("/approvals/1/id"), "approve").text("/status"), "completed");
  EXPECT_THAT(noteNames(), Not(Contains("Second")));
}

TEST_F(LoopTest, RefusedKeyIsNoReasonToLeaveAModelAlone) {
  for (int i = 0; i < 3; ++i) {
    scriptFailure(lm::FailureKind::key_invalid);
    EXPECT_EQ(say("hi").text("/status"), "failed");
  }
  EXPECT_EQ(model_->requests.size(), 3U);
}

TEST_F(LoopTest, TextOfATurnThatWasCutOffStaysInAnswerAndHistory) {
  script({"As I was say", {}, {}, false, true});
  const auto answer = say("tell me");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_EQ(answer.text("/reply"), "As I was say\n\nThe connection to Claude was cut.");
  scriptText("ing.");
  say("go on", answer.text("/conversation_id"));
  const auto& said = model_->requests.back().messages[1];
  EXPECT_EQ(std::get<lm::Text>(said.parts.front()).text, "As I was say");
}

TEST_F(LoopTest, ModelThatOneKeyCannotReachIsStillAskedWithAnother) {
  const auto noor = newPerson(maya_.workspace_id, "Noor Bell");
  ASSERT_EQ(use(noor, "put_own_model_key", R"({"provider":"anthropic","key":"sk-of-noor"})").status,
            200);
  for (int i = 0; i < 2; ++i) {
    scriptFailure(lm::FailureKind::rate_limited);
    scriptText("The interpreter here.");
    use(noor, "chat", R"({"message":"hi"})");
  }
  scriptText("The interpreter again.");
  const auto shut_out = use(noor, "chat", R"({"message":"hi"})");
  EXPECT_THAT(shut_out.text("/reply"), ::testing::EndsWith("\n\nThe interpreter again."));
  EXPECT_EQ(model_->requests.size(), 5U);

  scriptText("Claude here.");
  EXPECT_EQ(say("hi").text("/reply"), "Claude here.");
  EXPECT_EQ(model_->requests.back().model, "claude-sonnet-5-5");
}

class LimitedLoopTest : public ServedAssistantTest {
 protected:
  LimitedLoopTest()
      : ServedAssistantTest{
            withLimits({.max_calls = 4, .max_dollars = 3, .max_calls_per_step = 2})} {}

  void scriptFinds(int step, int count) {
    std::vector<lm::ToolCall> calls;
    for (int i = 0; i < count; ++i)
      calls.push_back(toolCall(fmt::format("f{}-{}", step, i), "find_notes",
                               fmt::format(R"({{"search":"{}"}})", i)));
    scriptCalls(std::move(calls));
  }
  void expectToGoOn(const testing::Used& stopped, std::string_view reason) {
    EXPECT_EQ(stopped.text("/status"), "completed");
    EXPECT_EQ(stopped.text("/reply"),
              fmt::format("{}, so I stopped here. Say “continue” to go on.", reason));
    const auto conversation = stopped.text("/conversation_id");
    const auto said = use(maya_, "find_messages", fmt::format(R"({{"id":"{}"}})", conversation));
    EXPECT_THAT(boost::json::serialize(said.body), HasSubstr(R"("code":"limit")"));
    scriptFinds(9, 1);
    scriptText("All found.");
    EXPECT_EQ(say("continue", conversation).text("/reply"), "All found.");
  }
};

TEST_F(LimitedLoopTest, RunThatMakesManyCallsEndsWithAnOfferToGoOn) {
  scriptFinds(0, 2);
  scriptFinds(1, 2);
  expectToGoOn(say("go"), "That took many steps");
}

TEST_F(LimitedLoopTest, RunThatCostsMuchEndsWithAnOfferToGoOn) {
  model_->usage = {.input_tokens = 1'000'000};  // $2 each
  scriptFinds(0, 1);
  scriptFinds(1, 1);
  const auto stopped = say("go");
  model_->usage = {};
  expectToGoOn(stopped, "That has cost $4");
}

TEST_F(LimitedLoopTest, CallsThatAreTooManyAtOnceAreNotMadeAndTheModelIsTold) {
  for (const auto* tool : {"find_notes", "create_note"}) {
    std::vector<lm::ToolCall> calls;
    for (int i = 0; i < 3; ++i)
      calls.push_back(
          toolCall(fmt::format("c{}", i), tool,
                   fmt::format(R"({{"{}":"N{}"}})",
                               std::string_view{tool} == "find_notes" ? "search" : "name", i)));
    scriptCalls(std::move(calls));
    scriptText("Two at once.");
    EXPECT_EQ(say("go").text("/status"), "completed");
    const auto results = lastResults();
    ASSERT_EQ(results.size(), 3U);
    EXPECT_FALSE(results[1].is_error);
    EXPECT_THAT(results[2].content, HasSubstr("too_many_calls"));
  }
  EXPECT_THAT(noteNames(), ElementsAre("N0", "N1"));
}

class ImpatientLoopTest : public ServedAssistantTest {
 protected:
  ImpatientLoopTest() : ServedAssistantTest{withLimits({.max_time = std::chrono::seconds{0}})} {}
};

TEST_F(ImpatientLoopTest, RunThatTakesLongEndsWithAnOfferToGoOn) {
  script({"Slowly", {}, {}, true});
  const auto answer = say("go");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_THAT(answer.text("/reply"), HasSubstr("continue"));
}

/// A provider that never is silent and never comes to an end: it drips.
class DrippingLoopTest : public ServedAssistantTest {
 protected:
  DrippingLoopTest() : ServedAssistantTest{withLimits({.max_time = std::chrono::seconds{4}})} {}
};

TEST_F(DrippingLoopTest, AnswerThatNeverEndsIsEndedByTheTimeOfTheRunAndTheModelNamed) {
  script({"Slowly", {}, {}, true});
  const auto answer = say("go");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_THAT(answer.text("/reply"),
              HasSubstr("claude-sonnet-5-5 had not finished its answer in time, so I stopped"));
  EXPECT_THAT(answer.text("/reply"), HasSubstr("Slowly"));
}

TEST_F(LoopTest, RunThatAnotherProcessTookOverWritesNothingMore) {
  scriptCalls({toolCall("1", "create_note", R"({"name":"First"})")});
  scriptCalls({toolCall("2", "create_note", R"({"name":"Second"})")});
  model_->on_request = [&] {
    if (model_->requests.size() < 2) return;
    storage_.executeAsOwner(
        "alter table runs no force row level security; "
        "update runs set status = 'interrupted', lease_holder = null, lease_until = null");
  };
  EXPECT_EQ(say("make two").status, 503);
  EXPECT_THAT(noteNames(), ElementsAre("First"));
  EXPECT_EQ(storage_.askAsSuperuser("select status from runs"), "interrupted");
}

TEST_F(LoopTest, StopLeavesApprovedCallsUndoneThatHaveNotBegun) {
  scriptCalls({toolCall("1", "send_mail", R"({"to":"ada"})"),
               toolCall("2", "send_mail", R"({"to":"bob"})")});
  const auto waiting = say("write to both");
  ASSERT_EQ(waiting.count("/approvals"), 2U);
  box_.on_send = [&] { assistant_.stopAll(); };
  const auto answer = say("yes to all", waiting.text("/conversation_id"));
  EXPECT_EQ(answer.text("/status"), "interrupted") << "by the process, so it may go on";
  EXPECT_THAT(box_.sent, ElementsAre("ada"));
  box_.on_send = {};
  scriptText("One was sent.");
  say("continue", waiting.text("/conversation_id"));
  EXPECT_THAT(box_.sent, ElementsAre("ada"));
  EXPECT_THAT(lastResults().back().content, HasSubstr("did not happen"));
}

/// A provider's model, on one of several nodes.
class NodeLoopTest : public ServedAssistantTest {
 protected:
  NodeLoopTest() : ServedAssistantTest{oneOfSeveral()} {}
  static Options oneOfSeveral() {
    auto options = quiet();
    options.sole_node = false;
    return options;
  }
};

TEST_F(NodeLoopTest, StopThatAnotherNodeWasAskedForCountsBeforeTheNextStep) {
  scriptCalls({toolCall("1", "find_notes", "{}")});
  scriptText("Unheard.");
  model_->on_request = [&] {
    storage_.executeAsOwner(
        "alter table runs no force row level security; update runs set stop_requested = true");
  };
  EXPECT_EQ(say("look").text("/status"), "stopped");
  EXPECT_EQ(model_->requests.size(), 1U);
}

}  // namespace
}  // namespace parley::assistant
