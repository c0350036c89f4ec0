#pragma once

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "features/assistant/scripted_model.hpp"
#include "json/parse.hpp"
#include "operations/history.hpp"
#include "testing/catalog_test.hpp"

/// For tests of what models of providers alone have: prices, limits, titles, signatures.
namespace parley::assistant {

/// A workspace of an installation that has a key for Claude, or whatever is said.
class RemoteAssistantTest : public testing::CatalogTest {
 protected:
  explicit RemoteAssistantTest(
      const std::vector<ProviderName>& installation_keys = {ProviderName::anthropic})
      : keys_{key_, keysFor(installation_keys)} {
    catalog_.add(notes());
    catalog_.add(operations::history(catalog_));
    catalog_.add(feature(*assistant_, keys_, connect_));
    assistant_->useTools(catalog_);
  }

  static std::map<ProviderName, secrets::SecretString> keysFor(
      const std::vector<ProviderName>& providers) {
    std::map<ProviderName, secrets::SecretString> keys;
    for (const auto provider : providers)
      keys.emplace(provider, secrets::SecretString{"sk-of-the-installation"});
    return keys;
  }

  void script(std::string text) { sonnet_->turns.push_back({std::move(text), {}, {}, false}); }
  void scriptCall(std::string id, std::string tool, std::string_view arguments = "{}") {
    language_model::ToolCall call{std::move(id), std::move(tool),
                                  json::parse(arguments).as_object()};
    sonnet_->turns.push_back({"", {std::move(call)}, {}, false});
  }
  testing::Used say(const operations::Actor& actor, std::string_view message, json::object more) {
    more["message"] = message;
    return use(actor, "chat", boost::json::serialize(more));
  }
  testing::Used say(std::string_view message, const std::string& conversation = "",
                    std::string_view model = "") {
    json::object more;
    if (!conversation.empty()) more["conversation_id"] = conversation;
    if (!model.empty()) more["model"] = model;
    return say(maya_, message, more);
  }
  testing::Used read(std::string_view operation, const std::string& id) {
    return use(maya_, operation, fmt::format(R"({{"id":"{}"}})", id));
  }
  /// What the dollars are of a value that may be unknown.
  static std::string micros(const testing::Used& used, std::string_view pointer) {
    return boost::json::serialize(used.body.at_pointer(pointer));
  }

  const secrets::InstallationKey key_{secrets::SecretString{std::string(32, 'k')}};
  const KeyStore keys_;
  const std::shared_ptr<ScriptedModel> sonnet_ = std::make_shared<ScriptedModel>();
  const std::shared_ptr<ScriptedModel> haiku_ = std::make_shared<ScriptedModel>();
  const std::shared_ptr<ScriptedModel> terra_ = std::make_shared<ScriptedModel>();
  const std::shared_ptr<ScriptedModel> luna_ = std::make_shared<ScriptedModel>();
  const std::shared_ptr<ScriptedModel> builtin_ = std::make_shared<ScriptedModel>();
  const ScriptedModels models_{{"claude-sonnet-5-5", sonnet_},
                               {"claude-haiku-5-5", haiku_},
                               {"claude-unheard-of", std::make_shared<ScriptedModel>()}};
  const ScriptedModels openai_models_{{"gpt-6.1-terra", terra_}, {"gpt-6-luna", luna_}};
  const Connect connect_ = [this](Loop&, ProviderAccess access) -> std::shared_ptr<Provider> {
    const bool openai = access.provider == ProviderName::openai;
    return std::make_shared<ScriptedProvider>(openai ? openai_models_ : models_);
  };
  Options options_{.sole_node = true};
  const std::unique_ptr<Assistant> assistant_ =
      std::make_unique<Assistant>(options_, keys_, connect_, builtin_, clock_);
  const operations::Actor maya_ = newPerson();
};

}  // namespace parley::assistant
