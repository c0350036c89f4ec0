#include "features/projects/project_words.hpp"

namespace parley::projects {

using operations::EntityWords;
using Kind = operations::FieldWords::Kind;

EntityWords projectWords() {
  EntityWords words;
  words.type = "project";
  words.singular = {"project",  "initiative", "engagement", "deal",          "opportunity",
                    "campaign", "programme",  "program",    "project record"};
  words.plural = {"projects",  "initiatives", "engagements", "deals",       "opportunities",
                  "campaigns", "programmes",  "programs",    "project list"};
  words.fields = {
      {.field = "name", .kind = Kind::name, .words = {"name", "title", "project name", "names"}},
      {.field = "status",
       .kind = Kind::choice,
       .words = {"status", "state", "stage", "phase", "progress"},
       .choices = {{"planned", {"planned", "planning", "not started", "upcoming", "new"}},
                   {"in_progress",
                    {"in progress", "in-progress", "started", "running", "active", "ongoing",
                     "underway", "under way", "open"}},
                   {"on_hold", {"on hold", "on-hold", "paused", "waiting", "blocked", "suspended"}},
                   {"completed",
                    {"completed", "complete", "done", "finished", "closed", "delivered"},
                    true},
                   {"cancelled",
                    {"cancelled", "canceled", "dropped", "abandoned", "called off", "stopped"},
                    true}}},
      {.field = "organization",
       .kind = Kind::reference,
       .words = {"organization", "organisation", "company", "client", "customer", "account",
                 "firm"},
       .refers_to = "organization"},
      {.field = "assignees",
       .kind = Kind::member,
       .words = {"assignees", "assignee", "team", "members", "people", "responsible"}},
      {.field = "due_date",
       .kind = Kind::date,
       .words = {"due date", "deadline", "due", "end date", "finish date", "target date", "date"}},
  };
  words.create_tool = "create_project";
  words.find_tool = "find_projects";
  words.get_tool = "get_project";
  words.update_tool = "update_project";
  words.delete_tool = "delete_project";
  words.page = "/projects";
  words.children = {{"find_tasks", "project_id", "task", "tasks"}};
  words.examples = {"Create a project Website relaunch for Initech, due next Friday",
                    "Which projects are in progress?", "Put Website relaunch on hold"};
  return words;
}

}  // namespace parley::projects
