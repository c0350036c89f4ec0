#pragma once

// Private to server/http: what the connections of a server and of one lane share.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <vector>

#include "http/connection_limits.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace parley::http {

/// One per server; every connection holds it. Thread-safe.
struct ServerState {
  explicit ServerState(Options chosen);

  const Options options;
  ConnectionLimits limits;
  std::atomic<std::size_t> websockets{0};
  std::atomic<bool> draining{false};
  std::atomic<std::uint64_t> opened{0};
  std::atomic<std::uint64_t> refused{0};
};

/// A connection as drain sees it. On its loop only.
class Session {
 public:
  virtual ~Session() = default;
  /// End as soon as what is in flight is answered.
  virtual void drain() = 0;
  /// End now.
  virtual void cut() = 0;
};

/// One finished request, for the metrics.
struct Finished {
  const Route* route = nullptr;
  std::optional<Method> method;
  int status = 0;
  double seconds = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

/// One per lane. The sessions are touched on the loop only, the counters from anywhere.
class LaneState {
 public:
  LaneState(const Lane& lane, std::shared_ptr<ServerState> server);

  Loop& loop() { return loop_; }
  const Router& router() const { return router_; }
  ServerState& server() { return *server_; }
  const Options& options() const { return server_->options; }

  void join(Session& session) { sessions_.insert(&session); }
  void leave(Session& session) { sessions_.erase(&session); }
  void drainSessions();
  void cutSessions();

  void count(const Finished& finished);
  void countFailure();
  void countHandlerTimeout();
  void countMessages(std::uint64_t in, std::uint64_t out);
  void addTo(Metrics& metrics) const;

 private:
  static constexpr std::size_t methods = 7;

  Loop& loop_;
  const Router& router_;
  std::shared_ptr<ServerState> server_;
  std::unordered_set<Session*> sessions_;

  mutable std::mutex mutex_;  // guards what follows
  std::vector<std::array<RouteMetrics, methods>> routes_;
  RouteMetrics other_;
  Metrics totals_;
};

}  // namespace parley::http
