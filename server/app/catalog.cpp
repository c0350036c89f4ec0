#include "app/catalog.hpp"

#include "features/contacts/contacts.hpp"
#include "features/organizations/organizations.hpp"
#include "operations/history.hpp"

namespace parley::app {

void fillCatalog(operations::Catalog& catalog, const Parts& parts) {
  catalog.add(accounts::feature(parts.accounts));
  catalog.add(contacts::feature());
  catalog.add(organizations::feature({contacts::followOrganization, contacts::leaveOrganization}));
  catalog.add(operations::history(catalog));
  catalog.add(parts.assistant.feature());
  parts.assistant.assistant().useTools(catalog);
}

}  // namespace parley::app
