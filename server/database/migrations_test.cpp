#include "database/migrations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <vector>

#include "database/blocking_session.hpp"
#include "testing/test_database.hpp"

namespace parley::database {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const Migration first{1, "0001_first", "create table things (id int primary key)"};
const Migration second{2, "0002_second",
                       "insert into things values (1); insert into things values (2)"};
const Migration third{3, "0003_third", "create table more (id int)"};

class MigrationsTest : public ::testing::Test {
 protected:
  int migrateTo(const std::vector<Migration>& migrations) {
    MigrationOptions options;
    options.conninfo = place.ownerConninfo();
    return migrate(options, migrations);
  }

  testing::TestDatabase place{testing::Content::empty};
};

TEST_F(MigrationsTest, AppliesOnlyWhatIsMissing) {
  EXPECT_EQ(appliedVersion(place.ownerConninfo()), 0);
  EXPECT_EQ(migrateTo({first}), 1);
  EXPECT_EQ(migrateTo({first, second}), 1);
  EXPECT_EQ(migrateTo({first, second}), 0);
  EXPECT_EQ(appliedVersion(place.ownerConninfo()), 2);
  EXPECT_EQ(place.askAsOwner("select count(*) from things"), "2");
  EXPECT_EQ(appliedVersion(place.appConninfo()), 2)
      << "the app role can tell whether migrations are done";
}

TEST_F(MigrationsTest, LeavesNothingOfOneThatFails) {
  const Migration failing{2, "0002_failing",
                          "insert into things values (1); insert into things values (1)"};
  EXPECT_THAT([&] { migrateTo({first, failing}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("0002_failing failed")));
  EXPECT_EQ(appliedVersion(place.ownerConninfo()), 1);
  EXPECT_EQ(place.askAsOwner("select count(*) from things"), "0");
  EXPECT_EQ(migrateTo({first, second}), 1);
}

TEST_F(MigrationsTest, RefusesOneThatEndsItsTransactionItself) {
  const Migration sly{1, "0001_sly", "create table sly (id int); commit"};
  EXPECT_THROW(migrateTo({sly}), std::runtime_error);
  EXPECT_EQ(appliedVersion(place.ownerConninfo()), 0);
}

TEST_F(MigrationsTest, RefusesAnAppliedOneThatWasChanged) {
  migrateTo({first, second});
  const Migration changed{1, "0001_first", "create table things (id bigint primary key)"};
  EXPECT_THAT([&] { migrateTo({changed, second}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("0001_first was changed")));
}

TEST_F(MigrationsTest, RefusesADatabaseThatIsNewerThanTheProgram) {
  migrateTo({first, second, third});
  EXPECT_THAT([&] { migrateTo({first, second}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("newer than this program")));
}

TEST_F(MigrationsTest, RefusesAGapInTheProgramAndInTheDatabase) {
  EXPECT_THAT([&] { migrateTo({first, third}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("missing")));
  migrateTo({first, second, third});
  place.executeAsOwner("delete from schema_migrations where version = 2");
  EXPECT_THAT([&] { migrateTo({first, second, third}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("0002_second was never applied")));
}

TEST_F(MigrationsTest, TwoStartersAtOnceApplyEachOnce) {
  std::vector<std::future<int>> starters;
  for (int i = 0; i < 4; ++i) {
    starters.push_back(
        std::async(std::launch::async, [&] { return migrateTo({first, second, third}); }));
  }
  int applied = 0;
  for (auto& starter : starters) applied += starter.get();
  EXPECT_EQ(applied, 3);
  EXPECT_EQ(place.askAsOwner("select count(*) from things"), "2");
}

TEST_F(MigrationsTest, GivesUpWhenAnotherStarterTakesTooLong) {
  BlockingSession other{place.ownerConninfo()};
  other.execute("select pg_advisory_lock(x'7061726c6579'::bigint)");
  MigrationOptions options;
  options.conninfo = place.ownerConninfo();
  options.lock_wait = std::chrono::seconds{1};
  EXPECT_THAT([&] { migrate(options, std::vector{first}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("Another Parley")));
}

TEST_F(MigrationsTest, TellsMigrationsTheNameOfTheAppRole) {
  const Migration granting{1, "0001_granting",
                           "create table seen (id int);"
                           "do $$ begin execute format('grant select on seen to %I', "
                           "current_setting('parley.app_role')); end $$"};
  migrateTo({granting});
  EXPECT_NO_THROW(BlockingSession{place.appConninfo()}.execute("select * from seen"));
}

TEST(EmbeddedMigrations, AreNumberedWithoutGapsAndApply) {
  int expected = 1;
  for (const auto& migration : embeddedMigrations()) EXPECT_EQ(migration.version, expected++);
  const testing::TestDatabase migrated;
  EXPECT_EQ(appliedVersion(migrated.ownerConninfo()), expected - 1);
}

TEST_F(MigrationsTest, AcceptsAnAppRoleThatRowLevelSecurityBinds) {
  migrateTo({first});
  EXPECT_NO_THROW(checkAppRole(place.appConninfo()));
}

TEST_F(MigrationsTest, RefusesToServeAsOwnerOrSuperuser) {
  migrateTo({first});
  EXPECT_THAT([&] { checkAppRole(place.ownerConninfo()); },
              ThrowsMessage<std::runtime_error>(HasSubstr("owns tables")));
  const auto superuser = testing::testCluster().conninfo("postgres", place.name());
  EXPECT_THAT([&] { checkAppRole(superuser); },
              ThrowsMessage<std::runtime_error>(HasSubstr("superuser")));
}

}  // namespace
}  // namespace parley::database
