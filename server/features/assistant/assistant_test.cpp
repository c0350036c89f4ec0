#include <fmt/format.h>
#include <gmock/gmock.h>

#include "database/blocking_session.hpp"
#include "database/described_rows.hpp"
#include "features/assistant/assistant_fixture.hpp"

namespace parley::assistant {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(AssistantTest, AnswersWithTextAndKeepsTheConversation) {
  scriptText("Hello Maya.");
  const auto first = say("hi");
  ASSERT_EQ(first.status, 200) << first.detail;
  EXPECT_EQ(first.text("/status"), "completed");
  EXPECT_EQ(first.text("/reply"), "Hello Maya.");
  scriptText("Still here.");
  const auto second = say("and now?", first.text("/conversation_id"));
  EXPECT_EQ(second.text("/reply"), "Still here.");
  ASSERT_EQ(model_->requests.back().messages.size(), 3U);  // user, assistant, user

  const auto messages =
      use(maya_, "find_messages", fmt::format(R"({{"id":"{}"}})", first.text("/conversation_id")));
  ASSERT_EQ(messages.count("/items"), 4U);
  EXPECT_EQ(messages.text("/items/0/text"), "Still here.");
  EXPECT_EQ(messages.text("/items/3/text"), "hi");
}

TEST_F(AssistantTest, WritesRunAtOnceAndAreUndoneWithTheirRun) {
  scriptCalls({toolCall("a", "create_note", R"({"name":"One"})"),
               toolCall("b", "create_note", R"({"name":"Two"})")});
  scriptText("Made both.");
  const auto answer = say("make two notes");
  EXPECT_EQ(answer.count("/actions"), 2U);
  EXPECT_EQ(answer.text("/actions/0/status"), "done");
  EXPECT_EQ(answer.text("/actions/0/record/name"), "One");
  EXPECT_THAT(noteNames(), ElementsAre("One", "Two"));
  const auto changes =
      use(maya_, "find_changes", fmt::format(R"({{"run_id":"{}"}})", answer.text("/run_id")));
  EXPECT_EQ(changes.count("/items"), 2U);
  EXPECT_EQ(changes.text("/items/0/channel"), "assistant");
}

TEST_F(AssistantTest, ResultsOfOneStepGoBackTogetherInTheOrderOfTheCalls) {
  const auto id = newNote("Known");
  scriptCalls({toolCall("w", "create_note", R"({"name":"New"})"),
               toolCall("r", "get_note", fmt::format(R"({{"id":"{}"}})", id)),
               toolCall("x", "no_such_tool", "{}"),
               toolCall("y", "create_note", R"({"nme":"bad"})")});
  scriptText("Done.");
  say("go");
  const auto results = lastResults();
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].call_id, "w");
  EXPECT_THAT(results[1].content, HasSubstr("Known"));
  EXPECT_TRUE(results[2].is_error);
  EXPECT_TRUE(results[3].is_error);
  EXPECT_THAT(results[3].content, HasSubstr("nme"));
}

TEST_F(AssistantTest, DeletionWaitsForApprovalAndShowsExactlyWhatGoes) {
  const auto id = newNote("Doomed");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  EXPECT_EQ(waiting.text("/status"), "awaiting_approval");
  EXPECT_EQ(waiting.text("/approvals/0/summary"), "Delete note Doomed");
  EXPECT_THAT(waiting.text("/reply"), HasSubstr("Doomed"));
  EXPECT_THAT(noteNames(), ElementsAre("Doomed"));

  scriptText("It is gone.");
  const auto approved = decide(waiting.text("/approvals/0/id"), "approve");
  EXPECT_EQ(approved.text("/status"), "completed");
  EXPECT_EQ(approved.text("/run_id"), waiting.text("/run_id"));
  EXPECT_TRUE(noteNames().empty());
  EXPECT_FALSE(lastResults().front().is_error);
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").status, 409);
}

TEST_F(AssistantTest, TypedYesApprovesTheOneOpenApproval) {
  const auto id = newNote("Doomed");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  scriptText("Gone.");
  const auto answer = say("Yes, please!", waiting.text("/conversation_id"));
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_EQ(answer.text("/actions/0/status"), "done");
  EXPECT_TRUE(noteNames().empty());
}

TEST_F(AssistantTest, TypedNoDeniesAndTheModelIsTold) {
  const auto id = newNote("Kept");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  scriptText("Kept.");
  const auto answer = say("no", waiting.text("/conversation_id"));
  EXPECT_EQ(answer.text("/actions/0/status"), "denied");
  EXPECT_THAT(lastResults().front().content, HasSubstr("denied"));
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
}

TEST_F(AssistantTest, AnotherMessageDropsWhatWasNotDecided) {
  const auto id = newNote("Kept");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  scriptText("You have one note.");
  say("how many notes do I have?", waiting.text("/conversation_id"));
  EXPECT_TRUE(lastResults().front().is_error);
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").status, 409);
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
}

TEST_F(AssistantTest, WithSeveralOpenApprovalsEachIsDecidedByItself) {
  const auto a = newNote("A");
  const auto b = newNote("B");
  scriptCalls({toolCall("a", "delete_note", fmt::format(R"({{"id":"{}"}})", a)),
               toolCall("b", "delete_note", fmt::format(R"({{"id":"{}"}})", b))});
  const auto waiting = say("delete both");
  ASSERT_EQ(waiting.count("/approvals"), 2U);
  const auto first = decide(waiting.text("/approvals/0/id"), "approve");
  EXPECT_EQ(first.text("/status"), "awaiting_approval");
  EXPECT_EQ(first.count("/approvals"), 1U) << "what still waits";
  EXPECT_EQ(first.text("/approvals/0/id"), waiting.text("/approvals/1/id"));
  EXPECT_THAT(first.text("/reply"), HasSubstr(waiting.text("/approvals/1/summary")));
  EXPECT_THAT(first.text("/reply"), HasSubstr("Deleted **A**.")) << "and what was done";
  EXPECT_THAT(noteNames(), ElementsAre("B"));
  scriptText("One is gone, one stays.");
  const auto second = decide(waiting.text("/approvals/1/id"), "deny", R"(,"reason":"I need it")");
  EXPECT_EQ(second.text("/status"), "completed");
  EXPECT_THAT(lastResults()[1].content, HasSubstr("I need it"));
}

TEST_F(AssistantTest, RunGoesOnWhereAllThatStillWaitedHasExpired) {
  scriptCalls({toolCall("a", "delete_note", fmt::format(R"({{"id":"{}"}})", newNote("A"))),
               toolCall("b", "delete_note", fmt::format(R"({{"id":"{}"}})", newNote("B")))});
  const auto waiting = say("delete both");
  storage_.executeAsOwner(
      fmt::format("alter table approvals no force row level security; "
                  "update approvals set expires_at = '2020-01-01' where id = '{}'",
                  waiting.text("/approvals/1/id")));
  scriptText("One is gone.");
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").text("/status"), "completed");
  EXPECT_THAT(lastResults().back().content, HasSubstr("in time"));
  EXPECT_THAT(noteNames(), ElementsAre("B"));
}

TEST_F(AssistantTest, AQuestionAndWhatNeedsApprovalAreNotAskedTogether) {
  const auto remove =
      toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", newNote("Kept")));
  const auto question = toolCall("q", "ask_user", R"({"text":"Shall I also add a task?"})");
  for (const auto& [calls, status] :
       {std::pair{std::vector{question, remove}, "awaiting_answer"},
        std::pair{std::vector{remove, question}, "awaiting_approval"}}) {
    scriptCalls(calls);
    const auto waiting = say("delete it");
    EXPECT_EQ(waiting.text("/status"), status);
    const bool asks = calls.front().name == "ask_user";
    EXPECT_EQ(waiting.count("/approvals"), asks ? 0U : 1U);
    scriptText("As you like.");
    say(asks ? "yes" : "no", waiting.text("/conversation_id"));
    const auto results = lastResults();
    ASSERT_EQ(results.size(), 2U);
    EXPECT_THAT(results.back().content, HasSubstr("one_at_a_time"));
    EXPECT_THAT(noteNames(), ElementsAre("Kept"));
  }
}

TEST_F(AssistantTest, OfTwoQuestionsTheUserHearsOneAndAnswersThatAlone) {
  const auto offer = [](const std::string& id, std::string_view name) {
    return toolCall(
        id, "ask_user",
        fmt::format(
            R"({{"text":"Save {0}?","offer":{{"tool":"create_note","arguments":{{"name":"{0}"}}}}}})",
            name));
  };
  scriptCalls({offer("a", "Ada"), offer("b", "Bob")});
  const auto asked = say("save them");
  EXPECT_EQ(asked.text("/question/text"), "Save Ada?");
  scriptText("Ada is saved.");
  say("yes", asked.text("/conversation_id"));
  EXPECT_THAT(noteNames(), ElementsAre("Ada"));
  EXPECT_THAT(lastResults().back().content, HasSubstr("one_at_a_time"));
}

TEST_F(AssistantTest, WhatIsNotWhatWasShownCanStillBeDenied) {
  scriptCalls({toolCall("a", "delete_note", fmt::format(R"({{"id":"{}"}})", newNote("A")))});
  const auto waiting = say("delete it");
  storage_.executeAsOwner(
      "alter table approvals no force row level security; "
      "update approvals set binding = replace(binding, left(binding, 8), 'another!')");
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").code, "tool_changed");
  scriptText("As you like.");
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "deny").text("/status"), "completed");
  EXPECT_THAT(noteNames(), ElementsAre("A"));
}

TEST_F(ServedAssistantTest, AnAnswerThatEndsWhileItIsReadIsShownAsItEnded) {
  script({"Working", {}, {}, true});
  const auto started = use(maya_, "start_run", R"({"message":"work"})");
  // Who reads the messages comes as far as this behind the status of the run.
  database::BlockingSession lock{storage_.ownerConninfo()};
  lock.runScript("begin; lock table changes");
  const auto endMeanwhile = [&](std::string run_id) -> task<testing::Used> {
    constexpr auto held_up =
        "select count(*) from pg_locks join pg_database on oid = database "
        "where datname = current_database() and not granted";
    while (storage_.askAsSuperuser(held_up) == "0") co_await boost::asio::post(loop_, use_task);
    co_await stopSoon(std::move(run_id));
    while (assistant_.liveRuns() > 0) co_await boost::asio::post(loop_, use_task);
    lock.runScript("rollback");
    co_return testing::Used{};
  };
  std::vector<task<testing::Used>> both;
  both.push_back(endMeanwhile(started.text("/run_id")));
  both.push_back(useOne(maya_, "find_messages", {{"id", started.text("/conversation_id")}},
                        json::Source::query, [](Call&) {}));
  const auto messages = testing::runTogether(loop_, std::move(both)).back();
  EXPECT_EQ(messages.text("/items/0/status"), "stopped");
  EXPECT_EQ(messages.text("/items/0/text"), "Working");
}

TEST_F(AssistantTest, WithSeveralOpenApprovalsAYesDecidesNothingAndYesToAllDecidesAll) {
  const auto remove = [](const std::string& call, const std::string& id) {
    return toolCall(call, "delete_note", fmt::format(R"({{"id":"{}"}})", id));
  };
  const auto a = newNote("A");
  const auto b = newNote("B");
  scriptCalls({remove("a", a), remove("b", b)});
  const auto waiting = say("delete both");
  EXPECT_THAT(waiting.text("/reply"), HasSubstr("“yes to all”"));
  const auto conversation = waiting.text("/conversation_id");
  scriptText("Which one?");
  say("yes", conversation);
  EXPECT_THAT(noteNames(), ElementsAre("A", "B"));
  scriptCalls({remove("a2", a), remove("b2", b)});
  ASSERT_EQ(say("both", conversation).count("/approvals"), 2U);
  scriptText("Both are gone.");
  EXPECT_EQ(say("yes to all", conversation).text("/status"), "completed");
  EXPECT_TRUE(noteNames().empty());
}

TEST_F(AssistantTest, ChangingASecondRecordWaitsAndChangingTheSameOneDoesNot) {
  const auto a = newNote("A");
  const auto b = newNote("B");
  scriptCalls({toolCall("1", "update_note", fmt::format(R"({{"id":"{}","name":"A1"}})", a))});
  scriptCalls({toolCall("2", "update_note", fmt::format(R"({{"id":"{}","name":"A2"}})", a))});
  scriptCalls({toolCall("3", "update_note", fmt::format(R"({{"id":"{}","name":"B1"}})", b))});
  const auto answer = say("rename them");
  EXPECT_EQ(answer.text("/status"), "awaiting_approval");
  EXPECT_EQ(answer.count("/approvals"), 1U);
  EXPECT_THAT(noteNames(), ElementsAre("A2", "B"));
}

TEST_F(AssistantTest, MoreThanTenCreationsWaitAllTogether) {
  std::vector<lm::ToolCall> calls;
  for (int i = 0; i < 11; ++i)
    calls.push_back(
        toolCall(fmt::format("c{}", i), "create_note", fmt::format(R"({{"name":"N{}"}})", i)));
  scriptCalls(std::move(calls));
  const auto answer = say("make eleven");
  EXPECT_EQ(answer.count("/approvals"), 11U);
  EXPECT_TRUE(noteNames().empty());
}

TEST_F(AssistantTest, WhatWasApprovedIsRefusedWhenTheRecordMovedOn) {
  const auto id = newNote("Doomed");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  use(maya_, "update_note", fmt::format(R"({{"id":"{}","name":"Precious"}})", id));
  scriptText("It changed meanwhile.");
  const auto answer = decide(waiting.text("/approvals/0/id"), "approve");
  EXPECT_EQ(answer.text("/actions/0/status"), "failed");
  EXPECT_THAT(noteNames(), ElementsAre("Precious"));
}

TEST_F(AssistantTest, EditedArgumentsRunButNotOnAnotherRecord) {
  const auto a = newNote("A");
  const auto b = newNote("B");
  scriptCalls({toolCall("1", "update_note", fmt::format(R"({{"id":"{}","name":"A1"}})", a)),
               toolCall("2", "update_note", fmt::format(R"({{"id":"{}","name":"B1"}})", b))});
  const auto waiting = say("rename both");
  const auto approval = waiting.text("/approvals/0/id");
  EXPECT_EQ(decide(approval, "approve", fmt::format(R"(,"arguments":{{"id":"{}","name":"X"}})", b))
                .status,
            422);
  EXPECT_EQ(
      decide(approval, "approve", fmt::format(R"(,"arguments":{{"id":"{}","name":""}})", a)).status,
      422);
  EXPECT_EQ(
      decide(approval, "approve", fmt::format(R"(,"arguments":{{"id":"{}","name":"Mine"}})", a))
          .status,
      200);
  EXPECT_THAT(noteNames(), ElementsAre("B", "Mine"));

  // And are what is told of it afterwards.
  const auto messages = use(maya_, "find_messages",
                            fmt::format(R"({{"id":"{}"}})", waiting.text("/conversation_id")));
  std::vector<std::string> told;
  for (const auto& part : messages.body.at_pointer("/items/0/parts").as_array()) {
    if (part.as_object().contains("arguments"))
      told.emplace_back(part.at_pointer("/arguments/name").as_string());
  }
  EXPECT_THAT(told, ElementsAre("Mine", "B1", "Mine", "B1")) << "calls, then cards";
}

TEST_F(AssistantTest, QuestionIsAskedAndTheNextMessageAnswersIt) {
  scriptCalls({toolCall(
      "q", "ask_user",
      R"({"text":"Which one?","options":[{"id":"1","label":"Ada"},{"id":"2","label":"Bea"}]})")});
  const auto asked = say("delete her");
  EXPECT_EQ(asked.text("/status"), "awaiting_answer");
  EXPECT_EQ(asked.text("/question/options/1/label"), "Bea");
  EXPECT_THAT(asked.text("/reply"), HasSubstr("Bea"));
  scriptText("Bea it is.");
  say("Bea", asked.text("/conversation_id"));
  EXPECT_EQ(lastResults().front().content, R"({"answer":"Bea"})");
}

TEST_F(AssistantTest, ReplyNamesWhatAQuestionLinksToOnce) {
  const auto ada = Uuid{}.toString();
  const auto question = fmt::format("Which one? [Ada](/contacts/{})", ada);
  const json::array options{{{"id", ada}, {"label", "Ada of Initech"}},
                            {{"id", "2"}, {"label", "2 others"}}};
  scriptCalls(
      {toolCall("q", "ask_user",
                boost::json::serialize(json::object{{"text", question}, {"options", options}}))});
  EXPECT_EQ(say("delete her").text("/reply"), question + "\n\n- 2 others");
}

TEST_F(AssistantTest, OthersCanNeitherReadNorContinueNorApprove) {
  const auto id = newNote("Doomed");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  const auto conversation = waiting.text("/conversation_id");
  for (const auto& other : {newPerson(maya_.workspace_id), newPerson()}) {
    EXPECT_EQ(
        use(other, "decide_approval",
            fmt::format(R"({{"id":"{}","decision":"approve"}})", waiting.text("/approvals/0/id")))
            .status,
        404);
    EXPECT_EQ(use(other, "chat",
                  fmt::format(R"({{"message":"yes","conversation_id":"{}"}})", conversation))
                  .status,
              404);
    EXPECT_EQ(use(other, "find_messages", fmt::format(R"({{"id":"{}"}})", conversation)).status,
              404);
    EXPECT_EQ(
        use(other, "read_run_events", fmt::format(R"({{"run_id":"{}"}})", waiting.text("/run_id")))
            .status,
        404);
    EXPECT_EQ(
        use(other, "stop_run", fmt::format(R"({{"run_id":"{}"}})", waiting.text("/run_id"))).status,
        404);
    EXPECT_EQ(use(other, "find_conversations").count("/items"), 0U);
  }
  EXPECT_THAT(noteNames(), ElementsAre("Doomed"));
}

TEST_F(AssistantTest, FailureOfTheKeyIsToldAndTheConversationGoesOn) {
  script({"",
          {},
          lm::ModelFailure{lm::FailureKind::key_invalid, "Anthropic refused the key."},
          false});
  const auto failed = say("hi");
  EXPECT_EQ(failed.text("/status"), "failed");
  EXPECT_THAT(failed.text("/reply"), HasSubstr("Anthropic refused the key."));
  scriptText("Back again.");
  EXPECT_EQ(say("hi", failed.text("/conversation_id")).text("/status"), "completed");
}

TEST_F(AssistantTest, StopKeepsWhatWasSaidAndAHistoryThatCanGoOn) {
  std::string run_id;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.run_id) run_id = notice.run_id->toString();
  });
  script({"Once upon", {}, {}, true});
  model_->on_hang = [&] {
    boost::asio::co_spawn(loop_, stopSoon(run_id),
                          [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  };
  const auto stopped = say("tell me a story");
  EXPECT_EQ(stopped.text("/status"), "stopped");
  EXPECT_EQ(stopped.text("/reply"), "Once upon");
  scriptText("a time.");
  EXPECT_EQ(say("go on", stopped.text("/conversation_id")).text("/status"), "completed");
  EXPECT_EQ(model_->requests.back().messages.size(), 3U);
}

TEST_F(AssistantTest, RunThatCannotBeStoredEndsItsStreamAllTheSame) {
  bool ended = false;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    ended = notice.last && notice.json->contains("interrupted");
  });
  scriptText("half a character: \xf0\x9f");
  EXPECT_EQ(say("hi").status, 503);
  EXPECT_TRUE(ended);
}

TEST_F(AssistantTest, ChangeWhoseAnswerCannotBeStoredDidNotHappenAndTheConversationGoesOn) {
  const auto id = newNote("Old");
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  bool changed = false, ended = false;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    changed = changed || (notice.json && notice.json->contains("\"note\""));
    ended = notice.last && notice.json->contains("interrupted");
  });
  scriptCalls({toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"New"}})", id))});
  scriptText("half a character: \xf0\x9f");
  EXPECT_EQ(say("rename it", conversation).status, 503);
  EXPECT_TRUE(ended);
  EXPECT_FALSE(changed);
  EXPECT_EQ(use(maya_, "get_note", fmt::format(R"({{"id":"{}"}})", id)).text("/name"), "Old");
  scriptText("Again.");
  EXPECT_EQ(say("and now?", conversation).text("/reply"), "Again.");
}

TEST_F(AssistantTest, ChangeThatFailedInItsLastMomentIsNowhereSaidToHaveHappened) {
  const auto id = newNote("Old");
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  // Once, and then no more: a sequence counts what is rolled back as well.
  storage_.executeAsOwner(
      "create sequence stumbles; grant usage on stumbles to parley_app;"
      "create function stumble() returns trigger language plpgsql as $$ begin"
      " if nextval('stumbles') = 1 then raise exception 'stumbled' using errcode = '57014'; end if;"
      " return null; end $$;"
      "create constraint trigger stumble after insert on changes deferrable initially deferred"
      " for each row execute function stumble()");
  scriptCalls({toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"New"}})", id))});
  scriptText("Renamed.");
  EXPECT_EQ(say("rename it", conversation).status, 503);
  EXPECT_EQ(use(maya_, "get_note", fmt::format(R"({{"id":"{}"}})", id)).text("/name"), "Old");
  EXPECT_EQ(storage_.askAsSuperuser("select count(*) from run_events where data::text like "
                                    "'%Renamed%' or data::text like '%update_note%'"),
            "0");
  EXPECT_EQ(storage_.askAsSuperuser(
                "select count(*) from runs where answer like '%update_note%' or reply <> 'Hello.'"),
            "0");
  scriptText("Again.");
  EXPECT_EQ(say("and now?", conversation).text("/reply"), "Again.");
}

TEST_F(AssistantTest, EventsAreNumberedWithoutGapsAndTheSameInTheLogAndLive) {
  std::vector<std::string> live;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.run_id) live.push_back(*notice.json);
  });
  scriptCalls({toolCall("a", "create_note", R"({"name":"One"})")});
  scriptText("Made it.");
  const auto answer = say("go");
  const auto stored =
      use(maya_, "read_run_events", fmt::format(R"({{"run_id":"{}"}})", answer.text("/run_id")));
  ASSERT_EQ(stored.count("/events"), live.size());
  int seq = 0;
  for (const auto& event : stored.body.at("events").as_array()) {
    EXPECT_EQ(event.at("seq").as_int64(), ++seq);
    EXPECT_EQ(json::parse(live[static_cast<std::size_t>(seq - 1)]), event);
  }
  EXPECT_EQ(stored.text("/events/0/type"), "run.started");
  EXPECT_EQ(stored.body.at("events").as_array().back().at("type").as_string(), "run.finished");
}

TEST_F(AssistantTest,
       ConversationWhoseRunDiedWithItsProcessIsInterruptedAndCanBeStoppedAndDeleted) {
  scriptText("Hello.");
  const auto answer = say("hi");
  const auto id = answer.text("/conversation_id");
  const auto key = fmt::format(R"({{"id":"{}"}})", id);
  storage_.executeAsOwner(
      "alter table runs no force row level security; update runs set status = 'running'");
  EXPECT_EQ(use(maya_, "get_conversation", key).text("/last_run_status"), "interrupted");
  EXPECT_EQ(use(maya_, "find_conversations").text("/items/0/last_run_status"), "interrupted");

  bool told = false;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    told = told || (notice.last && notice.json->contains("interrupted"));
  });
  const auto stop = fmt::format(R"({{"run_id":"{}"}})", answer.text("/run_id"));
  EXPECT_EQ(use(maya_, "stop_run", stop).status, 204);
  EXPECT_TRUE(told);
  EXPECT_EQ(use(maya_, "delete_conversation", key).status, 204);
}

TEST_F(AssistantTest, ConversationIsFoundByWhatWasSaidInIt) {
  scriptText("The Bluebird starts on Monday.");
  const auto id = say("when does it begin?").text("/conversation_id");
  scriptText("Hello.");
  say("hi");
  const auto found = [&](std::string_view search) {
    const auto page = use(maya_, "find_conversations", fmt::format(R"({{"search":"{}"}})", search));
    return page.count("/items") == 1 ? page.text("/items/0/id") : "";
  };
  EXPECT_EQ(found("monday  bluebird"), id) << "in the answer, every word, in any order";
  EXPECT_EQ(found("begin monday"), id) << "in title and answer";
  EXPECT_EQ(found("bluebird tuesday"), "");
}

TEST_F(AssistantTest, ConversationIsFoundWhateverTheAccents) {
  scriptText("José Núñez is in Zürich.");
  const auto id = say("where is he?").text("/conversation_id");
  for (const auto* search : {"jose nunez", "JOSÉ", "zurich", "Zürich"}) {
    const auto page = use(maya_, "find_conversations", fmt::format(R"({{"search":"{}"}})", search));
    ASSERT_EQ(page.count("/items"), 1U) << search;
    EXPECT_EQ(page.text("/items/0/id"), id);
  }
}

TEST_F(AssistantTest, MessagesComeInPagesOfAnyLengthAndEachOnce) {
  std::string conversation;
  for (const auto* answer : {"One.", "Two.", "Three."}) {
    scriptText(answer);
    conversation = say(fmt::format("say {}", answer), conversation).text("/conversation_id");
  }
  for (const int limit : {1, 2, 3, 5, 6, 7}) {
    std::vector<std::string> texts;
    std::string cursor;
    do {
      const auto page = use(maya_, "find_messages",
                            fmt::format(R"({{"id":"{}","limit":"{}"{}}})", conversation, limit,
                                        cursor.empty() ? "" : R"(,"cursor":")" + cursor + '"'),
                            json::Source::query);
      ASSERT_EQ(page.status, 200) << page.detail;
      for (const auto& item : page.body.at("items").as_array())
        texts.emplace_back(item.at("text").as_string());
      EXPECT_LE(page.count("/items"), static_cast<std::size_t>(limit));
      const auto& next = page.body.at("next_cursor");
      cursor = next.is_string() ? std::string{next.get_string()} : "";
    } while (!cursor.empty());
    EXPECT_THAT(texts, ElementsAre("Three.", "say Three.", "Two.", "say Two.", "One.", "say One."))
        << limit;
  }
}

TEST_F(AssistantTest, ApprovalThatHasExpiredIsNotShownAsOpen) {
  const auto id = newNote("Kept");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  const auto key = fmt::format(R"({{"id":"{}"}})", waiting.text("/conversation_id"));
  EXPECT_EQ(use(maya_, "get_conversation", key).text("/last_run_status"), "awaiting_approval");
  storage_.executeAsOwner(
      "alter table approvals no force row level security; update approvals set expires_at = "
      "'2020-01-01'");
  EXPECT_EQ(use(maya_, "get_conversation", key).text("/last_run_status"), "completed");
  EXPECT_THAT(boost::json::serialize(use(maya_, "find_messages", key).body),
              HasSubstr(R"("status":"expired")"));
}

TEST_F(AssistantTest, RunOfADeadProcessIsInterruptedAndItsCallsAreAnswered) {
  const auto id = newNote("Kept");
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", id))});
  const auto waiting = say("delete it");
  storage_.executeAsOwner(
      "alter table runs no force row level security; alter table tool_calls no force row level "
      "security; "
      "alter table approvals no force row level security; "
      "update runs set status = 'running'; update tool_calls set status = 'pending'; delete from "
      "approvals");
  const auto lastEvent = [&](std::string_view more) {
    const auto events = use(maya_, "read_run_events",
                            fmt::format(R"({{"run_id":"{}"{}}})", waiting.text("/run_id"), more));
    const auto& list = events.body.at("events").as_array();
    return list.empty() ? "" : boost::json::serialize(list.back());
  };
  EXPECT_THAT(lastEvent(""), HasSubstr(R"("status":"interrupted")")) << "its end is told";
  EXPECT_EQ(lastEvent(R"(,"after":1000)"), "");
  scriptText("That did not happen.");
  const auto answer = say("what happened?", waiting.text("/conversation_id"));
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_THAT(lastResults().front().content, HasSubstr("interrupted"));
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
}

TEST_F(AssistantTest, LastListAndMentionsComeWithTheNextMessage) {
  newNote("First");
  newNote("Second");
  scriptCalls({toolCall("f", "find_notes", "{}")});
  scriptText("Two notes.");
  const auto answer = say("list them");
  scriptText("Ok.");
  say("the second one", answer.text("/conversation_id"));
  const auto& parts = model_->requests.back().messages.back().parts;
  const auto& context = std::get<lm::Context>(parts.front());
  ASSERT_EQ(context.facts.at("entities").as_array().size(), 2U);
  EXPECT_EQ(context.facts.at("entities").at(1).at("name").as_string(), "Second");
  EXPECT_THAT(context.text, HasSubstr("2. Second"));
}

TEST_F(AssistantTest, StepsHaveALimitAndTheUserMayGoOn) {
  for (int i = 0; i < 25; ++i) scriptCalls({toolCall(fmt::format("f{}", i), "find_notes", "{}")});
  const auto answer = say("loop for ever");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_THAT(answer.text("/reply"), HasSubstr("continue"));
}

TEST_F(AssistantTest, EmptyAndOverlongMessagesAreRefusedByName) {
  EXPECT_EQ(say("").fields, "message");
  EXPECT_EQ(say(std::string(32'001, 'x')).fields, "message");
  EXPECT_EQ(use(maya_, "chat", R"({"message":"hi","model":"no-such-model"})").fields, "model");
  EXPECT_EQ(say("hi", makeUuid().toString()).status, 404);
}

TEST_F(AssistantTest, MessageThatChangesARecordIsOneTransactionWithItsAnswer) {
  const auto id = newNote("Old");
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  scriptCalls({toolCall("f", "find_notes", "{}")});
  scriptCalls({toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"New"}})", id))});
  scriptText("Changed.");
  const auto before = database_.statistics();
  const auto answer = say("rename it", conversation);
  const auto after = database_.statistics();
  EXPECT_EQ(answer.text("/actions/1/status"), "done");
  EXPECT_EQ(after.durable_commits - before.durable_commits, 1U);
  EXPECT_EQ(after.commits - before.commits, 1U);
  // The choice of the model; the conversation; the search; read, write and keep the record.
  EXPECT_EQ(after.round_trips - before.round_trips, 6U);
}

TEST_F(AssistantTest, SecondMessageWhileOneIsAnsweredIsRefused) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  std::string run_id;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.run_id) run_id = notice.run_id->toString();
  });
  std::string refused;
  const auto sayMore = [&]() -> task<void> {
    try {
      Call call{services_, maya_, operations::Channel::api};
      const json::object arguments{{"message", "and more"}, {"conversation_id", conversation}};
      co_await catalog_.invoke(call, *catalog_.find("chat"), arguments);
    } catch (const Error& error) {
      refused = error.code;
    }
    co_await stopSoon(run_id);
  };
  script({"", {}, {}, true});
  model_->on_hang = [&] {
    boost::asio::co_spawn(loop_, sayMore(),
                          [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  };
  EXPECT_EQ(say("first", conversation).text("/status"), "stopped");
  EXPECT_EQ(refused, "run_in_progress");
  scriptText("Again.");
  EXPECT_EQ(say("second", conversation).text("/status"), "completed");
}

TEST_F(AssistantTest, AMessageThatIsSentAgainBehindAnotherIsTakenUpOnce) {
  const auto client_id = makeUuid().toString();
  const auto send = [&](std::string_view message, const std::string& id,
                        const std::string& conversation) {
    return use(maya_, "chat",
               fmt::format(R"({{"message":"{}","client_id":"{}","conversation_id":"{}"}})", message,
                           id, conversation));
  };
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  scriptText("Made.");
  const auto first = send("make one", client_id, conversation);
  scriptText("Yes?");
  send("and", makeUuid().toString(), conversation);
  const auto again = send("make one", client_id, conversation);
  EXPECT_EQ(again.text("/run_id"), first.text("/run_id"));
  EXPECT_EQ(again.text("/reply"), "Made.");
  scriptText("Hello.");
  const auto elsewhere = say("hi").text("/conversation_id");
  EXPECT_EQ(send("make one", client_id, elsewhere).code, "client_id_used");
}

TEST_F(AssistantTest, NobodyIsToldOfAChangeBeforeItIsSafe) {
  const auto id = newNote("Old");
  const auto before = database_.statistics().durable_commits;
  std::map<std::string, std::uint64_t> safe_when_told;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    const auto type = json::parse(*notice.json).at("type").as_string();
    safe_when_told[std::string{type}] = database_.statistics().durable_commits - before;
  });
  scriptCalls({toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"New"}})", id))});
  scriptText("Changed.");
  say("rename it");
  EXPECT_EQ(safe_when_told.at("run.started"), 0U);
  EXPECT_EQ(safe_when_told.at("tool.started"), 0U);
  for (const auto* told : {"record.changed", "tool.finished", "text.delta", "run.finished"})
    EXPECT_EQ(safe_when_told.at(told), 1U) << told;
}

TEST_F(AssistantTest, ChangeOfAProcessThatDiedBeforeItsAnswerHappenedOnceAndIsKnown) {
  const auto id = newNote("Old");
  std::string conversation, run_id;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (!notice.run_id || !run_id.empty()) return;  // the first one
    run_id = notice.run_id->toString();
    conversation = json::parse(*notice.json).at("conversation_id").as_string();
  });
  // Another process takes the conversation up while this one, as if killed, says no more.
  const auto survivor = std::make_shared<ScriptedModel>();
  survivor->turns.push_back({"It is done already.", {}, {}, false});
  Assistant other{{.sole_node = true}, keys_, connect_, survivor, clock_};
  operations::Catalog catalog;
  catalog.add(notes());
  catalog.add(feature(other, keys_, connect_));
  other.useTools(catalog);
  testing::Used answer;
  const auto continueElsewhere = [&]() -> task<void> {
    Call call{services_, maya_, operations::Channel::api};
    const json::object arguments{{"message", "go on"}, {"conversation_id", conversation}};
    const auto said = co_await catalog.invoke(call, *catalog.find("chat"), arguments);
    answer.body = json::parse(said.body);
    co_await stopSoon(run_id);
  };
  scriptCalls({toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"New"}})", id))});
  scriptCalls({toolCall("f", "find_notes", "{}")});
  script({"", {}, {}, true});
  model_->on_hang = [&] {
    boost::asio::co_spawn(loop_, continueElsewhere(),
                          [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  };
  say("rename it");

  EXPECT_EQ(answer.text("/status"), "completed");
  const auto& heard = survivor->requests.back().messages;
  const auto& result = std::get<lm::ToolResult>(heard.at(heard.size() - 2).parts.at(0));
  EXPECT_FALSE(result.is_error);
  EXPECT_THAT(result.content, HasSubstr("New"));
  EXPECT_EQ(use(maya_, "get_note", fmt::format(R"({{"id":"{}"}})", id)).number("/version"), 2);
  EXPECT_EQ(use(maya_, "find_changes", R"({"record_type":"note"})").count("/items"), 2U);
}

TEST_F(AssistantTest, ModelThatNeedsNoMoreIsGivenItsLastTurnUnlessACallIsOpen) {
  model_->reads_whole_history = false;
  scriptText("One.");
  const auto conversation = say("1").text("/conversation_id");
  scriptText("Two.");
  say("2", conversation);
  ASSERT_EQ(model_->requests.back().messages.size(), 2U);  // its last turn, the new message
  scriptCalls({toolCall("q", "ask_user", R"({"text":"Which?"})")});
  say("3", conversation);
  scriptText("Thanks.");
  say("that one", conversation);
  EXPECT_EQ(model_->requests.back().messages.size(), 7U);
  EXPECT_EQ(lastResults().front().content, R"({"answer":"that one"})");
}

}  // namespace
}  // namespace parley::assistant
