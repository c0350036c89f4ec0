#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/uuid.hpp"
#include "operations/call.hpp"

/// Records that name an organization (contacts, projects) keep its name, and its id where their
/// owner has one of that name; the two find each other whichever comes first. The tables have the
/// columns `organization`, `organization_key`, `organization_search`, `organization_id` and
/// `owner_id`. Everything runs in the call's transaction.
namespace parley::operations {

struct OrganizationLink {
  std::string name;
  std::optional<OrganizationId> id;

  bool operator==(const OrganizationLink&) const = default;
};

/// What a body gave: a name, an id, or both, which must agree (422 otherwise, and for an id that is
/// not the user's). Nothing for neither.
task<std::optional<OrganizationLink>> organizationLink(Call& call, std::optional<std::string> name,
                                                       std::optional<OrganizationId> id);

/// Of a record that has changed: what was read may be written back, so an unchanged half of the
/// pair does not contradict a changed one.
struct OrganizationChange {
  std::optional<std::optional<std::string>> name;   ///< set: given in the body
  std::optional<std::optional<OrganizationId>> id;  ///< set: given in the body
};
task<std::optional<OrganizationLink>> changedOrganizationLink(
    Call& call, std::optional<OrganizationLink> before, OrganizationChange change);

/// Of a record that is brought back to what was stored: where it still belongs to the stored
/// organization it stays as it is, whatever that is called by now; else the stored organization is
/// looked up, by its id before its name.
task<std::optional<OrganizationLink>> storedOrganizationLink(
    Call& call, std::optional<OrganizationLink> current, std::optional<std::string> name,
    std::optional<OrganizationId> id);

/// Links the user's records in `table` that name the organization, and gives linked ones its
/// current name.
void followOrganization(Call& call, std::string_view table, OrganizationId id,
                        const std::string& name);
/// Leaves the name with the records and clears the link.
void leaveOrganization(Call& call, std::string_view table, OrganizationId id);

/// The four columns, in the order they stand above, for the parameters of a write.
struct OrganizationColumns {
  explicit OrganizationColumns(const std::optional<OrganizationLink>& link);

  std::optional<std::string> name;
  std::optional<std::string> key;
  std::optional<std::string> search;
  std::optional<OrganizationId> id;
};

}  // namespace parley::operations
