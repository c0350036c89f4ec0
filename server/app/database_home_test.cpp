#include "app/database_home.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "database/blocking_session.hpp"
#include "database/migrations.hpp"
#include "testing/test_database.hpp"

namespace parley::app {
namespace {

using testing::Content;
using ::testing::HasSubstr;
using testing::TestDatabase;

class DatabaseHomes : public ::testing::Test {
 protected:
  static Configuration at(const std::string& url, const std::string& migration_url = "") {
    Configuration configuration;
    configuration.database_url = url;
    configuration.migration_database_url = migration_url;
    return configuration;
  }
  static std::string refusal(const Configuration& configuration) {
    try {
      const DatabaseHome home{configuration, 1};
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
  static std::string superuser(const TestDatabase& storage) {
    return testing::testCluster().conninfo("postgres", storage.name());
  }
  static std::string roleOf(const DatabaseHome& home) {
    database::BlockingSession session{home.conninfo()};
    return std::string{session.execute("select current_user").at(0, 0).value_or("")};
  }
};

TEST_F(DatabaseHomes, ServeAsThePlainRoleOfACurrentDatabase) {
  const TestDatabase storage;
  const DatabaseHome home{at(storage.appConninfo()), 1};
  EXPECT_EQ(roleOf(home), "parley_app");
  EXPECT_EQ(home.migrationsApplied(), 0);
  EXPECT_TRUE(home.shared());
}

TEST_F(DatabaseHomes, MigrateAsTheOwnerAndServeAsThePlainRole) {
  const TestDatabase storage{Content::empty};
  const DatabaseHome home{at(storage.appConninfo(), storage.ownerConninfo()), 1};
  EXPECT_GT(home.migrationsApplied(), 0);
  EXPECT_EQ(roleOf(home), "parley_app");
}

TEST_F(DatabaseHomes, LetAnOwnersConnectionsActAsTheRoleThatRowLevelSecurityBinds) {
  const TestDatabase storage{Content::empty};
  const DatabaseHome home{at(superuser(storage)), 1};
  EXPECT_GT(home.migrationsApplied(), 0);
  EXPECT_EQ(roleOf(home), "parley_app");
  database::BlockingSession session{home.conninfo()};
  EXPECT_EQ(session.execute("select count(*) from contacts").at(0, 0), "0");
  EXPECT_THROW(session.execute("drop table contacts"), database::SessionError);
}

TEST_F(DatabaseHomes, SayWhoHasToMigrate) {
  const TestDatabase storage{Content::empty};
  EXPECT_THAT(refusal(at(storage.appConninfo())), HasSubstr("PARLEY_MIGRATION_DATABASE_URL"));
}

TEST_F(DatabaseHomes, SayWhichRoleIsMissing) {
  const TestDatabase storage{Content::empty};
  EXPECT_THAT(refusal(at(storage.ownerConninfo())), HasSubstr("grant parley_app to parley_owner"));
}

TEST_F(DatabaseHomes, RefuseToServeAsAnOwner) {
  const TestDatabase storage;
  EXPECT_THAT(refusal(at(storage.ownerConninfo(), storage.ownerConninfo())),
              HasSubstr("row-level security would not bind it"));
}

TEST_F(DatabaseHomes, AreBroughtUpToDateAndNotChangedUnderAServerThatRuns) {
  auto folder = ::testing::TempDir() + "parley_home_XXXXXX";
  Configuration configuration;
  configuration.data_dir = ::mkdtemp(folder.data());
  configuration.cluster.durable = false;
  {
    DatabaseHome serving{configuration, 1};
    EXPECT_THAT(refusal(configuration), HasSubstr("Another Parley"));
    EXPECT_EQ(bringUpToDate(configuration), 0);
  }
  EXPECT_EQ(bringUpToDate(configuration), 0) << "nor when none runs";
  {
    const DatabaseHome serving{configuration, 1};
    const auto owner = database::EmbeddedCluster::ownerOfRunning(configuration.data_dir);
    database::BlockingSession{*owner}.execute(
        "delete from schema_migrations where version = (select max(version) from "
        "schema_migrations)");
    EXPECT_THROW(bringUpToDate(configuration), std::runtime_error);
  }
  std::filesystem::remove_all(configuration.data_dir);
}

TEST_F(DatabaseHomes, SayThatTheServerCannotBeReached) {
  EXPECT_THAT(refusal(at("host=/nowhere dbname=parley")), HasSubstr("The database cannot be used"));
}

}  // namespace
}  // namespace parley::app
