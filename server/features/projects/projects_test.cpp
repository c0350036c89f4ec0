#include "features/projects/projects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "operations/history.hpp"
#include "testing/catalog_test.hpp"

namespace parley::projects {
namespace {

/// A project without tasks: what they add is tested with them.
Tasks noTasks() {
  return {[](operations::Call&, ProjectId) -> task<std::string> { co_return "[]"; },
          [](operations::Call&, ProjectId, const json::array&) -> task<void> { co_return; },
          [](operations::Call&, ProjectId, const std::string&) {}};
}

class Projects : public testing::CatalogTest {
 protected:
  Projects() {
    catalog_.add(feature(noTasks()));
    catalog_.add(operations::history(catalog_));
  }

  std::string id(const operations::Actor& person) const { return person.user_id.toString(); }
  std::string make(const std::string& arguments) {
    const auto made = use(maya_, "create_project", arguments);
    EXPECT_EQ(made.status, 201) << made.detail << made.fields;
    return made.text("/id");
  }
  std::string shared() {
    return make(fmt::format(R"({{"name":"Relaunch","assignees":["{}"]}})", id(ben_)));
  }

  const operations::Actor maya_ = newPerson();
  const operations::Actor ben_ = newPerson(maya_.workspace_id, "Ben Okri");
  const operations::Actor eve_ = newPerson(maya_.workspace_id, "Eve Moss");
  const operations::Actor stranger_ = newPerson();
};

TEST_F(Projects, CreatedProjectIsReadBackAsGiven) {
  const auto made =
      use(maya_, "create_project",
          fmt::format(R"({{"name":" Relaunch ","status":"In Progress","due_date":"2026-12-01",
                                        "organization":"Initech",
                                        "assignees":["{}",{{"id":"{}","name":"x"}},"{}"]}})",
                      id(ben_), id(maya_), id(ben_)));
  ASSERT_EQ(made.status, 201) << made.detail;
  EXPECT_EQ(made.answer.reply.location, "/api/projects/" + made.text("/id"));
  const auto read = use(maya_, "get_project", fmt::format(R"({{"id":"{}"}})", made.text("/id")));
  EXPECT_EQ(read.text("/name"), "Relaunch");
  EXPECT_EQ(read.text("/status"), "in_progress");
  EXPECT_EQ(read.text("/due_date"), "2026-12-01");
  EXPECT_EQ(read.text("/organization"), "Initech");
  ASSERT_EQ(read.count("/assignees"), 2U);
  EXPECT_EQ(read.text("/assignees/0/name"), "Ben Okri");
  EXPECT_EQ(read.text("/assignees/1/id"), id(maya_));
}

TEST_F(Projects, EveryBadFieldIsNamed) {
  const auto refused =
      use(maya_, "create_project",
          R"({"name":"","status":"soon","due_date":"2026-02-30","assignees":["x"]})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.fields, "name,status,assignees[0],due_date");
  const auto foreign =
      use(maya_, "create_project",
          fmt::format(R"({{"name":"P","assignees":["{}","{}"]}})", id(ben_), id(stranger_)));
  EXPECT_EQ(foreign.status, 422);
  EXPECT_EQ(foreign.fields, "assignees[1]");
  EXPECT_EQ(use(maya_, "find_projects").count("/items"), 0U);
}

TEST_F(Projects, SearchFindsCommonAndRareWordsNewestFirstInAListOfThousands) {
  // Every third is a bakery; one long ago and one lately is a falconry.
  const auto fill = [&](const operations::Actor& owner, int first, int last) {
    storage_.executeAsOwner(fmt::format(
        R"(set parley.workspace_id = '{0}'; set parley.user_id = '{1}';
           insert into projects (workspace_id, id, owner_id, name, name_key, status, search_text)
           select '{0}', lpad(to_hex(n), 32, '0')::uuid, '{1}', 'Project ' || n, 'project ' || n, 'planned',
                  ' project ' || n || case when n in (7, 2900) then ' falconry' when n % 3 = 0 then ' bakery' else '' end || ' '
           from generate_series({2}, {3}) n)",
        owner.workspace_id.toString(), id(owner), first, last));
  };
  // What the index is asked for; nothing where the list in its order is the faster way.
  const auto hits = [&](const operations::Actor& person, std::string_view word) {
    return storage_.askAsOwner(fmt::format(
        R"(select coalesce(cardinality(search_projects(array['%{}%'], 2000)), -1)
           from (select set_config('parley.workspace_id', '{}', false), set_config('parley.user_id', '{}', false)
                 offset 0) as acting)",
        word, person.workspace_id.toString(), id(person)));
  };
  fill(maya_, 1, 3000);
  EXPECT_EQ(hits(maya_, "akery"), "-1");
  EXPECT_EQ(hits(maya_, "alcon"), "2");
  const auto common = use(maya_, "find_projects", R"({"search":"bak","limit":2,"count":"exact"})");
  EXPECT_EQ(common.number("/total"), 1000);
  EXPECT_EQ(common.text("/items/0/name"), "Project 3000");
  const auto rare = use(maya_, "find_projects", R"({"search":"alcon","limit":1,"count":"exact"})");
  EXPECT_EQ(rare.number("/total"), 2);
  EXPECT_EQ(rare.text("/items/0/name"), "Project 2900");

  // Of somebody else's, where his own say nothing about what is common.
  shared();
  fill(ben_, 4001, 4600);
  EXPECT_NE(hits(ben_, "akery"), "-1");
  EXPECT_EQ(use(ben_, "find_projects", R"({"search":"bak","count":"exact"})").number("/total"),
            200);
  EXPECT_EQ(use(ben_, "find_projects", R"({"search":"launch"})").count("/items"), 1U);
}

TEST_F(Projects, AreSeenAndEditedByOwnerAndAssigneesAlone) {
  const auto key = fmt::format(R"({{"id":"{}"}})", shared());
  const auto rename = fmt::format(R"({{"id":"{}","name":"New"}})", shared());
  for (const auto* person : {&eve_, &stranger_}) {
    EXPECT_EQ(use(*person, "get_project", key).status, 404);
    EXPECT_EQ(use(*person, "update_project", rename).status, 404);
    EXPECT_EQ(use(*person, "delete_project", key).status, 404);
    EXPECT_EQ(use(*person, "find_projects").count("/items"), 0U);
    EXPECT_EQ(use(*person, "find_changes").count("/items"), 0U);
  }
  EXPECT_EQ(use(ben_, "get_project", key).status, 200);
  EXPECT_EQ(use(ben_, "update_project", rename).text("/name"), "New");
  EXPECT_EQ(use(ben_, "find_projects", R"({"assignee_id":"me"})").count("/items"), 2U);
  EXPECT_EQ(use(ben_, "find_changes").count("/items"), 3U);
}

TEST_F(Projects, AreDeletedByTheirOwnerAlone) {
  const auto key = fmt::format(R"({{"id":"{}"}})", shared());
  EXPECT_EQ(use(ben_, "delete_project", key).status, 403);
  EXPECT_EQ(use(maya_, "delete_project", key).status, 204);
}

TEST_F(Projects, AssigneeCannotTakeHimselfOffButCanBringOthers) {
  const auto project = shared();
  const auto alone = fmt::format(R"({{"id":"{}","assignees":[]}})", project);
  EXPECT_EQ(use(ben_, "update_project", alone).fields, "assignees");
  const auto both =
      fmt::format(R"({{"id":"{}","assignees":["{}","{}"]}})", project, id(eve_), id(ben_));
  EXPECT_EQ(use(ben_, "update_project", both).status, 200);
  EXPECT_EQ(use(eve_, "find_projects").count("/items"), 1U);
  EXPECT_EQ(use(maya_, "update_project", alone).status, 200);
  EXPECT_EQ(use(eve_, "find_projects").count("/items"), 0U);
  EXPECT_EQ(storage_.askAsOwner("select count(*) from project_assignees"), "0");
}

TEST_F(Projects, AssigneeSeesTheOrganizationsNameAndCannotLinkHisOwn) {
  const auto project = shared();
  EXPECT_EQ(
      use(ben_, "update_project", fmt::format(R"({{"id":"{}","organization":"Globex"}})", project))
          .text("/organization"),
      "Globex");
  EXPECT_EQ(use(ben_, "update_project",
                fmt::format(R"({{"id":"{}","organization_id":"{}"}})", project, id(ben_)))
                .fields,
            "organization_id");
}

TEST_F(Projects, PagesAndFiltersKeepTheirOrderOverOwnAndSharedOnes) {
  for (int i = 0; i < 5; ++i) {
    make(fmt::format(R"({{"name":"Own {}","due_date":"2026-12-0{}"}})", i, i + 1));
    const auto other =
        use(ben_, "create_project",
            fmt::format(R"({{"name":"Shared {}","status":"completed","assignees":["{}"]}})", i,
                        id(maya_)));
    ASSERT_EQ(other.status, 201);
  }
  for (const std::string sort : {"", "name", "-due_date", "status"}) {
    std::vector<std::string> names;
    std::string cursor;
    do {
      const auto page =
          use(maya_, "find_projects",
              fmt::format(R"({{"limit":"3"{}{}}})", sort.empty() ? "" : R"(,"sort":")" + sort + '"',
                          cursor.empty() ? "" : R"(,"cursor":")" + cursor + '"'));
      ASSERT_EQ(page.status, 200) << page.detail;
      for (const auto& item : page.body.at("items").as_array())
        names.emplace_back(std::string_view{item.at("name").as_string()});
      cursor = page.body.at("next_cursor").is_null() ? "" : page.text("/next_cursor");
    } while (!cursor.empty());
    EXPECT_EQ(names.size(), 10U) << sort;
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 10U) << sort;
    if (sort == "name") {
      EXPECT_TRUE(std::ranges::is_sorted(names));
    }
    if (sort == "-due_date") {
      EXPECT_EQ(names.back(), "Own 0");
    }
    if (sort == "status") {
      EXPECT_EQ(names.back().substr(0, 6), "Shared");
    }
  }
  const auto count = [&](const std::string& query) {
    return use(maya_, "find_projects", query).number("/total");
  };
  EXPECT_EQ(count(R"({"count":"exact"})"), 10);
  EXPECT_EQ(count(R"({"count":"exact","status":"Completed,on hold"})"), 5);
  EXPECT_EQ(count(R"({"count":"exact","due_before":"2026-12-03"})"), 2);
  EXPECT_EQ(count(R"({"count":"exact","due_after":"2026-12-03"})"), 2);
  EXPECT_EQ(count(R"({"count":"exact","due_date":""})"), 5);
  EXPECT_EQ(count(R"({"count":"exact","assignee_id":""})"), 5);
  EXPECT_EQ(count(R"({"count":"exact","search":"shar 3"})"), 1);
  for (const auto* bad : {R"({"status":"soon"})", R"({"due_before":"2026"})",
                          R"({"assignee_id":"ben"})", R"({"sort":"assignee_id"})"}) {
    EXPECT_EQ(use(maya_, "find_projects", bad).status, 400) << bad;
  }
}

TEST_F(Projects, UndoBringsBackADeletedProjectAndItsSharing) {
  const auto project = shared();
  const auto key = fmt::format(R"({{"id":"{}"}})", project);
  const auto deleted = use(maya_, "delete_project", key);
  const auto undo = fmt::format(R"({{"id":"{}"}})", deleted.changeId());
  EXPECT_EQ(use(ben_, "undo_change", undo).status, 404) << "nothing is shared through it any more";
  EXPECT_EQ(use(maya_, "undo_change", undo).status, 200);
  EXPECT_EQ(use(ben_, "get_project", key).number("/version"), 2);
}

TEST_F(Projects, AssigneeUndoesWhatWasDoneToTheSharedProject) {
  const auto project = shared();
  const auto changed =
      use(maya_, "update_project", fmt::format(R"({{"id":"{}","status":"completed"}})", project));
  const auto undo = fmt::format(R"({{"id":"{}"}})", changed.changeId());
  EXPECT_EQ(use(eve_, "undo_change", undo).status, 404);
  EXPECT_EQ(use(ben_, "undo_change", undo).status, 200);
  EXPECT_EQ(use(maya_, "get_project", fmt::format(R"({{"id":"{}"}})", project)).text("/status"),
            "planned");
}

}  // namespace
}  // namespace parley::projects
