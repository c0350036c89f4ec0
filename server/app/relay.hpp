#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "database/database.hpp"
#include "database/notifications.hpp"
#include "foundation/task.hpp"
#include "operations/hub.hpp"

namespace parley::app {

struct RelayOptions {
  std::string conninfo;
  std::chrono::milliseconds pause{20};  ///< between two notifications of this node
  std::size_t payload_limit = 7'000;    ///< bytes; PostgreSQL's own limit is 8000
  std::size_t max_waiting = 10'000;     ///< notices; beyond, the oldest are dropped: they are hints
};

/// Carries the hub's notices between nodes that share a database, through LISTEN and NOTIFY. Deltas
/// of streaming text stay on their node: they would be many, and what they add up to follows in the
/// log. Lives on one Loop.
class Relay {
 public:
  /// All must outlive it.
  Relay(Loop& loop, database::Database& database, operations::Hub& hub, RelayOptions options);
  /// Nobody may publish any more.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Whether the notices of other nodes arrive.
  bool listening() const;
  void stop();

 private:
  struct State;
  static task<void> flush(std::shared_ptr<State> state);
  static void receive(const std::shared_ptr<State>& state, const std::string& payload);

  std::shared_ptr<State> state_;
  database::Listener listener_;
};

}  // namespace parley::app
