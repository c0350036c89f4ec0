#include "app/description.hpp"

#include "app/catalog.hpp"
#include "interfaces/openapi/document.hpp"

namespace parley::app {

std::string describeApi() {
  // The document needs the catalog alone; nothing is signed or sealed with this key.
  const secrets::InstallationKey key{secrets::SecretString::random(32)};
  const SystemClock clock;
  const Configuration configuration;
  accounts::Accounts accounts{configuration.accounts, key, clock};
  AssistantHome assistant{configuration, key, clock, true};
  operations::Catalog catalog;
  fillCatalog(catalog, {accounts, assistant});
  return openapi::document(catalog, PARLEY_VERSION);
}

}  // namespace parley::app
