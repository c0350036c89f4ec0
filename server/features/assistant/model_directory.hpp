#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/model_keys.hpp"
#include "language_model/model.hpp"

namespace parley::assistant {

inline constexpr std::string_view builtin_model = "builtin";
inline constexpr std::string_view builtin_name = "Command interpreter";

/// The model that answers, ready to be asked. Keeps what it needs alive.
struct ChosenModel {
  std::string id;
  std::string name;
  std::shared_ptr<language_model::Model> model;
  bool remote = false;
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
    std::string preferred =
        "claude-sonnet-5-5";  ///< the default where the provider lists it or cannot be asked
  };

  /// All must outlive this. `builtin` is stateless and serves every loop.
  ModelDirectory(Options options, const KeyStore& keys, const Connect& connect,
                 std::shared_ptr<language_model::Model> builtin, const Clock& clock);

  /// The models the workspace can use, the default marked. Asks providers whose list is not fresh;
  /// one that does not answer offers the preferred model alone.
  task<std::vector<ModelEntry>> list(operations::Call& call);
  /// The requested model, else the conversation's, else the user's last choice, else Claude where a
  /// key is, else builtin. Throws 422 for `model` when the requested one is not there, 404 for a
  /// conversation that is not.
  task<ChosenModel> choose(operations::Call& call, std::optional<std::string> requested,
                           std::optional<ConversationId> conversation);
  ChosenModel builtin() const;

 private:
  struct Listed {
    std::vector<language_model::ModelInfo> models;
    Timestamp fresh_until;
  };

  /// What the choice depends on.
  struct Standing {
    std::optional<ProviderAccess> key;
    std::optional<std::string> habit;  ///< the conversation's model, else the user's last choice
  };
  task<Standing> standing(operations::Call& call, std::optional<ConversationId> conversation);
  task<std::optional<ProviderAccess>> access(operations::Call& call);
  task<std::vector<language_model::ModelInfo>> modelsOf(operations::Call& call,
                                                        const ProviderAccess& access);
  std::optional<Listed> cached(const std::string& key) const;
  std::string defaultOf(const std::vector<language_model::ModelInfo>& models) const;

  Options options_;
  const KeyStore& keys_;
  const Connect& connect_;
  std::shared_ptr<language_model::Model> builtin_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Listed> lists_;  ///< by fingerprint and address
};

/// `GET /api/models`.
std::vector<operations::Operation> modelOperations(ModelDirectory& directory);

}  // namespace parley::assistant
