#include "database/postmaster_file.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace parley::database {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::milliseconds look_interval{20};

/// The lines of postmaster.pid that matter here.
struct PostmasterFile {
  pid_t pid = 0;
  std::optional<int> shared_memory;
};

std::optional<PostmasterFile> readPostmasterFile(const fs::path& data) {
  std::ifstream file{data / "postmaster.pid"};
  if (!file) return std::nullopt;
  PostmasterFile found;
  std::string line;
  constexpr int shared_memory_line = 7;  // "key id"
  for (int number = 1; std::getline(file, line); ++number) {
    std::istringstream words{line};
    if (number == 1) words >> found.pid;
    if (long key = 0; number == shared_memory_line && words >> key) {
      int id = 0;
      if (words >> id) found.shared_memory = id;
    }
  }
  return found;
}

std::string readAll(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

struct ProcessState {
  std::string name;
  char state = 0;
  pid_t parent = 0;
};

/// /proc/<pid>/stat: `12 (name) S 1 ...`; the name may hold blanks and parentheses.
std::optional<ProcessState> readProcess(pid_t pid) {
  const std::string stat = readAll(fmt::format("/proc/{}/stat", pid));
  const auto open = stat.find('(');
  const auto close = stat.rfind(')');
  if (open == stat.npos || close == stat.npos) return std::nullopt;
  ProcessState process{stat.substr(open + 1, close - open - 1)};
  std::istringstream rest{stat.substr(close + 1)};
  rest >> process.state >> process.parent;
  return process;
}

/// Whether this process is a PostgreSQL server on our cluster and alive.
bool servesCluster(pid_t pid, const ClusterFolder& folder) {
  const auto process = readProcess(pid);
  if (!process || process->state == 'Z' || process->name != "postgres") return false;
  // Its working directory tells, where we may look; else the mark that every start of ours leaves.
  std::error_code failure;
  const auto directory = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), failure);
  if (!failure) return directory == folder.data();
  const std::string mark = "parley.cluster=" + folder.base().string();
  return readAll(fmt::format("/proc/{}/cmdline", pid)).contains(mark);
}

template <class Condition>
bool waitUntil(Condition condition, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(look_interval);
  }
  return true;
}

void endServer(pid_t pid, const ClusterFolder& folder, std::chrono::milliseconds patience) {
  const auto ended = [&] { return !servesCluster(pid, folder); };
  if (ended()) return;
  spdlog::info("stopping the PostgreSQL server {} that an earlier Parley left", pid);
  ::kill(pid, SIGINT);  // fast shutdown
  if (waitUntil(ended, patience)) return;
  ::kill(pid, SIGQUIT);  // immediate shutdown; recovers at the next start
  if (waitUntil(ended, patience)) return;
  throw std::runtime_error(
      fmt::format("An earlier PostgreSQL server (process {}) on {} does not stop.", pid,
                  folder.data().string()));
}

/// Nobody is attached to it any more, or it is gone.
bool isUnused(int shared_memory) {
  shmid_ds state{};
  return ::shmctl(shared_memory, IPC_STAT, &state) != 0 || state.shm_nattch == 0;
}

}  // namespace

void endLeftOver(const ClusterFolder& folder, std::chrono::milliseconds patience) {
  const auto found = readPostmasterFile(folder.data());
  if (!found) return;
  endServer(found->pid, folder, patience);
  const auto detached = [&] {
    reapOrphans();
    return !found->shared_memory || isUnused(*found->shared_memory);
  };
  if (!waitUntil(detached, patience)) {
    throw std::runtime_error(fmt::format(
        "Processes of an earlier PostgreSQL server on {} do not end.", folder.data().string()));
  }
  // PostgreSQL itself takes a zombie, or a stranger that has the number now, for a running server.
  std::error_code ignored;
  fs::remove(folder.data() / "postmaster.pid", ignored);
  fs::remove(folder.sockets() / ".s.PGSQL.5432.lock", ignored);
  fs::remove(folder.sockets() / ".s.PGSQL.5432", ignored);
}

void reapOrphans() {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator{"/proc", failure}) {
    const std::string name = entry.path().filename().string();
    pid_t pid = 0;
    const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (wrong != std::errc{} || end != name.data() + name.size()) continue;
    const auto process = readProcess(pid);
    const bool ours = process && process->parent == ::getpid() && process->state == 'Z' &&
                      process->name == "postgres";
    if (ours) ::waitpid(pid, nullptr, WNOHANG);
  }
}

}  // namespace parley::database
