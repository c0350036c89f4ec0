#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace parley::http {

/// Upper bounds of the latency buckets, in seconds; one more bucket counts what is slower.
inline constexpr std::array<double, 11> latency_bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                       0.1,   0.25,   0.5,   1.0,  5.0};

struct RouteMetrics {
  std::map<int, std::uint64_t> by_status;
  std::array<std::uint64_t, latency_bounds.size() + 1> latency{};  ///< not cumulative
  double latency_sum = 0;                                          ///< seconds
};

/// Counters since the start, over all lanes.
struct Metrics {
  std::map<std::string, RouteMetrics>
      routes;  ///< by `GET /api/contacts/{id}`; `other` has no route
  std::uint64_t connections_opened = 0;
  std::uint64_t connections_refused = 0;  ///< over a limit
  std::uint64_t connections_open = 0;
  std::uint64_t websockets_open = 0;
  std::uint64_t websocket_messages_in = 0;
  std::uint64_t websocket_messages_out = 0;
  std::uint64_t body_bytes_in = 0;
  std::uint64_t body_bytes_out = 0;
  std::uint64_t failures = 0;          ///< handlers that threw something unexpected
  std::uint64_t handler_timeouts = 0;  ///< answered 503 while the handler still ran
};

}  // namespace parley::http
