#include "features/assistant/model_directory.hpp"

#include <algorithm>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/run_store.hpp"
#include "foundation/error.hpp"

namespace parley::assistant {
namespace {

using namespace operations;
using language_model::ModelInfo;

constexpr std::string_view provider_prefix = "anthropic/";

database::Identity identityOf(const Actor& actor) {
  return {actor.user_id.uuid, actor.workspace_id.uuid};
}

std::string listKey(const ProviderAccess& access) {
  return access.account + " " + access.base_url.value_or("");
}

ProviderAccess copyOf(const ProviderAccess& access) {
  return {access.provider, access.key.clone(), access.account, access.base_url};
}

const ModelInfo* findModel(const std::vector<ModelInfo>& models, std::string_view id) {
  const auto found = std::ranges::find(models, id, &ModelInfo::id);
  return found == models.end() ? nullptr : &*found;
}

/// The provider's model, which lives as long as somebody asks it.
std::shared_ptr<language_model::Model> servedBy(std::shared_ptr<Provider> provider) {
  auto* model = &provider->model();
  return {std::move(provider), model};
}

struct ModelList {
  static constexpr std::string_view schema_name = "ModelList";
  std::vector<ModelEntry> items;
};
BOOST_DESCRIBE_STRUCT(ModelList, (), (items))

task<ModelList> listOf(ModelDirectory& directory, Call& call) {
  auto items = co_await directory.list(call);
  co_return ModelList{std::move(items)};
}

}  // namespace

ModelDirectory::ModelDirectory(Options options, const KeyStore& keys, const Connect& connect,
                               std::shared_ptr<language_model::Model> builtin, const Clock& clock)
    : options_{std::move(options)},
      keys_{keys},
      connect_{connect},
      builtin_{std::move(builtin)},
      clock_{clock} {}

ChosenModel ModelDirectory::builtin() const {
  return {std::string{builtin_model}, std::string{builtin_name}, builtin_, false};
}

task<std::optional<ProviderAccess>> ModelDirectory::access(Call& call) {
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  co_return co_await keys_.find(tx, call.actor().workspace_id, ProviderName::anthropic);
}

std::optional<ModelDirectory::Listed> ModelDirectory::cached(const std::string& key) const {
  const std::scoped_lock lock{mutex_};
  const auto found = lists_.find(key);
  if (found == lists_.end() || found->second.fresh_until <= clock_.now()) return std::nullopt;
  return found->second;
}

task<std::vector<ModelInfo>> ModelDirectory::modelsOf(Call& call, const ProviderAccess& access) {
  const auto key = listKey(access);
  if (auto known = cached(key)) co_return std::move(known->models);
  Listed listed;
  listed.fresh_until = clock_.now() + options_.list_life;
  try {
    const auto provider = connect_(call.services.loop, copyOf(access));
    listed.models = co_await provider->listModels();
  } catch (const language_model::ModelFailure&) {
    listed.fresh_until = clock_.now() + options_.list_retry;
  }
  const std::scoped_lock lock{mutex_};
  if (lists_.size() >= options_.max_lists) lists_.clear();
  lists_[key] = listed;
  co_return std::move(listed.models);
}

std::string ModelDirectory::defaultOf(const std::vector<ModelInfo>& models) const {
  if (models.empty() || findModel(models, options_.preferred) != nullptr) return options_.preferred;
  return models.front().id;
}

task<std::vector<ModelEntry>> ModelDirectory::list(Call& call) {
  const auto key = co_await access(call);
  std::vector<ModelEntry> entries;
  if (key) {
    const auto models = co_await modelsOf(call, *key);
    for (const auto& model : models) entries.push_back({model.id, "anthropic", model.name, false});
    if (models.empty()) entries.push_back({options_.preferred, "anthropic", "Claude", false});
  }
  entries.push_back({std::string{builtin_model}, "builtin", std::string{builtin_name}, false});
  const auto chosen = co_await choose(call, std::nullopt, std::nullopt);
  for (auto& entry : entries) entry.default_ = entry.id == chosen.id;
  co_return entries;
}

task<ModelDirectory::Standing> ModelDirectory::standing(
    Call& call, std::optional<ConversationId> conversation) {
  std::vector<database::Command> commands{KeyStore::findCommand(ProviderName::anthropic),
                                          lastChosenModel()};
  if (conversation) commands.push_back(modelOf(*conversation));
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  const auto rows = co_await tx.executeAll(std::move(commands));
  Standing standing;
  standing.key = keys_.found(rows[0], call.actor().workspace_id, ProviderName::anthropic);
  if (conversation) {
    if (rows[2].empty()) throw notFound("There is no such conversation, or it is not yours.");
    standing.habit = database::valueAs<std::string>(rows[2]);
  }
  // A conversation that the interpreter served for want of a key is not bound to it.
  if (standing.habit == builtin_model) standing.habit.reset();
  if (!standing.habit && !rows[1].empty()) standing.habit = database::valueAs<std::string>(rows[1]);
  co_return standing;
}

task<ChosenModel> ModelDirectory::choose(Call& call, std::optional<std::string> requested,
                                         std::optional<ConversationId> conversation) {
  if (requested && requested->starts_with(provider_prefix))
    requested->erase(0, provider_prefix.size());
  if (requested == builtin_model) co_return builtin();

  auto [key, habit] = co_await standing(call, conversation);
  const auto wanted = requested ? requested : habit;
  if (!key) {
    if (requested)
      throw invalid("model", "is not available: this workspace has no key for its provider");
    co_return builtin();
  }
  if (!requested && wanted == builtin_model) co_return builtin();

  const auto models = co_await modelsOf(call, *key);
  const auto* known = wanted ? findModel(models, *wanted) : nullptr;
  if (requested && known == nullptr && !models.empty()) {
    throw invalid("model", "is none that this workspace's key can use");
  }
  ChosenModel chosen;
  chosen.id = known != nullptr || (wanted && models.empty()) ? *wanted : defaultOf(models);
  const auto* info = findModel(models, chosen.id);
  chosen.name = info != nullptr ? info->name : chosen.id;
  chosen.remote = true;
  chosen.model = servedBy(connect_(call.services.loop, std::move(*key)));
  co_return chosen;
}

std::vector<Operation> modelOperations(ModelDirectory& directory) {
  const auto list = [&directory](Call& call, NoInput) -> task<ModelList> {
    return listOf(directory, call);
  };
  return {operation<NoInput, ModelList>(
      {.name = "list_models",
       .title = "List models",
       .summary = "The language models that can answer, the default marked.",
       .method = "GET",
       .path = "/api/models",
       .effect = Effect::read,
       .transactions = Transactions::own},
      list)};
}

}  // namespace parley::assistant
