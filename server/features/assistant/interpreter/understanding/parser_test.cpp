#include "features/assistant/interpreter/understanding/parser.hpp"

#include <gtest/gtest.h>

#include "features/assistant/interpreter/test_support/workbench.hpp"

namespace parley::assistant::interpreter {
namespace {

const Lexicon& lexicon() {
  static const Lexicon made{testing::wordsForTests()};
  return made;
}

Command first(std::string_view text) {
  return understand(lexicon(), text, Day{}).front();
}

std::string value(const Draft& draft, std::string_view field) {
  auto found = draft.values.find(field);
  return found == draft.values.end() ? "-" : found->second.value_or("cleared");
}

void expectDraft(std::string_view text, std::string_view name, std::string_view title,
                 std::string_view organization) {
  auto command = first(text);
  EXPECT_EQ(command.intent, Intent::create) << text;
  ASSERT_EQ(command.drafts.size(), 1U) << text;
  EXPECT_EQ(command.drafts[0].name, name) << text;
  EXPECT_EQ(value(command.drafts[0], "job_position"), title) << text;
  EXPECT_EQ(value(command.drafts[0], "organization"), organization) << text;
}

TEST(Parser, KnowsManyWordsForAdding) {
  for (auto text :
       {"add Ada Park", "create a contact for Ada Park", "save Ada Park",
        "register Ada Park as a new contact", "put Ada Park into my contacts",
        "please note down Ada Park", "I'd like to add Ada Park", "could you store Ada Park for me?",
        "new contact: Ada Park", "jot down Ada Park",
        "can you please make a new contact for Ada Park", "enter Ada Park in the database",
        "ad Ada Park", "sve Ada Park", "creat a contact Ada Park"}) {
    expectDraft(text, "Ada Park", "-", "-");
  }
}

TEST(Parser, ReadsTitlesAndOrganizationsInAnyOrder) {
  for (auto text :
       {"add Ada Park, CTO of Initech", "add Ada Park, the CTO at Initech",
        "add Ada Park (CTO, Initech)", "add Ada Park from Initech as CTO",
        "add CTO Ada Park from Initech", "add Initech's CTO Ada Park",
        "add Ada Park who is CTO at Initech", "add Ada Park. She is the CTO of Initech.",
        "add Ada Park, title: CTO, company: Initech", "add Ada Park - CTO @ Initech",
        "add Ada Park, CTO, Initech", "add Ada Park, who works at Initech as CTO"}) {
    expectDraft(text, "Ada Park", "CTO", "Initech");
  }
}

TEST(Parser, KeepsNamesThatBeginWithAParticleWhole) {
  expectDraft("add Nour el-Din, CTO of Initech", "Nour el-Din", "CTO", "Initech");
  expectDraft("met Lucia d'Angelo from Initech, save her", "Lucia d'Angelo", "-", "Initech");
  expectDraft("This is Omar al-Sayed's card: Omar al-Sayed, CEO, Initech Ltd. Save it.",
              "Omar al-Sayed", "CEO", "Initech Ltd.");
}

TEST(Parser, TakesNoValueFromAnotherRecord) {
  for (auto text : {"give Ada the same phone as Bob", "Ada works at the same company as Bob",
                    "add Ada Park, same company as Bob", "Ada has the same title as Bob"}) {
    for (const auto& command : understand(lexicon(), text, Day{})) {
      EXPECT_TRUE(command.changes.empty()) << text;
      for (const auto& draft : command.drafts) EXPECT_TRUE(draft.values.empty()) << text;
    }
  }
}

TEST(Parser, TakesNoRemarkForAContact) {
  for (auto text : {"note for Jane: prefers to be called in the mornings",
                    "note on Tom: he likes tea", "Note to Jane: thanks for the flowers"}) {
    EXPECT_EQ(first(text).intent, Intent::unsupported) << text;
  }
  expectDraft("note for me: Ada Park, CTO at Globex", "Ada Park", "CTO", "Globex");
}

TEST(Parser, TakesWhereSomebodyIsForAWhileForNoEmployer) {
  for (auto text : {"Jane is at lunch", "Anna is with the dentist", "Tom works from home",
                    "Jane works with Anna", "Anna works for Jane", "Jane left early",
                    "Jane left the meeting", "Anna joined the call", "Tom became a father",
                    "Anna is now a mother of two", "remember that Jane likes tea"}) {
    for (const auto& command : understand(lexicon(), text, Day{})) {
      EXPECT_TRUE(command.changes.empty()) << text;
      EXPECT_NE(command.intent, Intent::create) << text;
    }
  }
}

TEST(Parser, TakesACityOrACountryForNoEmployer) {
  for (auto text : {"Jane moved to Lisbon", "Tom is from Berlin",
                    "Tom moved from Zürich to New York", "Ada is in Hong Kong now"}) {
    for (const auto& command : understand(lexicon(), text, Day{})) {
      EXPECT_TRUE(command.changes.empty()) << text;
      EXPECT_NE(command.intent, Intent::create) << text;
    }
  }
  expectDraft("met Ada Park from Berlin, save her", "Ada Park", "-", "-");
  expectDraft("add Ada Park, CTO at Berlin Packaging", "Ada Park", "CTO", "Berlin Packaging");
  expectDraft("add Ada Park from Vienna, CEO of Initech", "Ada Park", "CEO", "Initech");
}

TEST(Parser, TellsATradeFairFromAnEmployer) {
  const auto met = first("I ran into Sam Hill at the trade fair");
  ASSERT_EQ(met.drafts.size(), 1U);
  EXPECT_EQ(value(met.drafts[0], "organization"), "-");
}

TEST(Parser, TellsDepartmentsFromOrganizations) {
  expectDraft("add Ada Park, VP of Sales at Globex", "Ada Park", "VP of Sales", "Globex");
  expectDraft("add Ada Park, head of procurement", "Ada Park", "head of procurement", "-");
  expectDraft("add Ada Park, president of the Red Cross", "Ada Park", "president", "Red Cross");
  expectDraft("add ada park, cto of initech", "Ada Park", "CTO", "Initech");
  expectDraft("add Ada Park, founder and CEO of Acme", "Ada Park", "founder and CEO", "Acme");
}

TEST(Parser, KeepsNamesOfAllKindsWhole) {
  expectDraft("add J. R. R. Tolkien", "J. R. R. Tolkien", "-", "-");
  expectDraft("add Siobhán O'Brien", "Siobhán O'Brien", "-", "-");
  expectDraft("add Vincent van der Berg from Acme", "Vincent van der Berg", "-", "Acme");
  expectDraft("add Dr. Gregory House", "Dr. Gregory House", "-", "-");
  expectDraft("add Martin Luther King, Jr. from Atlanta Church", "Martin Luther King, Jr.", "-",
              "Atlanta Church");
  expectDraft("add 田中太郎 from トヨタ", "田中太郎", "-", "トヨタ");
  expectDraft("add Анна Каренина", "Анна Каренина", "-", "-");
  expectDraft("add \"and\" from Acme", "and", "-", "Acme");
  expectDraft("add Anne-Marie Duff from Procter & Gamble", "Anne-Marie Duff", "-",
              "Procter & Gamble");
  expectDraft("add Bob Ray from Johnson and Johnson", "Bob Ray", "-", "Johnson and Johnson");
  expectDraft("add Bob Ray from Bank of America", "Bob Ray", "-", "Bank of America");
}

TEST(Parser, ReadsAddressesAndNumbersOfAllFormats) {
  for (auto phone : {"+1 555 123 4567", "(020) 7946 0018", "555-0199", "+49/30/123456",
                     "+33 1 23 45 67 89", "555.123.4567"}) {
    auto command = first(std::string{"add Ada Park, "} + phone + ", ada@x.org");
    ASSERT_EQ(command.drafts.size(), 1U) << phone;
    EXPECT_EQ(value(command.drafts[0], "phone"), phone);
    EXPECT_EQ(value(command.drafts[0], "email"), "ada@x.org");
  }
}

TEST(Parser, ReadsSeveralRecordsInOneSentence) {
  auto command = first("add Ann Lee, Bob Ray and Carla Diaz from Acme");
  ASSERT_EQ(command.drafts.size(), 3U);
  for (const auto& draft : command.drafts) EXPECT_EQ(value(draft, "organization"), "Acme");
  command = first("add Ann Lee as CEO and Bob Ray as CTO of Beta");
  ASSERT_EQ(command.drafts.size(), 2U);
  EXPECT_EQ(value(command.drafts[0], "job_position"), "CEO");
  EXPECT_EQ(value(command.drafts[1], "job_position"), "CTO");
}

TEST(Parser, OffersOnlyWhereSomebodyIsMerelyMentioned) {
  for (auto text :
       {"I just met Ada Park from Initech", "met Ada Park of Initech at the fair",
        "I had lunch with Ada Park from Initech today",
        "Yesterday I spoke with Ada Park from Initech", "We ran into Ada Park from Initech"}) {
    auto command = first(text);
    EXPECT_EQ(command.intent, Intent::mention) << text;
    ASSERT_FALSE(command.drafts.empty()) << text;
    EXPECT_EQ(command.drafts[0].name, "Ada Park") << text;
    EXPECT_EQ(value(command.drafts[0], "organization"), "Initech") << text;
  }
}

TEST(Parser, ReadsChangesOrderedOrTold) {
  for (auto text :
       {"change Ada's email to a@b.c", "set Ada's email to a@b.c",
        "update the email of Ada to a@b.c", "Ada's new email is a@b.c", "the email of Ada is a@b.c",
        "set the email for Ada to a@b.c", "update Ada: email a@b.c", "update Ada with email a@b.c",
        "correct Ada's e-mail address: a@b.c", "Ada has a new email: a@b.c", "add a@b.c to Ada",
        "new email for Ada: a@b.c", "please edit ada and set her email to a@b.c",
        "replace Ada's email with a@b.c", "use a@b.c as Ada's email"}) {
    auto command = first(text);
    EXPECT_TRUE(command.intent == Intent::update || command.intent == Intent::statement) << text;
    ASSERT_EQ(command.targets.size(), 1U) << text;
    auto email = command.changes.find("email");
    ASSERT_NE(email, command.changes.end()) << text;
    EXPECT_EQ(email->second.value_or(""), "a@b.c") << text;
  }
}

TEST(Parser, NeverWritesWhereItIsToldNotTo) {
  for (auto text :
       {"don't delete Ada", "please do not remove Ada", "never delete Ada", "do not add Bob",
        "should I delete Ada?", "what if I delete Ada?", "can you delete contacts?",
        "how do I delete a contact?", "I might delete Ada",
        "I don't want you to change Ada's email", "did you delete Ada?", "shall I add Bob?"}) {
    for (const auto& command : understand(lexicon(), text, Day{})) {
      bool writes = command.intent == Intent::create || command.intent == Intent::update ||
                    command.intent == Intent::statement || command.intent == Intent::remove ||
                    command.intent == Intent::undo;
      EXPECT_FALSE(writes) << text;
    }
  }
}

}  // namespace
}  // namespace parley::assistant::interpreter
