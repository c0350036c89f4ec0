#include <fmt/format.h>

#include "features/contacts/contacts.hpp"
#include "features/organizations/organizations.hpp"
#include "features/projects/projects.hpp"
#include "features/tasks/tasks.hpp"
#include "operations/history.hpp"
#include "operations/organization_link.hpp"
#include "testing/catalog_test.hpp"

namespace parley::app {
namespace {

using operations::Call;

class ProjectsAndTasks : public testing::CatalogTest {
 protected:
  ProjectsAndTasks() {
    catalog_.add(
        organizations::feature({[](Call& call, OrganizationId id, const std::string& name) {
                                  operations::followOrganization(call, projects::table, id, name);
                                },
                                [](Call& call, OrganizationId id) {
                                  operations::leaveOrganization(call, projects::table, id);
                                }}));
    catalog_.add(
        projects::feature({tasks::storedTasks, tasks::restoreTasks, tasks::renameProject}));
    catalog_.add(tasks::feature());
    catalog_.add(operations::history(catalog_));
  }

  std::string id(const operations::Actor& person) const { return person.user_id.toString(); }
  std::string key(const std::string& id) const { return fmt::format(R"({{"id":"{}"}})", id); }
  std::string project(const operations::Actor& owner, const std::string& rest = "") {
    const auto made = use(owner, "create_project", R"({"name":"Relaunch")" + rest + "}");
    EXPECT_EQ(made.status, 201) << made.detail;
    return made.text("/id");
  }
  std::string shared() { return project(maya_, fmt::format(R"(,"assignees":["{}"])", id(ben_))); }
  testing::Used newTask(const operations::Actor& person, const std::string& project,
                        const std::string& rest = "") {
    return use(person, "create_task",
               fmt::format(R"({{"name":"Call Ada","project_id":"{}"{}}})", project, rest));
  }
  std::size_t seen(const operations::Actor& person) {
    return use(person, "find_tasks").count("/items");
  }

  testing::Used ofProject(const operations::Actor& person, const std::string& project) {
    return use(person, "find_project_tasks", fmt::format(R"({{"project_id":"{}"}})", project),
               json::Source::query);
  }

  const operations::Actor maya_ = newPerson();
  const operations::Actor ben_ = newPerson(maya_.workspace_id, "Ben Okri");
  const operations::Actor eve_ = newPerson(maya_.workspace_id, "Eve Moss");
  const operations::Actor stranger_ = newPerson();
};

TEST_F(ProjectsAndTasks, TaskIsReadBackAsGivenWithItsDefaults) {
  const auto home = project(maya_);
  const auto made = newTask(
      maya_, home,
      fmt::format(R"(,"assignee":"{}","due_date":"2026-12-24","priority":"HIGH")", id(ben_)));
  ASSERT_EQ(made.status, 201) << made.detail;
  const auto read = use(maya_, "get_task", key(made.text("/id")));
  EXPECT_EQ(read.text("/status"), "todo");
  EXPECT_EQ(read.text("/priority"), "high");
  EXPECT_EQ(read.text("/assignee/name"), "Ben Okri");
  EXPECT_EQ(read.text("/project/name"), "Relaunch");
  EXPECT_EQ(read.text("/project_id"), home);
  EXPECT_EQ(read.text("/due_date"), "2026-12-24");
  const auto written = use(maya_, "replace_task", read.answer.body);
  EXPECT_EQ(written.status, 200) << written.fields;
  EXPECT_EQ(written.number("/version"), 1) << "what was read can be written back";
}

TEST_F(ProjectsAndTasks, EveryBadFieldOfATaskIsNamed) {
  EXPECT_EQ(use(maya_, "create_task", R"({"status":"later","priority":5})").fields,
            "name,project_id,status,priority");
  const auto home = project(maya_);
  EXPECT_EQ(newTask(maya_, home, fmt::format(R"(,"assignee":"{}")", id(stranger_))).fields,
            "assignee");
  EXPECT_EQ(newTask(ben_, home).fields, "project_id") << "not shared with him";
  EXPECT_EQ(newTask(maya_, UserId::make().toString()).fields, "project_id");
}

TEST_F(ProjectsAndTasks, TasksAreSeenWithTheirProjectAndByTheirAssignee) {
  const auto home = shared();
  newTask(maya_, home);
  const auto eves = newTask(ben_, home, fmt::format(R"(,"assignee":"{}")", id(eve_)));
  ASSERT_EQ(eves.status, 201) << eves.detail;
  EXPECT_EQ(seen(maya_), 2U);
  EXPECT_EQ(seen(ben_), 2U);
  EXPECT_EQ(seen(eve_), 1U);
  EXPECT_EQ(seen(stranger_), 0U);
  EXPECT_EQ(use(eve_, "find_tasks").text("/items/0/project/name"), "Relaunch");
  EXPECT_EQ(use(eve_, "get_project", key(home)).status, 404);
  EXPECT_EQ(ofProject(eve_, home).status, 404);
  EXPECT_EQ(ofProject(ben_, home).count("/items"), 2U);
}

TEST_F(ProjectsAndTasks, SearchOfTasksFindsCommonAndRareWordsNewestFirstWhoeverSharesThem) {
  const auto home = project(maya_);
  // Every third is about bread; one long ago is about a falcon.
  storage_.executeAsOwner(fmt::format(
      R"(set parley.workspace_id = '{0}'; set parley.user_id = '{1}';
         insert into tasks (workspace_id, id, owner_id, name, name_key, status, priority, project_id, project_name,
                            project_key, search_text)
         select '{0}', lpad(to_hex(n), 32, '0')::uuid, '{1}', 'Task ' || n, 'task ' || n, 'todo', 'low', '{2}', 'Relaunch',
                'relaunch', ' task ' || n || case when n = 7 then ' falcon' when n % 3 = 0 then ' bread' else '' end || ' '
         from generate_series(1, 3000) n)",
      maya_.workspace_id.toString(), id(maya_), home));
  const auto found = [&](const operations::Actor& person, const std::string& word) {
    return use(person, "find_tasks", fmt::format(R"({{"search":"{}","count":"exact"}})", word));
  };
  EXPECT_EQ(found(maya_, "rea").text("/items/0/name"), "Task 3000");
  EXPECT_EQ(found(maya_, "rea").number("/total"), 1000);
  EXPECT_EQ(found(maya_, "falc").text("/items/0/name"), "Task 7");

  // A task of Ben's that Maya does: what is common in her own list must not hide it.
  const auto bens = newTask(ben_, project(ben_), fmt::format(R"(,"assignee":"{}")", id(maya_)));
  ASSERT_EQ(bens.status, 201) << bens.detail;
  EXPECT_EQ(found(maya_, "ada").number("/total"), 1);
  EXPECT_EQ(found(maya_, "rea").number("/total"), 1000);
  EXPECT_EQ(found(eve_, "rea").number("/total"), 0);
}

TEST_F(ProjectsAndTasks, AssigneeOfATaskAloneDoesItButCannotHandItOn) {
  const auto task = newTask(maya_, project(maya_), fmt::format(R"(,"assignee":"{}")", id(eve_)));
  const auto with = [&](const std::string& field) {
    return fmt::format(R"({{"id":"{}",{}}})", task.text("/id"), field);
  };
  EXPECT_EQ(use(eve_, "update_task", with(R"("status":"done")")).text("/status"), "done");
  EXPECT_EQ(use(eve_, "update_task", with(R"("assignee":null)")).fields, "assignee");
  EXPECT_EQ(
      use(eve_, "update_task", with(fmt::format(R"("project_id":"{}")", project(eve_)))).fields,
      "project_id");
  EXPECT_EQ(use(maya_, "update_task", with(R"("assignee":null)")).status, 200);
  EXPECT_EQ(use(eve_, "get_task", key(task.text("/id"))).status, 404);
}

TEST_F(ProjectsAndTasks, TaskMovesToAnotherProject) {
  const auto task = newTask(maya_, project(maya_));
  const auto bens = project(ben_, fmt::format(R"(,"assignees":["{}"])", id(maya_)));
  const auto moved = use(maya_, "update_task",
                         fmt::format(R"({{"id":"{}","project_id":"{}"}})", task.text("/id"), bens));
  ASSERT_EQ(moved.status, 200) << moved.detail;
  EXPECT_EQ(seen(ben_), 1U);
  EXPECT_EQ(ofProject(ben_, bens).count("/items"), 1U);
}

TEST_F(ProjectsAndTasks, RenamedProjectIsNamedSoByItsTasks) {
  const auto home = project(maya_);
  newTask(maya_, home);
  use(maya_, "update_project", fmt::format(R"({{"id":"{}","name":"Rebirth"}})", home));
  const auto tasks = use(maya_, "find_tasks", R"({"search":"rebir"})");
  ASSERT_EQ(tasks.count("/items"), 1U);
  EXPECT_EQ(tasks.text("/items/0/project/name"), "Rebirth");
  EXPECT_EQ(tasks.number("/items/0/version"), 1);
}

TEST_F(ProjectsAndTasks, DeletedProjectTakesItsTasksAndUndoBringsAllBack) {
  const auto home = shared();
  const auto kept =
      newTask(ben_, home, fmt::format(R"(,"assignee":"{}","priority":"urgent")", id(eve_)));
  newTask(maya_, home);
  const auto deleted = use(maya_, "delete_project", key(home));
  ASSERT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.answer.changes.size(), 1U);
  EXPECT_EQ(seen(maya_) + seen(ben_) + seen(eve_), 0U);

  const auto undone = use(maya_, "undo_change", key(deleted.changeId()));
  ASSERT_EQ(undone.status, 200) << undone.detail;
  EXPECT_EQ(seen(ben_), 2U);
  const auto back = use(eve_, "get_task", key(kept.text("/id")));
  EXPECT_EQ(back.text("/priority"), "urgent");
  EXPECT_EQ(back.number("/version"), 2);
  EXPECT_EQ(use(maya_, "undo_change", key(undone.text("/id"))).status, 200) << "and away again";
  EXPECT_EQ(seen(maya_), 0U);
}

TEST_F(ProjectsAndTasks, UndoOfAProjectTakesNoTaskAlongThatWasAddedSince) {
  const auto made = use(maya_, "create_project", R"({"name":"Relaunch"})");
  const auto task = newTask(maya_, made.text("/id"));
  const auto refused = use(maya_, "undo_change", key(made.changeId()));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code, "cannot_undo");
  EXPECT_EQ(seen(maya_), 1U);
  ASSERT_EQ(use(maya_, "undo_change", key(task.changeId())).status, 200);
  EXPECT_EQ(use(maya_, "undo_change", key(made.changeId())).status, 200);
}

TEST_F(ProjectsAndTasks, UndoOfAProjectMindsNoTaskThatIsNotInItAnyMore) {
  const auto made = use(maya_, "create_project", R"({"name":"Relaunch"})");
  const auto other = use(maya_, "create_project", R"({"name":"Other"})").text("/id");
  const auto moved = newTask(maya_, made.text("/id")).text("/id");
  ASSERT_EQ(
      use(maya_, "update_task", fmt::format(R"({{"id":"{}","project_id":"{}"}})", moved, other))
          .status,
      200);
  const auto gone = newTask(maya_, made.text("/id")).text("/id");
  ASSERT_EQ(use(maya_, "delete_task", key(gone)).status, 204);
  EXPECT_EQ(use(maya_, "undo_change", key(made.changeId())).status, 200);
  EXPECT_EQ(seen(maya_), 1U) << "the one that was moved";
}

TEST_F(ProjectsAndTasks, UndoOfAProjectTakesWhatTheSameAnswerAddedAlong) {
  const auto madeIn = [&](RunId answer) {
    const auto make = [&](std::string_view name, const std::string& arguments) {
      return run(useOne(maya_, std::string{name}, boost::json::parse(arguments).as_object(),
                        json::Source::body, [&](Call& call) { call.run_id = answer; }));
    };
    const auto project = make("create_project", R"({"name":"Relaunch"})");
    make("create_task", fmt::format(R"({{"name":"Call","project_id":"{}"}})", project.text("/id")));
    return project.changeId();
  };
  EXPECT_EQ(use(maya_, "undo_change", key(madeIn(RunId::make()))).status, 200);
  const auto answer = RunId::make();
  madeIn(answer);
  EXPECT_EQ(use(maya_, "undo_run", key(answer.toString())).status, 200);
  EXPECT_EQ(seen(maya_), 0U);
}

TEST_F(ProjectsAndTasks, HistoryOfAProjectHoldsItsTasks) {
  const auto home = shared();
  const auto task = newTask(ben_, home);
  use(ben_, "update_task", fmt::format(R"({{"id":"{}","status":"done"}})", task.text("/id")));
  const auto within = fmt::format(R"({{"within":"{}"}})", home);
  const auto history = use(maya_, "find_changes", within);
  ASSERT_EQ(history.count("/items"), 3U) << history.detail;
  EXPECT_EQ(history.text("/items/0/record/type"), "task");
  EXPECT_EQ(history.text("/items/0/actor/name"), "Ben Okri");
  EXPECT_EQ(history.text("/items/2/record/type"), "project");
  EXPECT_EQ(use(ben_, "find_changes", within).count("/items"), 3U);
  EXPECT_EQ(use(eve_, "find_changes", within).count("/items"), 0U);
}

TEST_F(ProjectsAndTasks, ProjectFollowsTheOrganizationItNames) {
  const auto home = project(maya_, R"(,"organization":"initech")");
  const auto initech = use(maya_, "create_organization", R"({"name":"Initech"})");
  const auto linked = use(maya_, "get_project", key(home));
  EXPECT_EQ(linked.text("/organization"), "Initech");
  EXPECT_EQ(linked.text("/organization_id"), initech.text("/id"));
  use(maya_, "delete_organization", key(initech.text("/id")));
  const auto left = use(maya_, "get_project", key(home));
  EXPECT_EQ(left.text("/organization"), "Initech");
  EXPECT_EQ(left.text("/organization_id"), "null");
}

TEST_F(ProjectsAndTasks, UndoByAnAssigneeLeavesTheOrganizationOfTheOwner) {
  const auto initech = use(maya_, "create_organization", R"({"name":"Initech"})");
  const auto home =
      project(maya_, fmt::format(R"(,"organization":"Initech","assignees":["{}"])", id(ben_)));
  const auto due =
      use(ben_, "update_project", fmt::format(R"({{"id":"{}","due_date":"2026-12-24"}})", home));
  EXPECT_EQ(use(ben_, "undo_change", key(due.changeId())).status, 200);
  EXPECT_EQ(use(maya_, "get_project", key(home)).text("/organization_id"), initech.text("/id"));
}

TEST_F(ProjectsAndTasks, TellsEverybodyWhoSeesTheRecord) {
  std::vector<std::string> told;
  const auto listen = [&](const operations::Actor& person, const char* name) {
    return hub_.subscribe(person.user_id,
                          [&told, name](const operations::Notice&) { told.emplace_back(name); });
  };
  const auto home = shared();
  const auto a = listen(maya_, "maya");
  const auto b = listen(ben_, "ben");
  const auto c = listen(eve_, "eve");
  const auto d = listen(stranger_, "stranger");
  newTask(ben_, home, fmt::format(R"(,"assignee":"{}")", id(eve_)));
  std::ranges::sort(told);
  EXPECT_EQ(told, (std::vector<std::string>{"ben", "eve", "maya"}));
}

}  // namespace
}  // namespace parley::app
