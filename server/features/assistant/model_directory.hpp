#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/model_keys.hpp"
#include "features/assistant/usage.hpp"
#include "language_model/model.hpp"
#include "language_model/prices.hpp"

namespace parley::assistant {

inline constexpr std::string_view builtin_model = "builtin";
inline constexpr std::string_view builtin_name = "Command interpreter";

/// The model that answers, ready to be asked. Keeps what it needs alive.
struct ChosenModel {
  std::string id;
  std::string name;
  std::shared_ptr<language_model::Model> model;
  bool remote = false;
  std::string provider;
  std::optional<language_model::Price> price;
  Budget budget;                                 ///< of a remote one, as it was chosen
  std::shared_ptr<const ProviderAccess> access;  ///< what reaches a remote one
};

struct ModelEntry {
  static constexpr std::string_view schema_name = "ModelInfo";

  std::string id;
  std::string provider;
  std::string name;
  bool default_ = false;
};
BOOST_DESCRIBE_STRUCT(ModelEntry, (), (id, provider, name, default_))

/// Which models a workspace has, and which one answers. Thread-safe.
class ModelDirectory {
 public:
  struct Options {
    std::chrono::minutes list_life{10};
    std::chrono::seconds list_retry{30};  ///< after a provider did not answer
    std::size_t max_lists = 10'000;
    /// The defaults where the provider lists them or cannot be asked, and where the workspace wants
    /// no other.
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

  /// The models the workspace can use, the default marked. Asks providers whose list is not fresh;
  /// one that does not answer offers its default model alone.
  task<std::vector<ModelEntry>> list(operations::Call& call);
  /// The requested model, else the conversation's, else the user's last choice, else the default of
  /// the first provider with a key, else builtin. Throws 422 for `model` when the requested one is
  /// not there, 404 for a conversation that is not.
  task<ChosenModel> choose(operations::Call& call, std::optional<std::string> requested,
                           std::optional<ConversationId> conversation);
  ChosenModel builtin() const;
  /// The one that finds titles for conversations that a remote model answers in.
  ChosenModel titleModel(Loop& loop, const ChosenModel& answering) const;

 private:
  using Models = std::vector<language_model::ModelInfo>;

  struct Listed {
    Models models;
    Timestamp fresh_until;
  };
  /// A provider that the workspace can reach, and its models as far as they are known.
  struct Reached {
    ProviderAccess access;
    Models models;
  };
  struct Found {
    const Reached* provider = nullptr;
    std::string id;  ///< the provider's own
  };

  /// What the choice depends on.
  struct Standing {
    std::vector<ProviderAccess> accesses;
    std::optional<std::string> habit;  ///< the conversation's model, else the user's last choice
    Budget budget;
  };

  task<Standing> standing(operations::Call& call, std::optional<ConversationId> conversation);
  task<std::vector<Reached>> reach(operations::Call& call, std::vector<ProviderAccess> accesses);
  task<void> fill(operations::Call& call, Reached& provider);
  std::optional<Listed> cached(const std::string& key) const;
  std::string defaultOf(const Reached& provider) const;
  static std::optional<Found> find(const std::vector<Reached>& providers,
                                   const std::string& wanted);
  /// The model that answers unless another is requested; none: builtin.
  std::optional<Found> usual(const std::vector<Reached>& providers,
                             const std::optional<std::string>& habit) const;
  /// As it stands, unless that would name another model as well.
  static std::string publicId(const std::vector<Reached>& providers, ProviderName provider,
                              const std::string& id);
  ChosenModel connected(operations::Call& call, const std::vector<Reached>& providers,
                        const Found& found) const;

  Options options_;
  const KeyStore& keys_;
  const Connect& connect_;
  std::shared_ptr<language_model::Model> builtin_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Listed> lists_;  ///< by provider, fingerprint and address
};

/// `GET /api/models`.
std::vector<operations::Operation> modelOperations(ModelDirectory& directory);

}  // namespace parley::assistant
