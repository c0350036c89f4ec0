#include "features/assistant/model_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/run_store.hpp"
#include "features/assistant/usage_store.hpp"
#include "foundation/error.hpp"

namespace parley::assistant {
namespace {

using namespace operations;
using language_model::ModelInfo;

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;

std::string listKey(const ProviderAccess& access) {
  return std::string{json::enumName(access.provider)} + " " + access.account + " " +
         access.base_url.value_or("");
}

const ModelInfo* findModel(const std::vector<ModelInfo>& models, std::string_view id) {
  const auto found = std::ranges::find(models, id, &ModelInfo::id);
  return found == models.end() ? nullptr : &*found;
}

/// What stands before the id of a model that is named with its provider.
std::string prefixOf(ProviderName provider) {
  return std::string{json::enumName(provider)} + "/";
}

/// Whose model an id is by the look of it.
std::optional<ProviderName> familyOf(std::string_view id) {
  const auto is = [id](std::string_view family) { return id.starts_with(family); };
  for (const auto provider : {ProviderName::anthropic, ProviderName::openai, ProviderName::gemini,
                              ProviderName::compatible}) {
    if (is(prefixOf(provider))) return provider;
  }
  if (is("claude-")) return ProviderName::anthropic;
  if (is("gpt-") || is("o1") || is("o3") || is("o4")) return ProviderName::openai;
  if (is("gemini-")) return ProviderName::gemini;
  return std::nullopt;
}

/// What every model of a provider reads at least, for one that is not listed; 0: nobody knows.
std::uint64_t leastInput(ProviderName provider) {
  const bool long_ones = provider == ProviderName::anthropic || provider == ProviderName::gemini;
  return long_ones ? 200'000 : 0;
}

/// Of a model that is none of those there are.
Error unavailable(const std::vector<ProviderName>& reached, const std::string& wanted) {
  const auto family = familyOf(wanted);
  const bool lacks_key = family && std::ranges::find(reached, *family) == reached.end();
  if (!lacks_key && !reached.empty()) return invalid("model", "is none that the keys here can use");
  return invalid("model", fmt::format("is not available: there is no key for {}",
                                      lacks_key ? nameOf(*family) : "its provider"));
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
  ChosenModel chosen;
  chosen.id = chosen.full_id = builtin_model;
  chosen.name = builtin_name;
  chosen.model = builtin_;
  chosen.provider = builtin_model;
  chosen.price.emplace();  // nothing
  return chosen;
}

task<ModelDirectory::Standing> ModelDirectory::standing(
    Call& call, std::optional<ConversationId> conversation) {
  const auto workspace = call.actor().workspace_id;
  std::vector<database::Command> commands{
      KeyStore::findCommand(), lastChosenModel(call.actor().user_id),
      selectWorkspaceModels(workspace), selectBudget(workspace, clock_.now())};
  if (conversation) commands.push_back(modelOf(*conversation));
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  const auto rows = co_await tx.executeAll(std::move(commands));
  Standing standing;
  standing.accesses = keys_.found(rows[0], workspace);
  standing.workspace = database::rowAs<WorkspaceModels>(rows[2], 0);
  standing.budget = budgetFrom(rows[3]);
  if (conversation) {
    if (rows[4].empty()) throw notFound("There is no such conversation, or it is not yours.");
    standing.of_conversation = database::valueAs<std::string>(rows[4]);
  }
  // A conversation that the interpreter served for want of a key is not bound to it.
  if (standing.of_conversation == builtin_model) standing.of_conversation.reset();
  if (!rows[1].empty()) standing.last_choice = database::valueAs<std::string>(rows[1]);
  co_return standing;
}

/// What is asked of a model that somebody names: no more than what reaches it.
task<ModelDirectory::Standing> ModelDirectory::reachable(Call& call, ReadAlong* along) {
  const auto workspace = call.actor().workspace_id;
  std::vector<database::Command> commands{KeyStore::findCommand(),
                                          selectBudget(workspace, clock_.now())};
  const auto own = static_cast<std::ptrdiff_t>(commands.size());
  if (along != nullptr) std::ranges::move(along->commands, std::back_inserter(commands));
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  auto rows = co_await tx.executeAll(std::move(commands));
  if (along != nullptr)
    along->rows.assign(std::move_iterator{rows.begin() + own}, std::move_iterator{rows.end()});
  Standing standing;
  standing.accesses = keys_.found(rows[0], workspace);
  standing.budget = budgetFrom(rows[1]);
  co_return standing;
}

std::optional<ModelDirectory::Listed> ModelDirectory::kept(const std::string& key) const {
  const std::scoped_lock lock{mutex_};
  const auto found = lists_.find(key);
  return found == lists_.end() ? std::nullopt : std::optional{found->second};
}

/// Asks all that have to be asked at once. Only what was never heard of is waited for, and by
/// whoever looks at the list what may have changed: a provider that does not answer holds up nobody
/// twice.
task<std::vector<ModelDirectory::Reached>> ModelDirectory::reach(
    Call& call, std::vector<ProviderAccess> accesses, Wants wants) {
  std::vector<Reached> providers;
  for (auto& access : accesses) providers.push_back({std::move(access), {}, false});
  std::size_t running = 0;
  std::exception_ptr failure;
  Timer done{call.services.loop, std::chrono::steady_clock::time_point::max()};
  for (auto& provider : providers) {
    auto known = kept(listKey(provider.access));
    const bool fresh = known && known->fresh_until > clock_.now();
    const bool waits = !known || (!fresh && !known->failed && wants == Wants::latest);
    if (known) provider.show(std::move(*known));
    if (waits) {
      ++running;
      boost::asio::co_spawn(call.services.loop, fill(call.services.loop, provider),
                            [&](std::exception_ptr thrown) {
                              --running;
                              if (thrown) failure = thrown;
                              done.cancel();
                            });
    } else if (mayRefresh(listKey(provider.access))) {
      boost::asio::co_spawn(call.services.loop, refresh(call.services.loop, provider.access),
                            [](std::exception_ptr) {});
    }
  }
  constexpr auto token = boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
  while (running > 0) co_await done.async_wait(token);
  if (failure) std::rethrow_exception(failure);
  co_return providers;
}

/// One that cannot be asked has the models that it had; what there is beside them is not known.
task<void> ModelDirectory::fill(Loop& loop, Reached& provider) {
  Listed listed;
  listed.fresh_until = clock_.now() + options_.list_life;
  try {
    const auto connected = connect_(loop, provider.access);
    listed.models = co_await connected->listModels();
    // Some servers of one model say so by listing none.
    listed.by_word = listed.models.empty() && provider.access.provider == ProviderName::compatible;
  } catch (const language_model::ModelFailure&) {
    listed.models = provider.models;
    listed.by_word = listed.failed = true;
    listed.fresh_until = clock_.now() + options_.list_retry;
  }
  provider.show(listed);
  const std::scoped_lock lock{mutex_};
  if (lists_.size() >= options_.max_lists) lists_.clear();
  lists_[listKey(provider.access)] = std::move(listed);
}

/// For whoever comes next.
task<void> ModelDirectory::refresh(Loop& loop, ProviderAccess access) {
  Reached provider{std::move(access), {}, false};
  if (auto known = kept(listKey(provider.access))) provider.show(std::move(*known));
  co_await fill(loop, provider);
}

/// True for one of those who find a list that is not fresh any more, for as long as it may take.
bool ModelDirectory::mayRefresh(const std::string& key) {
  const std::scoped_lock lock{mutex_};
  const auto found = lists_.find(key);
  if (found == lists_.end()) return false;
  auto& listed = found->second;
  const auto now = clock_.now();
  if (listed.fresh_until > now || listed.refreshing_until > now) return false;
  listed.refreshing_until = now + options_.list_retry;
  return true;
}

/// Empty when the provider lists nothing and has no default of its own.
std::string ModelDirectory::defaultOf(const Reached& provider) const {
  const auto& models = provider.models;
  const auto fits = [&](const std::string& id) {
    return !id.empty() && (provider.by_word || findModel(models, id) != nullptr);
  };
  if (const auto& own = provider.access.model; own && fits(*own)) return *own;
  const std::map<ProviderName, std::string> preferred = {
      {ProviderName::anthropic, options_.preferred},
      {ProviderName::openai, options_.preferred_openai},
      {ProviderName::gemini, options_.preferred_gemini}};
  const auto ours = preferred.find(provider.access.provider);
  if (ours != preferred.end() && fits(ours->second)) return ours->second;
  return models.empty() ? "" : models.front().id;
}

/// An id as it stands wins over one with its provider before it: those of compatible servers may
/// hold a slash. A provider that could not be asked is taken at its word.
std::optional<ModelDirectory::Found> ModelDirectory::find(const std::vector<Reached>& providers,
                                                          const std::string& wanted) {
  for (const auto& provider : providers) {
    if (findModel(provider.models, wanted) != nullptr) return Found{&provider, wanted};
  }
  if (auto named = findFull(providers, wanted)) return named;
  const auto family = familyOf(wanted).value_or(ProviderName::compatible);
  for (const auto& provider : providers) {
    if (provider.by_word && provider.access.provider == family) return Found{&provider, wanted};
  }
  return std::nullopt;
}

/// Of what somebody names now: a compatible server that could not be asked may have a model of any
/// family that nobody else here serves.
std::optional<ModelDirectory::Found> ModelDirectory::findNamed(
    const std::vector<Reached>& providers, const std::string& wanted) {
  auto found = find(providers, wanted);
  const auto family = familyOf(wanted);
  if (found || !family || wanted.starts_with(prefixOf(*family))) return found;
  const auto serves = [](ProviderName name) {
    return [name](const Reached& provider) { return provider.access.provider == name; };
  };
  const auto server = std::ranges::find_if(providers, serves(ProviderName::compatible));
  if (server == providers.end() || !server->by_word ||
      std::ranges::any_of(providers, serves(*family)))
    return std::nullopt;
  return Found{&*server, wanted};
}

/// Of what was kept with its provider before it, or before that was done as it stood then.
std::optional<ModelDirectory::Found> ModelDirectory::findKept(const std::vector<Reached>& providers,
                                                              const std::string& wanted) {
  auto named = findFull(providers, wanted);
  return named ? named : find(providers, wanted);
}

std::optional<ModelDirectory::Found> ModelDirectory::findFull(const std::vector<Reached>& providers,
                                                              const std::string& wanted) {
  for (const auto& provider : providers) {
    const auto prefix = prefixOf(provider.access.provider);
    if (!wanted.starts_with(prefix)) continue;
    auto id = wanted.substr(prefix.size());
    if (provider.by_word || findModel(provider.models, id) != nullptr)
      return Found{&provider, std::move(id)};
  }
  return std::nullopt;
}

std::string ModelDirectory::publicId(const std::vector<Reached>& providers, ProviderName provider,
                                     const std::string& id) {
  const bool shared = std::ranges::any_of(providers, [&](const Reached& other) {
    return other.access.provider != provider && findModel(other.models, id) != nullptr;
  });
  return shared || id == builtin_model ? prefixOf(provider) + id : id;
}

std::string ModelDirectory::fullId(const Found& found) {
  return prefixOf(found.provider->access.provider) + found.id;
}

ChosenModel ModelDirectory::connected(Call& call, const std::vector<Reached>& providers,
                                      const Found& found) const {
  const auto& access = found.provider->access;
  const auto* info = findModel(found.provider->models, found.id);
  ChosenModel chosen;
  chosen.id = publicId(providers, access.provider, found.id);
  chosen.full_id = fullId(found);
  chosen.name = info != nullptr ? info->name : found.id;
  chosen.remote = true;
  chosen.max_input_tokens =
      info != nullptr ? info->max_input_tokens.value_or(0) : leastInput(access.provider);
  chosen.own_id = found.id;
  chosen.used = usedOf(access);
  chosen.model = servedBy(connect_(call.services.loop, access), found.id);
  chosen.provider = json::enumName(access.provider);
  chosen.price = options_.prices.find(chosen.provider, found.id);
  chosen.access = std::make_shared<const ProviderAccess>(access);
  return chosen;
}

ChosenModel ModelDirectory::titleModel(Loop& loop, const ChosenModel& answering) const {
  const std::map<ProviderName, std::string> small = {
      {ProviderName::anthropic, options_.titles},
      {ProviderName::openai, options_.titles_openai},
      {ProviderName::gemini, options_.titles_gemini}};
  const auto ours = small.find(answering.access->provider);
  const auto listed = kept(listKey(*answering.access));
  if (ours == small.end() || !listed || findModel(listed->models, ours->second) == nullptr)
    return answering;
  ChosenModel chosen = answering;
  chosen.id = ours->second;
  chosen.model = servedBy(connect_(loop, *answering.access), ours->second);
  chosen.price = options_.prices.find(chosen.provider, ours->second);
  return chosen;
}

ModelDirectory::Usual ModelDirectory::usual(const std::vector<Reached>& providers,
                                            const Standing& standing) const {
  const auto wish = [&](const std::optional<std::string>& id, const auto& find,
                        DefaultSource from) -> std::optional<Usual> {
    if (id == builtin_model) return Usual{std::nullopt, from};
    auto found = id ? find(providers, *id) : std::nullopt;
    return found ? std::optional{Usual{std::move(found), from}} : std::nullopt;
  };
  if (auto ours = wish(standing.of_conversation, findKept, DefaultSource::conversation))
    return *ours;
  if (auto last = wish(standing.last_choice, findKept, DefaultSource::last_choice)) return *last;
  if (auto workspace = wish(standing.workspace.default_model, findFull, DefaultSource::workspace))
    return *workspace;
  for (const auto& provider : providers) {
    if (auto id = defaultOf(provider); !id.empty())
      return {Found{&provider, std::move(id)}, DefaultSource::provider};
  }
  return {};
}

task<ModelList> ModelDirectory::list(Call& call, std::optional<ConversationId> conversation) {
  auto standing = co_await this->standing(call, conversation);
  const auto providers = co_await reach(call, std::move(standing.accesses), Wants::latest);
  ModelList list;
  for (const auto& provider : providers) {
    const auto name = provider.access.provider;
    const auto add = [&](const ModelInfo& model) {
      list.items.push_back({publicId(providers, name, model.id), std::string{json::enumName(name)},
                            model.name, false, provider.access.holder, model.max_input_tokens,
                            model.max_output_tokens, model.thinking});
    };
    for (const auto& model : provider.models) add(model);
    const auto id = defaultOf(provider);
    if (provider.by_word && !id.empty() && findModel(provider.models, id) == nullptr)
      add({id, id, {}, {}, {}});
  }
  ModelEntry interpreter;
  interpreter.id = builtin_model;
  interpreter.provider = builtin_model;
  interpreter.name = builtin_name;
  list.items.push_back(std::move(interpreter));

  const auto idOf = [&](const std::optional<Found>& found) {
    return found ? publicId(providers, found->provider->access.provider, found->id)
                 : std::string{builtin_model};
  };
  const auto usual = this->usual(providers, standing);
  const auto id = idOf(usual.found);
  for (auto& entry : list.items) entry.default_ = entry.id == id;
  list.default_from = usual.from;
  // Under the id that it has in this list, where it is there.
  const auto listed = [&](std::optional<std::string> id) {
    const auto found = id ? findFull(providers, *id) : std::nullopt;
    return found ? idOf(found) : std::move(id);
  };
  list.workspace_default = listed(standing.workspace.default_model);
  list.workspace_fallback = listed(standing.workspace.fallback_model);
  co_return list;
}

task<ChosenModel> ModelDirectory::choose(Call& call, std::optional<std::string> requested,
                                         std::optional<ConversationId> conversation,
                                         ReadAlong* along) {
  if (requested == builtin_model) co_return builtin();

  auto standing =
      requested ? co_await reachable(call, along) : co_await this->standing(call, conversation);
  if (!requested && !standing.of_conversation && standing.last_choice == builtin_model)
    co_return builtin();

  const auto providers = co_await reach(call, std::move(standing.accesses), Wants::answer);
  const auto found =
      requested ? findNamed(providers, *requested) : usual(providers, standing).found;
  if (found || !requested) co_return answering(call, providers, standing, found);
  std::vector<ProviderName> reached;
  for (const auto& provider : providers) reached.push_back(provider.access.provider);
  throw unavailable(reached, *requested);
}

ChosenModel ModelDirectory::answering(Call& call, const std::vector<Reached>& providers,
                                      const Standing& standing,
                                      const std::optional<Found>& found) const {
  if (!found) return builtin();
  auto chosen = connected(call, providers, *found);
  chosen.budget = standing.budget;
  return chosen;
}

task<ChosenModel> ModelDirectory::resume(Call& call, std::optional<std::string> stood_in,
                                         ConversationId conversation) {
  auto standing = co_await this->standing(call, conversation);
  const auto providers = co_await reach(call, std::move(standing.accesses), Wants::answer);
  auto found = stood_in ? find(providers, *stood_in) : std::nullopt;
  if (!found) found = usual(providers, standing).found;
  co_return answering(call, providers, standing, found);
}

}  // namespace parley::assistant
