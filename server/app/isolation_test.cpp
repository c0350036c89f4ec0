#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <set>

#include "app/catalog.hpp"
#include "testing/catalog_test.hpp"

/// Whose data is whose: the rules of the tables, and every operation of the catalog used on other
/// people's records.
namespace parley::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Looked up before anybody is known, or of the installation: the named exceptions to row-level
/// security.
constexpr std::string_view exceptions =
    "'workspaces', 'users', 'sessions', 'refresh_tokens', 'signing_keys', 'installation', "
    "'schema_migrations', 'invitations'";

class Isolation : public testing::CatalogTest {
 protected:
  Isolation() { fillCatalog(catalog_, {accounts_, assistant_}); }

  /// One value, as the owner of the tables sees it.
  std::string ask(const std::string& sql) const { return storage_.askAsOwner(sql); }

  const Configuration configuration_;
  const secrets::InstallationKey key_{secrets::SecretString{std::string(32, 'k')}};
  accounts::Accounts accounts_{accounts::Options{}, key_, clock_};
  AssistantHome assistant_{configuration_, key_, clock_, true};
};

TEST_F(Isolation, EveryTableButTheNamedExceptionsForcesRowLevelSecurityWithAPolicy) {
  const auto open = ask(fmt::format(
      R"(select coalesce(string_agg(c.relname, ', '), '')
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not in ({})
           and (not c.relrowsecurity or not c.relforcerowsecurity
                or not exists (select 1 from pg_policy p where p.polrelid = c.oid
                               and pg_get_expr(p.polqual, p.polrelid) like '%parley.workspace_id%')))",
      exceptions));
  EXPECT_EQ(open, "");
}

TEST_F(Isolation, OnlyThePoliciesOfTheOwnersSearchesAndOfKeyRotationAskForNoWorkspace) {
  EXPECT_EQ(
      ask(R"(select string_agg(tablename || ' ' || cmd || ' ' || array_to_string(roles, '+'), ', ' order by tablename)
                   from pg_policies where schemaname = 'public'
                     and coalesce(qual, with_check) not like '%parley.workspace_id%')"),
      ask(R"(select string_agg(name || ' ' || command || ' ' || current_user, ', ' order by name)
                   from (values ('contacts', 'SELECT'), ('model_keys', 'ALL'), ('organizations', 'SELECT'),
                                ('project_assignees', 'SELECT'), ('projects', 'SELECT'), ('tasks', 'SELECT'),
                                ('workspace_keys', 'ALL')) as policies (name, command))"));
}

TEST_F(Isolation, TheAppMayNoteTheUseOfAKeyAndChangeNothingElseOfIt) {
  EXPECT_EQ(
      ask("select string_agg(column_name, ' ' order by column_name) from "
          "information_schema.column_privileges where table_name = 'model_keys' and grantee = "
          "'parley_app' and privilege_type = 'UPDATE'"),
      "failed_at failure last_used_at");
}

TEST_F(Isolation, NamedExceptionsAreStillThere) {
  EXPECT_EQ(ask(fmt::format("select count(*) from pg_class where relkind = 'r' and relname in ({})",
                            exceptions)),
            "8");
}

TEST_F(Isolation, KeysOfTenantTablesBeginWithTheWorkspace) {
  const auto others = ask(fmt::format(
      R"(select coalesce(string_agg(c.relname || '.' || i.relname, ', '), '')
         from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
         join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and x.indisunique and c.relname not in ({})
           and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = x.indkey[0]) <> 'workspace_id')",
      exceptions));
  EXPECT_EQ(others, "");
}

TEST_F(Isolation, AppRoleOwnsNothingAndBypassesNothing) {
  EXPECT_EQ(ask("select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = "
                "'parley_app'"),
            "f");
  EXPECT_EQ(ask("select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where "
                "r.rolname = 'parley_app'"),
            "0");
}

TEST_F(Isolation, ViewsThatCouldLeakDoNotExist) {
  EXPECT_EQ(ask("select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                "where n.nspname = 'public' and c.relkind in ('v', 'm')"),
            "0");
}

TEST_F(Isolation, FunctionsThatActAsTheOwnerAnswerIdsAloneAndAreForTheAppAlone) {
  const std::string ours =
      "from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
      "where n.nspname = 'public' and p.prosecdef";
  EXPECT_EQ(ask("select string_agg(p.proname, ',' order by p.proname) " + ours),
            "search_contacts,search_organizations,search_projects,search_tasks,shared_projects");
  EXPECT_EQ(ask("select string_agg(distinct p.prorettype::regtype::text, ',') " + ours), "uuid[]");
  EXPECT_EQ(ask("select bool_or(has_function_privilege('public', p.oid, 'execute')) " + ours), "f");
  EXPECT_EQ(
      ask("select bool_and(p.proconfig @> array['search_path=pg_catalog, public, pg_temp']) " +
          ours),
      "t");
}

TEST_F(Isolation, NoOperationOfTheCatalogReadsOrWritesAcrossUsersOrWorkspaces) {
  const auto maya = newPerson();
  const std::string canary = "Canary Featherstone";
  const auto contact = use(maya, "create_contact",
                           fmt::format(R"({{"name":"{}","email":"canary@example.com"}})", canary));
  const auto organization =
      use(maya, "create_organization", fmt::format(R"({{"name":"{} Ltd"}})", canary));
  const auto chat = use(maya, "chat", fmt::format(R"({{"message":"delete {}"}})", canary));
  ASSERT_EQ(chat.text("/status"), "awaiting_approval");
  const auto project = use(maya, "create_project", fmt::format(R"({{"name":"{} fair"}})", canary));
  const auto task =
      use(maya, "create_task",
          fmt::format(R"({{"name":"Call {}","project_id":"{}"}})", canary, project.text("/id")));
  const std::set<std::string> ids{project.text("/id"),
                                  task.text("/id"),
                                  project.changeId(),
                                  contact.text("/id"),
                                  organization.text("/id"),
                                  contact.changeId(),
                                  chat.text("/conversation_id"),
                                  chat.text("/run_id"),
                                  chat.text("/approvals/0/id"),
                                  maya.user_id.toString(),
                                  maya.workspace_id.toString(),
                                  maya.session_id.toString()};
  const std::vector<std::string_view> views{"find_contacts", "find_organizations",
                                            "find_projects", "find_tasks",
                                            "find_changes",  "find_conversations"};
  std::vector<std::string> before;
  for (const auto view : views) before.push_back(use(maya, view).answer.body);

  int tried = 0;
  for (const auto& other : {newPerson(maya.workspace_id), newPerson()}) {
    for (const auto& operation : catalog_.operations()) {
      const auto& facts = operation.facts;
      // Signing up and in has no actor; both are tested with the accounts.
      if (facts.access == operations::Access::anyone || facts.upload ||
          facts.name == "list_members")
        continue;
      json::SchemaMaker schemas;
      const auto schema = operation.input_schema(schemas);
      for (const auto& id : ids) {
        json::object arguments;
        for (const auto& [name, property] : schema.at("properties").as_object()) {
          const auto* format = property.as_object().if_contains("format");
          if ((format != nullptr && *format == "uuid") || name == "organization_id")
            arguments[name] = id;
        }
        if (facts.name == "chat" || facts.name == "start_run") arguments["message"] = "yes";
        if (facts.name.ends_with("decision") || facts.name == "decide_approval")
          arguments["decision"] = "approve";
        if (schema.at("properties").as_object().contains("title")) arguments["title"] = "Mine";
        if (facts.effect == operations::Effect::write &&
            schema.at("properties").as_object().contains("name")) {
          arguments["name"] = "Taken over";
        }
        const auto source = facts.method == "GET" ? json::Source::query : json::Source::body;
        const auto used = use(other, facts.name, boost::json::serialize(arguments), source);
        ++tried;
        EXPECT_THAT(used.answer.body, Not(HasSubstr(canary))) << facts.name;
        EXPECT_THAT(used.detail + used.current, Not(HasSubstr(canary))) << facts.name;
        if (!arguments.empty() && arguments.contains("id"))
          EXPECT_GE(used.status, 400) << facts.name << ' ' << id;
        EXPECT_LT(used.status, 500) << facts.name << ' ' << used.detail;
      }
    }
    EXPECT_EQ(use(other, "undo_run", fmt::format(R"({{"id":"{}"}})", chat.text("/run_id"))).status,
              404);
    const auto own_contact = use(other, "create_contact", R"({"name":"Own"})").text("/id");
    EXPECT_EQ(use(other, "update_contact",
                  fmt::format(R"({{"id":"{}","organization_id":"{}"}})", own_contact,
                              organization.text("/id")))
                  .status,
              422);
  }
  EXPECT_GT(tried, 400);
  for (std::size_t i = 0; i < views.size(); ++i)
    EXPECT_EQ(use(maya, views[i]).answer.body, before[i]) << views[i];
}

}  // namespace
}  // namespace parley::app
