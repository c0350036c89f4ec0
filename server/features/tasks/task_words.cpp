#include "features/tasks/task_words.hpp"

namespace parley::tasks {

using operations::EntityWords;
using Kind = operations::FieldWords::Kind;

EntityWords taskWords() {
  EntityWords words;
  words.type = "task";
  words.singular = {"task",   "to-do", "todo",      "to do",     "action item", "action",
                    "ticket", "item",  "follow-up", "follow up", "chore",       "job to do"};
  words.plural = {"tasks",   "to-dos",     "todos",     "to dos",     "action items",
                  "actions", "tickets",    "items",     "follow-ups", "follow ups",
                  "chores",  "to-do list", "todo list", "task list"};
  words.fields = {
      {.field = "name", .kind = Kind::name, .words = {"name", "title", "task name", "names"}},
      {.field = "status",
       .kind = Kind::choice,
       .words = {"status", "state", "progress"},
       .choices = {{"todo", {"to do", "todo", "to-do", "not started", "open", "new", "pending"}},
                   {"in_progress",
                    {"in progress", "in-progress", "started", "begun", "ongoing", "underway",
                     "being worked on", "doing"}},
                   {"done",
                    {"done", "completed", "complete", "finished", "closed", "ready", "ticked off",
                     "checked off"},
                    true}}},
      {.field = "priority",
       .kind = Kind::choice,
       .words = {"priority", "prio", "urgency", "importance"},
       .choices = {{"low", {"low", "minor", "unimportant"}},
                   {"medium", {"medium", "normal", "regular", "standard", "average"}},
                   {"high", {"high", "important", "major"}},
                   {"urgent", {"urgent", "critical", "asap", "top", "highest"}}}},
      {.field = "assignee",
       .kind = Kind::member,
       .words = {"assignee", "assigned to", "owner", "responsible", "person responsible"}},
      {.field = "project_id",
       .kind = Kind::reference,
       .words = {"project", "in project"},
       .refers_to = "project",
       .required = true},
      {.field = "due_date",
       .kind = Kind::date,
       .words = {"due date", "deadline", "due", "date", "due by"}},
  };
  words.create_tool = "create_task";
  words.find_tool = "find_tasks";
  words.get_tool = "get_task";
  words.update_tool = "update_task";
  words.delete_tool = "delete_task";
  words.page = "/tasks";
  words.examples = {"Add a task to call Ada to Website relaunch, due Friday, high priority",
                    "What is overdue?", "Mark Call Ada as done"};
  return words;
}

}  // namespace parley::tasks
