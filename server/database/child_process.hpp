#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace parley::database {

/// Whom a process runs as.
struct Account {
  uid_t uid;
  gid_t gid;
  std::string name;
};
/// Ourselves.
Account currentAccount();
std::optional<Account> findAccount(const std::string& name);
std::optional<Account> findAccount(uid_t uid);

/// Where a child's shared folder stands among its descriptors: it is /proc/self/fd/9 for it and its
/// own children, whether or not it may walk the path that leads there.
inline constexpr int folder_descriptor = 9;

struct ChildOptions {
  std::vector<std::string> arguments;  ///< the first is the program's path
  Account account;
  std::filesystem::path log;                    ///< takes its output, from the beginning
  std::optional<std::filesystem::path> folder;  ///< opened as folder_descriptor
  int signal_when_we_die = 0;  ///< sent when the thread that started it ends, however it does
};

/// A process of our own, in a session of its own so that Ctrl-C reaches only us, with a clean
/// environment. Throws std::runtime_error when it cannot be started.
pid_t startChild(const ChildOptions& options);

/// True when it has ended within the time; its exit status then stands in `status` and it is gone
/// for good. The wait ends early when `wake`, a descriptor, becomes readable.
bool waitForChild(pid_t child, std::chrono::milliseconds time, int& status, int wake = -1);

/// Whether the account may walk to this folder and into it.
bool canEnter(const Account& account, const std::filesystem::path& folder);

/// The last lines of a log file, for a message.
std::string tailOf(const std::filesystem::path& log);

}  // namespace parley::database
