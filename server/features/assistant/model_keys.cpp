#include "features/assistant/model_keys.hpp"

#include <utility>

#include "database/binary.hpp"
#include "database/described_rows.hpp"
#include "foundation/error.hpp"
#include "secrets/random.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

constexpr std::string_view record_type = "model_key";

/// Written without blanks or line breaks; what a person pastes is trimmed.
using KeyText = Text<8, 500>;
using Url = Text<0, 500>;

struct NewModelKey {
  static constexpr std::string_view schema_name = "NewModelKey";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"masked", "last_used_at", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"key",
       "As the provider gave it. It is checked with the provider, stored encrypted and never shown "
       "again."},
      {"base_url", "Another address of the same interface, a gateway for example."},
      {"model", "The model to use by default."},
  });

  ProviderName provider;
  KeyText key;
  std::optional<Url> base_url;
  std::optional<Text<0, 200>> model;
};
BOOST_DESCRIBE_STRUCT(NewModelKey, (), (provider, key, base_url, model))

struct ModelKeyRef {
  ProviderName provider;
};
BOOST_DESCRIBE_STRUCT(ModelKeyRef, (), (provider))

#define PARLEY_KEY_COLUMNS "provider, masked, base_url, model, last_used_at, created_at"

std::string masked(std::string_view key) {
  constexpr std::size_t shown = 4;
  return "…" + std::string{key.substr(key.size() - shown)};
}

void requireSupported(ProviderName provider) {
  if (provider == ProviderName::anthropic) return;
  throw invalid("provider", "must be anthropic");
}

std::optional<std::string> urlOf(const std::optional<Url>& url) {
  if (!url || url->value().empty()) return std::nullopt;
  const auto& text = url->value();
  if (!text.starts_with("https://") && !text.starts_with("http://")) {
    throw invalid("base_url", "must begin with https://");
  }
  if (text.contains('@') || text.contains('?') || text.contains('#') || text.contains(' ')) {
    throw invalid("base_url", "must be a plain address without credentials, query or fragment");
  }
  return text.ends_with('/') ? text.substr(0, text.size() - 1) : text;
}

database::Identity identityOf(const Actor& actor) {
  return {actor.user_id.uuid, actor.workspace_id.uuid};
}

task<ModelKeyList> list(Call& call, NoInput) {
  const auto rows = co_await call.transaction().execute("select " PARLEY_KEY_COLUMNS
                                                        " from model_keys order by provider");
  co_return ModelKeyList{database::rowsAs<ModelKey>(rows)};
}

/// A sentence for the form, in which the field is `key` unless the address is at fault.
Error refusal(const language_model::ModelFailure& failure) {
  using language_model::FailureKind;
  const bool address = failure.kind == FailureKind::unreachable;
  return invalid(address ? "base_url" : "key", failure.detail);
}

Change changeOf(Action action, Uuid id, ProviderName provider) {
  Change change;
  change.action = action;
  change.record_type = record_type;
  change.record_id = id;
  change.record_name = json::enumName(provider);
  change.silent = true;
  return change;
}

class KeyEditor {
 public:
  KeyEditor(const KeyStore& keys, const Connect& connect) : keys_{keys}, connect_{connect} {}

  /// The provider is asked before any transaction is open.
  task<ModelKey> put(Call& call, NewModelKey input) const {
    requireSupported(input.provider);
    const auto base_url = urlOf(input.base_url);
    co_await check(call, input, base_url);

    auto tx =
        co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
    const auto workspace = call.actor().workspace_id;
    const auto found =
        co_await tx.execute("select id from model_keys where provider = $1 for update",
                            database::parameters(input.provider));
    const auto id = found.empty() ? makeUuid() : database::fromText<Uuid>(*found.at(0, 0));
    const auto sealed = co_await keys_.seal(tx, workspace, id, input.key.value());
    const std::optional<std::string> model = input.model && !input.model->value().empty()
                                                 ? std::optional{input.model->value()}
                                                 : std::nullopt;
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
        database::parameters(workspace, id, input.provider, sealed.data_key_id,
                             database::toBytea(sealed.bytes), masked(input.key.value()),
                             fingerprintOf(input.key.value()), base_url, model,
                             call.services.clock.now()));
    auto stored = database::rowAs<ModelKey>(rows, 0);
    co_await tx.commit();
    call.record(changeOf(found.empty() ? Action::created : Action::updated, id, input.provider));
    co_return stored;
  }

  task<void> remove(Call& call, ModelKeyRef key) const {
    const auto rows = co_await call.transaction().execute(
        "delete from model_keys where provider = $1 returning id",
        database::parameters(key.provider));
    if (rows.empty()) throw notFound("There is no key for this provider.");
    call.record(changeOf(Action::deleted, database::fromText<Uuid>(*rows.at(0, 0)), key.provider));
  }

 private:
  task<void> check(Call& call, const NewModelKey& input,
                   const std::optional<std::string>& base_url) const {
    ProviderAccess access;
    access.provider = input.provider;
    access.key = secrets::SecretString{input.key.value()};
    access.account = fingerprintOf(input.key.value());
    access.base_url = base_url;
    const auto provider = connect_(call.services.loop, std::move(access));
    std::optional<Error> refused;
    try {
      co_await provider->checkKey();
    } catch (const language_model::ModelFailure& failure) {
      refused = refusal(failure);
    }
    if (refused) throw std::move(*refused);
  }

  const KeyStore& keys_;
  const Connect& connect_;
};

}  // namespace

std::string fingerprintOf(std::string_view key) {
  return secrets::toHex(secrets::sha256(key)).substr(0, 16);
}

task<std::optional<ProviderAccess>> KeyStore::find(database::Transaction& tx, WorkspaceId workspace,
                                                   ProviderName provider) const {
  const auto rows = co_await tx.execute(
      R"(select key.id, key.key_sealed, key.fingerprint, key.base_url, data.id as data_key_id,
                data.wrapped
         from model_keys key
         join workspace_keys data on data.workspace_id = key.workspace_id and data.id = key.workspace_key_id
         where key.provider = $1)",
      database::parameters(provider));
  ProviderAccess access;
  access.provider = provider;
  if (rows.empty()) {
    const auto shared = shared_keys_.find(provider);
    if (shared == shared_keys_.end() || shared->second.empty()) co_return std::nullopt;
    access.key = shared->second.clone();
    access.account = fingerprintOf(access.key.reveal());
    co_return access;
  }
  const auto data_key_id = std::string{*rows.at(0, 4)};
  const auto data_key = installation_key_.unwrapKey(workspace.toString(), data_key_id,
                                                    database::fromBytea(*rows.at(0, 5)));
  const secrets::FieldPlace place{workspace.toString(), "model_keys", "key_sealed",
                                  std::string{*rows.at(0, 0)}, data_key_id};
  access.key = secrets::open(data_key, place, database::fromBytea(*rows.at(0, 1)));
  access.account = *rows.at(0, 2);
  if (const auto url = rows.at(0, 3)) access.base_url = *url;
  co_return access;
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

std::vector<Operation> modelKeyOperations(const KeyStore& keys, const Connect& connect) {
  const KeyEditor editor{keys, connect};
  return {
      operation<NoInput, ModelKeyList>(
          {.name = "list_model_keys",
           .title = "List model keys",
           .summary = "The workspace's keys for language models, masked.",
           .method = "GET",
           .path = "/api/model-keys",
           .effect = Effect::read,
           .access = Access::administrator},
          list),
      operation<NewModelKey, ModelKey>(
          {.name = "put_model_key",
           .title = "Set model key",
           .summary = "Check a key with its provider and keep it for the workspace.",
           .method = "PUT",
           .path = "/api/model-keys/{provider}",
           .effect = Effect::outward,
           .access = Access::administrator,
           .transactions = Transactions::own,
           .timeout = std::chrono::seconds{60}},
          [editor](Call& call, NewModelKey input) { return editor.put(call, std::move(input)); }),
      operation<ModelKeyRef, NoContent>(
          {.name = "delete_model_key",
           .title = "Remove model key",
           .summary = "Forget the workspace's key for a provider.",
           .method = "DELETE",
           .path = "/api/model-keys/{provider}",
           .effect = Effect::destroy,
           .access = Access::administrator},
          [editor](Call& call, ModelKeyRef key) { return editor.remove(call, key); }),
  };
}

}  // namespace parley::assistant
