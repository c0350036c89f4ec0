#include "features/projects/project_store.hpp"

#include "database/described_rows.hpp"
#include "foundation/unicode.hpp"

namespace parley::projects {
namespace {

using operations::Call;
using operations::ListField;

#define PARLEY_PROJECT_COLUMNS                                                                    \
  "id, version, name, status, organization, organization_id, due_date, metadata, owner_id, "      \
  "created_at, updated_at, "                                                                      \
  "array(select u.id || ' ' || u.name from unnest(projects.assignee_ids) with ordinality a (id, " \
  "place) join users u on u.workspace_id = projects.workspace_id and u.id = a.id "                \
  "order by a.place) as assignees"

constexpr auto list_fields = std::to_array<ListField>({
    {"id", "id", ListField::Kind::id},
    {"version", "version", ListField::Kind::number},
    {"name", "name", ListField::Kind::folded, "name_key"},
    {"status", "status", ListField::Kind::choice, {}, operations::enum_names<Status>},
    {"organization", "organization", ListField::Kind::folded_or_unset, "organization_key"},
    {"organization_id", "organization_id", ListField::Kind::id},
    {"assignees",
     "(select string_agg(u.name, ', ' order by a.place) from unnest(projects.assignee_ids) with "
     "ordinality a (id, place) join users u on u.workspace_id = projects.workspace_id and u.id = "
     "a.id)"},
    {"assignee_id", "assignee_ids", ListField::Kind::people},
    {"owner_id", "owner_id", ListField::Kind::person},
    {"due_date", "due_date", ListField::Kind::date},
    {"due_before", "due_date", ListField::Kind::before},
    {"due_after", "due_date", ListField::Kind::after},
    {"metadata", "metadata", ListField::Kind::object},
    {"created_at", "created_at", ListField::Kind::time},
    {"updated_at", "updated_at", ListField::Kind::time},
});

constexpr auto reasons = std::to_array<std::string_view>({
    "owner_id = " PARLEY_LIST_MEMBER,
    "owner_id <> " PARLEY_LIST_MEMBER " and id = any " PARLEY_LIST_SHARED_PROJECTS,
});

constexpr operations::ListTable list_table{"projects",
                                           PARLEY_PROJECT_COLUMNS,
                                           "(search_text || coalesce(organization_search, ''))",
                                           list_fields,
                                           reasons,
                                           "search_projects"};

/// The parameters of both insertProject and updateProject.
std::vector<database::Parameter> valuesOf(const Call& call, const ProjectRow& row) {
  const operations::OrganizationColumns organization{row.organization};
  return database::parameters(call.actor().workspace_id, row.id, row.owner_id, row.version,
                              row.name, unicode::fold(row.name), row.status, organization.name,
                              organization.key, organization.search, organization.id, row.assignees,
                              row.due_date, row.metadata, unicode::searchText(row.name),
                              call.services.clock.now(), row.created_at);
}

/// Keeps the table of assignees as the project's own list is.
void assign(Call& call, const ProjectRow& row) {
  call.transaction().enqueue(
      {"delete from project_assignees where project_id = $1 and user_id <> all ($2::uuid[])",
       database::parameters(row.id, row.assignees)});
  call.transaction().enqueue(
      {R"(
      insert into project_assignees (workspace_id, project_id, user_id, owner_id)
      select $1::uuid, $2::uuid, unnest($3::uuid[]), $4::uuid on conflict do nothing)",
       database::parameters(call.actor().workspace_id, row.id, row.assignees, row.owner_id)});
}

}  // namespace

task<operations::Page<Project>> selectPage(Call& call, const FindProjects& input) {
  auto request = operations::listRequest(input);
  request.filters = {{"id", input.id},
                     {"version", input.version},
                     {"name", input.name},
                     {"status", input.status},
                     {"organization", input.organization},
                     {"organization_id", input.organization_id},
                     {"assignee_id", input.assignee_id},
                     {"owner_id", input.owner_id},
                     {"due_date", input.due_date},
                     {"due_before", input.due_before},
                     {"due_after", input.due_after},
                     {"metadata", input.metadata},
                     {"created_at", input.created_at},
                     {"updated_at", input.updated_at}};
  co_return co_await operations::listPage<Project>(call, list_table, request);
}

task<std::optional<Project>> selectProject(Call& call, ProjectId id) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_PROJECT_COLUMNS " from projects where id = $1", database::parameters(id));
  co_return database::optionalRowAs<Project>(rows);
}

task<std::optional<Project>> selectForUpdate(Call& call, ProjectId id) {
  const auto rows = co_await call.transaction().execute("select " PARLEY_PROJECT_COLUMNS
                                                        " from projects where id = $1 for update",
                                                        database::parameters(id));
  co_return database::optionalRowAs<Project>(rows);
}

task<Project> insertProject(Call& call, ProjectRow row) {
  const auto rows = co_await call.transaction().execute(
      R"(insert into projects (workspace_id, id, owner_id, version, name, name_key, status, organization,
                              organization_key, organization_search, organization_id, assignee_ids, due_date,
                              metadata, search_text, updated_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                 coalesce($17::timestamptz, $16::timestamptz))
         returning )" PARLEY_PROJECT_COLUMNS,
      valuesOf(call, row));
  if (!row.assignees.empty()) assign(call, row);
  co_return database::rowAs<Project>(rows, 0);
}

task<Project> updateProject(Call& call, ProjectRow row) {
  // First, while the statement below has not yet changed who may see the rows.
  assign(call, row);
  const auto rows = co_await call.transaction().execute(
      R"(update projects
         set version = $4, name = $5, name_key = $6, status = $7, organization = $8, organization_key = $9,
             organization_search = $10, organization_id = $11, assignee_ids = $12, due_date = $13, metadata = $14,
             search_text = $15, updated_at = $16, created_at = coalesce($17::timestamptz, created_at)
         where workspace_id = $1 and id = $2 and owner_id = $3
         returning )" PARLEY_PROJECT_COLUMNS,
      valuesOf(call, row));
  co_return database::rowAs<Project>(rows, 0);
}

void deleteProject(Call& call, ProjectId id) {
  call.transaction().enqueue({"delete from projects where id = $1", database::parameters(id)});
}

task<std::vector<UserId>> selectMembers(Call& call, std::vector<UserId> ids) {
  const auto rows = co_await call.transaction().execute(
      "select id from users where workspace_id = $1 and id = any($2::uuid[])",
      database::parameters(call.actor().workspace_id, ids));
  std::vector<UserId> found;
  for (int row = 0; row < rows.size(); ++row) found.push_back(database::valueAs<UserId>(rows, row));
  co_return found;
}

}  // namespace parley::projects
