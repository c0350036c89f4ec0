#include <algorithm>
#include <utility>

#include "features/tasks/task.hpp"
#include "features/tasks/task_store.hpp"
#include "features/tasks/task_words.hpp"
#include "features/tasks/tasks.hpp"
#include "foundation/error.hpp"
#include "json/write.hpp"
#include "operations/record_operations.hpp"

namespace parley::tasks {
namespace {

using namespace operations;

constexpr std::string_view record_type = "task";

Change changeOf(Action action, const Task& task, UserId owner) {
  Change change;
  change.action = action;
  change.record_type = record_type;
  change.record_id = task.id.uuid;
  change.record_name = task.name;
  change.record_version = task.version;
  change.owner = owner;
  change.shared_through = task.project_id.uuid;
  if (task.assignee) change.viewers.push_back(task.assignee->id);
  return change;
}

/// Whoever works on the project sees its tasks.
void addViewers(Change& change, const std::optional<ProjectFacts>& project) {
  if (!project) return;
  change.viewers.push_back(project->owner_id);
  std::ranges::copy(project->assignee_ids, std::back_inserter(change.viewers));
}

task<ProjectFacts> projectOf(Call& call, ProjectId id) {
  auto project = co_await selectProject(call, id);
  if (!project) throw invalid("project_id", "is no project that you see");
  co_return std::move(*project);
}

task<void> requireMember(Call& call, std::optional<UserId> assignee) {
  if (!assignee || *assignee == call.actor().user_id) co_return;
  if (!co_await isMember(call, *assignee))
    throw invalid("assignee", "is no member of your workspace");
}

TaskRow rowOf(const OwnedTask& owned) {
  const auto& task = owned.task;
  TaskRow row;
  row.id = task.id;
  row.owner_id = owned.owner_id;
  row.version = task.version;
  row.name = task.name;
  row.status = task.status;
  row.priority = task.priority;
  if (task.assignee) row.assignee_id = task.assignee->id;
  row.project = task.project;
  row.due_date = task.due_date;
  return row;
}

bool sameValues(const Task& task, const TaskRow& row) {
  const auto assignee = task.assignee ? std::optional{task.assignee->id} : std::nullopt;
  return task.name == row.name && task.status == row.status && task.priority == row.priority &&
         assignee == row.assignee_id && task.project_id == row.project.id &&
         task.due_date == row.due_date;
}

task<OwnedTask> existing(Call& call, TaskId id) {
  auto owned = co_await selectForUpdate(call, id);
  if (!owned) throw notFound("There is no such task, or you do not see its project.");
  call.requireVersion(owned->task.version, json::toJson(owned->task));
  co_return std::move(*owned);
}

/// Stores the row over `before` with its change; what did not change is not written.
task<Task> store(Call& call, OwnedTask before, TaskRow row,
                 const std::optional<ProjectFacts>& project) {
  if (sameValues(before.task, row)) co_return before.task;
  row.version = before.task.version + 1;
  const auto owner = row.owner_id;
  auto after = co_await updateTask(call, std::move(row));
  auto change = changeOf(Action::updated, after, owner);
  if (before.task.assignee) change.viewers.push_back(before.task.assignee->id);
  addViewers(change, project);
  change.before = json::toJson(before.task);
  change.after = json::toJson(after);
  call.record(std::move(change));
  co_return after;
}

task<Task> create(Call& call, NewTask input) {
  const auto project = co_await projectOf(call, input.project_id);
  TaskRow row;
  row.id = TaskId::make();
  row.owner_id = project.owner_id;
  row.name = input.name.value();
  row.status = input.status.value_or(Status::todo);
  row.priority = input.priority.value_or(Priority::medium);
  if (input.assignee) row.assignee_id = input.assignee->id;
  co_await requireMember(call, row.assignee_id);
  row.project = {input.project_id, project.name};
  row.due_date = input.due_date;
  auto made = co_await insertTask(call, std::move(row));
  auto change = changeOf(Action::created, made, project.owner_id);
  addViewers(change, project);
  change.after = json::toJson(made);
  call.record(std::move(change));
  co_return made;
}

task<Task> get(Call& call, TaskKey key) {
  auto found = co_await selectTask(call, key.id);
  if (!found) throw notFound("There is no such task, or you do not see its project.");
  co_return std::move(*found);
}

task<Page<Task>> find(Call& call, FindTasks input) {
  co_return co_await selectPage(call, input);
}

task<Page<Task>> findOfProject(Call& call, FindProjectTasks input) {
  if (!co_await seesProject(call, input.project_id))
    throw notFound("There is no such project, or it is not shared with you.");
  co_return co_await selectPage(call, {.limit = input.limit,
                                       .cursor = input.cursor,
                                       .search = input.search,
                                       .sort = input.sort,
                                       .count = input.count,
                                       .id = input.id,
                                       .version = input.version,
                                       .name = input.name,
                                       .status = input.status,
                                       .priority = input.priority,
                                       .assignee_id = input.assignee_id,
                                       .project_id = input.project_id.toString(),
                                       .due_date = input.due_date,
                                       .due_before = input.due_before,
                                       .due_after = input.due_after,
                                       .created_at = input.created_at,
                                       .updated_at = input.updated_at});
}

/// Who only has the task assigned sees it for that reason alone, and cannot give it away.
void requireStillSeen(const Call& call, const std::optional<ProjectFacts>& project,
                      const TaskRow& row) {
  if (project || row.assignee_id == call.actor().user_id) return;
  throw invalid("assignee", "must stay you: only somebody who works on the project can hand it on");
}

task<Task> update(Call& call, TaskChanges input) {
  if (input.name.given && !input.name.value) throw invalid("name", "must not be empty");
  if (input.project_id.given && !input.project_id.value)
    throw invalid("project_id", "must not be empty: a task belongs to a project");
  auto before = co_await existing(call, input.id);

  auto row = rowOf(before);
  auto project = co_await selectProject(call, row.project.id);
  if (input.name.given) row.name = input.name.value->value();
  if (input.status.given) row.status = input.status.value.value_or(Status::todo);
  if (input.priority.given) row.priority = input.priority.value.value_or(Priority::medium);
  if (input.due_date.given) row.due_date = input.due_date.value;
  if (input.project_id.given && *input.project_id.value != row.project.id) {
    if (!project) throw invalid("project_id", "is for somebody who works on the project to change");
    project = co_await projectOf(call, *input.project_id.value);
    row.project = {*input.project_id.value, project->name};
    row.owner_id = project->owner_id;
  }
  if (input.assignee.given) {
    row.assignee_id = input.assignee.value ? std::optional{input.assignee.value->id} : std::nullopt;
    co_await requireMember(call, row.assignee_id);
    requireStillSeen(call, project, row);
  }
  co_return co_await store(call, std::move(before), std::move(row), project);
}

task<void> remove(Call& call, TaskKey key) {
  const auto owned = co_await existing(call, key.id);
  const auto project = co_await selectProject(call, owned.task.project_id);
  deleteTask(call, key.id);
  auto change = changeOf(Action::deleted, owned.task, owned.owner_id);
  addViewers(change, project);
  change.before = json::toJson(owned.task);
  call.record(std::move(change));
}

// ---- undo ----

/// The values of a stored task; its assignee may have left.
task<TaskRow> rowFrom(Call& call, TaskId id, const json::object& stored) {
  const auto input = json::decode<TaskChanges>(stored);
  TaskRow row;
  row.id = id;
  row.name = input.name.value->value();
  row.status = input.status.value.value_or(Status::todo);
  row.priority = input.priority.value.value_or(Priority::medium);
  if (input.assignee.value && co_await isMember(call, input.assignee.value->id))
    row.assignee_id = input.assignee.value->id;
  row.project.id = *input.project_id.value;
  row.due_date = input.due_date.value;
  co_return row;
}

TaskRow again(TaskRow row, const json::object& stored) {
  row.version = static_cast<int>(stored.at("version").as_int64()) + 1;
  row.created_at = parseTimestamp(stored.at("created_at").as_string());
  return row;
}

/// The project a task comes back to. Throws 409 when it is gone.
task<ProjectFacts> projectForUndo(Call& call, ProjectId id) {
  auto project = co_await selectProject(call, id);
  if (!project)
    throw Error{parley::Status::conflict, "cannot_undo", "The project of the task is gone."};
  co_return std::move(*project);
}

task<std::optional<std::string>> load(Call& call, Uuid id) {
  const auto owned = co_await selectForUpdate(call, TaskId{id});
  if (!owned) co_return std::nullopt;
  co_return json::toJson(owned->task);
}

task<void> restore(Call& call, Uuid id, const json::object& before) {
  auto row = again(co_await rowFrom(call, TaskId{id}, before), before);
  const auto project = co_await projectForUndo(call, row.project.id);
  row.project.name = project.name;
  row.owner_id = project.owner_id;
  const auto made = co_await insertTask(call, std::move(row));
  auto change = changeOf(Action::created, made, project.owner_id);
  addViewers(change, project);
  change.after = json::toJson(made);
  call.record(std::move(change));
}

task<void> revert(Call& call, Uuid id, const json::object& before) {
  auto current = co_await existing(call, TaskId{id});
  auto row = co_await rowFrom(call, TaskId{id}, before);
  const auto project = co_await projectForUndo(call, row.project.id);
  row.project.name = project.name;
  row.owner_id = project.owner_id;
  co_await store(call, std::move(current), std::move(row), project);
}

task<void> removeRecord(Call& call, Uuid id) {
  co_await remove(call, TaskKey{TaskId{id}});
}

}  // namespace

task<std::string> storedTasks(Call& call, ProjectId project) {
  const auto tasks = co_await selectTasksOf(call, project);
  co_return json::toJson(tasks);
}

task<void> restoreTasks(Call& call, ProjectId project, const json::array& stored) {
  const auto facts = co_await projectForUndo(call, project);
  for (const auto& item : stored) {
    const auto& fields = item.as_object();
    const auto id = TaskId::parse(std::string_view{fields.at("id").as_string()});
    auto row = again(co_await rowFrom(call, id.value(), fields), fields);
    row.project = {project, facts.name};
    row.owner_id = facts.owner_id;
    co_await insertTask(call, std::move(row));
  }
}

Feature feature() {
  Feature made;
  made.operations = recordOperations<Task, FindTasks, NewTask, TaskKey, TaskChanges>(
      {.one = "task",
       .many = "tasks",
       .find = "List or search the tasks of all projects the user sees, and those assigned to the "
               "user. Answers a page of them with their ids.",
       .create = "Add a task to a project. Give only what the user said.",
       .update = "Change fields of one task: its status, priority, assignee, due date, name or "
                 "project. Fields left out stay as they are; null clears one. Find the id first.",
       .remove = "Delete one task by its id. The user is asked for approval."},
      find, create, get, update, remove);
  made.operations.push_back(operation<FindProjectTasks, Page<Task>>(
      {.name = "find_project_tasks",
       .title = "Find tasks of a project",
       .summary = "List or search the tasks of one project.",
       .method = "GET",
       .path = "/api/projects/{project_id}/tasks",
       .effect = Effect::read},
      findOfProject));
  made.kinds = {{std::string{record_type}, load, restore, revert, removeRecord}};
  made.words = {taskWords()};
  return made;
}

}  // namespace parley::tasks
