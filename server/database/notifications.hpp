#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "database/transaction.hpp"
#include "foundation/task.hpp"

namespace parley::database {

struct ListenerOptions {
  std::string conninfo;
  std::string channel;
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::milliseconds look_interval{30000};  ///< a silent connection is tried that often
  std::chrono::milliseconds first_retry{100};
  std::chrono::milliseconds longest_retry{5000};
};

/// LISTEN on one channel with a connection of its own, kept up for ever. A notification is a hint:
/// those sent while the connection was away are lost, so `on_listening` (every time the channel is
/// open again) is the moment to read on from the last number seen. Both callbacks run on the Loop
/// and must not throw.
class Listener {
 public:
  Listener(Loop& loop, ListenerOptions options,
           std::function<void(std::string payload)> on_notification,
           std::function<void()> on_listening = {});
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  bool listening() const;
  void stop();

 private:
  struct State;
  static task<void> keepListening(std::shared_ptr<State> state);
  static task<void> listenUntilLost(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

/// The statement that notifies when its transaction commits: `transaction.enqueue(notify("changes",
/// key));`
Command notify(std::string channel, std::string payload);

}  // namespace parley::database
