#include <utility>

#include "features/assistant/model_directory.hpp"
#include "foundation/error.hpp"

/// The models that administrators set for everybody: the default, and the fallback.
namespace parley::assistant {
namespace {

using namespace operations;

std::optional<std::string> idIn(const WorkspaceModel& wanted) {
  return wanted.model ? std::optional{wanted.model->value()} : std::nullopt;
}

}  // namespace

task<std::string> ModelDirectory::sharedId(Call& call, const std::string& wanted) {
  auto standing = co_await this->standing(call, std::nullopt);
  std::erase_if(standing.accesses,
                [](const auto& access) { return access.holder == KeyHolder::own; });
  const auto providers = co_await reach(call, std::move(standing.accesses), Wants::latest);
  const auto found = find(providers, wanted);
  if (!found) throw invalid("model", "is none that the workspace's keys can use");
  co_return fullId(*found);
}

task<WorkspaceModel> ModelDirectory::setDefault(Call& call, WorkspaceModel wanted) {
  auto stored = idIn(wanted);
  if (stored && stored != builtin_model) stored = co_await sharedId(call, *stored);
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
  setDefaultModel(tx, call.actor().workspace_id, stored, call.services.clock.now());
  co_await tx.commit();
  co_return wanted;
}

task<WorkspaceModel> ModelDirectory::setFallback(Call& call, WorkspaceModel wanted) {
  auto stored = idIn(wanted);
  if (stored == builtin_model) {
    throw invalid(
        "model",
        "must be a provider's: the command interpreter stands in by itself, and cannot go "
        "on with what a language model has begun");
  }
  if (stored) stored = co_await sharedId(call, *stored);
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
  setFallbackModel(tx, call.actor().workspace_id, stored, call.services.clock.now());
  co_await tx.commit();
  co_return wanted;
}

task<std::optional<ChosenModel>> ModelDirectory::fallbackOf(Call& call, const ChosenModel& failed) {
  auto standing = co_await this->standing(call, std::nullopt);
  const auto& fallback = standing.workspace.fallback_model;
  if (!fallback) co_return std::nullopt;
  const auto providers = co_await reach(call, std::move(standing.accesses), Wants::answer);
  const auto found = findFull(providers, *fallback);
  if (!found) co_return std::nullopt;
  auto chosen = answering(call, providers, standing, found);
  if (chosen.provider == failed.provider && chosen.own_id == failed.own_id) co_return std::nullopt;
  co_return chosen;
}

std::vector<Operation> modelOperations(ModelDirectory& directory) {
  return {
      operation<ModelsWanted, ModelList>(
          {.name = "list_models",
           .title = "List models",
           .summary = "The language models that can answer, the default marked.",
           .method = "GET",
           .path = "/api/models",
           .effect = Effect::read,
           .transactions = Transactions::own},
          [&directory](Call& call, ModelsWanted wanted) {
            return directory.list(call, wanted.conversation_id);
          }),
      operation<WorkspaceModel, WorkspaceModel>(
          {.name = "set_default_model",
           .title = "Set the workspace's model",
           .summary = "Set the model that answers those who have chosen none.",
           .method = "PUT",
           .path = "/api/models/default",
           .effect = Effect::write,
           .access = Access::administrator,
           .transactions = Transactions::own},
          [&directory](Call& call, WorkspaceModel wanted) {
            return directory.setDefault(call, std::move(wanted));
          }),
      operation<WorkspaceModel, WorkspaceModel>(
          {.name = "set_fallback_model",
           .title = "Set the workspace's fallback model",
           .summary =
               "Set the model that answers when the chosen one cannot just now: its provider "
               "is overloaded, limits requests or does not answer.",
           .method = "PUT",
           .path = "/api/models/fallback",
           .effect = Effect::write,
           .access = Access::administrator,
           .transactions = Transactions::own},
          [&directory](Call& call, WorkspaceModel wanted) {
            return directory.setFallback(call, std::move(wanted));
          }),
  };
}

}  // namespace parley::assistant
