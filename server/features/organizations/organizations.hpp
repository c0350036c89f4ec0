#pragma once

#include <functional>
#include <string>

#include "foundation/uuid.hpp"
#include "operations/call.hpp"
#include "operations/catalog.hpp"

/// The organizations a user follows. Public face of the feature.
namespace parley::organizations {

/// Who keeps an organization's name beside its id. Both are called in the transaction of the write
/// and add statements.
struct Followers {
  std::function<void(operations::Call&, OrganizationId, const std::string& name)>
      named;                                                       ///< made or renamed
  std::function<void(operations::Call&, OrganizationId)> leaving;  ///< about to be deleted
};

/// Operations, undo and words of organizations.
operations::Feature feature(Followers followers);

}  // namespace parley::organizations
