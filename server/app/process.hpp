#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

/// This process as the operating system sees it.
namespace parley::app {

/// Keeps other processes of the same user, and core dumps, from reading our memory: it holds keys.
void hideMemory();

struct ProcessFigures {
  double cpu_seconds = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t threads = 0;
};
ProcessFigures processFigures();

/// Allows as many open files as the system lets us.
void raiseOpenFileLimit();

/// The folder this program was started from.
std::filesystem::path programFolder();

}  // namespace parley::app
