#include <fmt/format.h>
#include <gmock/gmock.h>

#include "features/assistant/assistant_fixture.hpp"

/// What may run at once, what asks, and what never runs.
namespace parley::assistant {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ApprovalsTest : public AssistantTest {
 protected:
  std::string idArguments(const std::string& id) { return fmt::format(R"({{"id":"{}"}})", id); }
  testing::Used setPolicy(std::string_view tool, std::string_view policy) {
    return use(maya_, "set_tool_policy",
               fmt::format(R"({{"tool":"{}","policy":{}}})", tool, policy));
  }
  /// A conversation in which the assistant has read a stranger's mail.
  std::string readMail() {
    scriptCalls({toolCall("m", "read_mail", "{}")});
    scriptText("You have mail.");
    return say("read my mail").text("/conversation_id");
  }
  /// Whether each card of an answer offers to always allow its tool.
  std::vector<bool> offersAlways(const testing::Used& answer) {
    const auto messages = use(maya_, "find_messages", idArguments(answer.text("/conversation_id")));
    std::vector<bool> offers;
    for (const auto& part : messages.body.at_pointer("/items/0/parts").as_array()) {
      if (part.at("type") == "approval") offers.push_back(part.at("can_be_allowed").as_bool());
    }
    return offers;
  }
  testing::Used setPolicyForAll(std::string_view tool, std::string_view policy) {
    return use(maya_, "set_workspace_tool_policy",
               fmt::format(R"({{"tool":"{}","policy":{}}})", tool, policy));
  }
  testing::Used deletes(const std::string& note, const std::string& conversation = "") {
    scriptCalls({toolCall("d", "delete_note", idArguments(note))});
    scriptText("Gone.");
    auto answer = say("delete it", conversation);
    if (answer.text("/status") != "completed") model_->turns.clear();
    return answer;
  }
};

TEST_F(ApprovalsTest, ToolThatIsAlwaysAllowedRunsAtOnce) {
  ASSERT_EQ(setPolicy("delete_note", "\"allow\"").status, 200);
  EXPECT_EQ(deletes(newNote("Doomed")).text("/status"), "completed");
  EXPECT_THAT(noteNames(), IsEmpty());
}

TEST_F(ApprovalsTest, SeveralDeletionsAskWhateverIsAllowed) {
  setPolicy("delete_note", "\"allow\"");
  scriptCalls({toolCall("a", "delete_note", idArguments(newNote("One"))),
               toolCall("b", "delete_note", idArguments(newNote("Two")))});
  const auto answer = say("delete both");
  EXPECT_EQ(answer.count("/approvals"), 2U);
  EXPECT_THAT(noteNames(), ElementsAre("One", "Two"));
}

TEST_F(ApprovalsTest, ToolThatAsksWaitsAlsoWhereItWouldRunByItself) {
  setPolicy("create_note", "\"ask\"");
  scriptCalls({toolCall("c", "create_note", R"({"name":"New"})")});
  const auto waiting = say("make a note");
  EXPECT_EQ(waiting.text("/status"), "awaiting_approval");
  EXPECT_THAT(noteNames(), IsEmpty());
  scriptText("Made.");
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").text("/status"), "completed");
  EXPECT_THAT(noteNames(), ElementsAre("New"));
}

TEST_F(ApprovalsTest, ReadThatAsksRunsOnceItIsApproved) {
  const auto id = newNote("Private");
  setPolicy("get_note", "\"ask\"");
  scriptCalls({toolCall("g", "get_note", idArguments(id))});
  const auto waiting = say("show it");
  ASSERT_EQ(waiting.text("/status"), "awaiting_approval");
  scriptText("There it is.");
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").text("/status"), "completed");
  EXPECT_THAT(lastResults().front().content, HasSubstr("Private"));
}

TEST_F(ApprovalsTest, BlockedToolDoesNotRunAndTheModelIsTold) {
  setPolicy("create_note", "\"block\"");
  scriptCalls({toolCall("c", "create_note", R"({"name":"New"})")});
  scriptText("I may not.");
  const auto answer = say("make a note");
  EXPECT_EQ(answer.text("/actions/0/status"), "failed");
  EXPECT_THAT(lastResults().front().content, HasSubstr("tool_blocked"));
  EXPECT_THAT(noteNames(), IsEmpty());
}

TEST_F(ApprovalsTest, ToolBlockedWhileItsApprovalIsOpenDoesNotRun) {
  const auto waiting = deletes(newNote("Kept"));
  setPolicy("delete_note", "\"block\"");
  scriptText("I may not.");
  decide(waiting.text("/approvals/0/id"), "approve");
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
}

TEST_F(ApprovalsTest, PersonCanOnlyBeStricterThanTheWorkspace) {
  const auto setForAll = [this](std::string_view policy) {
    return setPolicyForAll("delete_note", policy);
  };
  EXPECT_EQ(setForAll("\"ask\"").text("/policy"), "ask");
  EXPECT_EQ(setPolicy("delete_note", "\"allow\"").text("/policy"), "ask");
  EXPECT_EQ(deletes(newNote("Kept")).text("/status"), "awaiting_approval");
  EXPECT_EQ(setPolicy("delete_note", "\"block\"").text("/policy"), "block");
  EXPECT_EQ(setPolicy("delete_note", "null").text("/policy"), "ask");
  EXPECT_EQ(setForAll("null").text("/policy"), "ask");
}

TEST_F(ApprovalsTest, PoliciesOfOthersDoNotCountAndMembersSetNoneForAll) {
  auto ben = newPerson(maya_.workspace_id, "Ben Moss");
  storage_.executeAsOwner(
      fmt::format("update users set role = 'member' where id = '{}'", ben.user_id.toString()));
  ben.role = operations::Role::member;
  EXPECT_EQ(use(ben, "set_tool_policy", R"({"tool":"delete_note","policy":"allow"})").status, 200);
  EXPECT_EQ(deletes(newNote("Kept")).text("/status"), "awaiting_approval");
  EXPECT_EQ(
      use(ben, "set_workspace_tool_policy", R"({"tool":"delete_note","policy":"allow"})").status,
      403);
  EXPECT_EQ(use(ben, "set_tool_policy", R"({"tool":"no_such_tool","policy":"allow"})").status, 404);
}

TEST_F(ApprovalsTest, DecisionThatWasCutOffIsToldAsItWasMadeAndDoesNothing) {
  for (const auto& [decision, told] : {std::pair{"approved", "The user has approved this, but"},
                                       {"denied", R"("denied":true)"},
                                       {"expired", "wrote something else instead of deciding"}}) {
    const auto waiting = deletes(newNote(decision));
    // As if the process had died behind the commit of the decision.
    storage_.askAsSuperuser(
        fmt::format("with decided as (update approvals set status = '{}' where status = 'open' "
                    "returning run_id) update runs set status = 'interrupted' "
                    "where id in (select run_id from decided)",
                    decision));
    scriptText("It was not deleted.");
    const auto answer = say("and now?", waiting.text("/conversation_id"));
    EXPECT_EQ(answer.text("/reply"), "It was not deleted.");
    EXPECT_THAT(lastResults().front().content, HasSubstr(told));
  }
  EXPECT_THAT(noteNames(), ElementsAre("approved", "denied", "expired"));
}

TEST_F(ApprovalsTest, CardBesideOneThatWasCutOffLeavesNothingWaiting) {
  scriptCalls({toolCall("a", "delete_note", idArguments(newNote("One"))),
               toolCall("b", "delete_note", idArguments(newNote("Two")))});
  const auto waiting = say("delete both");
  storage_.askAsSuperuser(fmt::format("update approvals set status = 'approved' where id = '{}'",
                                      waiting.text("/approvals/0/id")));
  scriptText("Two is gone, One is not.");
  const auto answer = decide(waiting.text("/approvals/1/id"), "approve");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_THAT(noteNames(), ElementsAre("One"));
}

TEST_F(ApprovalsTest, ApprovingForAlwaysLetsTheNextOneRun) {
  const auto first = deletes(newNote("One"));
  scriptText("Gone.");
  EXPECT_EQ(decide(first.text("/approvals/0/id"), "approve", R"(,"always":true)").status, 200);
  EXPECT_EQ(deletes(newNote("Two")).text("/status"), "completed");
}

TEST_F(ApprovalsTest, AlwaysIsOfferedWhereItWouldWork) {
  EXPECT_THAT(offersAlways(deletes(newNote("One"))), ElementsAre(true));
  setPolicy("create_note", "\"ask\"");
  scriptCalls({toolCall("c", "create_note", R"({"name":"New"})")});
  EXPECT_THAT(offersAlways(say("make a note")), ElementsAre(true));
  setPolicyForAll("delete_note", "\"allow\"");
  setPolicy("delete_note", "\"ask\"");
  EXPECT_THAT(offersAlways(deletes(newNote("Two"))), ElementsAre(true));
}

TEST_F(ApprovalsTest, AlwaysIsNotOfferedWhereManyChangeOrTheWorkspaceAsks) {
  const auto rename = [&](std::string_view call, std::string_view note) {
    return toolCall(std::string{call}, "update_note",
                    fmt::format(R"({{"id":"{}","name":"{}"}})", newNote(note), call));
  };
  scriptCalls({rename("a", "One"), rename("b", "Two")});
  EXPECT_THAT(offersAlways(say("change both")), ElementsAre(false, false));
  setPolicyForAll("delete_note", "\"ask\"");
  EXPECT_THAT(offersAlways(deletes(newNote("Three"))), ElementsAre(false));
}

TEST_F(ApprovalsTest, AlwaysIsRefusedWhereTheWorkspaceAsksEachTime) {
  setPolicyForAll("delete_note", "\"ask\"");
  const auto id = deletes(newNote("Kept")).text("/approvals/0/id");
  const auto refused = decide(id, "approve", R"(,"always":true)");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.fields, "always");
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
  scriptText("Gone.");
  EXPECT_EQ(decide(id, "approve").status, 200);
}

TEST_F(ApprovalsTest, AlwaysIsNotOfferedWhereTextOfStrangersCameIn) {
  EXPECT_THAT(offersAlways(deletes(newNote("Kept"), readMail())), ElementsAre(false));
}

TEST_F(ApprovalsTest, TextOfStrangersSaysSoToTheModel) {
  readMail();
  EXPECT_THAT(lastResults().front().content, HasSubstr(R"("trust":"untrusted")"));
}

TEST_F(ApprovalsTest, NothingHappensAtOnceWhereTextOfStrangersCameIn) {
  setPolicy("delete_note", "\"allow\"");
  setPolicy("send_mail", "\"allow\"");
  const auto doomed = newNote("Kept");
  const auto conversation = readMail();
  scriptCalls(
      {toolCall("d", "delete_note", idArguments(doomed)),
       toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"Changed"}})", doomed)),
       toolCall("c", "create_note", R"({"name":"Planted"})"),
       toolCall("s", "send_mail", R"({"to":"thief@example.com"})")});
  const auto answer = say("and now?", conversation);
  EXPECT_EQ(answer.count("/approvals"), 4U);
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
  EXPECT_THAT(box_.sent, IsEmpty());
  const auto id = answer.text("/approvals/0/id");
  EXPECT_EQ(decide(id, "approve", R"(,"always":true)").status, 422);
  EXPECT_EQ(say("yes to all", conversation).text("/status"), "failed");  // the script has ended
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
}

TEST_F(ApprovalsTest, StepThatReadsStrangersTextAndWritesAsks) {
  scriptCalls(
      {toolCall("m", "read_mail", "{}"), toolCall("c", "create_note", R"({"name":"Planted"})")});
  EXPECT_EQ(say("read my mail").text("/status"), "awaiting_approval");
  EXPECT_THAT(noteNames(), IsEmpty());
}

TEST_F(ApprovalsTest, ReadsGoOnWhereTextOfStrangersCameIn) {
  newNote("Kept");
  const auto conversation = readMail();
  scriptCalls({toolCall("f", "find_notes", "{}")});
  scriptText("One note.");
  EXPECT_EQ(say("list my notes", conversation).text("/status"), "completed");
}

TEST_F(ApprovalsTest, WhatARunChangedCountsAlsoBehindADecision) {
  const auto change = [&](const std::string& id, std::string_view call) {
    scriptCalls({toolCall(std::string{call}, "update_note",
                          fmt::format(R"({{"id":"{}","name":"{}"}})", id, call))});
  };
  change(newNote("One"), "first");
  change(newNote("Two"), "second");
  const auto waiting = say("change them all");
  ASSERT_EQ(waiting.count("/approvals"), 1U);
  change(newNote("Three"), "third");
  const auto denied = decide(waiting.text("/approvals/0/id"), "deny");
  EXPECT_EQ(denied.text("/status"), "awaiting_approval");
  EXPECT_THAT(noteNames(), ElementsAre("Three", "Two", "first"));
}

TEST_F(ApprovalsTest, ApprovalOfAToolThatChangedSinceIsRefused) {
  const auto waiting = deletes(newNote("Kept"));
  ASSERT_EQ(waiting.text("/status"), "awaiting_approval");
  storage_.askAsSuperuser(
      "update approvals set binding = split_part(binding, ':', 1) || ':other' returning id");
  const auto answer = decide(waiting.text("/approvals/0/id"), "approve");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.code, "tool_changed");
  say("yes", waiting.text("/conversation_id"));
  EXPECT_THAT(noteNames(), ElementsAre("Kept"));
}

TEST_F(ApprovalsTest, WordsForADeletionApproveNothingElse) {
  setPolicy("create_note", "\"ask\"");
  scriptCalls({toolCall("n", "create_note", R"({"name":"Planted"})")});
  const auto creation = say("note it").text("/conversation_id");
  scriptText("Which one?");
  say("remove it", creation);
  EXPECT_THAT(noteNames(), IsEmpty());

  setPolicy("create_note", "null");
  const auto deletion = deletes(newNote("Doomed")).text("/conversation_id");
  scriptText("Gone.");
  EXPECT_EQ(say("yes, delete it", deletion).text("/status"), "completed");
  EXPECT_THAT(noteNames(), IsEmpty());
}

}  // namespace
}  // namespace parley::assistant
