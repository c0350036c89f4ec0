#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/projects/project.hpp"
#include "operations/organization_link.hpp"

/// The SQL of projects: here and nowhere else. Everything runs in the call's transaction, so
/// row-level security shows the user's own projects and those shared with him.
namespace parley::projects {

/// A project's values, checked and ready to be stored.
struct ProjectRow {
  ProjectId id;
  UserId owner_id;
  int version = 1;
  std::string name;
  Status status = Status::planned;
  std::optional<operations::OrganizationLink> organization;
  std::vector<UserId> assignees;  ///< in the order given, each once
  std::optional<Date> due_date;
  json::Metadata metadata;
  std::optional<Timestamp> created_at;  ///< unset: now
};

task<operations::Page<Project>> selectPage(operations::Call& call, const FindProjects& input);
task<std::optional<Project>> selectProject(operations::Call& call, ProjectId id);
/// Locks the row until the transaction ends.
task<std::optional<Project>> selectForUpdate(operations::Call& call, ProjectId id);
task<Project> insertProject(operations::Call& call, ProjectRow row);
/// Sets every column but the creation time; the version is the row's.
task<Project> updateProject(operations::Call& call, ProjectRow row);
/// With its tasks.
void deleteProject(operations::Call& call, ProjectId id);

/// Which of these are members of the workspace.
task<std::vector<UserId>> selectMembers(operations::Call& call, std::vector<UserId> ids);

}  // namespace parley::projects
