#include "database/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace parley::database {
namespace {

constexpr int exit_not_started = 127;

/// A descriptor that closes itself, above those that a child gets so that arranging them cannot
/// clash.
class File {
 public:
  File(const std::filesystem::path& path, int flags, mode_t mode = 0) {
    const int opened = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    descriptor_ = ::fcntl(opened, F_DUPFD_CLOEXEC, folder_descriptor + 1);
    if (opened >= 0) ::close(opened);
    if (descriptor_ < 0) {
      throw std::runtime_error(
          fmt::format("{} cannot be opened: {}", path.string(), std::strerror(errno)));
    }
  }
  File(const File&) = delete;
  ~File() { ::close(descriptor_); }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::optional<Account> toAccount(const passwd* entry) {
  if (!entry) return std::nullopt;
  return Account{entry->pw_uid, entry->pw_gid, entry->pw_name};
}

/// Everything below runs between fork and exec: system calls only, no allocation, no lock. The bare
/// calls, because glibc's own would first speak with threads that do not exist in the child.
bool becomeAccount(uid_t uid, gid_t gid) {
  if (::geteuid() != 0) return true;
  return ::syscall(SYS_setgroups, 1, &gid) == 0 && ::syscall(SYS_setresgid, gid, gid, gid) == 0 &&
         ::syscall(SYS_setresuid, uid, uid, uid) == 0;
}

void resetSignals() {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

struct Descriptors {
  int input;
  int log;
  int folder;
};

bool arrangeDescriptors(const Descriptors& from) {
  if (::dup2(from.input, 0) < 0 || ::dup2(from.log, 1) < 0 || ::dup2(from.log, 2) < 0) return false;
  unsigned int next = 3;
  if (from.folder >= 0) {
    if (::dup2(from.folder, folder_descriptor) < 0) return false;
    ::syscall(SYS_close_range, next, folder_descriptor - 1, 0);
    next = folder_descriptor + 1;
  }
  return ::syscall(SYS_close_range, next, ~0U, 0) == 0;
}

[[noreturn]] void becomeProgram(char* const* arguments, const Account& account,
                                const Descriptors& descriptors, int signal_when_we_die,
                                pid_t parent) {
  static constexpr std::array<const char*, 5> environment{
      "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=/", nullptr};
  resetSignals();
  ::setsid();
  ::umask(0077);
  const bool ready = becomeAccount(account.uid, account.gid) && ::chdir("/") == 0 &&
                     arrangeDescriptors(descriptors);
  // After the change of user, which clears it; and we may have lost our parent before it was set.
  if (signal_when_we_die) ::prctl(PR_SET_PDEATHSIG, signal_when_we_die);
  if (ready && ::getppid() == parent) {
    ::execve(arguments[0], arguments, const_cast<char* const*>(environment.data()));
  }
  ::_exit(exit_not_started);
}

}  // namespace

Account currentAccount() {
  auto account = findAccount(::geteuid());
  return account ? *std::move(account) : Account{::geteuid(), ::getegid(), ""};
}

std::optional<Account> findAccount(const std::string& name) {
  return toAccount(::getpwnam(name.c_str()));
}

std::optional<Account> findAccount(uid_t uid) {
  return toAccount(::getpwuid(uid));
}

pid_t startChild(const ChildOptions& options) {
  const File input{"/dev/null", O_RDONLY};
  const File log{options.log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600};
  std::optional<File> folder;
  if (options.folder) folder.emplace(*options.folder, O_PATH | O_DIRECTORY | O_NOFOLLOW);

  std::vector<char*> arguments;
  for (const auto& argument : options.arguments)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const Descriptors descriptors{input.get(), log.get(), folder ? folder->get() : -1};

  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error(fmt::format("fork failed: {}", std::strerror(errno)));
  if (child == 0) {
    becomeProgram(arguments.data(), options.account, descriptors, options.signal_when_we_die,
                  parent);
  }
  return child;
}

bool waitForChild(pid_t child, std::chrono::milliseconds time, int& status, int wake) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  if (descriptor >= 0) {
    std::array<pollfd, 2> events{pollfd{descriptor, POLLIN, 0}, pollfd{wake, POLLIN, 0}};
    ::poll(events.data(), events.size(), static_cast<int>(time.count()));
    ::close(descriptor);
  }
  const pid_t ended = ::waitpid(child, &status, WNOHANG);
  return ended == child ||
         (ended < 0 && errno == ECHILD);  // the latter: somebody else has collected it
}

bool canEnter(const Account& account, const std::filesystem::path& folder) {
  const char* path = folder.c_str();
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(becomeAccount(account.uid, account.gid) && ::access(path, R_OK | X_OK) == 0 ? 0 : 1);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string tailOf(const std::filesystem::path& log) {
  constexpr std::size_t longest = 2000;
  std::ifstream file{log, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  return text.size() > longest ? text.substr(text.size() - longest) : text;
}

}  // namespace parley::database
