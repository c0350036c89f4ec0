#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "fetch/message.hpp"
#include "foundation/task.hpp"

namespace parley::fetch {

class Engine;
class Transfer;

/// A request, ready or under way. Dropping it ends the transfer. One coroutine at a time may await
/// it, on the client's loop.
class Stream {
 public:
  Stream(std::shared_ptr<Transfer> transfer, std::shared_ptr<Engine*> engine);
  Stream(Stream&&) noexcept = default;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  /// Sends what Client::prepare() made ready; its time counts from here on. Before anything
  /// is awaited.
  void start();
  /// Waits for status and headers.
  task<Head> head();
  /// The next bytes of the body as they arrive, at least one; nullopt at its end. What is not read
  /// is held back from the server once `Options::buffer_bytes` wait here.
  task<std::optional<std::string>> read();
  /// Ends the transfer at once; whoever awaits it gets Failure{cancelled}.
  void cancel();

 private:
  task<void> progress();

  std::shared_ptr<Transfer> transfer_;
  std::shared_ptr<Engine*> engine_;  ///< holds null once the client is gone
};

/// Calls other servers over HTTP, of one loop and only from its thread. Connections are kept and
/// used again. Redirects are answers like any other, cookies are not kept, and the environment
/// names no proxy.
class Client {
 public:
  struct Options {
    std::size_t max_running = 1'024;  ///< exchanges at once, for user-given and operator-given
                                      ///< URLs each; a streamed answer is one until its end
    std::size_t max_waiting = 256;    ///< more than these fail as busy
    std::chrono::milliseconds max_wait{10'000};
    std::size_t kept_connections = 32;
    std::size_t buffer_bytes = 64 << 10;
    std::size_t header_bytes = 64 << 10;
    std::set<std::uint16_t> public_ports{443};  ///< where user-given URLs may point to
    bool allow_private_network = false;  ///< user-given URLs may be http, of any port and address
    std::set<std::string>
        allowed_private;  ///< `host:port` of servers in the private network, as in the URL
    std::string proxy;  ///< empty: none. A proxy resolves names itself, so it has to guard private
                        ///< addresses as well
    std::string ca_file;  ///< empty: the system's
    std::string user_agent = "Parley";
  };

  explicit Client(Loop& loop) : Client{loop, Options{}} {}
  Client(Loop& loop, Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// All that can be done of a request before it may go out. Errors, a malformed URL included, come
  /// from the stream's head().
  Stream prepare(Request request);
  /// Begins the request at once.
  Stream start(Request request);
  /// The whole exchange. Any status is an answer; only failures of transport throw.
  task<Response> send(Request request);

 private:
  Options options_;
  Loop& loop_;
  std::unique_ptr<Engine> trusted_;
  std::unique_ptr<Engine> guarded_;
};

}  // namespace parley::fetch
