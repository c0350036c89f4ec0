#include <utility>

#include "database/binary.hpp"
#include "database/described_rows.hpp"
#include "features/assistant/model_keys.hpp"

/// The SQL of model keys and of the data keys they are sealed with.
namespace parley::assistant {

#define PARLEY_KEY_COLUMNS "provider, masked, base_url, model, last_used_at, created_at"

task<std::vector<ModelKey>> selectKeys(database::Transaction& tx) {
  const auto rows =
      co_await tx.execute("select " PARLEY_KEY_COLUMNS " from model_keys order by provider");
  co_return database::rowsAs<ModelKey>(rows);
}

task<std::optional<Uuid>> lockKey(database::Transaction& tx, ProviderName provider) {
  const auto rows = co_await tx.execute("select id from model_keys where provider = $1 for update",
                                        database::parameters(provider));
  if (rows.empty()) co_return std::nullopt;
  co_return database::valueAs<Uuid>(rows);
}

task<ModelKey> upsertKey(database::Transaction& tx, WorkspaceId workspace, KeyRow row,
                         Timestamp now) {
  const auto rows = co_await tx.execute(
      R"(insert into model_keys (workspace_id, id, provider, workspace_key_id, key_sealed, masked, fingerprint,
                                 base_url, model, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
         on conflict (workspace_id, provider)
         do update set workspace_key_id = excluded.workspace_key_id, key_sealed = excluded.key_sealed,
                       masked = excluded.masked, fingerprint = excluded.fingerprint, base_url = excluded.base_url,
                       model = excluded.model, created_at = excluded.created_at, updated_at = excluded.updated_at,
                       last_used_at = null, version = model_keys.version + 1
         returning )" PARLEY_KEY_COLUMNS,
      database::parameters(workspace, row.id, row.provider, row.sealed.data_key_id,
                           database::toBytea(row.sealed.bytes), row.masked, row.fingerprint,
                           row.base_url, row.model, now));
  co_return database::rowAs<ModelKey>(rows, 0);
}

task<std::optional<Uuid>> deleteKey(database::Transaction& tx, ProviderName provider) {
  const auto rows = co_await tx.execute("delete from model_keys where provider = $1 returning id",
                                        database::parameters(provider));
  if (rows.empty()) co_return std::nullopt;
  co_return database::valueAs<Uuid>(rows);
}

database::Command KeyStore::findCommand() {
  return {R"(select key.id, key.key_sealed, key.fingerprint, key.base_url, data.id as data_key_id,
                data.wrapped, key.provider, key.model
         from model_keys key
         join workspace_keys data on data.workspace_id = key.workspace_id and data.id = key.workspace_key_id)"};
}

std::vector<ProviderAccess> KeyStore::found(const database::Rows& rows,
                                            WorkspaceId workspace) const {
  std::map<ProviderName, ProviderAccess> reached;
  for (int i = 0; i < rows.size(); ++i) {
    const auto data_key_id = std::string{*rows.at(i, 4)};
    const auto data_key = installation_key_.unwrapKey(workspace.toString(), data_key_id,
                                                      database::fromBytea(*rows.at(i, 5)));
    const secrets::FieldPlace place{workspace.toString(), "model_keys", "key_sealed",
                                    std::string{*rows.at(i, 0)}, data_key_id};
    ProviderAccess access;
    access.provider = database::fromText<ProviderName>(*rows.at(i, 6));
    access.key = secrets::open(data_key, place, database::fromBytea(*rows.at(i, 1)));
    access.account = *rows.at(i, 2);
    if (const auto url = rows.at(i, 3)) access.base_url = *url;
    if (const auto model = rows.at(i, 7)) access.model = *model;
    reached.emplace(access.provider, std::move(access));
  }
  for (const auto& [provider, key] : shared_keys_) {
    if (key.empty() || reached.contains(provider)) continue;
    ProviderAccess access;
    access.provider = provider;
    access.key = key.clone();
    access.account = fingerprintOf(key.reveal());
    reached.emplace(provider, std::move(access));
  }
  std::vector<ProviderAccess> accesses;
  for (auto& [provider, access] : reached) accesses.push_back(std::move(access));
  return accesses;
}

task<KeyStore::Sealed> KeyStore::seal(database::Transaction& tx, WorkspaceId workspace, Uuid row,
                                      std::string_view key) const {
  const auto rows = co_await tx.execute(
      "select id, wrapped from workspace_keys order by created_at desc, id desc limit 1");
  Sealed sealed;
  secrets::SecretString data_key;
  if (rows.empty()) {
    sealed.data_key_id = makeUuid();
    data_key = secrets::makeDataKey();
    const auto wrapped =
        installation_key_.wrapKey(workspace.toString(), sealed.data_key_id.toString(), data_key);
    tx.enqueue({"insert into workspace_keys (workspace_id, id, wrapped) values ($1, $2, $3)",
                database::parameters(workspace, sealed.data_key_id, database::toBytea(wrapped))});
  } else {
    sealed.data_key_id = database::fromText<Uuid>(*rows.at(0, 0));
    data_key = installation_key_.unwrapKey(workspace.toString(), sealed.data_key_id.toString(),
                                           database::fromBytea(*rows.at(0, 1)));
  }
  const secrets::FieldPlace place{workspace.toString(), "model_keys", "key_sealed", row.toString(),
                                  sealed.data_key_id.toString()};
  sealed.bytes = secrets::seal(data_key, place, key);
  co_return sealed;
}

}  // namespace parley::assistant
