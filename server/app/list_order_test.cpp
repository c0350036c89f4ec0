#include <fmt/format.h>

#include "app/catalog.hpp"
#include "testing/catalog_test.hpp"

/// The orders in which the pages show long lists are read from an index: no page sorts everything.
namespace parley::app {
namespace {

class ListOrder : public testing::CatalogTest {
 protected:
  ListOrder() {
    fillCatalog(catalog_, {accounts_, assistant_});
    // Of so few rows PostgreSQL would rather sort; so it is asked to only where nothing else can.
    for (const auto* way : {"enable_sort", "enable_seqscan", "enable_bitmapscan"}) {
      storage_.askAsSuperuser(fmt::format("alter database {} set {} = off", storage_.name(), way));
    }
  }

  /// Whether the list is read by that index. A session tells at its end what it has used.
  bool reads(std::string_view operation, std::string_view sort, std::string_view index) {
    const auto used = use(maya_, operation, fmt::format(R"({{"sort":"{}"}})", sort));
    EXPECT_EQ(used.status, 200) << used.detail;
    return wasRead(index);
  }

  bool wasRead(std::string_view index) {
    endSessions();
    return storage_.askAsSuperuser(
               fmt::format("select idx_scan > 0 from pg_stat_user_indexes where indexrelname = "
                           "'{}'",
                           index)) == "t";
  }

  void endSessions() {
    const auto others = fmt::format(
        "from pg_stat_activity where datname = '{}' and usename = 'parley_app'", storage_.name());
    storage_.askAsSuperuser("select count(pg_terminate_backend(pid)) " + others);
    while (storage_.askAsSuperuser("select count(*) " + others) != "0") {
    }
  }

  const Configuration configuration_;
  const secrets::InstallationKey key_{secrets::SecretString{std::string(32, 'k')}};
  accounts::Accounts accounts_{accounts::Options{}, key_, clock_};
  AssistantHome assistant_{configuration_, key_, clock_, true};
  const operations::Actor maya_ = newPerson();
};

TEST_F(ListOrder, IsAnIndexOfNames) {
  EXPECT_TRUE(reads("find_contacts", "name", "contacts_by_name"));
  EXPECT_TRUE(reads("find_projects", "-name", "projects_by_name"));
  EXPECT_TRUE(reads("find_tasks", "name", "tasks_by_name"));
}

TEST_F(ListOrder, IsAnIndexOfNamesForWhatAnAssistantSearches) {
  for (const auto* kind : {"contacts", "projects", "tasks"}) {
    const auto found =
        run(useOne(maya_, fmt::format("find_{}", kind), {{"search", "ada"}}, json::Source::query,
                   [](operations::Call& call) { call.channel = operations::Channel::assistant; }));
    EXPECT_EQ(found.status, 200) << found.detail;
    EXPECT_TRUE(wasRead(fmt::format("{}_by_name", kind))) << kind;
  }
}

TEST_F(ListOrder, IsAnIndexOfWhatWorkIsGroupedBy) {
  EXPECT_TRUE(reads("find_projects", "status", "projects_by_status"));
  EXPECT_TRUE(reads("find_projects", "due_date", "projects_by_due_date"));
  EXPECT_TRUE(reads("find_tasks", "status", "tasks_by_status"));
  EXPECT_TRUE(reads("find_tasks", "-priority", "tasks_by_priority"));
  EXPECT_TRUE(reads("find_tasks", "due_date", "tasks_by_due_date"));
  EXPECT_TRUE(reads("find_tasks", "project", "tasks_by_project_name"));
}

}  // namespace
}  // namespace parley::app
