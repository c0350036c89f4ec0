#include "app/process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace parley::app {

void hideMemory() {
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  return;  // the leak check reads our own memory from outside
#endif
#endif
  ::prctl(PR_SET_DUMPABLE, 0);
}

ProcessFigures processFigures() {
  ProcessFigures figures;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  figures.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);

  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  std::ifstream{"/proc/self/statm"} >> pages >> resident;
  const auto page_size = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  figures.virtual_bytes = pages * page_size;
  figures.resident_bytes = resident * page_size;

  std::error_code ignored;
  for (std::filesystem::directory_iterator at{"/proc/self/fd", ignored}, end; !ignored && at != end;
       at.increment(ignored)) {
    ++figures.open_files;
  }
  for (std::filesystem::directory_iterator at{"/proc/self/task", ignored}, end;
       !ignored && at != end; at.increment(ignored)) {
    ++figures.threads;
  }
  return figures;
}

void raiseOpenFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::filesystem::path programFolder() {
  std::error_code failure;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
  return failure ? std::filesystem::path{} : program.parent_path();
}

}  // namespace parley::app
