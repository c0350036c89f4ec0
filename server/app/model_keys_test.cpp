// Whose key asks a provider, what becomes of one that fails, and of one that is replaced.
#include <gmock/gmock.h>

#include "app/providers_fixture.hpp"
#include "database/query_error.hpp"

namespace parley::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ModelKeysTest : public ProvidersTest {
 protected:
  testing::Used ask(const operations::Actor& person, const std::string& conversation = "") {
    openai_.script(openAiSays("Hello."));
    return say(person, "hi", "openai/gpt-6-luna", conversation);
  }
  /// Who paid for the last answer.
  std::string lastKey() const { return openai_.turns().back().header("authorization").substr(7); }
  testing::Used ownKeys(const operations::Actor& person) {
    return use(person, "list_own_model_keys");
  }
  testing::Used workspaceKeys() { return use(maya_, "list_model_keys"); }
  /// The notice of a conversation's last answer.
  json::value lastNotice(const operations::Actor& person, const std::string& conversation) {
    const auto messages =
        use(person, "find_messages", fmt::format(R"({{"id":"{}"}})", conversation));
    for (const auto& part : messages.body.at_pointer("/items/0/parts").as_array()) {
      if (part.at("type") == "notice") return part;
    }
    return nullptr;
  }
  void openAiAnswers(int status, std::string_view body) {
    openai_.always({wire::jsonAnswer(status, body)});
  }

  /// Before begin(): a tool that does what an administrator might do while a run is under way.
  void addToolThat(std::string operation, json::object arguments) {
    const auto handler = [this, operation, arguments](operations::Call&, operations::NoInput) {
      return doing(operation, arguments);
    };
    operations::Feature feature;
    feature.operations = {operations::operation<operations::NoInput, operations::NoInput>(
        {.name = "meanwhile",
         .title = "Meanwhile",
         .transactions = operations::Transactions::own,
         .tool = true},
        handler)};
    catalog_.add(std::move(feature));
  }
  task<operations::NoInput> doing(std::string operation, json::object arguments) {
    const auto used = co_await useOne(maya_, std::move(operation), std::move(arguments),
                                      json::Source::body, [](operations::Call&) {});
    EXPECT_LT(used.status, 300) << used.detail;
    co_return operations::NoInput{};
  }
  void scriptToolCall() {
    using namespace wire::openai_responses_wire;
    const auto item = [](std::string_view status) {
      return fmt::format(
          R"({{"id":"fc_1","type":"function_call","status":"{}","call_id":"call_1","name":"meanwhile","arguments":"{{}}"}})",
          status);
    };
    openai_.script(
        {created, added(0, item("in_progress")), done(0, item("completed")), ended("completed")});
  }

  const operations::Actor nora_ = newMember();
};

TEST_F(ModelKeysTest, APersonsOwnComesBeforeTheWorkspacesAndThatBeforeTheInstallations) {
  begin();
  EXPECT_EQ(ask(nora_).status, 200);
  EXPECT_EQ(lastKey(), "sk-installation");
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  ask(nora_);
  EXPECT_EQ(lastKey(), "sk-workspace");
  EXPECT_EQ(putOwnKey(nora_, "openai", "sk-of-nora").text("/masked"), "…nora");
  ask(nora_);
  EXPECT_EQ(lastKey(), "sk-of-nora");
  EXPECT_EQ(use(nora_, "list_models").text("/items/2/key"), "own");
  ask(maya_);
  EXPECT_EQ(lastKey(), "sk-workspace");
  EXPECT_EQ(use(maya_, "list_models").text("/items/2/key"), "workspace");

  EXPECT_EQ(use(nora_, "delete_own_model_key", R"({"provider":"openai"})").status, 204);
  ask(nora_);
  EXPECT_EQ(lastKey(), "sk-workspace");
}

TEST_F(ModelKeysTest, WhoHasOneNeverFallsBackToAnother) {
  begin();
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  EXPECT_EQ(putOwnKey(nora_, "openai", "sk-of-nora").status, 200);
  openAiAnswers(401, openai_wire_.bad_key);
  EXPECT_EQ(say(nora_, "hi", "openai/gpt-6-luna").text("/status"), "failed");
  EXPECT_EQ(lastKey(), "sk-of-nora");
  EXPECT_EQ(say(maya_, "hi", "openai/gpt-6-luna").text("/status"), "failed");
  EXPECT_EQ(lastKey(), "sk-workspace");
  EXPECT_EQ(openai_.turns().size(), 2U);
}

TEST_F(ModelKeysTest, NobodyListsUsesOrRemovesSomebodyElsesAndMembersNotTheWorkspaces) {
  begin(false, false, false);
  EXPECT_EQ(putOwnKey(nora_, "openai", "sk-of-nora").status, 200);
  EXPECT_EQ(ownKeys(nora_).count("/items"), 1U);
  EXPECT_EQ(ownKeys(maya_).count("/items"), 0U);
  EXPECT_EQ(workspaceKeys().count("/items"), 0U);
  EXPECT_EQ(use(maya_, "delete_own_model_key", R"({"provider":"openai"})").status, 404);
  EXPECT_EQ(use(maya_, "delete_model_key", R"({"provider":"openai"})").status, 404);
  EXPECT_EQ(say(maya_, "hi", "gpt-6-luna").fields, "model");
  EXPECT_EQ(defaultModel(maya_), "builtin");

  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  for (const auto* operation : {"list_model_keys", "put_model_key", "delete_model_key"})
    EXPECT_EQ(use(nora_, operation, R"({"provider":"openai","key":"sk-taken-over"})").status, 403);
  EXPECT_EQ(workspaceKeys().text("/items/0/masked"), "…pace");
  EXPECT_EQ(ownKeys(nora_).text("/items/0/masked"), "…nora");
}

TEST_F(ModelKeysTest, TheDatabaseItselfLetsMembersWriteTheirOwnAlone) {
  begin(false, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  EXPECT_EQ(putOwnKey(maya_, "openai", "sk-of-maya").status, 200);
  const auto asNora = [this](std::string sql) {
    const auto identity = operations::identityOf(nora_);
    return run([](database::Database& database, database::Identity who,
                  std::string text) -> task<std::string> {
      auto tx = co_await database.begin(who, database::Mode::write);
      try {
        const auto rows = co_await tx.execute(std::move(text));
        co_return std::to_string(rows.size());
      } catch (const database::QueryError& error) {
        co_return error.sqlstate;
      }
    }(database_, identity, std::move(sql)));
  };
  EXPECT_EQ(asNora("select id from model_keys"), "1");
  EXPECT_EQ(asNora("delete from model_keys returning id"), "0");
  EXPECT_EQ(asNora("update model_keys set key_sealed = '' returning id"), "42501");
  EXPECT_EQ(asNora("update model_keys set last_used_at = now() returning id"), "1");
  EXPECT_EQ(asNora("insert into model_keys (workspace_id, id, provider, workspace_key_id, "
                   "key_sealed, masked, fingerprint) select workspace_id, gen_random_uuid(), "
                   "'gemini', workspace_key_id, key_sealed, masked, fingerprint from model_keys"),
            "42501");
}

TEST_F(ModelKeysTest, ItsLastUseIsKeptToTheMinute) {
  begin(false, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  EXPECT_EQ(workspaceKeys().text("/items/0/last_used_at"), "null");
  ask(nora_);
  const auto first = workspaceKeys().text("/items/0/last_used_at");
  EXPECT_NE(first, "null");
  ask(nora_);
  EXPECT_EQ(workspaceKeys().text("/items/0/last_used_at"), first);
  clock_.time += std::chrono::minutes{1};
  EXPECT_EQ(ask(maya_).text("/reply"), "Hello.");
  EXPECT_GT(workspaceKeys().text("/items/0/last_used_at"), first);
}

TEST_F(ModelKeysTest, WhatItsOwnerHasToMendIsKeptUntilItWorksAgainOrIsReplaced) {
  begin(false, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  ask(nora_);
  openAiAnswers(401, openai_wire_.bad_key);
  const auto failed = say(nora_, "hi", "gpt-6-luna");
  EXPECT_EQ(failed.text("/status"), "failed");
  EXPECT_EQ(workspaceKeys().text("/items/0/failure"), "refused");
  EXPECT_NE(workspaceKeys().text("/items/0/failed_at"), "null");
  const auto notice = lastNotice(nora_, failed.text("/conversation_id"));
  EXPECT_EQ(notice.at("code"), "key_invalid");
  EXPECT_EQ(notice.at("provider"), "openai");
  EXPECT_EQ(notice.at("key"), "workspace");

  ask(nora_, failed.text("/conversation_id"));  // within the minute, and news all the same
  EXPECT_EQ(workspaceKeys().text("/items/0/failure"), "null");
  EXPECT_EQ(workspaceKeys().text("/items/0/failed_at"), "null");

  openAiAnswers(429, openai_wire_.spend_limit);
  const auto unpaid = say(nora_, "hi", "gpt-6-luna");
  EXPECT_EQ(workspaceKeys().text("/items/0/failure"), "unpaid");
  EXPECT_EQ(lastNotice(nora_, unpaid.text("/conversation_id")).at("code"), "unpaid");
  EXPECT_EQ(putKey("openai", R"("key":"sk-in-its-place")").text("/failure"), "null");
  EXPECT_EQ(workspaceKeys().text("/items/0/last_used_at"), "null");
}

TEST_F(ModelKeysTest, WhateverTheProviderTheConversationGoesOnWithTheSameOrAnotherModel) {
  begin(false, false, false);
  struct Case {
    std::string_view provider;
    std::string_view model;
    wire::WirePeer& peer;
    std::string key;
    std::vector<std::string> hello;
    std::string refused;
    std::string unpaid;
  };
  const auto chat_wire = wire::openai_chat_wire::provider();
  const std::vector<Case> cases = {
      {"anthropic", "claude-opus-5-5", claude_, R"("key":"sk-ant-workspace")",
       claudeSays("Hello – 😀!"),
       wire::jsonAnswer(
           401, R"({"type":"error","error":{"type":"authentication_error","message":"no"}})"),
       wire::jsonAnswer(402,
                        R"({"type":"error","error":{"type":"billing_error","message":"no"}})")},
      {"openai", "gpt-6.1-terra", openai_, R"("key":"sk-workspace")", openai_wire_.hello,
       wire::jsonAnswer(401, openai_wire_.bad_key),
       wire::jsonAnswer(429, openai_wire_.spend_limit)},
      {"gemini", "gemini-4-argon", gemini_, R"("key":"AIza-workspace")", gemini_wire_.hello,
       wire::jsonAnswer(400, gemini_wire_.bad_key),
       wire::jsonAnswer(429, gemini_wire_.spend_limit)},
      {"compatible", "openai/gpt-oss-20b", compatible_,
       fmt::format(R"("key":"sk-of-the-house","base_url":"{}/v1")", compatible_.url()),
       chat_wire.hello, wire::jsonAnswer(401, chat_wire.bad_key),
       wire::jsonAnswer(429, chat_wire.spend_limit)},
  };
  for (const auto& each : cases) EXPECT_EQ(putKey(each.provider, each.key).status, 200);
  for (const auto& each : cases) {
    SCOPED_TRACE(each.provider);
    const auto keyOf = [&] {
      const auto keys = workspaceKeys();
      for (const auto& key : keys.body.at("items").as_array()) {
        if (key.at("provider").as_string() == each.provider) return key;
      }
      return json::value{};
    };
    each.peer.script(each.hello);
    const auto conversation = say(nora_, "hi", each.model).text("/conversation_id");
    for (const auto& [answer, code, failure] : {std::tuple{each.refused, "key_invalid", "refused"},
                                                std::tuple{each.unpaid, "unpaid", "unpaid"}}) {
      each.peer.always({answer});
      const auto failed = say(nora_, "and now?", "", conversation);
      EXPECT_EQ(failed.text("/status"), "failed");
      EXPECT_THAT(failed.text("/reply"), HasSubstr("ask one of its administrators"));
      const auto notice = lastNotice(nora_, conversation);
      EXPECT_EQ(notice.at("code").as_string(), code);
      EXPECT_EQ(notice.at("provider").as_string(), each.provider);
      EXPECT_EQ(keyOf().at("failure").as_string(), failure);
    }
    const auto& other = each.provider == "openai" ? cases.front() : cases[1];
    other.peer.script(other.hello);
    EXPECT_EQ(say(nora_, "go on", other.model, conversation).text("/reply"), "Hello – 😀!");
    each.peer.script(each.hello);
    EXPECT_EQ(say(nora_, "go on", each.model, conversation).text("/reply"), "Hello – 😀!");
    EXPECT_TRUE(keyOf().at("failure").is_null());
  }
}

TEST_F(ModelKeysTest, WhatIsSaidOfAFailureIsForWhoeverReadsIt) {
  begin();
  openAiAnswers(401, openai_wire_.bad_key);
  const auto told = [this](const operations::Actor& person) {
    return say(person, "hi", "openai/gpt-6-luna").text("/reply");
  };
  EXPECT_THAT(told(maya_), HasSubstr("key of this installation: ask whoever runs it"));
  EXPECT_EQ(putKey("openai", R"("key":"sk-workspace")").status, 200);
  EXPECT_THAT(told(maya_), HasSubstr("the workspace's key: replace it under Settings"));
  EXPECT_THAT(told(nora_), HasSubstr("ask one of its administrators to replace it"));
  EXPECT_EQ(putOwnKey(nora_, "openai", "sk-of-nora").status, 200);
  EXPECT_THAT(told(nora_), HasSubstr("your own key: replace it under Settings"));
}

TEST_F(ModelKeysTest, TheInstallationsHasNobodyHereWhoCouldMendItAndSaysSo) {
  begin();
  openAiAnswers(401, openai_wire_.bad_key);
  const auto failed = say(nora_, "hi", "openai/gpt-6-luna");
  EXPECT_EQ(lastNotice(nora_, failed.text("/conversation_id")).at("key"), "installation");
}

TEST_F(ModelKeysTest, ARunThatIsUnderWayAsksWithTheNewOneAtItsNextStep) {
  addToolThat("put_model_key", {{"provider", "openai"}, {"key", "sk-after"}});
  begin(false, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-before")").status, 200);
  scriptToolCall();
  openai_.script(openAiSays("Hello."));
  const auto answer = say(nora_, "hi", "gpt-6-luna");
  EXPECT_EQ(answer.text("/reply"), "Hello.");
  EXPECT_EQ(openai_.turns().front().header("authorization"), "Bearer sk-before");
  EXPECT_EQ(lastKey(), "sk-after");
}

TEST_F(ModelKeysTest, OneThatIsTakenAwayEndsTheAnswerWithAWordAndTheConversationGoesOn) {
  addToolThat("delete_model_key", {{"provider", "openai"}});
  begin(true, false, false);
  EXPECT_EQ(putKey("openai", R"("key":"sk-before")").status, 200);
  scriptToolCall();
  const auto cut = say(nora_, "hi", "gpt-6-luna");
  EXPECT_EQ(cut.text("/status"), "failed");
  EXPECT_THAT(cut.text("/reply"), HasSubstr("key for OpenAI was removed"));
  claude_.script(claudeSays("Hello from Claude."));
  EXPECT_EQ(say(nora_, "go on", "", cut.text("/conversation_id")).text("/reply"),
            "Hello from Claude.");
}

TEST_F(ModelKeysTest, OfTwoThatAreSavedAtOnceOneStays) {
  begin(false, false, false);
  std::vector<task<testing::Used>> both;
  for (const auto* key : {"sk-first-key", "sk-second-key", "sk-third-key"}) {
    both.push_back(useOne(maya_, "put_model_key", {{"provider", "openai"}, {"key", key}},
                          json::Source::body, [](operations::Call&) {}));
  }
  for (const auto& used : testing::runTogether(loop_, std::move(both)))
    EXPECT_THAT(used.status, ::testing::AnyOf(200, 409)) << used.detail;
  EXPECT_EQ(workspaceKeys().count("/items"), 1U);
  ask(nora_);
}

}  // namespace
}  // namespace parley::app
