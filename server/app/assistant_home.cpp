#include "app/assistant_home.hpp"

#include <utility>

#include "features/assistant/interpreter/command_interpreter.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/organizations/organization_words.hpp"
#include "language_model/anthropic/protocol.hpp"

namespace parley::app {
namespace {

using assistant::ProviderAccess;
using language_model::RemoteModel;

/// A provider with one key.
class RemoteProvider final : public assistant::Provider {
 public:
  RemoteProvider(fetch::Client& client, ProviderAccess access, RemoteModel::Options options)
      : access_{std::move(access)},
        model_{client, language_model::anthropic::protocol(), withCredential(std::move(options))} {}

  language_model::Model& model() override { return model_; }
  task<std::vector<language_model::ModelInfo>> listModels() override { return model_.listModels(); }
  task<void> checkKey() override { return model_.checkKey(); }

 private:
  RemoteModel::Options withCredential(RemoteModel::Options options) {
    options.credential = [this] { return credential(); };
    return options;
  }
  task<RemoteModel::Credential> credential() const {
    co_return RemoteModel::Credential{std::string{access_.key.reveal()}, access_.account};
  }

  ProviderAccess access_;
  RemoteModel model_;
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
  return {contacts::contactWords(), organizations::organizationWords()};
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
  directories_[&loop] = std::make_shared<language_model::FactsDirectory>();
}

operations::Feature AssistantHome::feature() {
  return assistant::feature(assistant_, keys_, connect_);
}

std::shared_ptr<assistant::Provider> AssistantHome::connect(Loop& loop, ProviderAccess access) {
  RemoteModel::Options options = configuration_.remote_models;
  options.base_url = configuration_.anthropic_base_url;
  options.clock = &clock_;
  options.directory = directories_.at(&loop);
  if (access.base_url) {
    options.base_url = *access.base_url;
    options.network = fetch::Network::public_only;
    options.directory = nullptr;  // another server may know other models
  }
  return std::make_shared<RemoteProvider>(*clients_.at(&loop), std::move(access),
                                          std::move(options));
}

}  // namespace parley::app
