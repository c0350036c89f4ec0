#pragma once

#include "app/assistant_home.hpp"
#include "features/accounts/accounts.hpp"
#include "operations/catalog.hpp"

namespace parley::app {

/// What the features are built on. Outlives the catalog.
struct Parts {
  accounts::Accounts& accounts;
  AssistantHome& assistant;
};

/// Fills the catalog with everything Parley can do: the one list of features.
void fillCatalog(operations::Catalog& catalog, const Parts& parts);

}  // namespace parley::app
