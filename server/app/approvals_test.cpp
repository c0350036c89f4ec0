// What people are shown of a change before they approve it, and what becomes of it afterwards.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/interpreted_messages.hpp"
#include "features/assistant/assistant_fixture.hpp"
#include "features/assistant/interpreter/command_interpreter.hpp"
#include "features/contacts/contacts.hpp"
#include "features/organizations/organizations.hpp"
#include "features/projects/projects.hpp"
#include "features/tasks/tasks.hpp"

namespace parley::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

assistant::Options withReader() {
  assistant::Options options;
  options.sole_node = true;
  options.title_patience = {};
  options.reader = std::make_shared<InterpretedMessages>(
      std::make_shared<assistant::interpreter::CommandInterpreter>(
          std::vector<operations::EntityWords>{}));
  return options;
}

class Approvals : public assistant::AssistantTest {
 protected:
  explicit Approvals(const std::vector<assistant::ProviderName>& keys = {})
      : AssistantTest{withReader(), keys} {
    catalog_.add(contacts::feature());
    catalog_.add(
        organizations::feature({[](operations::Call&, OrganizationId, const std::string&) {},
                                [](operations::Call&, OrganizationId) {}}));
    catalog_.add(
        projects::feature({tasks::storedTasks, tasks::restoreTasks, tasks::renameProject}));
    catalog_.add(tasks::feature());
    assistant_.useTools(catalog_);
  }

  std::string make(std::string_view tool, const std::string& fields) {
    const auto made = use(maya_, tool, "{" + fields + "}");
    EXPECT_EQ(made.status, 201) << made.detail;
    return made.text("/id");
  }
  std::string named(std::string_view kind, std::string_view name, const std::string& rest = "") {
    return make(fmt::format("create_{}", kind), fmt::format(R"("name":"{}"{})", name, rest));
  }
  std::string task(std::string_view name, const std::string& project) {
    return named("task", name, fmt::format(R"(,"project_id":"{}")", project));
  }
  /// The assistant calls a tool that asks, and says something if it goes on.
  testing::Used asked(std::string_view tool, const std::string& arguments,
                      const std::string& then = "") {
    use(maya_, "set_tool_policy", fmt::format(R"({{"tool":"{}","policy":"ask"}})", tool));
    scriptCalls({toolCall("c", std::string{tool}, "{" + arguments + "}")});
    if (!then.empty()) scriptText(then);
    return say("do it");
  }
  testing::Used approve(const testing::Used& waiting, std::string_view more = "") {
    scriptText("Done.");
    return decide(waiting.text("/approvals/0/id"), "approve", more);
  }
  static assistant::lm::ToolCall undo(std::string id) {
    return toolCall(std::move(id), "undo_last_change", "{}");
  }
  std::vector<std::string> contactNames() {
    std::vector<std::string> names;
    const auto found = use(maya_, "find_contacts");
    for (const auto& item : found.body.at("items").as_array())
      names.emplace_back(item.at("name").as_string());
    return names;
  }
  /// A value as people read it.
  static std::string readable(const json::value& value) {
    if (value.is_string()) return std::string{std::string_view{value.get_string()}};
    if (value.is_object()) return std::string{std::string_view{value.at("name").as_string()}};
    if (!value.is_array()) return boost::json::serialize(value);
    std::string all;
    for (const auto& item : value.get_array()) all += (all.empty() ? "" : ", ") + readable(item);
    return all;
  }
  /// What the cards of an answer say: `field: before -> after`.
  std::vector<std::string> shown(const testing::Used& answer) {
    const auto messages = use(maya_, "find_messages",
                              fmt::format(R"({{"id":"{}"}})", answer.text("/conversation_id")));
    std::vector<std::string> lines;
    for (const auto& part : messages.body.at_pointer("/items/0/parts").as_array()) {
      if (part.at("type") != "approval") continue;
      for (const auto& change : part.at("changes").as_array())
        lines.push_back(fmt::format("{}: {} -> {}", readable(change.at("field")),
                                    readable(change.at("before")), readable(change.at("after"))));
    }
    return lines;
  }
  std::string projectOf(const std::string& task) {
    return use(maya_, "get_task", fmt::format(R"({{"id":"{}"}})", task)).text("/project/name");
  }

  const operations::Actor ben_ = newPerson(maya_.workspace_id, "Ben Okri");
  const operations::Actor eve_ = newPerson(maya_.workspace_id, "Eve Moss");
};

TEST_F(Approvals, EveryTaskThatMovesSaysFromWhereToWhere) {
  const auto from = named("project", "Website");
  const auto to = named("project", "Relaunch");
  const auto move = [&](const std::string& name) {
    return toolCall(name, "update_task",
                    fmt::format(R"({{"id":"{}","project_id":"{}"}})", task(name, from), to));
  };
  scriptCalls({move("Call Ada"), move("Send offer")});
  const auto waiting = say("move them");
  EXPECT_EQ(waiting.count("/approvals"), 2U);
  EXPECT_THAT(shown(waiting),
              ElementsAre("project: Website -> Relaunch", "project: Website -> Relaunch"));
}

/// The model is a provider's, which may undo without being asked to.
class UndoByAModel : public Approvals {
 protected:
  UndoByAModel() : Approvals{{assistant::ProviderName::anthropic}} {}
};

TEST_F(Approvals, UndoByWordRunsAtOnceWhereverTheChangeWasMade) {
  named("contact", "Ada Park");
  scriptCalls({undo("u")});
  scriptText("Undone.");
  EXPECT_EQ(say("undo").text("/status"), "completed");
  EXPECT_THAT(contactNames(), IsEmpty());
}

TEST_F(UndoByAModel, RunsAtOnceWhenTheUserSaysSoAndOnceOnly) {
  named("contact", "Ada Park");
  named("contact", "Bob Smith");
  scriptCalls({undo("first")});
  scriptCalls({undo("second")});
  EXPECT_EQ(say("undo that").text("/approvals/0/summary"), "Undo the last change: Ada Park");
  EXPECT_THAT(contactNames(), ElementsAre("Ada Park"));
}

TEST_F(UndoByAModel, OfWhatWasDoneElsewhereIsShownFirstAndBoundToThat) {
  named("contact", "Ada Park", R"(,"job_position":"CTO")");
  scriptCalls({undo("u")});
  const auto waiting = say("tidy up");
  EXPECT_EQ(waiting.text("/approvals/0/summary"), "Undo the last change: Ada Park");
  EXPECT_THAT(shown(waiting), ElementsAre("name: Ada Park -> null", "job_position: CTO -> null"));
  named("contact", "Bob Smith");
  EXPECT_THAT(approve(waiting).text("/reply"), HasSubstr("Done."));
  EXPECT_THAT(lastResults().front().content, HasSubstr("not what was shown"));
  EXPECT_THAT(contactNames(), UnorderedElementsAre("Ada Park", "Bob Smith"));

  scriptCalls({undo("again")});
  const auto again = say("tidy up", waiting.text("/conversation_id"));
  EXPECT_THAT(approve(again).text("/reply"), HasSubstr("Done."));
  EXPECT_THAT(contactNames(), ElementsAre("Ada Park"));
}

TEST_F(UndoByAModel, OfWhatThisConversationDidRunsAtOnceAndNoFurther) {
  named("contact", "Ada Park");
  scriptCalls({toolCall("b", "create_contact", R"({"name":"Bob Smith"})")});
  scriptText("Saved.");
  const auto conversation = say("save Bob Smith").text("/conversation_id");
  scriptCalls({undo("first")});
  scriptCalls({undo("second")});
  const auto waiting = say("undo", conversation);
  EXPECT_EQ(waiting.text("/approvals/0/summary"), "Undo the last change: Ada Park");
  EXPECT_THAT(contactNames(), ElementsAre("Ada Park"));

  scriptCalls({undo("a"), undo("b")});
  EXPECT_EQ(say("undo twice", conversation).count("/approvals"), 1U) << "each shows what it does";
}

TEST_F(Approvals, UndoAsksWhereTextOfStrangersCameIn) {
  scriptCalls({toolCall("m", "read_mail", "{}")});
  scriptCalls({toolCall("b", "create_contact", R"({"name":"Bob Smith"})")});
  const auto asks = say("read my mail");
  ASSERT_EQ(asks.count("/approvals"), 1U);
  scriptCalls({undo("u")});
  const auto waiting = decide(asks.text("/approvals/0/id"), "approve");
  EXPECT_EQ(waiting.text("/approvals/0/summary"), "Undo the last change: Bob Smith");
  EXPECT_THAT(contactNames(), ElementsAre("Bob Smith"));
}

TEST_F(Approvals, OrganizationGivenByItsIdIsShownByItsName) {
  const auto acme = named("organization", "Acme");
  const auto initech = named("organization", "Initech");
  const auto ada = named("contact", "Ada Park", R"(,"organization":"Acme")");
  EXPECT_THAT(shown(asked("update_contact",
                          fmt::format(R"("id":"{}","organization_id":"{}")", ada, initech))),
              ElementsAre("organization: Acme -> Initech"));
  EXPECT_THAT(
      shown(asked("update_contact", fmt::format(R"("id":"{}","organization_id":null)", ada))),
      ElementsAre("organization: Acme -> null"));
  EXPECT_THAT(shown(asked("create_project",
                          fmt::format(R"("name":"Relaunch","organization_id":"{}")", acme))),
              UnorderedElementsAre("name: null -> Relaunch", "status: null -> planned",
                                   "organization: null -> Acme"));
}

TEST_F(Approvals, NewTaskNamesItsProjectAndWhoDoesIt) {
  const auto project = named("project", "Website");
  EXPECT_THAT(shown(asked("create_task",
                          fmt::format(R"("name":"Call Ada","project_id":"{}","assignee":"{}")",
                                      project, ben_.user_id.toString()))),
              UnorderedElementsAre("name: null -> Call Ada", "status: null -> todo",
                                   "priority: null -> medium", "assignee: null -> Ben Okri",
                                   "project: null -> Website"));
}

TEST_F(Approvals, WhoWorksOnAProjectIsShownByName) {
  const auto project =
      named("project", "Website", fmt::format(R"(,"assignees":["{}"])", ben_.user_id.toString()));
  EXPECT_THAT(
      shown(asked("update_project", fmt::format(R"("id":"{}","assignees":["{}","{}"])", project,
                                                ben_.user_id.toString(), eve_.user_id.toString()))),
      ElementsAre("assignees: Ben Okri -> Ben Okri, Eve Moss"));
}

TEST_F(Approvals, NothingHappensOfWhatIsOnlyShown) {
  const auto website = named("project", "Website");
  const auto relaunch = named("project", "Relaunch");
  const auto call = task("Call Ada", website);
  std::vector<std::string> told;
  const auto listening = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.json && notice.json->contains("record.changed")) told.push_back(*notice.json);
  });
  asked("update_task", fmt::format(R"("id":"{}","project_id":"{}")", call, relaunch));
  asked("create_task", fmt::format(R"("name":"Send offer","project_id":"{}")", website));
  asked("delete_project", fmt::format(R"("id":"{}")", website));
  EXPECT_EQ(projectOf(call), "Website");
  EXPECT_EQ(use(maya_, "find_tasks").count("/items"), 1U);
  EXPECT_EQ(use(maya_, "find_changes").count("/items"), 3U) << "two projects and a task were made";
  EXPECT_THAT(told, ::testing::Not(::testing::Contains(HasSubstr(R"("type":"task")"))));
  EXPECT_THAT(told, ::testing::Not(::testing::Contains(HasSubstr(R"("type":"project")"))));
}

TEST_F(Approvals, WhatCannotBeDoneIsToldToTheModelInsteadOfAsked) {
  const auto call = task("Call Ada", named("project", "Website"));
  const auto answer =
      asked("update_task",
            fmt::format(R"("id":"{}","project_id":"{}")", call, ProjectId::make().toString()),
            "There is no such project.");
  EXPECT_EQ(answer.text("/status"), "completed");
  EXPECT_EQ(answer.count("/approvals"), 0U);
  EXPECT_EQ(answer.text("/actions/0/status"), "failed");
  EXPECT_THAT(lastResults().front().content, HasSubstr("is no project that you see"));
}

TEST_F(Approvals, WhatWasShownIsWhatHappens) {
  const auto relaunch = named("project", "Relaunch");
  const auto call = task("Call Ada", named("project", "Website"));
  const auto answer =
      approve(asked("update_task", fmt::format(R"("id":"{}","project_id":"{}")", call, relaunch)));
  EXPECT_EQ(answer.text("/actions/0/status"), "done");
  EXPECT_EQ(projectOf(call), "Relaunch");
}

// ---- what is deleted with a record ----

TEST_F(Approvals, DeletionOfAProjectIsRefusedWhereATaskCameSince) {
  const auto project = named("project", "Website");
  task("Call Ada", project);
  const auto waiting = asked("delete_project", fmt::format(R"("id":"{}")", project));
  EXPECT_EQ(waiting.text("/approvals/0/summary"), "Delete project Website and its 1 task");
  task("Send offer", project);
  EXPECT_EQ(approve(waiting).text("/actions/0/status"), "failed");
  EXPECT_THAT(lastResults().front().content,
              AllOf(HasSubstr("record_changed"), HasSubstr("Ask again")));
  EXPECT_EQ(use(maya_, "find_tasks").count("/items"), 2U);

  const auto again = asked("delete_project", fmt::format(R"("id":"{}")", project));
  EXPECT_EQ(again.text("/approvals/0/summary"), "Delete project Website and its 2 tasks");
  EXPECT_EQ(approve(again).text("/actions/0/status"), "done");
  EXPECT_THAT(use(maya_, "find_tasks").body.at("items").as_array(), IsEmpty());
}

TEST_F(Approvals, DeletionOfAProjectIsRefusedWhereATaskChangedSinceAlsoByWord) {
  const auto project = named("project", "Website");
  const auto call = task("Call Ada", project);
  const auto waiting = asked("delete_project", fmt::format(R"("id":"{}")", project));
  use(maya_, "update_task", fmt::format(R"({{"id":"{}","status":"done"}})", call));
  scriptText("It has changed.");
  say("yes", waiting.text("/conversation_id"));
  EXPECT_EQ(projectOf(call), "Website");
}

}  // namespace
}  // namespace parley::app
