#pragma once

#include <string>

#include "foundation/uuid.hpp"
#include "json/value.hpp"
#include "operations/call.hpp"
#include "operations/catalog.hpp"

/// What is to be done in the projects. Public face of the feature.
namespace parley::tasks {

/// Operations, undo and words of tasks.
operations::Feature feature();

/// For whoever keeps projects: what becomes of the tasks with their project. All run in the call's
/// transaction.
task<std::string> storedTasks(operations::Call& call, ProjectId project);
task<void> restoreTasks(operations::Call& call, ProjectId project, const json::array& stored);
void renameProject(operations::Call& call, ProjectId project, const std::string& name);

}  // namespace parley::tasks
