#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace parley::language_model::testing {

/// A script of e2e/ as a child process. It ends with this object, or with the test program however
/// that ends, because its standard input does.
class NodeChild {
 public:
  static std::filesystem::path folder() {
    const char* set = std::getenv("PARLEY_E2E_DIR");
    return set ? set : PARLEY_E2E_DIR;
  }
  static bool isInstalled() {
    return std::filesystem::exists(folder() / "node_modules/@anthropic-ai/sdk");
  }

  explicit NodeChild(const std::string& script) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error{"no pipe for " + script};
    }
    spawn(script, input[0], output[1]);
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    output_ = output[0];
  }
  ~NodeChild() {
    ::close(input_);
    ::close(output_);
    int status = 0;
    ::waitpid(pid_, &status, 0);
  }
  NodeChild(const NodeChild&) = delete;
  NodeChild& operator=(const NodeChild&) = delete;

  void write(std::string_view text) const {
    while (!text.empty()) {
      const auto count = ::write(input_, text.data(), text.size());
      if (count <= 0) throw std::runtime_error{"the script has ended"};
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  /// Empty at the end of its output as well.
  std::string readLine() const {
    std::string line;
    char byte = 0;
    while (::read(output_, &byte, 1) == 1 && byte != '\n') line += byte;
    return line;
  }

 private:
  void spawn(const std::string& name, int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    auto node = (folder() / "node_modules/.bin/node").string();
    if (!std::filesystem::exists(node)) node = "node";
    auto script = (folder() / name).string();
    std::array<char*, 3> arguments = {node.data(), script.data(), nullptr};
    const int failed =
        ::posix_spawnp(&pid_, node.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error{"node cannot be started"};
  }

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
};

}  // namespace parley::language_model::testing
