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

namespace parley::language_model::testing {

/// The scripted Messages API of e2e/peers/anthropic as a child process. It ends with this object,
/// or with the test program however that ends, because its standard input does.
class Peer {
 public:
  static std::filesystem::path folder() {
    const char* set = std::getenv("PARLEY_E2E_DIR");
    return set ? set : PARLEY_E2E_DIR;
  }
  static bool isInstalled() {
    return std::filesystem::exists(folder() / "node_modules/@anthropic-ai/sdk");
  }

  Peer() {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error{"no pipe for the peer"};
    }
    spawn(input[0], output[1]);
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    url_ = readLine(output[0]);
    ::close(output[0]);
    if (url_.empty()) throw std::runtime_error{"the peer did not start"};
  }
  ~Peer() {
    ::close(input_);
    int status = 0;
    ::waitpid(pid_, &status, 0);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const std::string& url() const { return url_; }

 private:
  void spawn(int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    auto node = (folder() / "node_modules/.bin/node").string();
    if (!std::filesystem::exists(node)) node = "node";
    auto script = (folder() / "peers/anthropic/peer.mjs").string();
    std::array<char*, 3> arguments = {node.data(), script.data(), nullptr};
    const int failed =
        ::posix_spawnp(&pid_, node.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error{"node cannot be started"};
  }

  static std::string readLine(int from) {
    std::string line;
    char byte = 0;
    while (::read(from, &byte, 1) == 1 && byte != '\n') line += byte;
    return line;
  }

  pid_t pid_ = -1;
  int input_ = -1;
  std::string url_;
};

}  // namespace parley::language_model::testing
