#include "testing/test_database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "database/blocking_session.hpp"
#include "database/migrations.hpp"

namespace parley::testing {
namespace fs = std::filesystem;
using database::BlockingSession;
namespace {

std::string folderPrefix() {
  return fmt::format("parley-test-{}-", ::geteuid());
}

/// What test programs that were killed have left: nobody holds the lock of such a folder.
void removeAbandonedFolders(const fs::path& parent) {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator{parent, failure}) {
    if (!entry.path().filename().string().starts_with(folderPrefix())) continue;
    const int lock = ::open((entry.path() / "in_use.lock").c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) continue;
    std::error_code ignored;
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

/// A folder of this process, removed at its end.
class Folder {
 public:
  Folder() {
    const fs::path parent = fs::temp_directory_path();
    removeAbandonedFolders(parent);
    std::string pattern = (parent / (folderPrefix() + "XXXXXX")).string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder can be made");
    path_ = pattern;
    // Others may walk through it: as root, PostgreSQL is another user.
    fs::permissions(path_, fs::perms{0755});
    lock_ = ::open((path_ / "in_use.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ::flock(lock_, LOCK_EX | LOCK_NB);
  }
  Folder(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    ::close(lock_);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  int lock_ = -1;
};

database::ClusterOptions clusterOptions(const fs::path& folder) {
  database::ClusterOptions options;
  options.data_dir = folder;
  options.durable = false;
  options.shared_buffers = "32MB";
  options.max_connections = 60;
  return options;
}

struct Server {
  Folder folder;
  database::EmbeddedCluster cluster{clusterOptions(folder.path())};
};

Server& server() {
  static Server the_server;
  return the_server;
}

std::string superuser(const std::string& database) {
  return testCluster().conninfo("postgres", database);
}

void createDatabase(const std::string& name, const std::string& from) {
  BlockingSession{superuser("postgres")}.runScript(fmt::format(
      "create database {} owner parley_owner template {} strategy file_copy", name, from));
  BlockingSession{superuser(name)}.runScript(
      "alter schema public owner to parley_owner; grant usage on schema public to parley_app");
}

/// Migrated once, then copied.
void makeTemplate() {
  static std::once_flag made;
  std::call_once(made, [] {
    createDatabase("migrated", "template0");
    database::MigrationOptions options;
    options.conninfo = testCluster().conninfo("parley_owner", "migrated");
    database::migrate(options);
  });
}

std::string firstValue(const std::string& conninfo, const std::string& sql) {
  const auto rows = BlockingSession{conninfo}.execute(sql);
  return rows.empty() ? "" : std::string{rows.at(0, 0).value_or("")};
}

}  // namespace

database::EmbeddedCluster& testCluster() {
  return server().cluster;
}

TestDatabase::TestDatabase(Content content) {
  static std::atomic<int> next{1};
  name_ = fmt::format("test_{}", next++);
  if (content == Content::migrated) makeTemplate();
  createDatabase(name_, content == Content::migrated ? "migrated" : "template0");
}

TestDatabase::~TestDatabase() {
  try {
    BlockingSession{superuser("postgres")}.runScript(
        fmt::format("drop database {} with (force)", name_));
  } catch (const database::SessionError&) {
    // A test has stopped the cluster; its folder goes as a whole.
  }
}

std::string TestDatabase::ownerConninfo() const {
  return testCluster().conninfo("parley_owner", name_);
}

std::string TestDatabase::appConninfo() const {
  return testCluster().conninfo("parley_app", name_);
}

void TestDatabase::executeAsOwner(const std::string& sql) const {
  BlockingSession{ownerConninfo()}.runScript(sql);
}

std::string TestDatabase::askAsOwner(const std::string& sql) const {
  return firstValue(ownerConninfo(), sql);
}

std::string TestDatabase::askAsSuperuser(const std::string& sql) const {
  return firstValue(superuser(name_), sql);
}

}  // namespace parley::testing
