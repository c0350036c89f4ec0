#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "foundation/uuid.hpp"
#include "json/value.hpp"
#include "operations/call.hpp"
#include "operations/catalog.hpp"

/// What users work on, shared with their assignees. Public face of the feature.
namespace parley::projects {

/// The tasks of a project, which come and go with it. All run in the transaction of the write.
struct Tasks {
  /// As a JSON array: what a deletion keeps to be undone.
  std::function<task<std::string>(operations::Call&, ProjectId)> stored;
  /// Makes tasks again as they were; the project exists.
  std::function<task<void>(operations::Call&, ProjectId, const json::array&)> restore;
  /// Adds statements that give them the project's new name.
  std::function<void(operations::Call&, ProjectId, const std::string& name)> renamed;
};

/// Operations, undo and words of projects.
operations::Feature feature(Tasks tasks);

/// For whoever keeps organizations: projects follow the organization they name.
inline constexpr std::string_view table = "projects";

}  // namespace parley::projects
