#include "app/assistant_home.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/interpreted_messages.hpp"
#include "features/assistant/interpreter/command_interpreter.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/organizations/organization_words.hpp"
#include "features/projects/project_words.hpp"
#include "features/tasks/task_words.hpp"
#include "language_model/anthropic/protocol.hpp"
#include "language_model/gemini/protocol.hpp"
#include "language_model/openai_chat/protocol.hpp"
#include "language_model/openai_responses/protocol.hpp"
#include "language_model/remote_model.hpp"

namespace parley::app {
namespace {

using assistant::ProviderAccess;
using assistant::ProviderName;
using assistant::interpreter::CommandInterpreter;
using language_model::RemoteModel;

/// A provider with one key.
class RemoteProvider final : public assistant::Provider {
 public:
  RemoteProvider(fetch::Client& client, ProviderAccess access,
                 std::unique_ptr<const language_model::Protocol> protocol,
                 RemoteModel::Options options)
      : access_{std::move(access)},
        model_{client, std::move(protocol), withCredential(std::move(options))} {}

  language_model::Model& model(const std::string& id) override {
    model_.useModel(id);
    return model_;
  }
  task<std::vector<language_model::ModelInfo>> listModels() override { return model_.listModels(); }
  task<void> checkKey() override { return model_.checkKey(); }

 private:
  RemoteModel::Options withCredential(RemoteModel::Options options) {
    options.credential = [this] { return credential(); };
    return options;
  }
  task<RemoteModel::Credential> credential() const {
    co_return RemoteModel::Credential{std::string{access_.key->reveal()}, access_.account};
  }

  ProviderAccess access_;
  RemoteModel model_;
};

/// Where a provider answers unless a workspace says otherwise.
std::string baseUrlOf(const Configuration& configuration, ProviderName provider) {
  switch (provider) {
    case ProviderName::anthropic:
      return configuration.anthropic_base_url;
    case ProviderName::openai:
      return configuration.openai_base_url;
    case ProviderName::gemini:
      return configuration.gemini_base_url;
    case ProviderName::compatible:
      break;
  }
  return {};
}

std::unique_ptr<const language_model::Protocol> protocolOf(ProviderName provider,
                                                           const std::string& base_url) {
  switch (provider) {
    case ProviderName::anthropic:
      return language_model::anthropic::protocol();
    case ProviderName::openai:
      return language_model::openai_responses::protocol();
    case ProviderName::gemini:
      return language_model::gemini::protocol();
    case ProviderName::compatible:
      break;
  }
  return language_model::openai_chat::protocol(base_url);
}

std::map<ProviderName, secrets::SecretString> sharedKeys(const Configuration& configuration) {
  std::map<ProviderName, secrets::SecretString> keys;
  const auto add = [&keys](ProviderName provider, const std::string& key) {
    if (!key.empty()) keys.emplace(provider, secrets::SecretString{key});
  };
  add(ProviderName::anthropic, configuration.anthropic_api_key);
  add(ProviderName::openai, configuration.openai_api_key);
  add(ProviderName::gemini, configuration.gemini_api_key);
  return keys;
}

assistant::Options assistantOptions(const Configuration& configuration, bool sole_node,
                                    const std::shared_ptr<CommandInterpreter>& interpreter) {
  return {configuration.runs,
          configuration.models,
          configuration.breakers,
          std::make_shared<InterpretedMessages>(interpreter),
          sole_node,
          configuration.title_patience};
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
      interpreter_{std::make_shared<CommandInterpreter>(allWords())},
      assistant_{assistantOptions(configuration, sole_node, interpreter_), keys_, connect_,
                 interpreter_, clock} {}

void AssistantHome::addCore(Loop& loop, fetch::Client& client) {
  cores_[&loop].client = &client;
}

operations::Feature AssistantHome::feature() {
  return assistant::feature(assistant_, keys_, connect_);
}

std::shared_ptr<assistant::Provider> AssistantHome::connect(Loop& loop, ProviderAccess access) {
  RemoteModel::Options options = configuration_.remote_models;
  options.clock = &clock_;
  options.base_url = access.base_url.value_or(baseUrlOf(configuration_, access.provider));
  if (access.base_url) options.network = fetch::Network::public_only;  // a user gave it
  auto& core = cores_.at(&loop);
  if (core.directories.size() >= configuration_.models.max_lists) core.directories.clear();
  auto& directory =
      core.directories[fmt::format("{} {}", json::enumName(access.provider), options.base_url)];
  if (!directory) directory = std::make_shared<language_model::FactsDirectory>();
  options.directory = directory;
  auto protocol = protocolOf(access.provider, options.base_url);
  return std::make_shared<RemoteProvider>(*core.client, std::move(access), std::move(protocol),
                                          std::move(options));
}

}  // namespace parley::app
