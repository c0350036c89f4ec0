#include "features/assistant/interpreter/reading.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "features/assistant/interpreter/test_support/workbench.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"

namespace parley::assistant::interpreter {
namespace {

constexpr double clear = 0.7;

const json::object facts = boost::json::parse(R"({
  "today": "2026-11-28",
  "entities": [{"ordinal":1,"type":"organization","id":"o1","name":"Acme"},
               {"ordinal":2,"type":"organization","id":"o2","name":"Initech"}],
  "mentioned": [{"type":"contact","id":"c1","name":"Ada Park","at":9,"before_list":true},
                {"type":"project","id":"p1","name":"Website","at":8,"before_list":true}]})")
                               .as_object();

Reading read(std::string_view text) {
  static const Lexicon lexicon{testing::wordsForTests()};
  return readMessage(lexicon, understand(lexicon, text, Day{}), facts);
}

std::string meant(std::string_view text) {
  std::string names;
  for (const auto& record : read(text).meant) names += (names.empty() ? "" : ", ") + record.name;
  return names;
}

TEST(Reading, FindsWhatOrdinalsAndPronounsMean) {
  EXPECT_EQ(meant("show me the second one"), "Initech");
  EXPECT_EQ(meant("delete the first two"), "Acme, Initech");
  EXPECT_EQ(meant("what is her phone number?"), "Ada Park");
  EXPECT_EQ(meant("who works on that project?"), "Website");
  EXPECT_EQ(meant("show them"), "Acme, Initech");
}

TEST(Reading, FindsNothingWhereNothingIsMeant) {
  EXPECT_EQ(meant("add Bob Smith"), "");
  EXPECT_EQ(meant("show the ninth one"), "");
}

TEST(Reading, IsSureOfWhatItUnderstandsAlone) {
  EXPECT_GE(read("add Bob Smith, CTO at Acme").confidence, clear);
  EXPECT_GE(read("show my contacts").confidence, clear);
  EXPECT_LT(read("the thing with the stuff, you know").confidence, clear);
  EXPECT_LT(read("forecast our pipeline by region").confidence, clear);
}

TEST(PickAnswer, TakesANameAPartANumberOrNothing) {
  static const Lexicon lexicon{testing::wordsForTests()};
  const std::vector<Answer> answers{
      {"1", "Ada Park (Initech)"}, {"2", "Ada Stone (Acme)"}, {"3", "Bob Stone"}};
  const auto pick = [&](const std::string& words) {
    const auto picked = pickAnswer(lexicon, words, answers);
    return picked ? answers[*picked].label : "-";
  };
  EXPECT_EQ(pick("the second"), "Ada Stone (Acme)");
  EXPECT_EQ(pick("2"), "Ada Stone (Acme)");
  EXPECT_EQ(pick("Park"), "Ada Park (Initech)");
  EXPECT_EQ(pick("the one from Acme"), "Ada Stone (Acme)");
  EXPECT_EQ(pick("Ada"), "-");
  EXPECT_EQ(pick("show my tasks"), "-");
}

}  // namespace
}  // namespace parley::assistant::interpreter
