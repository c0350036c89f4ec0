#include "app/assistant_home.hpp"

#include <utility>

#include "features/assistant/interpreter/command_interpreter.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/organizations/organization_words.hpp"
#include "features/projects/project_words.hpp"
#include "features/tasks/task_words.hpp"

namespace parley::app {
namespace {

using assistant::ProviderAccess;
using language_model::AnthropicModel;

/// Claude with one key.
class ClaudeProvider final : public assistant::Provider {
 public:
  ClaudeProvider(fetch::Client& client, ProviderAccess access, AnthropicModel::Options options)
      : access_{std::move(access)}, claude_{client, withCredential(std::move(options))} {}

  language_model::Model& model() override { return claude_; }
  task<std::vector<language_model::ModelInfo>> listModels() override {
    return claude_.listModels();
  }
  task<void> checkKey() override { return claude_.checkKey(); }

 private:
  AnthropicModel::Options withCredential(AnthropicModel::Options options) {
    options.credential = [this] { return credential(); };
    return options;
  }
  task<AnthropicModel::Credential> credential() const {
    co_return AnthropicModel::Credential{std::string{access_.key.reveal()}, access_.account};
  }

  ProviderAccess access_;
  AnthropicModel claude_;
};

std::map<assistant::ProviderName, secrets::SecretString> sharedKeys(
    const Configuration& configuration) {
  std::map<assistant::ProviderName, secrets::SecretString> keys;
  if (!configuration.anthropic_api_key.empty()) {
    keys.emplace(assistant::ProviderName::anthropic,
                 secrets::SecretString{configuration.anthropic_api_key});
  }
  return keys;
}

assistant::Options assistantOptions(const Configuration& configuration, bool sole_node) {
  return {configuration.runs, configuration.models, sole_node};
}

/// The words of every feature that has records.
std::vector<operations::EntityWords> allWords() {
  return {contacts::contactWords(), organizations::organizationWords(), projects::projectWords(),
          tasks::taskWords()};
}

}  // namespace

AssistantHome::AssistantHome(const Configuration& configuration,
                             const secrets::InstallationKey& key, const Clock& clock,
                             bool sole_node)
    : configuration_{configuration},
      clock_{clock},
      keys_{key, sharedKeys(configuration)},
      connect_{
          [this](Loop& loop, ProviderAccess access) { return connect(loop, std::move(access)); }},
      assistant_{assistantOptions(configuration, sole_node), keys_, connect_,
                 std::make_shared<assistant::interpreter::CommandInterpreter>(allWords()), clock} {}

void AssistantHome::addCore(Loop& loop, fetch::Client& client) {
  clients_[&loop] = &client;
  directories_[&loop] = std::make_shared<language_model::AnthropicModelDirectory>();
}

operations::Feature AssistantHome::feature() {
  return assistant::feature(assistant_, keys_, connect_);
}

std::shared_ptr<assistant::Provider> AssistantHome::connect(Loop& loop, ProviderAccess access) {
  AnthropicModel::Options options = configuration_.claude;
  options.clock = &clock_;
  options.directory = directories_.at(&loop);
  if (access.base_url) {
    options.base_url = *access.base_url;
    options.network = fetch::Network::public_only;
    options.directory = nullptr;  // another server may know other models
  }
  return std::make_shared<ClaudeProvider>(*clients_.at(&loop), std::move(access),
                                          std::move(options));
}

}  // namespace parley::app
