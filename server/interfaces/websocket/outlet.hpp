#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/websocket.hpp"
#include "operations/hub.hpp"

namespace parley::websocket {

/// What goes down one socket. While a run's log is replayed, the run's live events wait behind it,
/// so that the page sees every event once and in order. Thread-safe.
class Outlet {
 public:
  Outlet(std::shared_ptr<http::WebSocket> socket, std::size_t max_held)
      : socket_{std::move(socket)}, max_held_{max_held} {}

  /// A notice of the hub.
  void forward(const operations::Notice& notice);
  void send(std::string message) { socket_->send(std::move(message)); }

  /// Between the two, live events of the run are held back.
  void beginReplay(RunId run);
  /// `last_seq`: of the replayed events; held ones up to it are dropped.
  void endReplay(RunId run, std::int32_t last_seq);

 private:
  struct Replay {
    int readers = 0;  ///< the page may ask twice
    std::vector<operations::Notice> held;
  };

  const std::shared_ptr<http::WebSocket> socket_;
  const std::size_t max_held_;
  std::mutex mutex_;
  std::map<RunId, Replay> replays_;
};

}  // namespace parley::websocket
