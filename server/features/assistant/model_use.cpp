#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "features/assistant/model_directory.hpp"

/// What a model is asked with while it answers, and what came of asking.
namespace parley::assistant {
namespace {

using namespace operations;

/// What the owner of the key has to mend, if anything.
std::optional<KeyFailure> failureOf(language_model::FailureKind kind) {
  using language_model::FailureKind;
  if (kind == FailureKind::key_invalid) return KeyFailure::refused;
  if (kind == FailureKind::unpaid) return KeyFailure::unpaid;
  return std::nullopt;
}

/// What the owner of the key can do; empty: nothing, or it is not the key.
std::string_view mendingOf(language_model::FailureKind kind) {
  using language_model::FailureKind;
  if (kind == FailureKind::key_invalid) return "replace it";
  if (kind == FailureKind::unpaid) return "settle that with the provider or replace it";
  // It may be this model alone, so nothing is said of the key where it is kept.
  if (kind == FailureKind::forbidden) return "have the provider allow it or replace it";
  return "";
}

task<void> keep(Services& services, const Actor& actor, database::Command command) {
  try {
    auto tx = co_await services.database.begin(identityOf(actor), database::Mode::write);
    tx.enqueue(std::move(command));
    co_await tx.commit(database::Durability::with_next);
  } catch (const std::exception& failure) {
    // The next use says it again.
    spdlog::warn("the use of a model key was not kept: {}", failure.what());
  }
}

}  // namespace

UsedKey usedOf(const ProviderAccess& access) {
  return {access.provider, access.holder, access.key_id, access.account, access.base_url};
}

std::shared_ptr<language_model::Model> servedBy(std::shared_ptr<Provider> provider,
                                                const std::string& id) {
  auto* model = &provider->model(id);
  return {std::move(provider), model};
}

task<void> ModelDirectory::renew(Services& services, const Actor& actor, ChosenModel& model) {
  if (!model.used) co_return;
  std::vector<ProviderAccess> accesses;
  {
    auto tx = co_await services.database.begin(identityOf(actor), database::Mode::read);
    std::vector<database::Command> commands{KeyStore::findCommand()};
    const auto rows = co_await tx.executeAll(std::move(commands));
    accesses = keys_.found(rows.front(), actor.workspace_id);
  }
  auto& used = *model.used;
  const auto access = std::ranges::find(accesses, used.provider, &ProviderAccess::provider);
  if (access == accesses.end()) {
    throw language_model::ModelFailure{
        language_model::FailureKind::model_unknown,
        fmt::format("The key for {} was removed before the answer was complete.",
                    nameOf(used.provider))};
  }
  if (access->account == used.account && access->base_url == used.base_url) co_return;
  used = usedOf(*access);
  model.access = std::make_shared<const ProviderAccess>(*access);
  model.model = servedBy(connect_(services.loop, *access), model.own_id);
}

bool ModelDirectory::useIsDue(const UsedKey& key) {
  const auto now = clock_.now();
  const std::scoped_lock lock{mutex_};
  if (used_.size() >= options_.max_lists) used_.clear();
  auto& last = used_[key.id->toString() + key.account];
  if (now < last + options_.use_interval) return false;
  last = now;
  return true;
}

task<void> ModelDirectory::noteUse(Services& services, const Actor& actor,
                                   const ChosenModel& model) {
  if (!model.used || !model.used->id || !useIsDue(*model.used)) co_return;
  auto command = noteKeyUse(*model.used->id, model.used->account, std::nullopt, clock_.now());
  co_await keep(services, actor, std::move(command));
}

task<void> ModelDirectory::noteFailure(Services& services, const Actor& actor,
                                       const ChosenModel& model, language_model::FailureKind kind) {
  const auto failure = failureOf(kind);
  if (!failure || !model.used || !model.used->id) co_return;
  {
    const std::scoped_lock lock{mutex_};
    used_.erase(model.used->id->toString() + model.used->account);  // the next success is news
  }
  auto command = noteKeyUse(*model.used->id, model.used->account, failure, clock_.now());
  co_await keep(services, actor, std::move(command));
}

std::string explained(const language_model::ModelFailure& failure, const ChosenModel& model,
                      Role role) {
  const auto mend = mendingOf(failure.kind);
  if (mend.empty() || !model.used) return failure.detail;
  const auto whose = [&]() -> std::string {
    if (model.used->holder == KeyHolder::own)
      return fmt::format("It is your own key: {} under Settings, AI models", mend);
    if (model.used->holder == KeyHolder::installation)
      return fmt::format(
          "It is the key of this installation: ask whoever runs it to {}, add a key "
          "of your own",
          mend);
    if (role == Role::member)
      return fmt::format(
          "It is the workspace's key: ask one of its administrators to {}, add a key "
          "of your own",
          mend);
    return fmt::format("It is the workspace's key: {} under Settings, AI models", mend);
  }();
  return fmt::format("{} {}, or choose another model.", failure.detail, whose);
}

}  // namespace parley::assistant
