#pragma once

#include <optional>

#include "features/organizations/organization.hpp"
#include "operations/call.hpp"

/// The SQL of organizations: here and nowhere else. Everything runs in the call's transaction, so
/// row-level security shows the user's own organizations alone.
namespace parley::organizations {

/// An organization's values, checked and ready to be stored.
struct OrganizationRow {
  OrganizationId id;
  int version = 1;
  std::string name;
  std::optional<std::string> description;
  std::optional<std::string> industry;
  json::Metadata metadata;
  std::optional<Timestamp> created_at;  ///< unset: now
};

task<operations::Page<Organization>> selectPage(operations::Call& call,
                                                const FindOrganizations& input);
task<std::optional<Organization>> selectOrganization(operations::Call& call, OrganizationId id);
/// Locks the row until the transaction ends.
task<std::optional<Organization>> selectForUpdate(operations::Call& call, OrganizationId id);
/// Both throw 409 name_taken when the user has another one of that name.
task<Organization> insertOrganization(operations::Call& call, OrganizationRow row);
task<Organization> updateOrganization(operations::Call& call, OrganizationRow row);
void deleteOrganization(operations::Call& call, OrganizationId id);

}  // namespace parley::organizations
