#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/error.hpp"
#include "foundation/task.hpp"
#include "http/address.hpp"
#include "http/message.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"

namespace parley::http {

/// One line of the access log: never the query, a header or a body.
struct Access {
  std::string_view method;  ///< `-` when the request could not be read
  std::string_view route;   ///< template, empty without one
  int status = 0;
  double milliseconds = 0;  ///< from the first byte of the request to the last of the answer
  std::uint64_t bytes = 0;  ///< of the answer's body as sent
  std::string_view request_id;
  std::string_view client_address;
};

struct Options {
  std::string listen = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system picks one

  std::size_t max_connections = 20'000;
  std::size_t max_connections_per_address =
      10'000;  ///< IPv6: per /64. Trusted proxies have no such limit,
  std::vector<Network> unlimited_networks = {  ///< nor have these
      *Network::parse("127.0.0.0/8"), *Network::parse("::1")};
  std::size_t max_websockets = 10'000;
  std::size_t max_requests_per_connection = 0;  ///< 0: no limit

  std::size_t target_limit = 16 * 1024;  ///< beyond: 414
  std::size_t head_limit = 16 * 1024;    ///< all header fields; beyond: 431
  std::size_t max_headers = 100;
  std::size_t body_limit = 1024 * 1024;       ///< beyond: 413
  std::size_t drain_limit = 8 * 1024 * 1024;  ///< read and thrown away so that the 413 can be read

  std::chrono::milliseconds head_timeout{10'000};     ///< from the first byte to the empty line
  std::chrono::milliseconds idle_timeout{60'000};     ///< between requests
  std::chrono::milliseconds body_grace{10'000};       ///< a body may be late by this much ...
  std::size_t body_bytes_per_second = 1024;           ///< ... behind this rate
  std::chrono::milliseconds handler_timeout{30'000};  ///< then 503
  std::chrono::milliseconds write_timeout{30'000};    ///< for each 64 KiB of an answer
  std::chrono::milliseconds linger{2'000};            ///< for the peer to read a last answer

  std::size_t compression_threshold = 1024;  ///< smaller bodies go out as they are

  /// Whose `X-Forwarded-For`, `-Proto` and `-Host` are believed.
  std::vector<Network> trusted_proxies;
  /// Sent with every answer, errors and upgrades included, unless the answer sets the same name.
  std::vector<Headers::Field> headers;

  /// Makes the answer of an error; `request` may be incomplete. Must not throw. Required.
  std::function<Response(const Error&, const Request&)> error;
  /// Both are called on the lanes' threads and must not block.
  std::function<void(const Access&)> access_log;
  std::function<void(std::string_view request_id, std::string_view what)> failure_log;
};

/// One loop with the router whose handlers belong to it.
struct Lane {
  Loop& loop;
  const Router& router;
};

/// HTTP/1.1 and WebSocket. One acceptor hands connections to the lanes in turn; everything of a
/// connection then happens on its lane. The loops and routers must outlive the server's
/// connections: destroy the server after drain() or after the loops have stopped.
class Server {
 public:
  Server(std::vector<Lane> lanes, Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and listens; the loops may run already. Throws boost::system::system_error.
  void start();
  /// The port that start() bound.
  std::uint16_t port() const;

  /// Stops accepting, lets answers in flight end (connections then close), ends streams, closes
  /// WebSockets with 1012 and waits for the last connection. After `patience` the rest is cut.
  /// True: nothing was cut. Runs on any loop; the lanes must be running.
  task<bool> drain(std::chrono::milliseconds patience);

  /// From any thread.
  Metrics metrics() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace parley::http
