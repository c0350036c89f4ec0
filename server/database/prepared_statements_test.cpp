#include "database/prepared_statements.hpp"

#include <gtest/gtest.h>

namespace parley::database {
namespace {

TEST(PreparedStatements, PreparesAStatementOnce) {
  PreparedStatements prepared{2};
  const auto first = prepared.use("select 1");
  const auto again = prepared.use("select 1");
  EXPECT_TRUE(first.is_new);
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(first.name, again.name);
}

TEST(PreparedStatements, GivesUpTheLeastRecentlyUsed) {
  PreparedStatements prepared{2};
  prepared.use("a");
  const auto name_of_b = prepared.use("b").name;
  prepared.use("a");
  prepared.use("c");
  EXPECT_EQ(prepared.takeGivenUp(), std::vector<std::string>{name_of_b});
  EXPECT_TRUE(prepared.takeGivenUp().empty());
  EXPECT_FALSE(prepared.use("a").is_new);
  EXPECT_TRUE(prepared.use("b").is_new);
}

TEST(PreparedStatements, NeverReusesAName) {
  PreparedStatements prepared{1};
  const auto first = prepared.use("a").name;
  prepared.forget("a");
  EXPECT_NE(prepared.use("a").name, first);
}

TEST(PreparedStatements, DeallocatesOnlyWhatTheServerHas) {
  PreparedStatements prepared{8};
  prepared.use("refused");
  const auto outdated = prepared.use("outdated").name;
  prepared.forget("refused");
  prepared.giveUp("outdated");
  EXPECT_EQ(prepared.takeGivenUp(), std::vector<std::string>{outdated});
  EXPECT_EQ(prepared.size(), 0U);
}

}  // namespace
}  // namespace parley::database
