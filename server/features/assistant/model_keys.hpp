#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "foundation/fields.hpp"
#include "language_model/model.hpp"
#include "operations/catalog.hpp"
#include "secrets/envelope.hpp"
#include "secrets/secret_string.hpp"

/// The keys with which a workspace reaches language models, and what can be reached with them.
namespace parley::assistant {

enum class ProviderName { anthropic, openai, gemini, compatible };
BOOST_DESCRIBE_ENUM(ProviderName, anthropic, openai, gemini, compatible)

/// As people call the company.
std::string_view nameOf(ProviderName provider);

/// What reaches a provider: a key, whose it is, and where to.
struct ProviderAccess {
  ProviderName provider = ProviderName::anthropic;
  secrets::SecretString key;
  std::string account;  ///< fingerprint of the key
  std::optional<std::string>
      base_url;  ///< given by the workspace; unset: the operator's or the provider's own
  std::optional<std::string> model;  ///< the one the workspace wants by default

  ProviderAccess copy() const;
};

/// A provider reached with one key. Belongs to one loop.
class Provider {
 public:
  virtual ~Provider() = default;
  /// Its model of that id, whatever requests call it.
  virtual language_model::Model& model(const std::string& id) = 0;
  virtual task<std::vector<language_model::ModelInfo>> listModels() = 0;
  /// Throws ModelFailure, key_invalid when the provider refuses the key.
  virtual task<void> checkKey() = 0;
};

/// Made by the composition root, which owns the HTTP clients.
using Connect = std::function<std::shared_ptr<Provider>(Loop&, ProviderAccess)>;

/// Fingerprint of a key: tells two keys apart and nothing else.
std::string fingerprintOf(std::string_view key);

/// Reads and writes `model_keys`, sealed with the workspace's data key. Thread-safe.
class KeyStore {
 public:
  /// `installation_key` must outlive this. `shared_keys` are the installation's, for workspaces
  /// without their own.
  KeyStore(const secrets::InstallationKey& installation_key,
           std::map<ProviderName, secrets::SecretString> shared_keys)
      : installation_key_{installation_key}, shared_keys_{std::move(shared_keys)} {}

  /// Selects the workspace's own keys.
  static database::Command findCommand();
  /// What the workspace can reach, in the order of preference: by its own keys, which are `rows`,
  /// else by the installation's. Never by the latter when there is one of its own, whatever state
  /// that is in.
  std::vector<ProviderAccess> found(const database::Rows& rows, WorkspaceId workspace) const;
  /// Seals the key for the workspace; makes its data key when it has none.
  struct Sealed {
    Uuid data_key_id;
    std::string bytes;
  };
  task<Sealed> seal(database::Transaction& tx, WorkspaceId workspace, Uuid row,
                    std::string_view key) const;

 private:
  const secrets::InstallationKey& installation_key_;
  std::map<ProviderName, secrets::SecretString> shared_keys_;
};

struct ModelKey {
  static constexpr std::string_view schema_name = "ModelKey";

  ProviderName provider = ProviderName::anthropic;
  std::string masked;
  std::optional<std::string> base_url;
  std::optional<std::string> model;
  std::optional<Timestamp> last_used_at;
  Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(ModelKey, (), (provider, masked, base_url, model, last_used_at, created_at))

struct ModelKeyList {
  static constexpr std::string_view schema_name = "ModelKeyList";
  std::vector<ModelKey> items;
};
BOOST_DESCRIBE_STRUCT(ModelKeyList, (), (items))

task<std::vector<ModelKey>> selectKeys(database::Transaction& tx);
/// The row of the provider's key, locked.
task<std::optional<Uuid>> lockKey(database::Transaction& tx, ProviderName provider);
struct KeyRow {
  Uuid id;
  ProviderName provider = ProviderName::anthropic;
  KeyStore::Sealed sealed;
  std::string masked;
  std::string fingerprint;
  std::optional<std::string> base_url;
  std::optional<std::string> model;
};
/// Replaces the provider's key, if there is one.
task<ModelKey> upsertKey(database::Transaction& tx, WorkspaceId workspace, KeyRow row,
                         Timestamp now);
/// The id of the key that was there.
task<std::optional<Uuid>> deleteKey(database::Transaction& tx, ProviderName provider);

/// The operations under /api/model-keys. Both must outlive the catalog.
std::vector<operations::Operation> modelKeyOperations(const KeyStore& keys, const Connect& connect);

}  // namespace parley::assistant
