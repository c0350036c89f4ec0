#include "features/assistant/interpreter/command_interpreter.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <limits>

#include "features/assistant/interpreter/test_support/workbench.hpp"
#include "foundation/unicode.hpp"

namespace parley::assistant::interpreter {
namespace {

using testing::Workbench;

Workbench office() {
  Workbench bench;
  bench.seed("contact",
             {{"name", "Ada Park"}, {"email", "ada@initech.com"}, {"organization", "Initech"}});
  bench.seed("contact", {{"name", "Bob Smith"}, {"organization", "Acme"}});
  bench.seed("organization", {{"name", "Initech"}});
  return bench;
}

/// Words that the grammar hangs on, so that random sentences reach deep into it.
const std::vector<std::string> harmless{
    "Ada",    "Park", "her",     "the",         "contacts", "email", "of",  "from", "is",
    "second", "and",  ",",       "Initech",     "who",      "what",  "how", "many", "\"",
    "'s",     "(",    ")",       "+1 555 0100", "a@b.c",    "at",    "?",   "them", "all",
    "with",   "no",   "phone",   "my",          "2",        "田中",  "🙂",  "\n",   "-",
    ":",      ";",    "O'Brien", "yes",         "please",   "CTO"};

TEST(CommandInterpreter, SurvivesAnyText) {
  EXPECT_TRUE(rc::check("no text crashes it or leaves the user without a reply",
                        [](const std::string& text) {
                          auto bench = office();
                          auto reply = bench.say(text.empty() ? "?" : text);
                          RC_ASSERT(!reply.text.empty());
                        }));
}

TEST(CommandInterpreter, SurvivesAnySentenceOfItsOwnWords) {
  EXPECT_TRUE(rc::check("no row of words crashes it", [] {
    auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(harmless));
    std::string text = "show";
    for (const auto& word : words) text += " " + word;
    auto bench = office();
    RC_ASSERT(!bench.say(text).text.empty());
  }));
}

TEST(CommandInterpreter, NeverWritesForAQuestion) {
  EXPECT_TRUE(rc::check("a sentence that begins like a question writes nothing", [] {
    auto start =
        *rc::gen::element<std::string>("who", "what is", "how many", "where does", "do I have",
                                       "should I delete", "don't add", "never delete");
    auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(harmless));
    auto text = start;
    for (const auto& word : words) {
      if (!anyOf(word, {"\n", ";", "?"})) text += " " + word;
    }
    auto bench = office();
    auto before = bench.records("contact");
    auto reply = bench.say(text);
    RC_ASSERT(reply.writes.empty());
    RC_ASSERT(bench.records("contact") == before);
  }));
}

/// What this process spent on understanding a text of that length, made of one piece.
std::clock_t costOf(const std::string& unit, std::size_t length) {
  std::string text;
  while (text.size() < length) text += unit;
  // The machine may be busy: the least of three is the nearest to what it takes.
  auto least = std::numeric_limits<std::clock_t>::max();
  for (int i = 0; i < 3; ++i) {
    auto bench = office();
    const auto begin = std::clock();
    EXPECT_FALSE(bench.say(text).text.empty());
    least = std::min(least, std::clock() - begin);
  }
  return least;
}

/// Costs are compared with each other, not with a clock on the wall: eight times the text takes
/// eight times as long, a long list of names up to 21 times, because each is looked for among the
/// others. The square would be 64 times.
TEST(CommandInterpreter, TakesHostileTextInLessThanTheSquareOfItsLength) {
  for (const auto& unit :
       {std::string{"a"}, std::string{"("}, std::string{"\"x "}, std::string{"add and "},
        std::string{"1 "}, std::string{"'s "}, std::string{"@"}, std::string{"of "},
        std::string{"Ada, "}, std::string{"\x01"}, std::string{"\xF0\x9F\x99\x82"},
        std::string{"a@b "}}) {
    const auto cost = std::max(costOf(unit, 2'400), std::clock_t{CLOCKS_PER_SEC / 200});
    EXPECT_LT(costOf(unit, 19'200), 40 * cost) << unit;
    costOf(unit, 50'000);  // more than is read
  }
}

TEST(CommandInterpreter, SaysThatItIsNoAi) {
  for (auto text : {"who are you?", "are you an AI?", "flibber the gibbet"}) {
    auto reply = office().say(text);
    EXPECT_NE(reply.text.find("AI"), std::string::npos) << text;
    EXPECT_TRUE(reply.writes.empty()) << text;
  }
}

TEST(CommandInterpreter, AnswersTheSameEveryTime) {
  EXPECT_EQ(office().say("show my contacts").text, office().say("show my contacts").text);
}

TEST(CommandInterpreter, LinksTheRecordsItNames) {
  EXPECT_NE(office().say("show my contacts").text.find("[Ada Park](/contacts/id-1)"),
            std::string::npos);
  Workbench bench;
  bench.seed("project", {{"name", "Website relaunch"}});
  bench.seed("task", {{"name", "Send offer"}, {"project", "Website relaunch"}});
  const auto text = bench.say("show my tasks").text;
  EXPECT_NE(text.find("[Send offer](/tasks/id-2)"), std::string::npos) << text;
}

TEST(CommandInterpreter, CutsLongParticularsBetweenCharacters) {
  Workbench bench;
  std::string title;
  for (int i = 0; i < 200; ++i) title += "é";
  bench.seed("contact", {{"name", "Ada Park"}, {"job_position", title}});
  const auto text = bench.say("show my contacts").text;
  EXPECT_NE(text.find("é..."), std::string::npos) << text;
  EXPECT_TRUE(parley::unicode::countCharacters(text)) << text;
}

Workbench threeOfOneName() {
  Workbench bench;
  for (auto place : {"acme_a", "acme_b", "initech_c"})
    bench.seed("contact", {{"name", "Ann_Lee"},
                           {"email", fmt::format("ann_lee@{}.com", place)},
                           {"organization", std::string{place}.substr(0, 4)}});
  return bench;
}

TEST(CommandInterpreter, OffersLabelsInPlainTextThatChooseWhenSentBack) {
  const std::string request = "set the phone of Ann_Lee to +1 555 0100";
  const std::vector<std::string> labels{"Ann_Lee (acme, ann_lee@acme_a.com)",
                                        "Ann_Lee (acme, ann_lee@acme_b.com)",
                                        "Ann_Lee (init, ann_lee@initech_c.com)"};
  EXPECT_EQ(threeOfOneName().say(request).options, labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    auto bench = threeOfOneName();
    bench.say(request);
    EXPECT_EQ(bench.say(labels[i]).status, "completed") << labels[i];
    EXPECT_EQ(bench.records("contact")[i].count("phone"), 1U) << labels[i];
  }
  for (std::size_t i = 0; i < 2; ++i) {
    auto bench = threeOfOneName();
    bench.say(request);
    EXPECT_EQ(bench.say("the one from acme").options, (std::vector{labels[0], labels[1]}));
    EXPECT_EQ(bench.say(labels[i]).status, "completed") << labels[i];
    EXPECT_EQ(bench.records("contact")[i].count("phone"), 1U) << labels[i];
  }
}

TEST(CommandInterpreter, KeepsMarkdownOutOfNames) {
  auto bench = office();
  auto reply = bench.say("add \"<img src=x> [x](y)\" from Acme");
  EXPECT_EQ(reply.text.find("<img"), reply.text.find("\\<img") == std::string::npos
                                         ? std::string::npos
                                         : reply.text.find("\\<img") + 1);
}

Workbench sixty() {
  Workbench bench;
  for (int i = 0; i < 60; ++i)
    bench.seed("contact", {{"name", fmt::format("Person {:02}", i)}, {"organization", "Acme"}});
  return bench;
}

TEST(CommandInterpreter, ChangesManyRecordsPartAfterPartAndLeavesNoneOut) {
  auto bench = sixty();
  const auto first = bench.say("delete all contacts from Acme");
  EXPECT_EQ(first.status, "awaiting_approval");
  EXPECT_EQ(first.approvals, 30U);
  EXPECT_NE(first.text.find("records 1 to 30 of 60"), std::string::npos) << first.text;
  const auto second = bench.decide(true);
  EXPECT_EQ(second.approvals, 30U);
  EXPECT_NE(second.text.find("records 31 to 60 of 60"), std::string::npos) << second.text;
  EXPECT_EQ(bench.decide(true).status, "completed");
  EXPECT_TRUE(bench.records("contact").empty());
}

TEST(CommandInterpreter, LeavesNoneOfManyChangesToBeOneByItself) {
  Workbench bench;
  for (int i = 0; i < 51; ++i)
    bench.seed("contact", {{"name", fmt::format("Person {:02}", i)}, {"organization", "Acme"}});
  EXPECT_EQ(bench.say("set the job of all contacts from Acme to Buyer").approvals, 26U);
  EXPECT_EQ(bench.decide(true).approvals, 25U);
  EXPECT_EQ(bench.say("undo").text.find("I took back the last change."), std::string::npos)
      << "26 were made";
}

TEST(CommandInterpreter, AsksNoMoreAboutTheRestWhenAWholePartWasDeclined) {
  auto bench = sixty();
  bench.say("delete all contacts from Acme");
  const auto declined = bench.decide(false);
  EXPECT_EQ(declined.status, "completed");
  EXPECT_NE(declined.text.find("The other 30 stay as they are"), std::string::npos);
  EXPECT_EQ(bench.records("contact").size(), 60U);
}

/// What another model began: its call, and what came of it beside the user's words.
std::string takenOver(const std::string& result, const std::string& words) {
  const CommandInterpreter interpreter{testing::wordsForTests()};
  language_model::Request request;
  using language_model::Role;
  request.messages.push_back({Role::user, {language_model::Text{"Tidy up, please."}}, {}});
  request.messages.push_back(
      {Role::assistant, {language_model::ToolCall{"c", "delete_contact", {{"id", "1"}}}}, {}});
  request.messages.push_back({Role::user, {language_model::ToolResult{"c", result, false}}, {}});
  if (!words.empty()) request.messages.back().parts.push_back(language_model::Text{words});
  const auto completion = interpreter.turn(request, {});
  return std::get<language_model::Text>(completion.parts.front()).text;
}

TEST(CommandInterpreter, DoesNotGoOnWithWhatAnotherModelBegan) {
  EXPECT_TRUE(takenOver("{}", "").starts_with("That is done. A language model had begun it"));
  EXPECT_TRUE(takenOver("{}", "yes").starts_with("That is done. A language model had begun it"));
  EXPECT_TRUE(takenOver("{}", "delete it").starts_with("That is done."));
  EXPECT_TRUE(takenOver("{}", "help").starts_with("I am Parley")) << takenOver("{}", "help");
}

TEST(CommandInterpreter, TakesTheAnswerToAnotherModelsQuestionAsWhatIsSaid) {
  EXPECT_TRUE(takenOver(R"({"answer":"hello"})", "").starts_with("Hello"))
      << takenOver(R"({"answer":"hello"})", "");
  EXPECT_TRUE(takenOver(R"({"answer":"yes","offer":{"carried_out":true}})", "")
                  .starts_with("That is done."));
}

}  // namespace
}  // namespace parley::assistant::interpreter
