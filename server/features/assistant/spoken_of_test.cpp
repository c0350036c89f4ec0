#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <sstream>

#include "app/interpreted_messages.hpp"
#include "features/assistant/assistant_fixture.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/tasks/task_words.hpp"

/// Whom "her", "them" and "the second one" mean, for every model: what its calls brought up, read
/// by what reads messages in the product.
namespace parley::assistant {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct Named {
  Uuid id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, name))
struct NamedPage {
  std::vector<Named> items;
};
BOOST_DESCRIBE_STRUCT(NamedPage, (), (items))
struct ByName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ByName, (), (name))
struct ByNames {
  std::string names;  ///< joined by commas
};
BOOST_DESCRIBE_STRUCT(ByNames, (), (names))

/// Records that are there as soon as they are asked for.
operations::Feature namedRecords(operations::EntityWords words) {
  using namespace operations;
  const auto known = std::make_shared<std::map<std::string, Uuid>>();
  const auto record = [known](const std::string& name) {
    return Named{known->emplace(name, makeUuid()).first->second, name};
  };
  Feature made;
  made.operations = {
      operation<ByName, Named>(
          {.name = words.get_tool, .title = "Read", .tool = true},
          [record](Call&, ByName input) -> task<Named> { co_return record(input.name); }),
      operation<ByNames, NamedPage>({.name = words.find_tool, .title = "Find", .tool = true},
                                    [record](Call&, ByNames input) -> task<NamedPage> {
                                      NamedPage page;
                                      std::istringstream names{input.names};
                                      for (std::string name; std::getline(names, name, ',');)
                                        page.items.push_back(record(name));
                                      co_return page;
                                    }),
  };
  made.words = {std::move(words)};
  return made;
}

Options withReader() {
  Options options;
  options.reader = std::make_shared<app::InterpretedMessages>(
      std::make_shared<const interpreter::CommandInterpreter>(
          std::vector{contacts::contactWords(), tasks::taskWords()}));
  options.sole_node = true;
  options.title_patience = {};
  return options;
}

class SpokenOfTest : public ServedAssistantTest {
 protected:
  SpokenOfTest() : ServedAssistantTest{withReader()} {
    catalog_.add(namedRecords(contacts::contactWords()));
    catalog_.add(namedRecords(tasks::taskWords()));
    assistant_.useTools(catalog_);
  }

  lm::ToolCall looksAt(std::string_view name) { return call("get_contact", "name", name); }
  lm::ToolCall looksAtTask(std::string_view name) { return call("get_task", "name", name); }
  lm::ToolCall finds(std::string_view names) { return call("find_contacts", "names", names); }
  lm::ToolCall findsTasks(std::string_view names) { return call("find_tasks", "names", names); }

  /// A message that the model answers in these steps.
  using Steps = std::vector<std::vector<lm::ToolCall>>;
  void turn(std::string_view message, Steps steps, std::string words = "Done.") {
    for (auto& step : steps) scriptCalls(std::move(step));
    scriptText(std::move(words));
    const auto answer = say(message, conversation_);
    EXPECT_EQ(answer.text("/status"), "completed");
    conversation_ = answer.text("/conversation_id");
  }
  void turn(std::string_view message, lm::ToolCall only, std::string words = "Done.") {
    turn(message, Steps{{std::move(only)}}, std::move(words));
  }
  /// The names of whom the model is told that the message means.
  std::string meant(std::string_view message) {
    turn(message, Steps{});
    constexpr std::string_view begin = "\nMeant by this message's pronouns and ordinals: ";
    const auto& text = context().text;
    if (!text.contains(begin)) return "";
    auto rest = text.substr(text.find(begin) + begin.size());
    std::string names;
    for (std::size_t at = 0; at != rest.npos && at < rest.size();) {
      names += (names.empty() ? "" : ", ") + rest.substr(at, rest.find(" (", at) - at);
      at = rest.find("; ", at);
      if (at != rest.npos) at += 2;
    }
    return names;
  }
  const lm::Context& context() const {
    return std::get<lm::Context>(model_->requests.back().messages.back().parts.front());
  }
  int keptOfTheList() {
    const auto parts = storage_.askAsSuperuser(
        "select parts from conversation_messages where role = 'user' order by position desc limit "
        "1");
    int kept = 0;
    for (std::size_t at = 0; (at = parts.find("ordinal\"", at)) != std::string::npos; ++at) ++kept;
    return kept;
  }
  std::int64_t rowsKept() {
    return run([](SpokenOfTest& self) -> task<std::int64_t> {
      auto tx =
          co_await self.database_.begin(operations::identityOf(self.maya_), database::Mode::read);
      const auto rows = co_await tx.execute("select count(*) from entity_tracking");
      co_return database::valueAs<std::int64_t>(rows);
    }(*this));
  }

 private:
  lm::ToolCall call(std::string_view tool, std::string_view field, std::string_view value) {
    return {fmt::format("call-{}", ++calls_), std::string{tool}, {{field, value}}};
  }

  std::string conversation_;
  int calls_ = 0;
};

std::string manyNames(std::string_view name, int count) {
  std::string names;
  for (int i = 1; i <= count; ++i) names += fmt::format("{}{} {}", i == 1 ? "" : ",", name, i);
  return names;
}

TEST_F(SpokenOfTest, HerIsWhoWasFoundAloneSinceSomebodyElseWasSpokenOf) {
  turn("add Ada", looksAt("Ada"));
  turn("show me Bob", finds("Bob"));
  EXPECT_EQ(meant("what is his phone number?"), "Bob");
}

TEST_F(SpokenOfTest, HerIsWhoWasLookedAtInAList) {
  turn("add Zoe", looksAt("Zoe"));
  turn("list my contacts", finds("Ada,Bob,Cyn"));
  turn("show the second", looksAt("Bob"));
  EXPECT_EQ(meant("what is her phone number?"), "Bob");
  EXPECT_EQ(meant("what is the third one's phone number?"), "Cyn");
}

TEST_F(SpokenOfTest, HerIsNobodyAfterAListOfSeveralPeople) {
  turn("add Ada", looksAt("Ada"));
  turn("list my contacts", finds("Ada,Bob,Cyn"));
  EXPECT_EQ(meant("what is her phone number?"), "");
  turn("show Bob", looksAt("Bob"));
  EXPECT_EQ(meant("what is her phone number?"), "Bob");
}

TEST_F(SpokenOfTest, HerIsStillWhoWasSpokenOfBeforeAListOfTasks) {
  turn("add Ada", looksAt("Ada"));
  turn("list my tasks", findsTasks("Call,Write,Pay"));
  EXPECT_EQ(meant("what is her phone number?"), "Ada");
}

TEST_F(SpokenOfTest, HerIsNobodyWhoWasListedInAnEarlierList) {
  turn("list my contacts", finds("Ada,Bob,Cyn"));
  turn("list my tasks", findsTasks("Call,Write,Pay"));
  EXPECT_EQ(meant("what is her phone number?"), "");
}

TEST_F(SpokenOfTest, HerIsNobodyWhereTwoWereSpokenOfAtOnce) {
  turn("add Ada and Bob", Steps{{looksAt("Ada"), looksAt("Bob")}});
  EXPECT_EQ(meant("what is her phone number?"), "");
}

TEST_F(SpokenOfTest, HerIsTheLastOfThoseWhoWereSpokenOfInSteps) {
  turn("Ada, then Bob", Steps{{looksAt("Ada")}, {looksAt("Bob")}});
  EXPECT_EQ(meant("what is her phone number?"), "Bob");
}

TEST_F(SpokenOfTest, OrderWithinOneAnswerCounts) {
  turn("Ada, then all", Steps{{looksAt("Ada")}, {finds("Ada,Bob,Cyn")}});
  EXPECT_EQ(meant("what is her phone number?"), "");
  turn("all, then Bob", Steps{{finds("Ada,Bob,Cyn")}, {looksAt("Bob")}});
  EXPECT_EQ(meant("what is her phone number?"), "Bob");
}

TEST_F(SpokenOfTest, ThemIsTheLastListAndThoseSpokenOfTogetherSince) {
  turn("add Zoe", looksAt("Zoe"));
  turn("list my contacts", finds("Ada,Bob,Cyn"));
  EXPECT_EQ(meant("delete them"), "Ada, Bob, Cyn");
  turn("show Bob", looksAt("Bob"));
  EXPECT_EQ(meant("delete them"), "Ada, Bob, Cyn");
  turn("add Dan and Eve", Steps{{looksAt("Dan"), looksAt("Eve")}});
  EXPECT_EQ(meant("delete them"), "");
  turn("list my contacts", finds("Ada,Bob,Cyn"));
  turn("add Dan and Eve", Steps{{looksAt("Dan"), looksAt("Eve")}});
  EXPECT_EQ(meant("delete them"), "Dan, Eve");
}

TEST_F(SpokenOfTest, ListIsWhatTheAnswerShowsInItsOrder) {
  turn("whom have I not met for long?", finds("Ada,Bob,Cyn,Dan"), "1. Dan\n2. **Bob**\n3. ada");
  EXPECT_EQ(meant("delete the second one"), "Bob");
  EXPECT_EQ(meant("delete them"), "Dan, Bob, Ada");
  turn("and by age?", Steps{{finds("Ada,Bob")}, {finds("Cyn,Dan")}}, "Cyn, then Bob, then Ada.");
  EXPECT_EQ(meant("delete them"), "Cyn, Bob, Ada");
}

TEST_F(SpokenOfTest, NameWithinALongerOneIsNotNamed) {
  turn("who are my Adas?", finds("Ada,Ada Park,Bob"), "1. Ada Park\n2. Ada");
  EXPECT_EQ(meant("delete them"), "Ada Park, Ada");
  turn("who is their CTO?", finds("Ada,Ada Park,Bob"), "Their CTO is Ada Park.");
  EXPECT_EQ(meant("what is her phone number?"), "Ada Park");
}

TEST_F(SpokenOfTest, ListOfTheKindThatTheAnswerIsAboutCounts) {
  turn("who does what?", Steps{{finds("Ada,Bob"), findsTasks("Call,Write,Pay")}},
       "- Call: Ada\n- Pay: Bob\n- Write: Ada");
  EXPECT_EQ(meant("the second one"), "Pay");
}

TEST_F(SpokenOfTest, WhatWasLookedUpForAChangeIsNoList) {
  turn("list my contacts", finds("Ada,Bob,Cyn"));
  const lm::ToolCall note{"n", "create_note", {{"name", "A note"}}};
  turn("note that for the call", Steps{{findsTasks("Call")}, {note}}, "Noted for Call.");
  EXPECT_EQ(meant("what is the second one's phone number?"), "Bob");
  turn("and once more", Steps{{findsTasks("")}, {{"m", "create_note", {{"name", "B"}}}}});
  EXPECT_EQ(meant("what is the second one's phone number?"), "Bob");
}

TEST_F(SpokenOfTest, HerIsWhomTheAnswerNamesAloneOfThoseFound) {
  turn("who is their CTO?", finds("Ada,Bob,Cyn"), "Their CTO is Bob.");
  EXPECT_EQ(meant("what is her phone number?"), "Bob");
  EXPECT_EQ(meant("what is the second one's phone number?"), "");
}

TEST_F(SpokenOfTest, LongListIsKnownWholeAndPushesNobodyOut) {
  turn("show Ada", looksAt("Ada"));
  turn("list my tasks", findsTasks(manyNames("Task", 200)));
  EXPECT_EQ(meant("what is her phone number?"), "Ada");
  EXPECT_EQ(meant("delete the last one"), "Task 200");
  EXPECT_EQ(keptOfTheList(), 60) << "is kept with a message";
  EXPECT_THAT(context().text, AllOf(HasSubstr("\n60. Task 60 (task "),
                                    HasSubstr("\n... 200 in all"), Not(HasSubstr("Task 61"))));
}

TEST_F(SpokenOfTest, ManyTasksPushNoPersonOut) {
  turn("show Ada", looksAt("Ada"));
  for (int i = 0; i < 12; ++i) turn("go on", looksAtTask(fmt::format("Task {}", i)));
  EXPECT_EQ(meant("what is her phone number?"), "Ada");
}

TEST_F(SpokenOfTest, WhatIsKeptDoesNotGrowWithTheConversation) {
  for (int i = 0; i < 12; ++i) turn("go on", looksAtTask(fmt::format("Task {}", i)));
  turn("list my contacts", finds(manyNames("Person", 100)));
  turn("list my contacts", finds("Ada,Bob"));
  turn("show Ada", looksAt("Ada"));
  EXPECT_EQ(rowsKept(), max_mentioned_of_type + 2);
  EXPECT_EQ(meant("delete them"), "Ada, Bob");
}

}  // namespace
}  // namespace parley::assistant
