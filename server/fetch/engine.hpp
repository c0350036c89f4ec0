#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "fetch/transfer.hpp"

namespace parley::fetch {

/// libcurl's multi interface driven by a loop: connections are shared by all transfers of one
/// engine, so guarded and trusted transfers must not share an engine.
class Engine {
 public:
  Engine(Loop& loop, const Client::Options& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// What holds null once the engine is gone.
  const std::shared_ptr<Engine*>& self() const { return alive_; }
  /// Runs the transfer now or when another ends.
  void start(std::shared_ptr<Transfer> transfer);
  /// Lets go of a transfer at once, whatever its state.
  void abandon(Transfer& transfer);

 private:
  struct Watch;

  void run(std::shared_ptr<Transfer> transfer);
  void runWaiting();
  void act(curl_socket_t socket, int events);
  void collectFinished();
  void watch(curl_socket_t socket, int events);
  void forget(curl_socket_t socket);
  static void arm(const std::shared_ptr<Watch>& watch, int direction);
  void setTimer(long milliseconds);

  static int socketCallback(CURL* easy, curl_socket_t socket, int events, void* self, void* watch);
  static int timerCallback(CURLM* multi, long milliseconds, void* self);

  Loop& loop_;
  const Client::Options& options_;
  CURLM* multi_;
  Timer timer_;
  std::shared_ptr<Engine*> alive_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::unordered_map<Transfer*, std::shared_ptr<Transfer>> running_;
  std::deque<std::shared_ptr<Transfer>> waiting_;
};

}  // namespace parley::fetch
