#include "database/embedded_cluster.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

#include "database/blocking_session.hpp"
#include "database/child_process.hpp"
#include "database/cluster_folder.hpp"
#include "testing/run.hpp"

namespace parley::database {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr const char* helper_folder = "PARLEY_TEST_HELPER_FOLDER";

std::string ask(const std::string& conninfo, const std::string& sql) {
  return std::string{BlockingSession{conninfo}.execute(sql).at(0, 0).value_or("")};
}

bool isAlive(pid_t process) {
  std::ifstream stat{"/proc/" + std::to_string(process) + "/stat"};
  const std::string line{std::istreambuf_iterator<char>{stat}, {}};
  return !line.empty() && line.find(") Z") == line.npos;
}

template <class Condition>
bool eventually(Condition condition) {
  Loop loop;
  return testing::runUntil(loop, condition);
}

class EmbeddedClusterTest : public ::testing::Test {
 protected:
  EmbeddedClusterTest() {
    std::string pattern = (fs::temp_directory_path() / "parley-cluster-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    fs::permissions(folder, fs::perms{0755});
  }
  ~EmbeddedClusterTest() override { fs::remove_all(folder); }

  ClusterOptions optionsFor(const fs::path& data_dir) const {
    ClusterOptions options;
    options.data_dir = data_dir;
    options.durable = false;
    options.shared_buffers = "16MB";
    options.max_connections = 20;
    return options;
  }
  ClusterOptions options() const { return optionsFor(folder); }
  fs::path data() const { return folder / "postgres/data"; }

  fs::path folder;
};

TEST_F(EmbeddedClusterTest, KeepsItsDataBetweenStarts) {
  {
    EmbeddedCluster cluster{options()};
    BlockingSession{cluster.ownerConninfo()}.runScript("create table kept as select 42 as answer");
    cluster.stop();
    cluster.stop();
    EXPECT_EQ(cluster.postmasterPid(), 0);
    EXPECT_FALSE(fs::exists(data() / "postmaster.pid"));
  }
  EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.ownerConninfo(), "select answer from kept"), "42");
}

TEST_F(EmbeddedClusterTest, ChecksItsPagesAndListensOnNoNetwork) {
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.appConninfo(), "show data_checksums"), "on");
  EXPECT_EQ(ask(cluster.appConninfo(), "show listen_addresses"), "");
}

TEST_F(EmbeddedClusterTest, GivesTheAppRoleNoMoreThanItNeeds) {
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.appConninfo(),
                "select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls from pg_roles "
                "where rolname = "
                "current_user"),
            "f");
  EXPECT_THROW(BlockingSession{cluster.appConninfo()}.runScript("create table mine (id int)"),
               SessionError);
}

TEST_F(EmbeddedClusterTest, StartsAServerThatWasKilledAgain) {
  EmbeddedCluster cluster{options()};
  const int killed = cluster.postmasterPid();
  ::kill(killed, SIGKILL);
  ASSERT_TRUE(eventually([&] { return cluster.restarts() == 1 && cluster.postmasterPid() != 0; }));
  EXPECT_NE(cluster.postmasterPid(), killed);
  ASSERT_TRUE(eventually([&] {
    try {
      return ask(cluster.appConninfo(), "select 1") == "1";
    } catch (const SessionError&) {
      return false;
    }
  }));
}

TEST_F(EmbeddedClusterTest, RefusesASecondParleyOnTheSameFolder) {
  const EmbeddedCluster cluster{options()};
  EXPECT_THAT([&] { EmbeddedCluster{options()}; },
              ThrowsMessage<std::runtime_error>(HasSubstr("Another Parley")));
  EXPECT_EQ(ask(cluster.appConninfo(), "select 1"), "1");
}

TEST_F(EmbeddedClusterTest, RefusesTheDataOfAnotherMajorVersion) {
  {
    EmbeddedCluster{options()};
  }
  std::ofstream{data() / "PG_VERSION"} << "14\n";
  EXPECT_THAT([&] { EmbeddedCluster{options()}; },
              ThrowsMessage<std::runtime_error>(HasSubstr("was made by PostgreSQL 14")));
}

TEST_F(EmbeddedClusterTest, SaysThatPostgresIsNotInstalled) {
  auto without = options();
  without.binaries = "/nonexistent";
  EXPECT_THAT([&] { EmbeddedCluster{without}; },
              ThrowsMessage<std::runtime_error>(HasSubstr("apt install")));
}

TEST_F(EmbeddedClusterTest, StartsAnewWhereInitdbWasInterrupted) {
  fs::create_directories(folder / "postgres/data.new/base");
  std::ofstream{folder / "postgres/data.new/PG_VERSION"} << "15\n";
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.appConninfo(), "select 1"), "1");
  EXPECT_FALSE(fs::exists(folder / "postgres/data.new"));
}

TEST_F(EmbeddedClusterTest, WorksWhereThePathIsTooLongForASocket) {
  const EmbeddedCluster cluster{optionsFor(folder / std::string(120, 'x'))};
  EXPECT_EQ(ask(cluster.appConninfo(), "select 1"), "1");
}

TEST_F(EmbeddedClusterTest, WorksWhereOnlyRootCanWalk) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root runs PostgreSQL as somebody else";
  fs::permissions(folder, fs::perms::owner_all);
  EmbeddedCluster cluster{optionsFor(folder / "da'ta")};
  EXPECT_EQ(ask(cluster.appConninfo(), "select 1"), "1");
}

TEST_F(EmbeddedClusterTest, IsNotMisledByAStrangerWithTheOldProcessNumber) {
  {
    EmbeddedCluster{options()};
  }
  std::ofstream{data() / "postmaster.pid"} << ::getpid() << "\n"
                                           << data().string() << "\n1\n5432\n\n\n99 999999\n";
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.appConninfo(), "select 1"), "1");
}

TEST_F(EmbeddedClusterTest, ReplacesAServerThatStillRunsFromAnEarlierParley) {
  {
    EmbeddedCluster{options()};
  }
  pid_t left_over = 0;
  {
    const ClusterFolder there{options()};
    left_over =
        startChild(there.child({there.program("postgres"), "-D", there.baseForChild() + "/data",
                                "-k", there.socketsForChild(), "-h", ""}));
    ASSERT_TRUE(eventually([&] { return fs::exists(there.sockets() / ".s.PGSQL.5432"); }));
  }
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.appConninfo(), "select 1"), "1");
  EXPECT_NE(cluster.postmasterPid(), left_over);
  EXPECT_FALSE(isAlive(left_over));
  ::waitpid(left_over, nullptr, 0);
}

/// Not a test of its own: another Parley, for the test below. Holds a cluster until it is killed.
TEST(EmbeddedClusterHelper, HoldsAClusterUntilItIsKilled) {
  const char* data_dir = std::getenv(helper_folder);
  if (!data_dir) GTEST_SKIP() << "started by SurvivesTheDeathOfParley";
  ClusterOptions options;
  options.data_dir = data_dir;
  options.durable = false;
  options.shared_buffers = "16MB";
  const EmbeddedCluster cluster{options};
  BlockingSession{cluster.ownerConninfo()}.runScript(
      "create table if not exists kept as select 42 as answer");
  std::ofstream{fs::path{data_dir} / "server.pid.new"} << cluster.postmasterPid();
  fs::rename(fs::path{data_dir} / "server.pid.new", fs::path{data_dir} / "server.pid");
  while (true) ::pause();
}

class Helper {
 public:
  explicit Helper(const fs::path& data_dir) : process_{::fork()} {
    if (process_ != 0) return;
    ::setenv(helper_folder, data_dir.c_str(), 1);
    ::execl("/proc/self/exe", "database_test", "--gtest_filter=EmbeddedClusterHelper.*", nullptr);
    ::_exit(1);
  }
  ~Helper() { kill(); }
  void kill() {
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  pid_t process_;
};

TEST_F(EmbeddedClusterTest, SurvivesTheDeathOfParley) {
  pid_t server = 0;
  {
    Helper parley{folder};
    ASSERT_TRUE(eventually([&] { return fs::exists(folder / "server.pid"); }));
    std::ifstream{folder / "server.pid"} >> server;
    ASSERT_TRUE(isAlive(server));
    parley.kill();
  }
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.ownerConninfo(), "select answer from kept"), "42");
  EXPECT_FALSE(isAlive(server)) << "it ended with its parent";
}

TEST_F(EmbeddedClusterTest, SurvivesTheDeathOfParleyAndItsServerAtOnce) {
  {
    Helper parley{folder};
    ASSERT_TRUE(eventually([&] { return fs::exists(folder / "server.pid"); }));
    pid_t server = 0;
    std::ifstream{folder / "server.pid"} >> server;
    ::kill(server, SIGSTOP);  // it must not see its parent die
    parley.kill();
    ::kill(server, SIGKILL);
  }
  ASSERT_TRUE(fs::exists(data() / "postmaster.pid"));
  const EmbeddedCluster cluster{options()};
  EXPECT_EQ(ask(cluster.ownerConninfo(), "select answer from kept"), "42");
}

}  // namespace
}  // namespace parley::database
