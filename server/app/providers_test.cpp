// The assistant with every provider at once, each a wire peer in the test's own loop.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/assistant_home.hpp"
#include "language_model/testing/gemini_wire.hpp"
#include "language_model/testing/openai_chat_wire.hpp"
#include "language_model/testing/openai_responses_wire.hpp"
#include "testing/catalog_test.hpp"

namespace parley::app {
namespace {

namespace wire = language_model::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> claudeSays(std::string_view text) {
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

std::vector<std::string> openAiSays(std::string_view text) {
  using namespace wire::openai_responses_wire;
  return {added(0, reasoning_begun),     done(0, reasoning),     added(1, message("")),
          delta("output_text", 1, text), done(1, message(text)), ended("completed")};
}

const std::string claude_models =
    R"({"data":[{"id":"claude-opus-5-5","display_name":"Claude Opus 5.5"},)"
    R"({"id":"claude-sonnet-5-5","display_name":"Claude Sonnet 5.5"}],"has_more":false})";
const std::string compatible_models =
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
    json::object arguments{{"message", message}};
    if (!model.empty()) arguments["model"] = model;
    if (!conversation.empty()) arguments["conversation_id"] = conversation;
    return use(maya_, "chat", boost::json::serialize(arguments));
  }
  testing::Used putKey(std::string_view provider, std::string_view more) {
    return use(maya_, "put_model_key", fmt::format(R"({{"provider":"{}",{}}})", provider, more));
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
  std::string defaultModel() {
    const auto models = use(maya_, "list_models");
    for (const auto& item : models.body.at("items").as_array()) {
      if (item.at("default").as_bool()) return std::string{item.at("id").as_string()};
    }
    return "none";
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

TEST_F(ProvidersTest, ListsTheModelsOfAllAndClaudeIsTheDefault) {
  begin();
  EXPECT_EQ(putCompatible().status, 200);
  EXPECT_THAT(modelIds(), ElementsAre("claude-opus-5-5", "claude-sonnet-5-5", "gpt-6.1-terra",
                                      "openai/gpt-6-luna", "gemini-3.8-flash", "gemini-4-argon",
                                      "compatible/gpt-6-luna", "openai/gpt-oss-20b", "builtin"));
  EXPECT_EQ(defaultModel(), "claude-sonnet-5-5");
}

TEST_F(ProvidersTest, WithoutClaudeTheDefaultIsOpenAiThenGeminiThenACompatibleServer) {
  begin(false, false, false);
  EXPECT_EQ(defaultModel(), "builtin");
  EXPECT_EQ(putCompatible().status, 200);
  EXPECT_EQ(defaultModel(), "gpt-6-luna");
  EXPECT_EQ(putCompatible(R"(,"model":"openai/gpt-oss-20b")").status, 200);
  EXPECT_EQ(defaultModel(), "openai/gpt-oss-20b");
  EXPECT_EQ(putKey("gemini", R"("key":"AIza-workspace")").status, 200);
  EXPECT_EQ(defaultModel(), "gemini-3.8-flash");
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  EXPECT_EQ(defaultModel(), "gpt-6.1-terra");
  EXPECT_EQ(putKey("anthropic", R"("key":"sk-ant-workspace")").status, 200);
  EXPECT_EQ(defaultModel(), "claude-sonnet-5-5");
}

TEST_F(ProvidersTest, TheModelChosenLastIsTheDefault) {
  begin();
  openai_.script(openAiSays("Hello."));
  EXPECT_EQ(say("hi", "openai/gpt-6-luna").text("/reply"), "Hello.");
  EXPECT_EQ(defaultModel(), "gpt-6-luna");
  EXPECT_EQ(say("hi", "builtin").text("/status"), "completed");
  EXPECT_EQ(defaultModel(), "builtin");
}

TEST_F(ProvidersTest, WhichModelsThereAreIsReadInOneRoundTrip) {
  begin();
  EXPECT_EQ(putCompatible().status, 200);
  const auto before = database_.statistics().round_trips;
  modelIds();
  EXPECT_EQ(database_.statistics().round_trips - before, 1U);
}

TEST_F(ProvidersTest, AConversationBegunWithClaudeGoesOnWithOthersAndBack) {
  begin();
  EXPECT_EQ(putCompatible().status, 200);
  claude_.script(claudeSays("Hello from Claude."));
  const auto first = say("hi", "");
  EXPECT_EQ(first.text("/reply"), "Hello from Claude.");
  const auto conversation = first.text("/conversation_id");

  openai_.script(openAiSays("Hello from OpenAI."));
  EXPECT_EQ(say("and you?", "gpt-6.1-terra", conversation).text("/reply"), "Hello from OpenAI.");
  EXPECT_THAT(openai_.turns().back().body, HasSubstr("Hello from Claude."));
  EXPECT_THAT(openai_.turns().back().body, Not(HasSubstr("c2ln")));

  openai_.script(openAiSays("Still OpenAI."));
  EXPECT_EQ(say("go on", "", conversation).text("/reply"), "Still OpenAI.");
  EXPECT_THAT(openai_.turns().back().body, HasSubstr("encrypted_content"));

  gemini_.script(gemini_wire_.hello);
  EXPECT_EQ(say("and you?", "gemini-4-argon", conversation).text("/reply"), "Hello – 😀!");
  compatible_.script(wire::openai_chat_wire::provider().hello);
  EXPECT_EQ(say("and you?", "compatible/gpt-6-luna", conversation).text("/reply"), "Hello – 😀!");
  EXPECT_THAT(compatible_.turns().back().body, HasSubstr(R"("model":"gpt-6-luna")"));

  claude_.script(claudeSays("Claude again."));
  EXPECT_EQ(say("and you?", "claude-sonnet-5-5", conversation).text("/reply"), "Claude again.");
  const auto body = claude_.turns().back().body;
  EXPECT_THAT(body, HasSubstr(R"("signature":"c2ln")"));
  EXPECT_THAT(body, HasSubstr("Still OpenAI."));
  EXPECT_THAT(body, Not(HasSubstr("encrypted_content")));
  EXPECT_TRUE(openai_.violations().empty() && gemini_.violations().empty() &&
              compatible_.violations().empty());
}

TEST_F(ProvidersTest, AModelOfAProviderWithoutKeyIsRefusedByItsName) {
  begin(true, false, false);
  const auto refused = say("hi", "gpt-6-luna");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.fields, "model");
  EXPECT_EQ(say("hi", "gemini/gemini-4-argon").status, 422);
  EXPECT_EQ(say("hi", "claude-nonesuch").status, 422);
  EXPECT_TRUE(claude_.turns().empty());
}

TEST_F(ProvidersTest, AWorkspacesKeyIsUsedAndTheInstallationsNeverInItsPlace) {
  begin();
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  openai_.acceptOnly("sk-installation");
  openai_.refuseWith(401, openai_wire_.bad_key);
  const auto answer = say("hi", "openai/gpt-6-luna");
  EXPECT_EQ(answer.text("/status"), "failed");
  EXPECT_THAT(answer.text("/reply"), HasSubstr("OpenAI does not accept this key"));
}

TEST_F(ProvidersTest, KeysAreCheckedWithTheirProviderWhenSaved) {
  begin(false, false, false);
  openai_.acceptOnly("sk-good-key");
  openai_.refuseWith(401, openai_wire_.bad_key);
  gemini_.acceptOnly("AIza-good");
  gemini_.refuseWith(gemini_wire_.bad_key_status, gemini_wire_.bad_key);
  EXPECT_EQ(putKey("openai", R"("key":"sk-bad-key")").fields, "key");
  EXPECT_EQ(putKey("gemini", R"("key":"AIza-bad")").fields, "key");
  EXPECT_EQ(putKey("openai", R"("key":"short")").fields, "key");
  EXPECT_EQ(putKey("openai", R"("model":"gpt-6-luna")").fields, "key");
  EXPECT_EQ(use(maya_, "list_model_keys").count("/items"), 0U);
  EXPECT_EQ(putKey("openai", R"("key":"sk-good-key")").text("/masked"), "…-key");
  EXPECT_EQ(putKey("gemini", R"("key":"AIza-good")").status, 200);
}

TEST_F(ProvidersTest, ACompatibleServerNeedsAnAddressAndMayDoWithoutAKey) {
  begin(false, false, false);
  EXPECT_EQ(putKey("compatible", R"("key":"ollama")").fields, "base_url");
  EXPECT_EQ(putKey("compatible", R"("base_url":"http://127.0.0.1:1/v1")").fields, "base_url");
  const auto saved = putCompatible();
  EXPECT_EQ(saved.text("/masked"), "");
  EXPECT_EQ(compatible_.lists().back().header("authorization"), "");
  EXPECT_EQ(putCompatible(R"(,"key":"ollama")").text("/masked"), "…");
  EXPECT_EQ(compatible_.lists().back().header("authorization"), "Bearer ollama");
}

TEST_F(ProvidersTest, AServerWithoutAListIsTakenAtTheWordOfTheWorkspace) {
  begin(false, true, false);
  EXPECT_EQ(putCompatible(R"(,"model":"house-model")").status, 200);
  compatible_.acceptOnly("nobody");  // from now on it gives no list
  compatible_.refuseWith(503, "{}");
  EXPECT_THAT(modelIds(), ElementsAre("gpt-6.1-terra", "gpt-6-luna", "house-model", "builtin"));
}

}  // namespace
}  // namespace parley::app
