#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/tasks/task.hpp"
#include "operations/call.hpp"

/// The SQL of tasks: here and nowhere else. Everything runs in the call's transaction, so row-level
/// security shows the tasks of the projects that the user sees, and those assigned to the user.
namespace parley::tasks {

/// What a task needs to know of its project.
struct ProjectFacts {
  UserId owner_id;
  std::string name;
  std::vector<UserId> assignee_ids;
};
BOOST_DESCRIBE_STRUCT(ProjectFacts, (), (owner_id, name, assignee_ids))

/// A task's values, checked and ready to be stored.
struct TaskRow {
  TaskId id;
  UserId owner_id;
  int version = 1;
  std::string name;
  Status status = Status::todo;
  Priority priority = Priority::medium;
  std::optional<UserId> assignee_id;
  ProjectRef project;
  std::optional<Date> due_date;
  std::optional<Timestamp> created_at;  ///< unset: now
};

/// A task and the owner of its project, who is not shown.
struct OwnedTask {
  Task task;
  UserId owner_id;
};

task<operations::Page<Task>> selectPage(operations::Call& call, const FindTasks& input);
task<std::optional<Task>> selectTask(operations::Call& call, TaskId id);
/// Locks the row until the transaction ends.
task<std::optional<OwnedTask>> selectForUpdate(operations::Call& call, TaskId id);
/// All tasks of a project, oldest first.
task<std::vector<Task>> selectTasksOf(operations::Call& call, ProjectId project);
task<Task> insertTask(operations::Call& call, TaskRow row);
/// Sets every column but the creation time; the version is the row's.
task<Task> updateTask(operations::Call& call, TaskRow row);
void deleteTask(operations::Call& call, TaskId id);
void renameProject(operations::Call& call, ProjectId id, const std::string& name);

/// For writes: nothing when the user does not see the project. Keeps it from being deleted
/// meanwhile.
task<std::optional<ProjectFacts>> selectProject(operations::Call& call, ProjectId id);
task<bool> seesProject(operations::Call& call, ProjectId id);
task<bool> isMember(operations::Call& call, UserId id);

}  // namespace parley::tasks
