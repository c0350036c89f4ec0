#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/assistant_home.hpp"
#include "features/assistant/scripted_model.hpp"
#include "language_model/testing/gemini_wire.hpp"
#include "language_model/testing/openai_chat_wire.hpp"
#include "language_model/testing/openai_responses_wire.hpp"
#include "testing/catalog_test.hpp"

/// The assistant with every provider at once, each a wire peer in the test's own loop.
namespace parley::app {

namespace wire = language_model::testing;

inline std::vector<std::string> claudeSays(std::string_view text) {
  return {
      R"({"type":"message_start","message":{"id":"m","usage":{"input_tokens":3,"output_tokens":1}}})",
      R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}})",
      R"({"type":"content_block_stop","index":0})",
      R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})",
      fmt::format(
          R"({{"type":"content_block_delta","index":1,"delta":{{"type":"text_delta","text":"{}"}}}})",
          text),
      R"({"type":"content_block_stop","index":1})",
      R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}})",
      R"({"type":"message_stop"})"};
}

/// Without arguments.
inline std::vector<std::string> claudeCalls(std::string_view id, std::string_view tool) {
  auto events = claudeSays("");
  events[4] = fmt::format(
      R"({{"type":"content_block_start","index":1,"content_block":{{"type":"tool_use","id":"{}","name":"{}","input":{{}}}}}})",
      id, tool);
  events[5] =
      R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}})";
  events[7] =
      R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}})";
  return events;
}

inline const fetch::testing::Answer claude_overloaded{wire::jsonAnswer(
    529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})")};

inline std::vector<std::string> openAiSays(std::string_view text) {
  using namespace wire::openai_responses_wire;
  return {added(0, reasoning_begun),     done(0, reasoning),     added(1, message("")),
          delta("output_text", 1, text), done(1, message(text)), ended("completed")};
}

inline const std::string claude_models =
    R"({"data":[{"id":"claude-opus-5-5","display_name":"Claude Opus 5.5","max_input_tokens":1000000,)"
    R"("max_tokens":128000,"capabilities":{"thinking":{"types":{"adaptive":{"supported":true}}}}},)"
    R"({"id":"claude-sonnet-5-5","display_name":"Claude Sonnet 5.5"}],"has_more":false})";
inline const std::string compatible_models =
    R"({"data":[{"id":"gpt-6-luna"},{"id":"openai/gpt-oss-20b"}]})";

class ProvidersTest : public testing::CatalogTest {
 protected:
  /// Which keys the installation has.
  void begin(bool claude = true, bool openai = true, bool gemini = true) {
    configuration_.anthropic_base_url = claude_.url();
    configuration_.openai_base_url = openai_.url();
    configuration_.gemini_base_url = gemini_.url();
    configuration_.remote_models.retry.max_retries = 0;
    configuration_.title_patience = std::chrono::milliseconds{0};
    if (claude) configuration_.anthropic_api_key = "sk-ant-installation";
    if (openai) configuration_.openai_api_key = "sk-installation";
    if (gemini) configuration_.gemini_api_key = "AIza-installation";
    home_.emplace(configuration_, key_, clock_, true);
    home_->addCore(loop_, client_);
    catalog_.add(home_->feature());
    home_->assistant().useTools(catalog_);
  }

  testing::Used say(std::string_view message, std::string_view model,
                    const std::string& conversation = "") {
    return say(maya_, message, model, conversation);
  }
  testing::Used say(const operations::Actor& person, std::string_view message,
                    std::string_view model, const std::string& conversation = "") {
    json::object arguments{{"message", message}};
    if (!model.empty()) arguments["model"] = model;
    if (!conversation.empty()) arguments["conversation_id"] = conversation;
    return use(person, "chat", boost::json::serialize(arguments));
  }
  testing::Used putKey(std::string_view provider, std::string_view more) {
    return use(maya_, "put_model_key", fmt::format(R"({{"provider":"{}",{}}})", provider, more));
  }
  testing::Used putOwnKey(const operations::Actor& person, std::string_view provider,
                          std::string_view key) {
    return use(person, "put_own_model_key",
               fmt::format(R"({{"provider":"{}","key":"{}"}})", provider, key));
  }
  /// Of the same workspace, and none of its administrators.
  operations::Actor newMember() {
    auto member = newPerson(maya_.workspace_id);
    member.role = operations::Role::member;
    storage_.executeAsOwner("update users set role = 'member' where id = '" +
                            member.user_id.toString() + "'");
    return member;
  }
  testing::Used setFallback(const operations::Actor& person, std::string_view model) {
    return use(person, "set_fallback_model", fmt::format(R"({{"model":{}}})", model));
  }
  testing::Used putCompatible(std::string_view more = "") {
    return putKey("compatible", fmt::format(R"("base_url":"{}/v1"{})", compatible_.url(), more));
  }
  std::vector<std::string> modelIds() {
    const auto models = use(maya_, "list_models");
    std::vector<std::string> ids;
    for (const auto& item : models.body.at("items").as_array())
      ids.emplace_back(item.at("id").as_string());
    return ids;
  }
  std::string defaultModel() { return defaultModel(maya_); }
  std::string defaultModel(const operations::Actor& person) {
    return markedIn(use(person, "list_models"));
  }
  static std::string markedIn(const testing::Used& models) {
    for (const auto& item : models.body.at("items").as_array()) {
      if (item.at("default").as_bool()) return std::string{item.at("id").as_string()};
    }
    return "none";
  }
  testing::Used modelsWithin(const operations::Actor& person, const std::string& conversation) {
    return use(person, "list_models", fmt::format(R"({{"conversation_id":"{}"}})", conversation),
               json::Source::query);
  }
  static wire::WirePeer::Check nothingWrong() {
    return [](const wire::WireRequest&) { return std::vector<std::string>{}; };
  }

  const wire::WireProvider openai_wire_ = wire::openai_responses_wire::provider();
  const wire::WireProvider gemini_wire_ = wire::gemini_wire::provider();
  wire::WirePeer claude_{loop_, "/v1/messages", wire::jsonAnswer(200, claude_models),
                         nothingWrong()};
  wire::WirePeer openai_{loop_, "/v1/responses", wire::jsonAnswer(200, openai_wire_.list),
                         openai_wire_.check};
  wire::WirePeer gemini_{loop_, "/v1/interactions", wire::jsonAnswer(200, gemini_wire_.list),
                         gemini_wire_.check};
  wire::WirePeer compatible_{loop_, "/v1/chat/completions",
                             wire::jsonAnswer(200, compatible_models),
                             wire::openai_chat_wire::provider().check};
  Configuration configuration_;
  const secrets::InstallationKey key_{secrets::SecretString{std::string(32, 'k')}};
  fetch::Client client_{loop_, {.allow_private_network = true}};
  std::optional<AssistantHome> home_;
  const operations::Actor maya_ = newPerson();
};

}  // namespace parley::app
