// Which models there are, which one answers, and how a conversation goes from one to the next.
#include <gmock/gmock.h>

#include "app/providers_fixture.hpp"

namespace parley::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

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

TEST_F(ProvidersTest, AProviderThatListsNoModelHasNone) {
  begin(false, true, true);
  openai_.listAs(wire::jsonAnswer(200, R"({"object":"list","data":[]})"));
  EXPECT_EQ(defaultModel(), "gemini-3.8-flash");
  EXPECT_EQ(say("hi", "gpt-6.1-terra").status, 422);
  EXPECT_EQ(use(maya_, "set_default_model", R"({"model":"openai/gpt-6-luna"})").status, 422);
}

TEST_F(ProvidersTest, TheModelChosenLastIsTheDefault) {
  begin();
  openai_.script(openAiSays("Hello."));
  EXPECT_EQ(say("hi", "openai/gpt-6-luna").text("/reply"), "Hello.");
  EXPECT_EQ(defaultModel(), "gpt-6-luna");
  EXPECT_EQ(say("hi", "builtin").text("/status"), "completed");
  EXPECT_EQ(defaultModel(), "builtin");
}

TEST_F(ProvidersTest, TheModelChosenLastOutlivesTheConversationItWasChosenIn) {
  begin();
  openai_.script(openAiSays("Hello."));
  const auto conversation = say("hi", "openai/gpt-6-luna").text("/conversation_id");
  EXPECT_EQ(use(maya_, "delete_conversation", fmt::format(R"({{"id":"{}"}})", conversation)).status,
            204);
  EXPECT_EQ(defaultModel(), "gpt-6-luna");
  EXPECT_NE(defaultModel(newMember()), "gpt-6-luna");
}

TEST_F(ProvidersTest, WithinAConversationTheModelIsMarkedThatAnswersInIt) {
  begin();
  claude_.script(claudeSays("Hello."));
  const auto conversation = say("hi", "").text("/conversation_id");
  openai_.script(openAiSays("Hello."));
  say("hi", "openai/gpt-6-luna");
  EXPECT_EQ(markedIn(modelsWithin(maya_, conversation)), "claude-sonnet-5-5");
  EXPECT_EQ(modelsWithin(maya_, conversation).text("/default_from"), "conversation");
  EXPECT_EQ(defaultModel(), "gpt-6-luna");
  EXPECT_EQ(modelsWithin(newPerson(), conversation).status, 404);

  // One that the interpreter served is not bound to it.
  say("hi", "builtin", conversation);
  openai_.script(openAiSays("Hello."));
  say("hi", "openai/gpt-6-luna");
  EXPECT_EQ(markedIn(modelsWithin(maya_, conversation)), "gpt-6-luna");
}

TEST_F(ProvidersTest, WhereTheConversationsModelIsGoneTheUsersLastChoiceAnswers) {
  begin(true, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  openai_.script(openAiSays("Hello."));
  const auto conversation = say("hi", "gpt-6-luna").text("/conversation_id");
  claude_.script(claudeSays("Hello."));
  say("hi", "claude-opus-5-5");
  EXPECT_EQ(use(maya_, "delete_model_key", R"({"provider":"openai"})").status, 204);
  EXPECT_EQ(markedIn(modelsWithin(maya_, conversation)), "claude-opus-5-5");
  EXPECT_EQ(modelsWithin(maya_, conversation).text("/default_from"), "last_choice");
}

TEST_F(ProvidersTest, WhereTheConversationsModelIsGoneTheOneIsMarkedThatAnswersInstead) {
  begin(true, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  openai_.script(openAiSays("Hello."));
  const auto conversation = say("hi", "gpt-6-luna").text("/conversation_id");
  EXPECT_EQ(use(maya_, "delete_model_key", R"({"provider":"openai"})").status, 204);
  EXPECT_EQ(markedIn(modelsWithin(maya_, conversation)), "claude-sonnet-5-5");
  EXPECT_EQ(modelsWithin(maya_, conversation).text("/default_from"), "provider");
  claude_.script(claudeSays("Hello from Claude."));
  EXPECT_EQ(say("go on", "", conversation).text("/reply"), "Hello from Claude.");
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

TEST_F(ProvidersTest, TellsLimitsAndAbilitiesWhereTheProvidersListDoes) {
  begin();
  const auto models = use(maya_, "list_models");
  EXPECT_EQ(models.number("/items/0/max_input_tokens"), 1'000'000);
  EXPECT_EQ(models.number("/items/0/max_output_tokens"), 128'000);
  EXPECT_TRUE(models.body.at_pointer("/items/0/thinking").as_bool());
  EXPECT_EQ(models.text("/items/0/key"), "installation");
  EXPECT_EQ(models.text("/items/2/id"), "gpt-6.1-terra");  // OpenAI's list holds ids alone
  EXPECT_EQ(models.number("/items/2/max_input_tokens"), 272'000);
  EXPECT_EQ(models.text("/items/2/max_output_tokens"), "null");
  EXPECT_TRUE(models.body.at_pointer("/items/2/thinking").as_bool());
  EXPECT_EQ(models.text("/items/6/id"), "builtin");
  EXPECT_EQ(models.text("/items/6/key"), "null");
}

TEST_F(ProvidersTest, AdministratorsSetTheDefaultOfThoseWhoHaveChosenNone) {
  begin();
  const auto nora = newMember();
  const auto setTo = [this](const operations::Actor& person, std::string_view model) {
    return use(person, "set_default_model", fmt::format(R"({{"model":{}}})", model));
  };
  EXPECT_EQ(use(maya_, "list_models").text("/default_from"), "provider");
  EXPECT_EQ(setTo(nora, R"("gpt-6-luna")").status, 403);
  EXPECT_EQ(setTo(maya_, R"("gpt-7")").fields, "model");
  EXPECT_EQ(setTo(maya_, R"("gpt-6-luna")").status, 200);
  EXPECT_EQ(defaultModel(nora), "gpt-6-luna");
  EXPECT_EQ(use(nora, "list_models").text("/default_from"), "workspace");
  EXPECT_EQ(use(nora, "list_models").text("/workspace_default"), "gpt-6-luna");

  claude_.script(claudeSays("Hello."));
  EXPECT_EQ(say(nora, "hi", "claude-opus-5-5").text("/reply"), "Hello.");
  EXPECT_EQ(defaultModel(nora), "claude-opus-5-5");
  EXPECT_EQ(use(nora, "list_models").text("/default_from"), "last_choice");
  EXPECT_EQ(defaultModel(), "gpt-6-luna");

  EXPECT_EQ(setTo(maya_, R"("builtin")").status, 200);
  EXPECT_EQ(defaultModel(), "builtin");
  EXPECT_EQ(setTo(maya_, "null").status, 200);
  EXPECT_EQ(defaultModel(), "claude-sonnet-5-5");
  EXPECT_EQ(use(maya_, "list_models").text("/workspace_default"), "null");
  EXPECT_EQ(defaultModel(newPerson()), "claude-sonnet-5-5");
}

TEST_F(ProvidersTest, AWorkspacesDefaultIsNoneThatOnlyAPersonsOwnKeyReaches) {
  begin(true, false, false);
  EXPECT_EQ(putOwnKey(maya_, "openai", "sk-of-maya").status, 200);
  EXPECT_EQ(use(maya_, "set_default_model", R"({"model":"gpt-6-luna"})").fields, "model");
}

TEST_F(ProvidersTest, AdministratorsSetWhichModelStandsInForOthers) {
  begin(true, true, false);
  const auto nora = newMember();
  EXPECT_EQ(use(nora, "list_models").text("/workspace_fallback"), "null");
  EXPECT_EQ(setFallback(nora, R"("gpt-6.1-terra")").status, 403);
  EXPECT_EQ(setFallback(maya_, R"("gpt-7")").fields, "model");
  EXPECT_EQ(setFallback(maya_, R"("builtin")").fields, "model");
  EXPECT_EQ(putOwnKey(maya_, "gemini", "AIza-of-maya").status, 200);
  EXPECT_EQ(setFallback(maya_, R"("gemini-3.8-flash")").fields, "model");
  EXPECT_EQ(setFallback(maya_, R"("gpt-6-luna")").status, 200);
  EXPECT_EQ(putCompatible().status, 200);  // where that id means another as well
  EXPECT_EQ(use(nora, "list_models").text("/workspace_fallback"), "openai/gpt-6-luna");
  EXPECT_EQ(use(nora, "list_models").text("/workspace_default"), "null");
  EXPECT_EQ(use(newPerson(), "list_models").text("/workspace_fallback"), "null");
  EXPECT_EQ(setFallback(maya_, "null").status, 200);
  EXPECT_EQ(use(nora, "list_models").text("/workspace_fallback"), "null");
}

TEST_F(ProvidersTest, AWorkspacesModelIsNoOtherThatAServerCallsByItsFullName) {
  begin(true, true, false);
  EXPECT_EQ(setFallback(maya_, R"("gpt-6.1-terra")").status, 200);
  EXPECT_EQ(use(maya_, "set_default_model", R"({"model":"gpt-6.1-terra"})").status, 200);
  const wire::WirePeer router{loop_, "/v1/chat/completions",
                              wire::jsonAnswer(200, R"({"data":[{"id":"openai/gpt-6.1-terra"}]})"),
                              nothingWrong()};
  EXPECT_EQ(putKey("compatible", fmt::format(R"("base_url":"{}/v1")", router.url())).status, 200);
  EXPECT_EQ(use(maya_, "list_models").text("/workspace_fallback"), "gpt-6.1-terra");
  EXPECT_EQ(defaultModel(), "gpt-6.1-terra");
}

TEST_F(ProvidersTest, ARunThatClaudeBeganIsEndedByTheFallbackAndClaudeGoesOnBehindIt) {
  catalog_.add(assistant::notes());
  begin();
  EXPECT_EQ(setFallback(maya_, R"("gpt-6.1-terra")").status, 200);
  claude_.script(claudeCalls("toolu_1", "find_notes"));
  claude_.script(claude_overloaded);
  openai_.script(openAiSays("There are none."));
  const auto answer = say("what is there?", "");
  EXPECT_EQ(answer.text("/reply"), "There are none.");
  const auto handed_over = openai_.turns().back().body;
  EXPECT_THAT(handed_over, HasSubstr("function_call_output"));
  EXPECT_THAT(handed_over, Not(HasSubstr("c2ln")));

  claude_.script(claudeSays("Still none."));
  EXPECT_EQ(say("sure?", "", answer.text("/conversation_id")).text("/reply"), "Still none.");
  const auto body = claude_.turns().back().body;
  EXPECT_THAT(body, HasSubstr(R"("signature":"c2ln")"));
  EXPECT_THAT(body, HasSubstr("There are none."));
  EXPECT_THAT(body, Not(HasSubstr("encrypted_content")));
  EXPECT_TRUE(openai_.violations().empty());
}

TEST_F(ProvidersTest, TheFallbackIsAskedWithThePersonsOwnKeyAndNeverWithAnotherInItsPlace) {
  begin(true, true, false);
  const auto nora = newMember();
  EXPECT_EQ(setFallback(maya_, R"("gpt-6.1-terra")").status, 200);
  EXPECT_EQ(putOwnKey(nora, "openai", "sk-of-nora").status, 200);
  claude_.always(claude_overloaded);
  openai_.script(openAiSays("Hello Nora."));
  EXPECT_EQ(say(nora, "hi", "").text("/reply"), "Hello Nora.");
  EXPECT_EQ(openai_.turns().back().header("authorization"), "Bearer sk-of-nora");

  openai_.acceptOnly("sk-installation");
  openai_.refuseWith(401, openai_wire_.bad_key);
  const auto answer = say(nora, "hi", "");
  const auto said =
      use(nora, "find_messages", fmt::format(R"({{"id":"{}"}})", answer.text("/conversation_id")));
  EXPECT_EQ(said.text("/items/0/parts/0/code"), "builtin_model");
  EXPECT_THAT(said.text("/items/0/parts/0/text"), HasSubstr("OpenAI does not accept this key"));
  EXPECT_EQ(openai_.turns().size(), 1U);
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

TEST_F(ProvidersTest, AProviderThatCannotListItsModelsJustNowHasThoseThatItHad) {
  begin();
  EXPECT_EQ(putCompatible(R"(,"model":"gpt-6-luna")").status, 200);
  const auto listed = modelIds();
  compatible_.script(wire::openai_chat_wire::provider().hello);
  const auto first = say("hi", "compatible/gpt-6-luna");
  EXPECT_EQ(first.text("/reply"), "Hello – 😀!");
  clock_.time += std::chrono::hours{1};
  compatible_.listAs(wire::jsonAnswer(503, "{}"));
  for (int i = 0; i < 2; ++i) {  // with the list that it had, and behind the one that it had not
    compatible_.script(wire::openai_chat_wire::provider().hello);
    EXPECT_EQ(say("go on", "", first.text("/conversation_id")).text("/reply"), "Hello – 😀!");
    EXPECT_EQ(modelIds(), listed);
    clock_.time += std::chrono::minutes{1};
  }
  EXPECT_TRUE(claude_.turns().empty());
}

TEST_F(ProvidersTest, AConversationKeepsItsModelWhateverOthersComeToBeCalledTheSame) {
  begin(true, false, false);
  EXPECT_EQ(putCompatible().status, 200);
  compatible_.script(wire::openai_chat_wire::provider().hello);
  const auto first = say("hi", "gpt-6-luna");
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  compatible_.script(wire::openai_chat_wire::provider().hello);
  EXPECT_EQ(say("go on", "", first.text("/conversation_id")).text("/reply"), "Hello – 😀!");
  EXPECT_EQ(defaultModel(), "compatible/gpt-6-luna");
  EXPECT_TRUE(openai_.turns().empty());
}

TEST_F(ProvidersTest, WhatAServerWithoutAListMayHaveIsWhatSomebodyNamesAndNoChoiceOfBefore) {
  begin(false, true, false);
  EXPECT_EQ(putKey("anthropic", R"("key":"sk-ant-workspace")").status, 200);
  claude_.script(claudeSays("Hello."));
  say("hi", "claude-opus-5-5");
  EXPECT_EQ(use(maya_, "delete_model_key", R"({"provider":"anthropic"})").status, 204);
  EXPECT_EQ(putCompatible().status, 200);
  compatible_.listAs(wire::jsonAnswer(200, R"({"data":[]})"));
  EXPECT_EQ(defaultModel(), "gpt-6.1-terra");
  compatible_.script(wire::openai_chat_wire::provider().hello);
  EXPECT_EQ(say("hi", "claude-of-the-house").text("/reply"), "Hello – 😀!");
}

TEST_F(ProvidersTest, AKeyStaysWhereOnlyWhatStandsBesideItIsChanged) {
  begin(false, false, false);
  EXPECT_EQ(putCompatible(R"(,"key":"house-key-1234")").text("/masked"), "…1234");
  EXPECT_EQ(putCompatible(R"(,"model":"gpt-6-luna")").text("/masked"), "…1234");
  EXPECT_EQ(compatible_.lists().back().header("authorization"), "Bearer house-key-1234");
  // Nobody else's server gets to see it.
  const wire::WirePeer other{loop_, "/v1/chat/completions",
                             wire::jsonAnswer(200, compatible_models), nothingWrong()};
  EXPECT_EQ(putKey("compatible", fmt::format(R"("base_url":"{}/v1")", other.url())).text("/masked"),
            "");
  EXPECT_EQ(other.lists().back().header("authorization"), "");
  // What was read may be written.
  EXPECT_EQ(putCompatible(R"(,"key":"","masked":"","failure":null,"failed_at":null)").status, 200);
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
