#include "features/assistant/seen_versions.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace parley::assistant {
namespace {

const Uuid ada = makeUuid();
const Uuid bob = makeUuid();

std::string record(Uuid id, int version) {
  return fmt::format(R"({{"id":"{}","version":{}}})", id.toString(), version);
}

json::object naming(Uuid id) {
  return {{"id", id.toString()}};
}

TEST(SeenVersions, AreThoseOfTheRecordsThatWereRead) {
  SeenVersions seen;
  EXPECT_EQ(seen.of(naming(ada)), std::nullopt);
  seen.noteRead(
      fmt::format(R"({{"items":[{},{}],"next_cursor":null}})", record(ada, 3), record(bob, 1)));
  EXPECT_EQ(seen.of(naming(ada)), 3);
  EXPECT_EQ(seen.of(naming(bob)), 1);
  seen.noteRead(record(ada, 4));
  EXPECT_EQ(seen.of(naming(ada)), 4);
}

TEST(SeenVersions, FollowOnesOwnWritesAndForgetWhatAWriteMayHaveMadeOld) {
  SeenVersions seen;
  seen.noteRead(record(ada, 1));
  seen.noteRead(record(bob, 1));
  seen.noteWrite(record(ada, 2));
  EXPECT_EQ(seen.of(naming(ada)), 2);
  EXPECT_EQ(seen.of(naming(bob)), 1);
  seen.noteWrite(R"({"undone":true})");
  EXPECT_EQ(seen.of(naming(bob)), std::nullopt);
}

TEST(SeenVersions, TakeNothingFromSentencesAndStrangeArguments) {
  SeenVersions seen;
  for (const auto* text :
       {"", "Done.", "[1,2", R"({"id":7,"version":"x"})", R"({"items":[1,null]})"})
    seen.noteRead(text);
  EXPECT_EQ(seen.of({}), std::nullopt);
  EXPECT_EQ(seen.of({{"id", "me"}}), std::nullopt);
  EXPECT_EQ(seen.of({{"id", 7}}), std::nullopt);
}

}  // namespace
}  // namespace parley::assistant
