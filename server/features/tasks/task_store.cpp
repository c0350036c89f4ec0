#include "features/tasks/task_store.hpp"

#include "database/described_rows.hpp"
#include "foundation/unicode.hpp"

namespace parley::tasks {
namespace {

using operations::Call;
using operations::ListField;

#define PARLEY_TASK_COLUMNS                                                                       \
  "id, version, name, status, priority, due_date, project_id, project_id || ' ' || project_name " \
  "as project, created_at, updated_at, "                                                          \
  "(select u.id || ' ' || u.name from users u where u.workspace_id = tasks.workspace_id "         \
  "and u.id = tasks.assignee_id) as assignee"

constexpr auto list_fields = std::to_array<ListField>({
    {"id", "id", ListField::Kind::id},
    {"version", "version", ListField::Kind::number},
    {"name", "name", ListField::Kind::folded, "name_key"},
    {"status", "status", ListField::Kind::choice, {}, operations::enum_names<Status>},
    {"priority", "priority", ListField::Kind::choice, {}, operations::enum_names<Priority>},
    {"assignee",
     "(select u.name from users u where u.workspace_id = tasks.workspace_id and u.id = "
     "tasks.assignee_id)"},
    {"assignee_id", "assignee_id", ListField::Kind::person},
    {"project_id", "project_id", ListField::Kind::id},
    {"project", "project_name", ListField::Kind::folded, "project_key"},
    {"due_date", "due_date", ListField::Kind::date},
    {"due_before", "due_date", ListField::Kind::before},
    {"due_after", "due_date", ListField::Kind::after},
    {"created_at", "created_at", ListField::Kind::time},
    {"updated_at", "updated_at", ListField::Kind::time},
});

constexpr auto reasons = std::to_array<std::string_view>({
    "owner_id = " PARLEY_LIST_MEMBER,
    "owner_id <> " PARLEY_LIST_MEMBER " and project_id = any " PARLEY_LIST_SHARED_PROJECTS,
    // The comparison of the two columns names the index of what others have given.
    "owner_id <> " PARLEY_LIST_MEMBER " and assignee_id = " PARLEY_LIST_MEMBER
    " and assignee_id <> owner_id and not project_id = any " PARLEY_LIST_SHARED_PROJECTS,
});

constexpr operations::ListTable list_table{
    "tasks", PARLEY_TASK_COLUMNS, "(search_text || project_key || ' ')", list_fields,
    reasons, "search_tasks"};

struct OwnerRow {
  UserId owner_id;
};
BOOST_DESCRIBE_STRUCT(OwnerRow, (), (owner_id))

/// The parameters of both insertTask and updateTask.
std::vector<database::Parameter> valuesOf(const Call& call, const TaskRow& row) {
  return database::parameters(
      call.actor().workspace_id, row.id, row.owner_id, row.version, row.name,
      unicode::fold(row.name), row.status, row.priority, row.assignee_id, row.project.id,
      row.project.name, unicode::fold(row.project.name), row.due_date,
      unicode::searchText(row.name), call.services.clock.now(), row.created_at);
}

}  // namespace

task<operations::Page<Task>> selectPage(Call& call, const FindTasks& input) {
  auto request = operations::listRequest(input);
  request.filters = {{"id", input.id},
                     {"version", input.version},
                     {"name", input.name},
                     {"status", input.status},
                     {"priority", input.priority},
                     {"assignee_id", input.assignee_id},
                     {"project_id", input.project_id},
                     {"due_date", input.due_date},
                     {"due_before", input.due_before},
                     {"due_after", input.due_after},
                     {"created_at", input.created_at},
                     {"updated_at", input.updated_at}};
  co_return co_await operations::listPage<Task>(call, list_table, request);
}

task<std::optional<Task>> selectTask(Call& call, TaskId id) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_TASK_COLUMNS " from tasks where id = $1", database::parameters(id));
  co_return database::optionalRowAs<Task>(rows);
}

task<std::optional<OwnedTask>> selectForUpdate(Call& call, TaskId id) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_TASK_COLUMNS ", owner_id from tasks where id = $1 for update",
      database::parameters(id));
  if (rows.empty()) co_return std::nullopt;
  co_return OwnedTask{database::rowAs<Task>(rows, 0), database::rowAs<OwnerRow>(rows, 0).owner_id};
}

task<std::vector<Task>> selectTasksOf(Call& call, ProjectId project) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_TASK_COLUMNS " from tasks where project_id = $1 order by id",
      database::parameters(project));
  co_return database::rowsAs<Task>(rows);
}

task<Task> insertTask(Call& call, TaskRow row) {
  const auto rows = co_await call.transaction().execute(
      R"(insert into tasks (workspace_id, id, owner_id, version, name, name_key, status, priority, assignee_id,
                           project_id, project_name, project_key, due_date, search_text, updated_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                 coalesce($16::timestamptz, $15::timestamptz))
         returning )" PARLEY_TASK_COLUMNS,
      valuesOf(call, row));
  co_return database::rowAs<Task>(rows, 0);
}

task<Task> updateTask(Call& call, TaskRow row) {
  const auto rows = co_await call.transaction().execute(
      R"(update tasks
         set owner_id = $3, version = $4, name = $5, name_key = $6, status = $7, priority = $8, assignee_id = $9,
             project_id = $10, project_name = $11, project_key = $12, due_date = $13, search_text = $14,
             updated_at = $15, created_at = coalesce($16::timestamptz, created_at)
         where workspace_id = $1 and id = $2
         returning )" PARLEY_TASK_COLUMNS,
      valuesOf(call, row));
  co_return database::rowAs<Task>(rows, 0);
}

void deleteTask(Call& call, TaskId id) {
  call.transaction().enqueue({"delete from tasks where id = $1", database::parameters(id)});
}

void renameProject(Call& call, ProjectId id, const std::string& name) {
  call.transaction().enqueue(
      {"update tasks set project_name = $2, project_key = $3 where project_id = $1",
       database::parameters(id, name, unicode::fold(name))});
}

task<std::optional<ProjectFacts>> selectProject(Call& call, ProjectId id) {
  const auto rows = co_await call.transaction().execute(
      "select owner_id, name, assignee_ids from projects where id = $1 for share",
      database::parameters(id));
  co_return database::optionalRowAs<ProjectFacts>(rows);
}

task<bool> seesProject(Call& call, ProjectId id) {
  const auto rows = co_await call.transaction().execute("select 1 from projects where id = $1",
                                                        database::parameters(id));
  co_return !rows.empty();
}

task<bool> isMember(Call& call, UserId id) {
  const auto rows =
      co_await call.transaction().execute("select 1 from users where workspace_id = $1 and id = $2",
                                          database::parameters(call.actor().workspace_id, id));
  co_return !rows.empty();
}

}  // namespace parley::tasks
