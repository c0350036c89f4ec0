#include <boost/asio/co_spawn.hpp>

#include "features/assistant/assistant_fixture.hpp"

/// That a reply names what was changed, whatever the model says.
namespace parley::assistant {
namespace {

class ReplyTest : public ServedAssistantTest {
 protected:
  std::string renames(const std::string& note, std::string_view name, std::string_view text) {
    scriptCalls(
        {toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"{}"}})", note, name))});
    scriptText(std::string{text});
    return say("rename it").text("/reply");
  }
};

TEST_F(ReplyTest, NamesWhatAModelChangedAndDidNotName) {
  const auto note = newNote("Ada");
  EXPECT_EQ(renames(note, "Ada Park", "Done."),
            fmt::format("Done.\n\nChanged [Ada Park](/notes/{}).", note));
  EXPECT_EQ(renames(note, "Ada [x]", ""), fmt::format("Changed [Ada \\[x\\]](/notes/{}).", note));
}

TEST_F(ReplyTest, StaysAsItIsWhereTheModelNamedTheRecord) {
  const auto note = newNote("Ada");
  EXPECT_EQ(renames(note, "Bea", "It is called Bea now."), "It is called Bea now.");
  const auto linked = fmt::format("[It](/notes/{}) is renamed.", note);
  EXPECT_EQ(renames(note, "Cleo", linked), linked);
}

TEST_F(ReplyTest, NamesWhatAQuestionOffers) {
  const auto asks = [&](std::string_view text) {
    scriptCalls({toolCall(
        "q", "ask_user",
        fmt::format(
            R"({{"text":"{}","offer":{{"tool":"create_note","arguments":{{"name":"Ada"}}}}}})",
            text))});
    return say("hm").text("/question/text");
  };
  EXPECT_EQ(asks("Shall I?"), "Shall I? (Create note Ada)");
  EXPECT_EQ(asks("Shall I save Ada?"), "Shall I save Ada?");
}

TEST_F(ReplyTest, SaysHowARunEndedThatHadSaidNothing) {
  std::string run_id;
  const auto subscription = hub_.subscribe(maya_.user_id, [&](const operations::Notice& notice) {
    if (notice.run_id) run_id = notice.run_id->toString();
  });
  script({"", {}, {}, true});
  model_->on_hang = [&] {
    boost::asio::co_spawn(loop_, stopSoon(run_id),
                          [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  };
  EXPECT_EQ(say("hm").text("/reply"), "Stopped before anything was said.");
}

TEST_F(ReplyTest, NamesEachRecordOnceByWhatBecameOfIt) {
  scriptCalls({toolCall("a", "create_note", R"({"name":"Ada"})"),
               toolCall("b", "create_note", R"({"name":"Bea"})")});
  script({"Done.", {}, {}, false});
  const auto made = say("make two").text("/reply");
  EXPECT_TRUE(made.starts_with("Done.\n\nCreated [Ada](/notes/") && made.contains(", [Bea]("))
      << made;

  const auto note = newNote("Doomed");
  scriptCalls({toolCall("u", "update_note", fmt::format(R"({{"id":"{}","name":"Gone"}})", note))});
  scriptCalls({toolCall("d", "delete_note", fmt::format(R"({{"id":"{}"}})", note))});
  const auto waiting = say("rename and delete it");
  EXPECT_EQ(
      waiting.text("/reply"),
      fmt::format("Changed [Gone](/notes/{}).\n\nThis needs your approval:\n- Delete note Gone",
                  note));
  scriptText("Done.");
  EXPECT_EQ(decide(waiting.text("/approvals/0/id"), "approve").text("/reply"),
            "Done.\n\nDeleted **Gone**.");
}

TEST_F(ReplyTest, SaysOfWhatWasTakenBackThatItIsGone) {
  operations::Feature undo;  // like the undo of a creation: no deletion by what it is called
  undo.operations = {operations::operation<NoteKey, operations::NoContent>(
      {.name = "take_back", .title = "Undo", .effect = operations::Effect::write, .tool = true},
      &deleteNote)};
  catalog_.add(std::move(undo));
  assistant_.useTools(catalog_);
  const auto takeBack = [](const std::string& note) {
    return toolCall("t", "take_back", fmt::format(R"({{"id":"{}"}})", note));
  };
  scriptCalls({takeBack(newNote("Ada"))});
  scriptText("Taken back.");
  EXPECT_EQ(say("undo that").text("/reply"), "Taken back.\n\nDeleted **Ada**.");

  scriptCalls({toolCall("c", "create_note", R"({"name":"Bea"})")});
  bool taken_back = false;
  model_->on_request = [&] {
    const auto made = storage_.askAsSuperuser("select id from organizations");
    if (!made.empty() && !std::exchange(taken_back, true))
      model_->turns.push_front({"", {takeBack(made)}, {}, false});
  };
  scriptText("Made and unmade.");
  EXPECT_EQ(say("make and unmake").text("/reply"), "Made and unmade.");
}

TEST_F(ReplyTest, FindsANameAsAWordOnly) {
  const auto note = newNote("Ada");
  EXPECT_EQ(renames(note, "Al", "All set."),
            fmt::format("All set.\n\nChanged [Al](/notes/{}).", note));
  EXPECT_EQ(renames(note, "O’Neil (Zoë)", "Now it is called o’neil, zoe."),
            "Now it is called o’neil, zoe.");
}

TEST_F(ReplyTest, SaysNothingOfWhatFailed) {
  scriptCalls({toolCall("u", "update_note",
                        fmt::format(R"({{"id":"{}","name":"Ada"}})", makeUuid().toString()))});
  scriptText("That did not work.");
  EXPECT_EQ(say("rename it").text("/reply"), "That did not work.");
}

}  // namespace
}  // namespace parley::assistant
