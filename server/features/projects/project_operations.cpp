#include <algorithm>
#include <memory>
#include <utility>

#include "features/projects/project.hpp"
#include "features/projects/project_store.hpp"
#include "features/projects/project_words.hpp"
#include "features/projects/projects.hpp"
#include "foundation/error.hpp"
#include "foundation/unicode.hpp"
#include "json/write.hpp"
#include "operations/record_operations.hpp"

namespace parley::projects {
namespace {

using namespace operations;

constexpr std::string_view record_type = "project";
constexpr std::size_t max_assignees = 100;

bool holds(const std::vector<UserId>& ids, UserId one) {
  return std::ranges::find(ids, one) != ids.end();
}

std::vector<UserId> idsOf(const std::vector<Person>& people) {
  std::vector<UserId> ids;
  for (const auto& person : people) ids.push_back(person.id);
  return ids;
}

Change changeOf(Action action, const Project& project) {
  Change change;
  change.action = action;
  change.record_type = record_type;
  change.record_id = project.id.uuid;
  change.record_name = project.name;
  change.record_version = project.version;
  change.owner = project.owner_id;
  change.shared_through = project.id.uuid;
  change.viewers = idsOf(project.assignees);
  return change;
}

std::optional<std::string> textOf(const std::optional<OrganizationName>& field) {
  if (!field || field->value().empty()) return std::nullopt;
  return field->value();
}

std::optional<OrganizationLink> linkOf(const Project& project) {
  if (!project.organization) return std::nullopt;
  return OrganizationLink{*project.organization, project.organization_id};
}

/// Each once and in the order given; throws 422 naming whoever is no member of the workspace.
task<std::vector<UserId>> assigneesOf(Call& call, std::vector<Assignee> given) {
  if (given.size() > max_assignees) throw invalid("assignees", "must have at most 100 members");
  std::vector<UserId> ids;
  for (const auto& assignee : given) {
    if (!holds(ids, assignee.id)) ids.push_back(assignee.id);
  }
  if (ids.empty()) co_return ids;
  const auto members = co_await selectMembers(call, ids);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!holds(members, given[i].id))
      throw invalid("assignees[" + std::to_string(i) + "]", "is no member of your workspace");
  }
  co_return ids;
}

ProjectRow rowOf(const Project& project) {
  ProjectRow row;
  row.id = project.id;
  row.owner_id = project.owner_id;
  row.version = project.version;
  row.name = project.name;
  row.status = project.status;
  row.organization = linkOf(project);
  row.assignees = idsOf(project.assignees);
  row.due_date = project.due_date;
  row.metadata = project.metadata;
  return row;
}

bool sameValues(const Project& project, const ProjectRow& row) {
  return project.name == row.name && project.status == row.status &&
         linkOf(project) == row.organization && idsOf(project.assignees) == row.assignees &&
         project.due_date == row.due_date && project.metadata == row.metadata;
}

task<Project> existing(Call& call, ProjectId id) {
  auto project = co_await selectForUpdate(call, id);
  if (!project) throw notFound("There is no such project, or it is not shared with you.");
  call.requireVersion(project->version, json::toJson(*project));
  co_return std::move(*project);
}

/// A project as a deletion keeps it: its tasks stand beside its fields.
std::string withTasks(const Project& project, const std::string& tasks) {
  auto text = json::toJson(project);
  text.back() = ',';
  return text + "\"tasks\":" + tasks + "}";
}

/// The organization belongs to the owner of the project; others can name one, and no more.
task<std::optional<OrganizationLink>> changedOrganization(Call& call, const Project& before,
                                                          const ProjectChanges& input) {
  OrganizationChange change;
  if (input.organization.given) change.name = textOf(input.organization.value);
  if (input.organization_id.given) change.id = input.organization_id.value;
  const auto link = linkOf(before);
  if (before.owner_id == call.actor().user_id)
    co_return co_await changedOrganizationLink(call, link, std::move(change));
  if (change.id && *change.id != before.organization_id)
    throw invalid("organization_id", "is for the owner of the project to set");
  if (!change.name || *change.name == before.organization) co_return link;
  if (!*change.name) co_return std::nullopt;
  co_return OrganizationLink{**change.name, std::nullopt};
}

/// The handlers that need to know the tasks of a project.
class Writer {
 public:
  explicit Writer(Tasks tasks) : tasks_{std::move(tasks)} {}

  task<Project> create(Call& call, NewProject input) const {
    ProjectRow row;
    row.id = ProjectId::make();
    row.owner_id = call.actor().user_id;
    row.name = input.name.value();
    row.status = input.status.value_or(Status::planned);
    row.organization =
        co_await organizationLink(call, textOf(input.organization), input.organization_id);
    row.assignees =
        co_await assigneesOf(call, std::move(input.assignees).value_or(std::vector<Assignee>{}));
    row.due_date = input.due_date;
    row.metadata = std::move(input.metadata);
    auto project = co_await insertProject(call, std::move(row));
    auto change = changeOf(Action::created, project);
    change.after = json::toJson(project);
    call.record(std::move(change));
    co_return project;
  }

  task<Project> update(Call& call, ProjectChanges input) const {
    if (input.name.given && !input.name.value) throw invalid("name", "must not be empty");
    auto before = co_await existing(call, input.id);

    auto row = rowOf(before);
    if (input.name.given) row.name = input.name.value->value();
    if (input.status.given) row.status = input.status.value.value_or(Status::planned);
    if (input.due_date.given) row.due_date = input.due_date.value;
    if (input.metadata.given) row.metadata = input.metadata.value.value_or(json::Metadata{});
    if (input.assignees.given) {
      row.assignees = co_await assigneesOf(
          call, std::move(input.assignees.value).value_or(std::vector<Assignee>{}));
      const auto me = call.actor().user_id;
      if (before.owner_id != me && !holds(row.assignees, me))
        throw invalid("assignees", "must keep you; the owner of the project can take you off it");
    }
    row.organization = co_await changedOrganization(call, before, input);
    co_return co_await store(call, std::move(before), std::move(row));
  }

  task<void> remove(Call& call, ProjectKey key) const {
    const auto project = co_await existing(call, key.id);
    if (project.owner_id != call.actor().user_id) {
      throw Error{parley::Status::forbidden, "forbidden",
                  "Only the owner of a project can delete it."};
    }
    const auto tasks = co_await tasks_.stored(call, key.id);
    deleteProject(call, key.id);
    auto change = changeOf(Action::deleted, project);
    change.before = withTasks(project, tasks);
    call.record(std::move(change));
  }

  // ---- undo ----

  task<void> restore(Call& call, Uuid id, const json::object& before) const {
    auto row = co_await rowFrom(call, ProjectId{id}, before, std::nullopt);
    row.owner_id = call.actor().user_id;
    row.version = static_cast<int>(before.at("version").as_int64()) + 1;
    row.created_at = parseTimestamp(before.at("created_at").as_string());
    const auto project = co_await insertProject(call, std::move(row));
    co_await tasks_.restore(call, project.id, before.at("tasks").as_array());
    const auto tasks = co_await tasks_.stored(call, project.id);
    auto change = changeOf(Action::created, project);
    change.after = withTasks(project, tasks);
    call.record(std::move(change));
  }

  task<void> revert(Call& call, Uuid id, const json::object& before) const {
    auto current = co_await existing(call, ProjectId{id});
    auto row = co_await rowFrom(call, ProjectId{id}, before, linkOf(current));
    row.owner_id = current.owner_id;
    co_await store(call, std::move(current), std::move(row));
  }

 private:
  /// Stores the row over `before` with its change; what did not change is not written.
  task<Project> store(Call& call, Project before, ProjectRow row) const {
    if (sameValues(before, row)) co_return before;
    row.version = before.version + 1;
    auto after = co_await updateProject(call, std::move(row));
    if (after.name != before.name) tasks_.renamed(call, after.id, after.name);
    auto change = changeOf(Action::updated, after);
    for (const auto& person : before.assignees) change.viewers.push_back(person.id);
    change.before = json::toJson(before);
    change.after = json::toJson(after);
    call.record(std::move(change));
    co_return after;
  }

  /// The values of a stored project; organization and members are looked up again, since they may
  /// have come or gone.
  static task<ProjectRow> rowFrom(Call& call, ProjectId id, const json::object& stored,
                                  std::optional<OrganizationLink> current) {
    auto fields = stored;
    fields.erase("tasks");
    auto input = json::decode<ProjectChanges>(fields);
    ProjectRow row;
    row.id = id;
    row.name = input.name.value->value();
    row.status = input.status.value.value_or(Status::planned);
    row.organization = co_await storedOrganizationLink(
        call, std::move(current), textOf(input.organization.value), input.organization_id.value);
    std::vector<UserId> assignees;
    for (const auto& assignee : input.assignees.value.value_or(std::vector<Assignee>{}))
      assignees.push_back(assignee.id);
    const auto members = co_await selectMembers(call, assignees);
    std::erase_if(assignees, [&](UserId one) { return !holds(members, one); });
    row.assignees = std::move(assignees);
    row.due_date = input.due_date.value;
    row.metadata = input.metadata.value.value_or(json::Metadata{});
    co_return row;
  }

  Tasks tasks_;
};

task<Project> get(Call& call, ProjectKey key) {
  auto project = co_await selectProject(call, key.id);
  if (!project) throw notFound("There is no such project, or it is not shared with you.");
  co_return std::move(*project);
}

task<Page<Project>> find(Call& call, FindProjects input) {
  co_return co_await selectPage(call, input);
}

task<std::optional<std::string>> load(Call& call, Uuid id) {
  const auto project = co_await selectForUpdate(call, ProjectId{id});
  if (!project) co_return std::nullopt;
  co_return json::toJson(*project);
}

}  // namespace

Feature feature(Tasks tasks) {
  // Shared by the handlers below, which live as long as the catalog.
  const auto writer = std::make_shared<const Writer>(std::move(tasks));
  const auto create = [writer](Call& call, NewProject input) {
    return writer->create(call, std::move(input));
  };
  const auto update = [writer](Call& call, ProjectChanges input) {
    return writer->update(call, std::move(input));
  };
  const auto remove = [writer](Call& call, ProjectKey key) { return writer->remove(call, key); };

  Feature made;
  made.operations = recordOperations<Project, FindProjects, NewProject, ProjectKey, ProjectChanges>(
      {.one = "project",
       .many = "projects",
       .find = "List or search the projects the user owns or works on. Answers a page of them with "
               "their ids.",
       .create = "Start a project. Give only what the user said.",
       .update = "Change fields of one project. Fields left out stay as they are; null clears one. "
                 "Find the id first.",
       .remove =
           "Delete one project by its id, and all of its tasks. The user is asked for approval."},
      find, create, get, update, remove);
  made.kinds = {recordKind<ProjectKey>(record_type, load, writer)};
  made.words = {projectWords()};
  return made;
}

}  // namespace parley::projects
