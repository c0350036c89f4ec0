#include "features/assistant/model_keys.hpp"

#include <utility>

#include "foundation/error.hpp"
#include "secrets/random.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

constexpr std::string_view record_type = "model_key";

/// Written without blanks or line breaks; what a person pastes is trimmed.
using KeyText = Text<0, 500>;
constexpr std::size_t shortest_key = 8;
using Url = Text<0, 500>;

struct NewModelKey {
  static constexpr std::string_view schema_name = "NewModelKey";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"masked", "last_used_at", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"key",
       "As the provider gave it. It is checked with the provider, stored encrypted and never shown "
       "again. A compatible server may want none."},
      {"base_url",
       "Where a compatible server answers, as http://localhost:11434/v1; for the others, another "
       "address of the same interface, a gateway for example."},
      {"model", "The model to use by default."},
  });

  ProviderName provider;
  std::optional<KeyText> key;
  std::optional<Url> base_url;
  std::optional<Text<0, 200>> model;
};
BOOST_DESCRIBE_STRUCT(NewModelKey, (), (provider, key, base_url, model))

struct ModelKeyRef {
  ProviderName provider;
};
BOOST_DESCRIBE_STRUCT(ModelKeyRef, (), (provider))

/// Only a compatible server may want no key, and only it has no address of its own.
void checkTogether(const NewModelKey& input, const std::string& key,
                   const std::optional<std::string>& base_url) {
  if (input.provider == ProviderName::compatible) {
    if (!base_url) throw invalid("base_url", "is needed: it says where the server answers");
  } else if (key.size() < shortest_key) {
    throw invalid("key", "must have at least 8 characters");
  }
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

task<ModelKeyList> list(Call& call, NoInput) {
  auto keys = co_await selectKeys(call.transaction());
  co_return ModelKeyList{std::move(keys)};
}

/// A sentence for the form, in which the field is `key` unless the address is at fault.
Error refusal(const language_model::ModelFailure& failure) {
  using language_model::FailureKind;
  const bool address =
      failure.kind == FailureKind::unreachable || failure.kind == FailureKind::model_unknown;
  return invalid(address ? "base_url" : "key", failure.detail);
}

/// What may be shown of a key.
std::string masked(std::string_view key) {
  constexpr std::size_t shown = 4;
  if (key.empty()) return "";
  // Of a short one, four characters would tell too much.
  return key.size() < shortest_key ? "…" : "…" + std::string{key.substr(key.size() - shown)};
}

/// Whose turns go back as received. A server without a key is told apart by its address.
std::string accountOf(const std::string& key, const std::optional<std::string>& base_url) {
  return fingerprintOf(key.empty() ? base_url.value_or("") : key);
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
    const auto base_url = urlOf(input.base_url);
    const std::string key = input.key ? input.key->value() : "";
    checkTogether(input, key, base_url);
    co_await check(call, input.provider, key, base_url);

    auto tx =
        co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
    const auto workspace = call.actor().workspace_id;
    const auto found = co_await lockKey(tx, input.provider);
    KeyRow row;
    row.id = found.value_or(makeUuid());
    row.provider = input.provider;
    row.sealed = co_await keys_.seal(tx, workspace, row.id, key);
    row.masked = masked(key);
    row.fingerprint = accountOf(key, base_url);
    row.base_url = base_url;
    if (input.model && !input.model->value().empty()) row.model = input.model->value();
    const auto id = row.id;
    auto stored = co_await upsertKey(tx, workspace, std::move(row), call.services.clock.now());
    co_await tx.commit();
    call.record(changeOf(found ? Action::updated : Action::created, id, input.provider));
    co_return stored;
  }

  task<void> remove(Call& call, ModelKeyRef key) const {
    const auto id = co_await deleteKey(call.transaction(), key.provider);
    if (!id) throw notFound("There is no key for this provider.");
    call.record(changeOf(Action::deleted, *id, key.provider));
  }

 private:
  task<void> check(Call& call, ProviderName name, const std::string& key,
                   const std::optional<std::string>& base_url) const {
    ProviderAccess access;
    access.provider = name;
    access.key = secrets::SecretString{key};
    access.account = accountOf(key, base_url);
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

std::string_view nameOf(ProviderName provider) {
  switch (provider) {
    case ProviderName::anthropic:
      return "Anthropic";
    case ProviderName::openai:
      return "OpenAI";
    case ProviderName::gemini:
      return "Google";
    case ProviderName::compatible:
      return "the compatible server";
  }
  return "";
}

ProviderAccess ProviderAccess::copy() const {
  return {provider, key.clone(), account, base_url, model};
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
