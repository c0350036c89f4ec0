#include "app/catalog.hpp"

#include "features/contacts/contacts.hpp"
#include "features/feedback/feedback.hpp"
#include "features/organizations/organizations.hpp"
#include "features/projects/projects.hpp"
#include "features/tasks/tasks.hpp"
#include "operations/batch.hpp"
#include "operations/history.hpp"
#include "operations/organization_link.hpp"

namespace parley::app {
namespace {

/// The records that name an organization.
organizations::Followers organizationFollowers() {
  using operations::Call;
  return {[](Call& call, OrganizationId id, const std::string& name) {
            operations::followOrganization(call, contacts::table, id, name);
            operations::followOrganization(call, projects::table, id, name);
          },
          [](Call& call, OrganizationId id) {
            operations::leaveOrganization(call, contacts::table, id);
            operations::leaveOrganization(call, projects::table, id);
          }};
}

}  // namespace

void fillCatalog(operations::Catalog& catalog, const Parts& parts) {
  catalog.add(accounts::feature(parts.accounts));
  catalog.add(contacts::feature());
  catalog.add(organizations::feature(organizationFollowers()));
  catalog.add(projects::feature({tasks::storedTasks, tasks::restoreTasks, tasks::renameProject}));
  catalog.add(tasks::feature());
  catalog.add(feedback::feature());
  catalog.add(operations::history(catalog));
  catalog.add(operations::batches(catalog));
  catalog.add(parts.assistant.feature());
  parts.assistant.assistant().useTools(catalog);
}

}  // namespace parley::app
