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
  static constexpr auto ignored = std::to_array<std::string_view>(
      {"masked", "last_used_at", "failure", "failed_at", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"key",
       "As the provider gave it. It is checked with the provider, stored encrypted and never shown "
       "again. Without it the one that is stored for this address stays. A compatible server may "
       "want none."},
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

/// Whom the keys are for that an operation is about.
Error replacedMeanwhile() {
  return Error{Status::conflict, "key_replaced",
               "Somebody has put another key in its place meanwhile. Look at it, and try again."};
}

enum class KeyScope { own, workspace };

KeyOwner ownerIn(const Call& call, KeyScope scope) {
  return scope == KeyScope::own ? KeyOwner{call.actor().user_id} : std::nullopt;
}

class KeyEditor {
 public:
  KeyEditor(const KeyStore& keys, const Connect& connect, KeyScope scope)
      : keys_{keys}, connect_{connect}, scope_{scope} {}

  task<ModelKeyList> list(Call& call) const {
    auto keys = co_await selectKeys(call.transaction(), ownerIn(call, scope_));
    co_return ModelKeyList{std::move(keys)};
  }

  /// The provider is asked before any transaction is open. Whoever asks for the key meanwhile gets
  /// the old one or the new one, never none.
  task<ModelKey> put(Call& call, NewModelKey input) const {
    const auto base_url = urlOf(input.base_url);
    const auto key =
        input.key ? input.key->value() : co_await storedFor(call, input.provider, base_url);
    const bool keeps = !input.key && !key.empty();
    checkTogether(input, key, base_url);
    co_await check(call, input.provider, key, base_url);

    auto tx =
        co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
    const auto workspace = call.actor().workspace_id;
    const auto owner = ownerIn(call, scope_);
    const auto sealer = co_await keys_.sealer(tx, workspace);
    const auto found = co_await lockKey(tx, owner, input.provider);
    if (keeps) {  // it may have been replaced while the provider was asked
      const auto now = co_await keys_.stored(tx, workspace, owner, input.provider);
      if (!now || now->account != accountOf(key, base_url)) throw replacedMeanwhile();
    }
    KeyRow row;
    row.id = found.value_or(makeUuid());
    row.provider = input.provider;
    row.data_key_id = sealer.dataKeyId();
    row.sealed = sealer.seal(row.id, key);
    row.masked = masked(key);
    row.fingerprint = accountOf(key, base_url);
    row.base_url = base_url;
    if (input.model && !input.model->value().empty()) row.model = input.model->value();
    const auto id = row.id;
    co_await deleteKey(tx, owner, input.provider);
    auto stored =
        co_await insertKey(tx, workspace, owner, std::move(row), call.services.clock.now());
    co_await tx.commit();
    call.record(changeOf(found ? Action::updated : Action::created, id, input.provider));
    co_return stored;
  }

  task<void> remove(Call& call, ModelKeyRef key) const {
    const auto id = co_await deleteKey(call.transaction(), ownerIn(call, scope_), key.provider);
    if (!id) throw notFound("There is no key for this provider.");
    call.record(changeOf(Action::deleted, *id, key.provider));
  }

 private:
  /// The key that goes on being used where none is given. Another address never gets to see it.
  task<std::string> storedFor(Call& call, ProviderName provider,
                              const std::optional<std::string>& base_url) const {
    auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
    const auto stored =
        co_await keys_.stored(tx, call.actor().workspace_id, ownerIn(call, scope_), provider);
    if (!stored || stored->base_url != base_url) co_return "";
    co_return std::string{stored->key->reveal()};
  }

  task<void> check(Call& call, ProviderName name, const std::string& key,
                   const std::optional<std::string>& base_url) const {
    ProviderAccess access;
    access.provider = name;
    access.key = std::make_shared<const secrets::SecretString>(key);
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
  KeyScope scope_;
};

/// How the operations of one scope call themselves.
struct KeyWords {
  std::string name;  ///< behind the verb and before `key`
  std::string path;
  std::string whose;
  std::string whom;
  Access access = Access::member;
};

std::vector<Operation> keyOperations(const KeyEditor& editor, const KeyWords& words) {
  return {
      operation<NoInput, ModelKeyList>(
          {.name = "list_" + words.name + "_keys",
           .title = "List model keys",
           .summary = "List " + words.whose + " keys for language models, masked.",
           .method = "GET",
           .path = words.path,
           .effect = Effect::read,
           .access = words.access},
          [editor](Call& call, NoInput) { return editor.list(call); }),
      operation<NewModelKey, ModelKey>(
          {.name = "put_" + words.name + "_key",
           .title = "Set model key",
           .summary = "Check a key with its provider and keep it for " + words.whom + ".",
           .method = "PUT",
           .path = words.path + "/{provider}",
           .effect = Effect::outward,
           .access = words.access,
           .transactions = Transactions::own,
           .timeout = std::chrono::seconds{60}},
          [editor](Call& call, NewModelKey input) { return editor.put(call, std::move(input)); }),
      operation<ModelKeyRef, NoContent>(
          {.name = "delete_" + words.name + "_key",
           .title = "Remove model key",
           .summary = "Forget " + words.whose + " key for a provider.",
           .method = "DELETE",
           .path = words.path + "/{provider}",
           .effect = Effect::destroy,
           .access = words.access},
          [editor](Call& call, ModelKeyRef key) { return editor.remove(call, key); }),
  };
}

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

std::vector<Operation> modelKeyOperations(const KeyStore& keys, const Connect& connect) {
  auto operations = keyOperations(KeyEditor{keys, connect, KeyScope::workspace},
                                  {.name = "model",
                                   .path = "/api/model-keys",
                                   .whose = "the workspace's",
                                   .whom = "the workspace",
                                   .access = Access::administrator});
  auto own = keyOperations(KeyEditor{keys, connect, KeyScope::own}, {.name = "own_model",
                                                                     .path = "/api/me/model-keys",
                                                                     .whose = "your own",
                                                                     .whom = "you alone"});
  operations.insert(operations.end(), std::make_move_iterator(own.begin()),
                    std::make_move_iterator(own.end()));
  return operations;
}

}  // namespace parley::assistant
