#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/model_keys.hpp"
#include "features/assistant/run_store.hpp"
#include "features/assistant/usage.hpp"
#include "language_model/model.hpp"
#include "language_model/prices.hpp"

namespace parley::assistant {

inline constexpr std::string_view builtin_model = "builtin";
inline constexpr std::string_view builtin_name = "Command interpreter";

/// The key that a model is asked with.
struct UsedKey {
  ProviderName provider = ProviderName::anthropic;
  KeyHolder holder = KeyHolder::installation;
  std::optional<Uuid> id;  ///< none: the installation's
  std::string account;
  std::optional<std::string> base_url;
};

/// The model that answers, ready to be asked. Keeps what it needs alive.
struct ChosenModel {
  std::string id;
  std::string full_id;  ///< with its provider before it, which names no other whatever keys come
  std::string name;
  std::shared_ptr<language_model::Model> model;
  bool remote = false;
  std::uint64_t max_input_tokens = 0;  ///< 0: not known
  std::string own_id;                  ///< as the provider calls it
  std::optional<UsedKey> used;         ///< of a remote one
  std::string provider;
  std::optional<language_model::Price> price;
  Budget budget;                                 ///< of a remote one, as it was chosen
  std::shared_ptr<const ProviderAccess> access;  ///< what reaches a remote one
};

UsedKey usedOf(const ProviderAccess& access);
/// The provider's model, which lives as long as somebody asks it.
std::shared_ptr<language_model::Model> servedBy(std::shared_ptr<Provider> provider,
                                                const std::string& id);

struct ModelEntry {
  static constexpr std::string_view schema_name = "ModelInfo";
  static constexpr auto help = std::to_array<json::Help>({
      {"key", "Whose key reaches it; null: it needs none."},
      {"max_input_tokens",
       "As its provider says, in its list or on its pages; null: it does not. So for what "
       "follows."},
      {"thinking", "Whether it thinks before it answers."},
  });

  std::string id;
  std::string provider;
  std::string name;
  bool default_ = false;
  std::optional<KeyHolder> key;
  std::optional<std::uint64_t> max_input_tokens;
  std::optional<std::uint64_t> max_output_tokens;
  std::optional<bool> thinking;
};
BOOST_DESCRIBE_STRUCT(ModelEntry, (),
                      (id, provider, name, default_, key, max_input_tokens, max_output_tokens,
                       thinking))

/// What made the default the default: the conversation's model, the person's last choice, the
/// workspace's, or that its provider comes first among those with a key.
enum class DefaultSource { conversation, last_choice, workspace, provider, builtin };
BOOST_DESCRIBE_ENUM(DefaultSource, conversation, last_choice, workspace, provider, builtin)

struct ModelsWanted {
  static constexpr auto help = std::to_array<json::Help>(
      {{"conversation_id", "Marks what answers in it unless another model is named."}});

  std::optional<ConversationId> conversation_id;
};
BOOST_DESCRIBE_STRUCT(ModelsWanted, (), (conversation_id))

struct ModelList {
  static constexpr std::string_view schema_name = "ModelList";
  static constexpr auto help = std::to_array<json::Help>({
      {"default_from", "What made the default the default."},
      {"workspace_default", "What administrators have set for those who have chosen none."},
      {"workspace_fallback",
       "What administrators have set to answer when the chosen model cannot just now."},
  });

  std::vector<ModelEntry> items;
  DefaultSource default_from = DefaultSource::builtin;
  std::optional<std::string> workspace_default;
  std::optional<std::string> workspace_fallback;
};
BOOST_DESCRIBE_STRUCT(ModelList, (), (items, default_from, workspace_default, workspace_fallback))

struct WorkspaceModel {
  static constexpr std::string_view schema_name = "WorkspaceModel";
  static constexpr auto help = std::to_array<json::Help>(
      {{"model", "One that the workspace's keys or the installation's can use; null: none."}});

  std::optional<Text<1, 200>> model;
};
BOOST_DESCRIBE_STRUCT(WorkspaceModel, (), (model))

/// What else is read where something is read anyway.
struct ReadAlong {
  std::vector<database::Command> commands;
  std::vector<database::Rows> rows;  ///< of each; empty when nothing was read
};

/// Which models a person has, and which one answers. Thread-safe.
class ModelDirectory {
 public:
  struct Options {
    std::chrono::minutes list_life{10};
    std::chrono::seconds list_retry{30};  ///< after a provider did not answer
    std::size_t max_lists = 10'000;
    std::chrono::seconds use_interval{60};  ///< how often it is written that a key is in use
    /// The defaults where the provider lists them or cannot be asked, and where the key wants no
    /// other.
    std::string preferred = "claude-sonnet-5-5";
    std::string preferred_openai = "gpt-6.1-terra";
    std::string preferred_gemini = "gemini-3.8-flash";
    /// What finds titles, where the provider lists them; else the model that answers does.
    std::string titles = "claude-haiku-5-5";
    std::string titles_openai = "gpt-6-luna";
    std::string titles_gemini = "gemini-3.5-flash-lite";
    language_model::PriceList prices;
  };

  /// All must outlive this. `builtin` is stateless and serves every loop.
  ModelDirectory(Options options, const KeyStore& keys, const Connect& connect,
                 std::shared_ptr<language_model::Model> builtin, const Clock& clock);

  /// The models the person can use, the default (of the conversation where one is given) marked.
  /// Asks providers whose list is not fresh; one that does not answer offers its default model
  /// alone. Throws 404 for a conversation that is not there.
  task<ModelList> list(operations::Call& call, std::optional<ConversationId> conversation);
  /// The requested model, else the conversation's, else the user's last choice, else the
  /// workspace's, else the default of the first provider with a key, else builtin. Throws 422 for
  /// `model` when the requested one is not there, else 404 for a conversation that is not.
  /// `along` is read in the same round trip where a remote one is requested.
  task<ChosenModel> choose(operations::Call& call, std::optional<std::string> requested,
                           std::optional<ConversationId> conversation, ReadAlong* along = nullptr);
  /// For a run that goes on: the one that stood in for the chosen model in it, where one did and is
  /// still there; else the conversation's and so on.
  task<ChosenModel> resume(operations::Call& call, std::optional<std::string> stood_in,
                           ConversationId conversation);
  /// What the workspace lets answer in the place of a model that cannot just now, as far as this
  /// person's keys reach it and it is another.
  task<std::optional<ChosenModel>> fallbackOf(operations::Call& call, const ChosenModel& failed);
  ChosenModel builtin() const;
  /// Sets or clears the workspace's default, and its fallback. Throws 422 for a model that only a
  /// person's own key could use.
  task<WorkspaceModel> setDefault(operations::Call& call, WorkspaceModel wanted);
  task<WorkspaceModel> setFallback(operations::Call& call, WorkspaceModel wanted);

  /// The same model with the key as it is now: one that was replaced meanwhile counts at once.
  /// Throws ModelFailure when it was taken away.
  task<void> renew(operations::Services& services, const operations::Actor& actor,
                   ChosenModel& model);
  /// Keeps what came of asking it, for whoever the key belongs to; of success not more often than
  /// `use_interval`. Never throws.
  task<void> noteUse(operations::Services& services, const operations::Actor& actor,
                     const ChosenModel& model);
  task<void> noteFailure(operations::Services& services, const operations::Actor& actor,
                         const ChosenModel& model, language_model::FailureKind kind);
  /// The one that finds titles for conversations that a remote model answers in.
  ChosenModel titleModel(Loop& loop, const ChosenModel& answering) const;

 private:
  using Models = std::vector<language_model::ModelInfo>;

  struct Listed {
    Models models;
    bool by_word = false;  ///< what there is beside them is not known: names are taken as they are
    bool failed = false;   ///< when it was asked last
    Timestamp fresh_until;
    Timestamp refreshing_until{};  ///< somebody asks for it already
  };
  /// A provider that the workspace can reach, and its models as far as they are known.
  struct Reached {
    ProviderAccess access;
    Models models;
    bool by_word = false;

    void show(Listed listed) {
      models = std::move(listed.models);
      by_word = listed.by_word;
    }
  };
  /// What lists are wanted for: to be seen, or for an answer, which does not wait for news.
  enum class Wants { latest, answer };
  struct Found {
    const Reached* provider = nullptr;
    std::string id;  ///< the provider's own
  };

  /// What the choice depends on.
  struct Standing {
    std::vector<ProviderAccess> accesses;
    std::optional<std::string> of_conversation;
    std::optional<std::string> last_choice;  ///< the user's
    WorkspaceModels workspace;
    Budget budget;
  };
  struct Usual {
    std::optional<Found> found;  ///< none: builtin
    DefaultSource from = DefaultSource::builtin;
  };

  task<Standing> standing(operations::Call& call, std::optional<ConversationId> conversation);
  task<Standing> reachable(operations::Call& call, ReadAlong* along);
  task<std::vector<Reached>> reach(operations::Call& call, std::vector<ProviderAccess> accesses,
                                   Wants wants);
  task<void> fill(Loop& loop, Reached& provider);
  task<void> refresh(Loop& loop, ProviderAccess access);
  bool mayRefresh(const std::string& key);
  std::optional<Listed> kept(const std::string& key) const;
  std::string defaultOf(const Reached& provider) const;
  static std::optional<Found> find(const std::vector<Reached>& providers,
                                   const std::string& wanted);
  /// Of an id that has its provider before it, as those have that are kept for a workspace.
  static std::optional<Found> findFull(const std::vector<Reached>& providers,
                                       const std::string& wanted);
  static std::optional<Found> findNamed(const std::vector<Reached>& providers,
                                        const std::string& wanted);
  static std::optional<Found> findKept(const std::vector<Reached>& providers,
                                       const std::string& wanted);
  /// The model that answers unless another is requested.
  Usual usual(const std::vector<Reached>& providers, const Standing& standing) const;
  /// As it stands, unless that would name another model as well.
  static std::string publicId(const std::vector<Reached>& providers, ProviderName provider,
                              const std::string& id);
  /// With its provider before it, which names no other whatever keys there are.
  static std::string fullId(const Found& found);
  ChosenModel connected(operations::Call& call, const std::vector<Reached>& providers,
                        const Found& found) const;
  /// What answers of those: the interpreter where none was found.
  ChosenModel answering(operations::Call& call, const std::vector<Reached>& providers,
                        const Standing& standing, const std::optional<Found>& found) const;
  /// As it is kept for everybody. Throws 422 for what the workspace's keys do not reach.
  task<std::string> sharedId(operations::Call& call, const std::string& wanted);
  bool useIsDue(const UsedKey& key);

  Options options_;
  const KeyStore& keys_;
  const Connect& connect_;
  std::shared_ptr<language_model::Model> builtin_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Listed> lists_;    ///< by provider, fingerprint and address
  std::map<std::string, Timestamp> used_;  ///< when it was last written, by fingerprint
};

/// What happened, whose key it is and what this person can do about it.
std::string explained(const language_model::ModelFailure& failure, const ChosenModel& model,
                      operations::Role role);

/// `GET /api/models`, `PUT /api/models/default`, `PUT /api/models/fallback`.
std::vector<operations::Operation> modelOperations(ModelDirectory& directory);

}  // namespace parley::assistant
