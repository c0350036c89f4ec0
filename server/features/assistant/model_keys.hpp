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

/// The keys with which people and workspaces reach language models, and what can be reached with
/// them.
namespace parley::assistant {

enum class ProviderName { anthropic, openai, gemini, compatible };
BOOST_DESCRIBE_ENUM(ProviderName, anthropic, openai, gemini, compatible)

/// As people call the company.
std::string_view nameOf(ProviderName provider);

/// Whose key it is, in the order of preference. Who has one never uses the next one's in its place,
/// whatever state it is in.
enum class KeyHolder { own, workspace, installation };
BOOST_DESCRIBE_ENUM(KeyHolder, own, workspace, installation)

/// What reaches a provider: a key, whose it is, and where to.
struct ProviderAccess {
  ProviderName provider = ProviderName::anthropic;
  KeyHolder holder = KeyHolder::installation;
  std::optional<Uuid> key_id;                        ///< of its row; none: the installation's
  std::shared_ptr<const secrets::SecretString> key;  ///< shared: its memory is dear
  std::string account;                               ///< fingerprint of the key
  std::optional<std::string>
      base_url;  ///< given with the key; unset: the operator's or the provider's own
  std::optional<std::string> model;  ///< the one wanted by default
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

/// Whom a key is for: a person, or the workspace.
using KeyOwner = std::optional<UserId>;

/// Fingerprint of a key: tells two keys apart and nothing else.
std::string fingerprintOf(std::string_view key);

/// Seals the keys of a workspace for as long as a transaction lasts.
class KeySealer {
 public:
  KeySealer(WorkspaceId workspace, Uuid data_key_id, secrets::SecretString data_key)
      : workspace_{workspace}, data_key_id_{data_key_id}, data_key_{std::move(data_key)} {}

  Uuid dataKeyId() const { return data_key_id_; }
  /// For the row of that id alone.
  std::string seal(Uuid row, std::string_view key) const;

 private:
  WorkspaceId workspace_;
  Uuid data_key_id_;
  secrets::SecretString data_key_;
};

/// Opens and seals what lies in `model_keys` with the workspace's data key. Thread-safe.
class KeyStore {
 public:
  /// `installation_key` must outlive this. `shared_keys` are the installation's, for workspaces
  /// without their own.
  KeyStore(const secrets::InstallationKey& installation_key,
           std::map<ProviderName, secrets::SecretString> shared_keys)
      : installation_key_{installation_key} {
    for (auto& [provider, key] : shared_keys) {
      if (!key.empty())
        shared_keys_[provider] = std::make_shared<const secrets::SecretString>(std::move(key));
    }
  }

  /// Selects the person's own keys and the workspace's.
  static database::Command findCommand();
  /// What can be reached with the keys in `rows` and the installation's, one access per provider,
  /// in the order of preference.
  std::vector<ProviderAccess> found(const database::Rows& rows, WorkspaceId workspace) const;
  /// The one of this owner alone.
  task<std::optional<ProviderAccess>> stored(database::Transaction& tx, WorkspaceId workspace,
                                             KeyOwner owner, ProviderName provider) const;
  /// Makes the workspace's data key when it has none. Nothing is sealed anew elsewhere until the
  /// transaction has ended.
  task<KeySealer> sealer(database::Transaction& tx, WorkspaceId workspace) const;

 private:
  const secrets::InstallationKey& installation_key_;
  std::map<ProviderName, std::shared_ptr<const secrets::SecretString>> shared_keys_;
};

/// What the owner of a key has to mend.
enum class KeyFailure { refused, unpaid };
BOOST_DESCRIBE_ENUM(KeyFailure, refused, unpaid)

struct ModelKey {
  static constexpr std::string_view schema_name = "ModelKey";
  static constexpr auto help = std::to_array<json::Help>({
      {"last_used_at", "To the minute."},
      {"failure",
       "Why the provider refused it last, until it works again: refused (mistyped, revoked or "
       "expired) or unpaid (no credit, or a spend limit)."},
  });

  ProviderName provider = ProviderName::anthropic;
  std::string masked;
  std::optional<std::string> base_url;
  std::optional<std::string> model;
  std::optional<Timestamp> last_used_at;
  std::optional<KeyFailure> failure;
  std::optional<Timestamp> failed_at;
  Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(ModelKey, (),
                      (provider, masked, base_url, model, last_used_at, failure, failed_at,
                       created_at))

struct ModelKeyList {
  static constexpr std::string_view schema_name = "ModelKeyList";
  std::vector<ModelKey> items;
};
BOOST_DESCRIBE_STRUCT(ModelKeyList, (), (items))

task<std::vector<ModelKey>> selectKeys(database::Transaction& tx, KeyOwner owner);
/// The row of the provider's key, locked.
task<std::optional<Uuid>> lockKey(database::Transaction& tx, KeyOwner owner, ProviderName provider);
struct KeyRow {
  Uuid id;
  ProviderName provider = ProviderName::anthropic;
  Uuid data_key_id;
  std::string sealed;
  std::string masked;
  std::string fingerprint;
  std::optional<std::string> base_url;
  std::optional<std::string> model;
};
task<ModelKey> insertKey(database::Transaction& tx, WorkspaceId workspace, KeyOwner owner,
                         KeyRow row, Timestamp now);
/// The id of the key that was there.
task<std::optional<Uuid>> deleteKey(database::Transaction& tx, KeyOwner owner,
                                    ProviderName provider);

/// What came of using a key: it served, unless it has failed. Nothing happens to one that replaced
/// it meanwhile, which has another fingerprint.
database::Command noteKeyUse(Uuid key, const std::string& fingerprint,
                             std::optional<KeyFailure> failure, Timestamp now);

/// The operations under /api/model-keys and /api/me/model-keys. Both must outlive the catalog.
std::vector<operations::Operation> modelKeyOperations(const KeyStore& keys, const Connect& connect);

}  // namespace parley::assistant
