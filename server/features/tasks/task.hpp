#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/date.hpp"
#include "foundation/fields.hpp"
#include "foundation/uuid.hpp"
#include "json/describe.hpp"
#include "operations/listing.hpp"
#include "operations/named.hpp"

namespace parley::tasks {

using Name = Text<1, 200>;
using Assignee = json::Reference<UserId>;
using ProjectRef = operations::Named<ProjectId>;

enum class Status { todo, in_progress, done };
BOOST_DESCRIBE_ENUM(Status, todo, in_progress, done)

enum class Priority { low, medium, high, urgent };
BOOST_DESCRIBE_ENUM(Priority, low, medium, high, urgent)

/// Something to be done in a project.
struct Task {
  static constexpr std::string_view schema_name = "Task";

  TaskId id;
  int version = 1;
  std::string name;
  Status status = Status::todo;
  Priority priority = Priority::medium;
  std::optional<operations::Person> assignee;
  ProjectId project_id;
  ProjectRef project;
  std::optional<Date> due_date;
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (id, version, name, status, priority, assignee, project_id, project, due_date,
                       created_at, updated_at))

struct NewTask {
  static constexpr std::string_view schema_name = "NewTask";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"id", "version", "project", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"project_id", "The project it belongs to. Find its id first."},
      {"status", "Default: todo."},
      {"priority", "Default: medium."},
      {"assignee", "Id of the member of the workspace who does it."},
      {"due_date", "A day, like 2026-11-23."},
  });

  Name name;
  ProjectId project_id;
  std::optional<Status> status;
  std::optional<Priority> priority;
  std::optional<Assignee> assignee;
  std::optional<Date> due_date;
};
BOOST_DESCRIBE_STRUCT(NewTask, (), (name, project_id, status, priority, assignee, due_date))

/// What is left out stays; null clears.
struct TaskChanges {
  static constexpr std::string_view schema_name = "TaskChanges";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"version", "project", "created_at", "updated_at"});
  static constexpr auto help = NewTask::help;

  TaskId id;
  Patch<Name> name;
  Patch<ProjectId> project_id;
  Patch<Status> status;
  Patch<Priority> priority;
  Patch<Assignee> assignee;
  Patch<Date> due_date;
};
BOOST_DESCRIBE_STRUCT(TaskChanges, (), (id, name, project_id, status, priority, assignee, due_date))

struct TaskKey {
  TaskId id;
};
BOOST_DESCRIBE_STRUCT(TaskKey, (), (id))

struct FindTasks {
  static constexpr auto help = std::to_array<json::Help>({
      {"search", "Words that must all occur in the name or the project's name."},
      {"limit", "1 to 200, default 50."},
      {"cursor", "next_cursor of the page before."},
      {"sort",
       "A field, with - in front for the reverse: due_date, -priority, name. Default: newest "
       "first, but an assistant's search finds what is called so before all others."},
      {"count", "exact: also answer the total."},
      {"status", "One status, or several between commas: todo,in_progress is what is open."},
      {"priority", "One priority, or several between commas."},
      {"assignee_id", "A member's id, or me; empty text: nobody."},
      {"project_id", "The tasks of one project."},
      {"due_before", "Due before this day: with an open status and today, what is overdue."},
      {"due_after", "Due after this day."},
      {"name",
       "Exactly this name, case and accents aside. Every further field: equal to; empty text: not "
       "set."},
  });

  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
  std::optional<std::string> sort;
  std::optional<operations::Count> count;
  std::optional<std::string> id;
  std::optional<std::string> version;
  std::optional<std::string> name;
  std::optional<std::string> status;
  std::optional<std::string> priority;
  std::optional<std::string> assignee_id;
  std::optional<std::string> project_id;
  std::optional<std::string> due_date;
  std::optional<std::string> due_before;
  std::optional<std::string> due_after;
  std::optional<std::string> created_at;
  std::optional<std::string> updated_at;
};
BOOST_DESCRIBE_STRUCT(FindTasks, (),
                      (limit, cursor, search, sort, count, id, version, name, status, priority,
                       assignee_id, project_id, due_date, due_before, due_after, created_at,
                       updated_at))

/// The same of one project, whose id stands in the path.
struct FindProjectTasks {
  ProjectId project_id;
  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
  std::optional<std::string> sort;
  std::optional<operations::Count> count;
  std::optional<std::string> id;
  std::optional<std::string> version;
  std::optional<std::string> name;
  std::optional<std::string> status;
  std::optional<std::string> priority;
  std::optional<std::string> assignee_id;
  std::optional<std::string> due_date;
  std::optional<std::string> due_before;
  std::optional<std::string> due_after;
  std::optional<std::string> created_at;
  std::optional<std::string> updated_at;
};
BOOST_DESCRIBE_STRUCT(FindProjectTasks, (),
                      (project_id, limit, cursor, search, sort, count, id, version, name, status,
                       priority, assignee_id, due_date, due_before, due_after, created_at,
                       updated_at))

}  // namespace parley::tasks
