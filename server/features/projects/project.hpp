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
#include "json/raw.hpp"
#include "operations/listing.hpp"
#include "operations/named.hpp"

namespace parley::projects {

using Name = Text<1, 200>;
using OrganizationName = Text<0, 200>;
using Assignee = json::Reference<UserId>;

enum class Status { planned, in_progress, on_hold, completed, cancelled };
BOOST_DESCRIBE_ENUM(Status, planned, in_progress, on_hold, completed, cancelled)

/// Work of a user, shared with its assignees.
struct Project {
  static constexpr std::string_view schema_name = "Project";

  ProjectId id;
  int version = 1;
  std::string name;
  Status status = Status::planned;
  std::optional<std::string> organization;
  std::optional<OrganizationId> organization_id;
  std::vector<operations::Person> assignees;
  std::optional<Date> due_date;
  json::Metadata metadata;
  UserId owner_id;
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(Project, (),
                      (id, version, name, status, organization, organization_id, assignees,
                       due_date, metadata, owner_id, created_at, updated_at))

struct NewProject {
  static constexpr std::string_view schema_name = "NewProject";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"id", "version", "owner_id", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"status", "Default: planned."},
      {"organization",
       "Name of the organization the project is for; it links itself if the user has it."},
      {"assignees", "Ids of members of the workspace who work on it; they see and edit it."},
      {"due_date", "A day, like 2026-11-23."},
      {"metadata", "Further fields of the user's own."},
  });

  Name name;
  std::optional<Status> status;
  std::optional<OrganizationName> organization;
  std::optional<OrganizationId> organization_id;
  std::optional<std::vector<Assignee>> assignees;
  std::optional<Date> due_date;
  json::Metadata metadata;
};
BOOST_DESCRIBE_STRUCT(NewProject, (),
                      (name, status, organization, organization_id, assignees, due_date, metadata))

/// What is left out stays; null clears.
struct ProjectChanges {
  static constexpr std::string_view schema_name = "ProjectChanges";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"version", "owner_id", "created_at", "updated_at"});
  static constexpr auto help = NewProject::help;

  ProjectId id;
  Patch<Name> name;
  Patch<Status> status;
  Patch<OrganizationName> organization;
  Patch<OrganizationId> organization_id;
  Patch<std::vector<Assignee>> assignees;
  Patch<Date> due_date;
  Patch<json::Metadata> metadata;
};
BOOST_DESCRIBE_STRUCT(ProjectChanges, (),
                      (id, name, status, organization, organization_id, assignees, due_date,
                       metadata))

struct ProjectKey {
  ProjectId id;
};
BOOST_DESCRIBE_STRUCT(ProjectKey, (), (id))

struct FindProjects {
  static constexpr auto help = std::to_array<json::Help>({
      {"search", "Words that must all occur in the name or the organization."},
      {"limit", "1 to 200, default 50."},
      {"cursor", "next_cursor of the page before."},
      {"sort",
       "A field, with - in front for the reverse: name, status, due_date, -updated_at. Default: "
       "newest first, but an assistant's search finds what is called so before all "
       "others."},
      {"count", "exact: also answer the total."},
      {"status", "One status, or several between commas."},
      {"assignee_id", "A member's id, or me; empty text: nobody."},
      {"due_before", "Due before this day."},
      {"due_after", "Due after this day."},
      {"metadata", "These further fields and no others, as a JSON object."},
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
  std::optional<std::string> organization;
  std::optional<std::string> organization_id;
  std::optional<std::string> assignee_id;
  std::optional<std::string> owner_id;
  std::optional<std::string> due_date;
  std::optional<std::string> due_before;
  std::optional<std::string> due_after;
  std::optional<std::string> metadata;
  std::optional<std::string> created_at;
  std::optional<std::string> updated_at;
};
BOOST_DESCRIBE_STRUCT(FindProjects, (),
                      (limit, cursor, search, sort, count, id, version, name, status, organization,
                       organization_id, assignee_id, owner_id, due_date, due_before, due_after,
                       metadata, created_at, updated_at))

}  // namespace parley::projects
