#include "database/cluster_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace parley::database {
namespace fs = std::filesystem;
namespace {

constexpr int oldest_major = 15;
constexpr std::string_view socket_name = "/.s.PGSQL.5432";
constexpr std::chrono::minutes initdb_timeout{5};

[[noreturn]] void refuse(std::string message) {
  throw std::runtime_error(std::move(message));
}

std::optional<int> readNumber(std::string_view text) {
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} ? std::optional{number} : std::nullopt;
}

std::optional<int> majorOfCluster(const fs::path& data) {
  std::ifstream file{data / "PG_VERSION"};
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return readNumber(line);
}

std::optional<int> majorOfProgram(const fs::path& binaries) {
  const std::string command = fmt::format("'{}' -V 2>/dev/null", (binaries / "postgres").string());
  FILE* pipe = ::popen(command.c_str(), "re");
  if (!pipe) return std::nullopt;
  char line[200] = "";  // "postgres (PostgreSQL) 15.4 (Debian ...)"
  const char* read = std::fgets(line, sizeof line, pipe);
  ::pclose(pipe);
  constexpr std::string_view before = "(PostgreSQL) ";
  const std::string_view text{read ? line : ""};
  const auto at = text.find(before);
  return at == text.npos ? std::nullopt : readNumber(text.substr(at + before.size()));
}

/// Debian's folder of this major version, or of the newest from 15 on.
std::optional<fs::path> findBinaries(std::optional<int> major) {
  const fs::path root{"/usr/lib/postgresql"};
  if (!major && fs::exists(root / "15/bin/postgres")) major = oldest_major;
  int best = 0;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator{root, failure}) {
    const int number = readNumber(entry.path().filename().string()).value_or(0);
    if (number < oldest_major || (major && number != *major)) continue;
    if (fs::exists(entry.path() / "bin/postgres")) best = std::max(best, number);
  }
  return best ? std::optional{root / std::to_string(best) / "bin"} : std::nullopt;
}

}  // namespace

ClusterFolder::ClusterFolder(const ClusterOptions& options)
    : base_{fs::absolute(options.data_dir) / "postgres"} {
  fs::create_directories(options.data_dir);
  base_ = fs::canonical(options.data_dir) / "postgres";
  lock(base_.parent_path());
  chooseAccount(options);
  chooseBinaries(options);
  makeBase();
  makeSocketFolder();
  writeAccessRules();
  if (!fs::exists(data() / "PG_VERSION")) initialize(options);
}

ClusterFolder::~ClusterFolder() {
  std::error_code ignored;
  if (sockets_elsewhere_) fs::remove_all(sockets_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

void ClusterFolder::lock(const fs::path& data_dir) {
  const fs::path file = data_dir / "parley.lock";
  // Never removed: a lock on a file that another starter has replaced would guard nothing.
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0)
    refuse(fmt::format("{} cannot be opened: {}", file.string(), std::strerror(errno)));
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) {
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock_, 0) != 0 || ::pwrite(lock_, pid.data(), pid.size(), 0) < 0) return;
    return;
  }
  char pid[32] = "";
  if (::pread(lock_, pid, sizeof pid - 1, 0) < 0) pid[0] = 0;
  ::close(lock_);
  lock_ = -1;
  refuse(
      fmt::format("Another Parley (process {}) is using {}. Stop it, or choose another --data-dir.",
                  readNumber(pid).value_or(0), data_dir.string()));
}

void ClusterFolder::chooseAccount(const ClusterOptions& options) {
  struct stat state{};
  const bool exists = ::stat(data().c_str(), &state) == 0;
  if (::geteuid() != 0) {
    account_ = currentAccount();
    if (exists && state.st_uid != account_.uid) {
      refuse(fmt::format("{} belongs to another user. Start Parley as that user or as root.",
                         data().string()));
    }
    return;
  }
  if (exists && state.st_uid == 0) {
    refuse(fmt::format("{} belongs to root, as whom PostgreSQL does not run.", data().string()));
  }
  const auto account = exists ? findAccount(state.st_uid) : findAccount(options.user);
  if (!account) {
    refuse(fmt::format(
        "There is no user '{}' to run PostgreSQL as. Debian's package postgresql makes one.",
        exists ? std::to_string(state.st_uid) : options.user));
  }
  account_ = *account;
}

void ClusterFolder::chooseBinaries(const ClusterOptions& options) {
  const auto cluster = majorOfCluster(data());
  const auto found = options.binaries.empty() ? findBinaries(cluster) : options.binaries;
  const auto program = found ? majorOfProgram(*found) : std::nullopt;
  if (cluster && program != cluster) {
    refuse(
        fmt::format("The data in {} was made by PostgreSQL {}, which is not installed here. "
                    "Install postgresql-{}; several versions can stand side by side.",
                    data().string(), *cluster, *cluster));
  }
  if (!program)
    refuse("PostgreSQL 15 or later is not installed. On Debian: apt install postgresql-15");
  if (*program < oldest_major) {
    refuse(
        fmt::format("{} is PostgreSQL {}; Parley needs 15 or later.", found->string(), *program));
  }
  binaries_ = *found;
}

void ClusterFolder::giveToAccount(const fs::path& folder) const {
  if (::geteuid() == 0 && ::lchown(folder.c_str(), account_.uid, account_.gid) != 0) {
    refuse(fmt::format("{} cannot be given to user {}: {}", folder.string(), account_.name,
                       std::strerror(errno)));
  }
}

void ClusterFolder::makeBase() {
  fs::create_directory(base_);
  fs::permissions(base_, fs::perms::owner_all);
  giveToAccount(base_);
  out_of_reach_ = !canEnter(account_, base_);
}

void ClusterFolder::makeSocketFolder() {
  sockets_ = base_ / "run";
  sockets_elsewhere_ =
      sockets_.native().size() + socket_name.size() >= sizeof(sockaddr_un::sun_path);
  if (sockets_elsewhere_) {
    const char* runtime = ::geteuid() == 0 ? nullptr : std::getenv("XDG_RUNTIME_DIR");
    std::string pattern = fmt::format("{}/parley-XXXXXX", runtime ? runtime : "/tmp");
    if (!::mkdtemp(pattern.data()))
      refuse(fmt::format("{} cannot be made: {}", pattern, std::strerror(errno)));
    sockets_ = pattern;
  } else {
    fs::create_directory(sockets_);
  }
  giveToAccount(sockets_);
}

std::string ClusterFolder::baseForChild() const {
  return out_of_reach_ ? fmt::format("/proc/self/fd/{}", folder_descriptor) : base_.string();
}

std::string ClusterFolder::socketsForChild() const {
  return sockets_elsewhere_ ? sockets_.string() : baseForChild() + "/run";
}

ChildOptions ClusterFolder::child(std::vector<std::string> arguments) const {
  ChildOptions options{
      .arguments = std::move(arguments), .account = account_, .log = startupLog(), .folder = {}};
  if (out_of_reach_) options.folder = base_;
  return options;
}

void ClusterFolder::initialize(const ClusterOptions& options) {
  // Made beside and renamed when whole: what an interrupted start leaves is thrown away.
  const fs::path half_made = base_ / "data.new";
  fs::remove_all(half_made);
  std::vector<std::string> arguments{program("initdb"),
                                     "-D",
                                     baseForChild() + "/data.new",
                                     "-U",
                                     "postgres",
                                     "-k",
                                     "-A",
                                     "peer",
                                     "-E",
                                     "UTF8",
                                     "--locale=C.UTF-8",
                                     "--no-instructions"};
  if (!options.durable) arguments.push_back("--no-sync");
  ChildOptions initdb = child(std::move(arguments));
  initdb.signal_when_we_die = SIGKILL;
  int status = 0;
  const pid_t process = startChild(initdb);
  if (!waitForChild(process, initdb_timeout, status)) {
    ::kill(process, SIGKILL);
    ::waitpid(process, &status, 0);
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    refuse(fmt::format("PostgreSQL's initdb failed: {}", tailOf(startupLog())));
  }
  fs::rename(half_made, data());
  const int folder = ::open(base_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
}

void ClusterFolder::writeAccessRules() const {
  // The socket stands in a folder that only its owner and root can enter; peer asks the kernel who
  // is calling.
  const std::string ours = currentAccount().name;
  const bool nameless = ours.empty();
  writeOwned(base_ / "pg_hba.conf",
             nameless ? "local all all trust\n" : "local all all peer map=parley\n");
  std::string map = fmt::format("parley \"{}\" postgres\n", account_.name);
  for (const char* role : {"postgres", "parley_owner", "parley_app"}) {
    map += fmt::format("parley \"{}\" {}\n", ours, role);
  }
  writeOwned(base_ / "pg_ident.conf", nameless ? "" : map);
}

void ClusterFolder::writeOwned(const fs::path& file, const std::string& text) const {
  // Through a new file: as root we follow no link that the account may have put there.
  const fs::path fresh = file.string() + ".new";
  ::unlink(fresh.c_str());
  const int descriptor =
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    refuse(fmt::format("{} cannot be written: {}", fresh.string(), std::strerror(errno)));
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool given = ::geteuid() != 0 || ::fchown(descriptor, account_.uid, account_.gid) == 0;
  ::close(descriptor);
  if (!written || !given)
    refuse(fmt::format("{} cannot be written: {}", fresh.string(), std::strerror(errno)));
  fs::rename(fresh, file);
}

}  // namespace parley::database
