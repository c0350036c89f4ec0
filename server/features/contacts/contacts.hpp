#pragma once

#include <string>

#include "foundation/uuid.hpp"
#include "operations/call.hpp"
#include "operations/catalog.hpp"

/// The people a user knows. Public face of the feature.
namespace parley::contacts {

/// Operations, undo and words of contacts.
operations::Feature feature();

/// For whoever keeps organizations: contacts follow the organization they name. Both add statements
/// to the call's transaction.
void followOrganization(operations::Call& call, OrganizationId id, const std::string& name);
void leaveOrganization(operations::Call& call, OrganizationId id);

}  // namespace parley::contacts
