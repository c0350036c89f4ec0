#include "http/lane.hpp"

#include <algorithm>

namespace parley::http {
namespace {

void add(RouteMetrics& sum, const RouteMetrics& part) {
  for (const auto& [status, count] : part.by_status) sum.by_status[status] += count;
  for (std::size_t i = 0; i < sum.latency.size(); ++i) sum.latency[i] += part.latency[i];
  sum.latency_sum += part.latency_sum;
}

}  // namespace

ServerState::ServerState(Options chosen)
    : options(std::move(chosen)),
      limits(options.max_connections, options.max_connections_per_address) {}

LaneState::LaneState(const Lane& lane, std::shared_ptr<ServerState> server)
    : loop_(lane.loop),
      router_(lane.router),
      server_(std::move(server)),
      routes_(lane.router.routes().size()) {}

void LaneState::drainSessions() {
  const auto sessions = sessions_;  // a session may leave while it drains
  for (Session* session : sessions) session->drain();
}

void LaneState::cutSessions() {
  const auto sessions = sessions_;
  for (Session* session : sessions) session->cut();
}

void LaneState::count(const Finished& finished) {
  const std::lock_guard lock(mutex_);
  const bool routed = finished.route && finished.method;
  RouteMetrics& route =
      routed ? routes_[finished.route->index][static_cast<std::size_t>(*finished.method)] : other_;
  const auto bucket = std::ranges::lower_bound(latency_bounds, finished.seconds);
  ++route.by_status[finished.status];
  ++route.latency[static_cast<std::size_t>(bucket - latency_bounds.begin())];
  route.latency_sum += finished.seconds;
  totals_.body_bytes_in += finished.bytes_in;
  totals_.body_bytes_out += finished.bytes_out;
}

void LaneState::countFailure() {
  const std::lock_guard lock(mutex_);
  ++totals_.failures;
}

void LaneState::countHandlerTimeout() {
  const std::lock_guard lock(mutex_);
  ++totals_.handler_timeouts;
}

void LaneState::countMessages(std::uint64_t in, std::uint64_t out) {
  const std::lock_guard lock(mutex_);
  totals_.websocket_messages_in += in;
  totals_.websocket_messages_out += out;
}

void LaneState::addTo(Metrics& metrics) const {
  const std::lock_guard lock(mutex_);
  for (const Route& route : router_.routes()) {
    for (std::size_t method = 0; method < methods; ++method) {
      const RouteMetrics& part = routes_[route.index][method];
      if (part.by_status.empty()) continue;
      const auto name = std::string(toString(static_cast<Method>(method))) + " " + route.path;
      add(metrics.routes[name], part);
    }
  }
  if (!other_.by_status.empty()) add(metrics.routes["other"], other_);
  metrics.websocket_messages_in += totals_.websocket_messages_in;
  metrics.websocket_messages_out += totals_.websocket_messages_out;
  metrics.body_bytes_in += totals_.body_bytes_in;
  metrics.body_bytes_out += totals_.body_bytes_out;
  metrics.failures += totals_.failures;
  metrics.handler_timeouts += totals_.handler_timeouts;
}

}  // namespace parley::http
