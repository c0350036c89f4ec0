#include <utility>

#include "database/binary.hpp"
#include "database/described_rows.hpp"
#include "features/assistant/model_keys.hpp"
#include "operations/key_check.hpp"

/// The SQL of model keys and of the data keys they are sealed with.
namespace parley::assistant {
namespace {

#define PARLEY_KEY_COLUMNS \
  "provider, masked, base_url, model, last_used_at, failure, failed_at, created_at"

struct UsableKey {
  Uuid id;
  std::optional<Uuid> owner_id;
  ProviderName provider = ProviderName::anthropic;
  std::string key_sealed;
  std::string fingerprint;
  std::optional<std::string> base_url;
  std::optional<std::string> model;
  Uuid data_key_id;
  std::string wrapped;
};
BOOST_DESCRIBE_STRUCT(UsableKey, (),
                      (id, owner_id, provider, key_sealed, fingerprint, base_url, model,
                       data_key_id, wrapped))

secrets::FieldPlace placeOf(WorkspaceId workspace, Uuid row, Uuid data_key) {
  return {workspace.toString(), "model_keys", "key_sealed", row.toString(), data_key.toString()};
}

ProviderAccess opened(const secrets::InstallationKey& installation_key, WorkspaceId workspace,
                      UsableKey row) {
  const auto data_key = installation_key.unwrapKey(workspace.toString(), row.data_key_id.toString(),
                                                   database::fromBytea(row.wrapped));
  ProviderAccess access;
  access.provider = row.provider;
  access.holder = row.owner_id ? KeyHolder::own : KeyHolder::workspace;
  access.key_id = row.id;
  access.key = std::make_shared<const secrets::SecretString>(secrets::open(
      data_key, placeOf(workspace, row.id, row.data_key_id), database::fromBytea(row.key_sealed)));
  access.account = std::move(row.fingerprint);
  access.base_url = std::move(row.base_url);
  access.model = std::move(row.model);
  return access;
}

}  // namespace

task<std::vector<ModelKey>> selectKeys(database::Transaction& tx, KeyOwner owner) {
  const auto rows = co_await tx.execute(
      "select " PARLEY_KEY_COLUMNS
      " from model_keys where owner_id is not distinct from $1 order by provider",
      database::parameters(owner));
  co_return database::rowsAs<ModelKey>(rows);
}

task<std::optional<Uuid>> lockKey(database::Transaction& tx, KeyOwner owner,
                                  ProviderName provider) {
  const auto rows = co_await tx.execute(
      "select id from model_keys where owner_id is not distinct from $1 and provider = $2 for "
      "update",
      database::parameters(owner, provider));
  if (rows.empty()) co_return std::nullopt;
  co_return database::valueAs<Uuid>(rows);
}

task<ModelKey> insertKey(database::Transaction& tx, WorkspaceId workspace, KeyOwner owner,
                         KeyRow row, Timestamp now) {
  const auto rows = co_await tx.execute(
      R"(insert into model_keys (workspace_id, id, owner_id, provider, workspace_key_id, key_sealed, masked,
                                 fingerprint, base_url, model, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
         returning )" PARLEY_KEY_COLUMNS,
      database::parameters(workspace, row.id, owner, row.provider, row.data_key_id,
                           database::toBytea(row.sealed), row.masked, row.fingerprint, row.base_url,
                           row.model, now));
  co_return database::rowAs<ModelKey>(rows, 0);
}

task<std::optional<Uuid>> deleteKey(database::Transaction& tx, KeyOwner owner,
                                    ProviderName provider) {
  const auto rows = co_await tx.execute(
      "delete from model_keys where owner_id is not distinct from $1 and provider = $2 returning "
      "id",
      database::parameters(owner, provider));
  if (rows.empty()) co_return std::nullopt;
  co_return database::valueAs<Uuid>(rows);
}

database::Command noteKeyUse(Uuid key, const std::string& fingerprint,
                             std::optional<KeyFailure> failure, Timestamp now) {
  if (!failure) {
    return {
        "update model_keys set last_used_at = $3, failure = null, failed_at = null "
        "where id = $1 and fingerprint = $2",
        database::parameters(key, fingerprint, now)};
  }
  return {"update model_keys set failure = $4, failed_at = $3 where id = $1 and fingerprint = $2",
          database::parameters(key, fingerprint, now, *failure)};
}

#define PARLEY_USABLE_KEYS                                                                     \
  "select key.id, key.owner_id, key.provider, key.key_sealed, key.fingerprint, key.base_url, " \
  "key.model, data.id as data_key_id, data.wrapped from model_keys key "                       \
  "join workspace_keys data on data.workspace_id = key.workspace_id and data.id = "            \
  "key.workspace_key_id "

database::Command KeyStore::findCommand() {
  return {PARLEY_USABLE_KEYS "order by key.owner_id nulls last"};
}

task<std::optional<ProviderAccess>> KeyStore::stored(database::Transaction& tx,
                                                     WorkspaceId workspace, KeyOwner owner,
                                                     ProviderName provider) const {
  const auto rows = co_await tx.execute(
      PARLEY_USABLE_KEYS "where key.owner_id is not distinct from $1 and key.provider = $2",
      database::parameters(owner, provider));
  auto row = database::optionalRowAs<UsableKey>(rows);
  if (!row) co_return std::nullopt;
  co_return opened(installation_key_, workspace, std::move(*row));
}

std::vector<ProviderAccess> KeyStore::found(const database::Rows& rows,
                                            WorkspaceId workspace) const {
  std::map<ProviderName, ProviderAccess> reached;
  for (auto& row : database::rowsAs<UsableKey>(rows)) {
    const auto provider = row.provider;
    if (reached.contains(provider)) continue;
    reached.emplace(provider, opened(installation_key_, workspace, std::move(row)));
  }
  for (const auto& [provider, key] : shared_keys_) {
    if (reached.contains(provider)) continue;
    ProviderAccess access;
    access.provider = provider;
    access.key = key;
    access.account = fingerprintOf(key->reveal());
    reached.emplace(provider, std::move(access));
  }
  std::vector<ProviderAccess> accesses;
  for (auto& [provider, access] : reached) accesses.push_back(std::move(access));
  return accesses;
}

std::string KeySealer::seal(Uuid row, std::string_view key) const {
  return secrets::seal(data_key_, placeOf(workspace_, row, data_key_id_), key);
}

task<KeySealer> KeyStore::sealer(database::Transaction& tx, WorkspaceId workspace) const {
  const auto check = co_await operations::holdKeyCheck(tx);
  const auto rows = co_await tx.execute(
      "select id, wrapped from workspace_keys order by created_at desc, id desc limit 1");
  if (!rows.empty()) {
    const auto id = database::valueAs<Uuid>(rows);
    auto key = installation_key_.unwrapKey(workspace.toString(), id.toString(),
                                           database::fromBytea(*rows.at(0, 1)));
    co_return KeySealer{workspace, id, std::move(key)};
  }
  const auto id = makeUuid();
  auto key = secrets::makeDataKey();
  const auto wrapped =
      installation_key_.current(check).wrapKey(workspace.toString(), id.toString(), key);
  tx.enqueue({"insert into workspace_keys (workspace_id, id, wrapped) values ($1, $2, $3)",
              database::parameters(workspace, id, database::toBytea(wrapped))});
  co_return KeySealer{workspace, id, std::move(key)};
}

}  // namespace parley::assistant
