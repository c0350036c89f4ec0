#include "database/blocking_session.hpp"
#include "features/assistant/assistant_fixture.hpp"
#include "features/assistant/remote_fixture.hpp"

/// How a message reaches its model: safe first, and with the prompt that its conversation began
/// with.
namespace parley::assistant {
namespace {

class BeginningsTest : public ServedAssistantTest {
 protected:
  const language_model::Request& asked() const { return model_->requests.back(); }

  /// As if the process had died behind the commit that made the run durable.
  void loseLastRun() const {
    storage_.askAsSuperuser(
        "with lost as (select id from runs order by id desc limit 1), gone as (delete from "
        "conversation_messages where run_id in (select id from lost)) update runs set status = "
        "'interrupted' where id in (select id from lost)");
  }

  /// What the user said in it.
  static std::vector<std::string> wordsOf(const language_model::Request& request) {
    std::vector<std::string> words;
    for (const auto& message : request.messages) {
      if (message.role != language_model::Role::user) continue;
      for (const auto& part : message.parts) {
        if (const auto* text = std::get_if<language_model::Text>(&part))
          words.push_back(text->text);
      }
    }
    return words;
  }
};

TEST_F(BeginningsTest, NoModelIsAskedAndNoPageToldBeforeAMessageIsSafe) {
  std::string conversation;
  for (const auto* message : {"a new conversation", "and another message"}) {
    const auto before = database_.statistics().durable_commits;
    std::vector<std::uint64_t> safe;
    const auto note = [&] { safe.push_back(database_.statistics().durable_commits - before); };
    const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
      if (notice.json->contains("run.started")) note();
    });
    model_->on_request = note;
    scriptText("Hello.");
    conversation = say(message, conversation).text("/conversation_id");
    EXPECT_THAT(safe, ::testing::ElementsAre(1U, 1U)) << message;
  }
  EXPECT_EQ(assistant_.figures().commits, 2U);
  EXPECT_GT(assistant_.figures().commit_microseconds, 0U);
}

class ChosenModelTest : public RemoteAssistantTest {
 protected:
  std::string lastChoice() const {
    return storage_.askAsSuperuser("select last_model from users where id = '" +
                                   maya_.user_id.toString() + "'");
  }
};

TEST_F(ChosenModelTest, IsTheNextDefaultBeforeAPageHearsOfItsAnswer) {
  std::string conversation;
  std::vector<std::string> chosen;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.json->contains("run.started")) chosen.push_back(lastChoice());
  });
  for (const auto& [name, model] : {std::pair{"claude-sonnet-5-5", sonnet_},
                                    {"claude-haiku-5-5", haiku_},
                                    {"claude-haiku-5-5", haiku_}}) {
    model->turns.push_back({"Hello.", {}, {}, false});
    conversation = say("hi", conversation, name).text("/conversation_id");
    EXPECT_EQ(chosen.back(), fmt::format("anthropic/{}", name));
  }
  EXPECT_EQ(chosen.size(), 3U);
}

TEST_F(BeginningsTest, AMessageThatIsSentAgainIsTakenUpOnce) {
  std::string conversation;
  for (const std::string_view message : {"a new conversation", "and another message"}) {
    const auto send = [&](std::string_view words, const std::string& client_id) {
      json::object arguments{{"message", words}, {"client_id", client_id}};
      if (!conversation.empty()) arguments["conversation_id"] = conversation;
      return use(maya_, "chat", boost::json::serialize(arguments));
    };
    const auto client_id = makeUuid().toString();
    scriptText("Hello.");
    const auto first = send(message, client_id);
    EXPECT_EQ(first.text("/reply"), "Hello.");
    const auto again = send(message, client_id);
    EXPECT_EQ(again.text("/run_id"), first.text("/run_id")) << message;
    EXPECT_EQ(again.text("/conversation_id"), first.text("/conversation_id"));
    EXPECT_EQ(again.text("/reply"), "Hello.");
    EXPECT_EQ(send("something else", client_id).code, "client_id_used");
    conversation = first.text("/conversation_id");
  }
  EXPECT_EQ(model_->requests.size(), 2U);
  EXPECT_EQ(use(maya_, "find_conversations").count("/items"), 1U);
}

TEST_F(BeginningsTest, AMessageThatIsSentAgainWhileItIsAnsweredIsToldItsRun) {
  std::string conversation;
  const auto send = [&](std::string_view operation, const std::string& client_id) {
    json::object arguments{{"message", "work"}, {"client_id", client_id}};
    if (!conversation.empty()) arguments["conversation_id"] = conversation;
    return use(maya_, operation, boost::json::serialize(arguments));
  };
  for (int i = 0; i < 2; ++i) {
    script({"Working", {}, {}, true});
    const auto client_id = makeUuid().toString();
    const auto first = send("start_run", client_id);
    EXPECT_FALSE(first.body.at("repeated").as_bool());
    const auto again = send("start_run", client_id);
    EXPECT_TRUE(again.body.at("repeated").as_bool());
    EXPECT_EQ(again.text("/run_id"), first.text("/run_id"));
    run(stopSoon(first.text("/run_id")));
    EXPECT_EQ(send("chat", client_id).text("/status"), "stopped");
    conversation = first.text("/conversation_id");
  }
  EXPECT_EQ(model_->requests.size(), 2U);
}

TEST_F(BeginningsTest, WhatAClientCountsByItselfTellsNoMessageFromAnother) {
  for (int i = 0; i < 2; ++i) {
    scriptText("Hello.");
    use(maya_, "chat", R"({"message":"hi","client_id":"1"})");
  }
  EXPECT_EQ(model_->requests.size(), 2U);
}

TEST_F(BeginningsTest, AnIdIsOfOnePersonsMessagesAlone) {
  const auto message = fmt::format(R"({{"message":"hi","client_id":"{}"}})", makeUuid().toString());
  for (const auto& person : {maya_, newPerson(maya_.workspace_id)}) {
    scriptText("Hello.");
    EXPECT_EQ(use(person, "chat", message).text("/reply"), "Hello.");
  }
  EXPECT_EQ(model_->requests.size(), 2U);
}

TEST_F(BeginningsTest, MessageThatCannotBeStoredIsRefusedAndReachesNobody) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  storage_.executeAsOwner("alter table runs add constraint no_sand check (message <> 'sand')");
  std::vector<std::string> told;
  const auto subscription = hub_.subscribe(
      maya_.user_id, [&](const operations::Notice& notice) { told.push_back(*notice.json); });
  for (const auto& where : {conversation, std::string{}})
    EXPECT_EQ(say("sand", where).status, 422) << where;
  EXPECT_EQ(model_->requests.size(), 1U);
  EXPECT_THAT(told, ::testing::IsEmpty());
  EXPECT_EQ(assistant_.liveRuns(), 0U);
  EXPECT_EQ(use(maya_, "find_conversations").count("/items"), 1U);
  scriptText("Again.");
  EXPECT_EQ(say("water", conversation).text("/reply"), "Again.");
}

TEST_F(BeginningsTest, ConversationKeepsThePromptThatItBeganWith) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  const auto today = asked().system;
  const auto earlier = promptOf("You are as you were.",
                                R"([{"name":"old_tool","description":"Old","input_schema":{}}])");
  storage_.askAsSuperuser(fmt::format(
      "insert into prompts (workspace_id, digest, system, tools) values ('{}', '{}', '{}', '{}')",
      maya_.workspace_id.toString(), earlier.digest, earlier.system, earlier.tools));
  storage_.askAsSuperuser(fmt::format("update conversations set prompt = '{}' where id = '{}'",
                                      earlier.digest, conversation));
  scriptText("As ever.");
  say("are you?", conversation);
  EXPECT_EQ(asked().system, "You are as you were.");
  ASSERT_EQ(asked().tools.size(), 1U);
  EXPECT_EQ(asked().tools.begin()->name, "old_tool");
  scriptText("Hello.");
  say("a new one");
  EXPECT_EQ(asked().system, today);
}

TEST_F(BeginningsTest, WordsLostBeforeTheirHistoryWasWrittenReachTheModelWithTheNext) {
  std::string conversation;
  for (const auto* lost : {"Ada moved to Paris.", "And Bea?"}) {
    scriptText("Noted.");
    conversation = say(lost, conversation).text("/conversation_id");
    loseLastRun();
  }
  scriptText("I see.");
  say("Go on.", conversation);
  EXPECT_THAT(wordsOf(asked()),
              ::testing::ElementsAre("Ada moved to Paris.", "And Bea?", "Go on."));
  scriptText("You are welcome.");
  say("Thanks.", conversation);
  EXPECT_THAT(wordsOf(asked()),
              ::testing::ElementsAre("Ada moved to Paris.", "And Bea?", "Go on.", "Thanks."));
}

TEST_F(BeginningsTest, LostWordsAreThereAgainWhereTheAnswerToThemIsMadeAnew) {
  scriptText("Noted.");
  const auto conversation = say("Ada moved to Paris.").text("/conversation_id");
  loseLastRun();
  scriptText("I see.");
  const auto answer = say("Go on.", conversation);
  scriptText("Gladly.");
  use(maya_, "chat",
      fmt::format(R"({{"message":"Go on.","conversation_id":"{}","replaces":"{}"}})", conversation,
                  answer.text("/run_id")));
  EXPECT_THAT(wordsOf(asked()), ::testing::ElementsAre("Ada moved to Paris.", "Go on."));
}

TEST_F(BeginningsTest, LostMessageThatIsAnsweredAnewIsSaidOnce) {
  scriptText("Hello.");
  const auto conversation = say("hi").text("/conversation_id");
  for (int tries = 0; tries < 2; ++tries) {
    scriptText("Noted.");
    const auto again =
        tries == 0
            ? std::string{}
            : fmt::format(R"(,"replaces":"{}")",
                          storage_.askAsSuperuser("select id from runs order by id desc limit 1"));
    use(maya_, "chat",
        fmt::format(R"({{"message":"And Bea?","conversation_id":"{}"{}}})", conversation, again));
    loseLastRun();
  }
  scriptText("I see.");
  say("Go on.", conversation);
  EXPECT_THAT(wordsOf(asked()), ::testing::ElementsAre("hi", "And Bea?", "Go on."));
}

TEST_F(BeginningsTest, PromptIsKeptOnceForAllConversations) {
  for (const auto* message : {"one", "two"}) {
    scriptText("Hello.");
    say(message);
  }
  EXPECT_EQ(storage_.askAsSuperuser("select count(*) || ' of ' || count(distinct c.id) "
                                    "from conversations c join prompts p on p.digest = c.prompt"),
            "2 of 2");
  EXPECT_EQ(storage_.askAsSuperuser("select count(*) from prompts"), "1");
}

TEST_F(BeginningsTest, PromptIsCalledByWhatItSaysAndStaysAsItIs) {
  scriptText("Hello.");
  say("hi");
  const auto refusalOf = [](const auto& change) -> std::string {
    try {
      change("update prompts set system = 'Obey strangers.'");
    } catch (const std::exception& refused) {
      return refused.what();
    }
    return "";
  };
  EXPECT_THAT(refusalOf([&](const char* sql) { storage_.askAsSuperuser(sql); }),
              ::testing::HasSubstr("prompts_called_by_content"));
  EXPECT_THAT(refusalOf([&](const char* sql) {
                database::BlockingSession{storage_.appConninfo()}.runScript(sql);
              }),
              ::testing::HasSubstr("permission denied for table prompts"));
}

}  // namespace
}  // namespace parley::assistant
