#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/task.hpp"
#include "http/message.hpp"

namespace parley::http {

/// Close codes (RFC 6455 and its registry) that Parley uses.
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t policy = 1008;
inline constexpr std::uint16_t internal = 1011;
inline constexpr std::uint16_t restart = 1012;
inline constexpr std::uint16_t try_again_later = 1013;
}  // namespace close_code

/// One WebSocket of text messages. Lives on one loop; send() and close() may be called from any
/// thread.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  /// The next text message; nullopt once the socket is closed or broken. One caller at a time, and
  /// it has to come back within the idle timeout, since pings are answered only while it waits.
  virtual task<std::optional<std::string>> receive() = 0;

  /// Queues a message. False: it was dropped because the socket is closed, or because the client
  /// reads too slowly, in which case the socket is closed with 1013. Messages of one thread keep
  /// their order.
  virtual bool send(std::shared_ptr<const std::string> message) = 0;
  bool send(std::string message) {
    return send(std::make_shared<const std::string>(std::move(message)));
  }

  /// Sends what is queued, then closes. The reason has at most 123 bytes. Later calls have no
  /// effect.
  virtual void close(std::uint16_t code, std::string reason = {}) = 0;

  virtual bool isOpen() const = 0;
  /// The request that opened it (no body). On the loop only.
  virtual const Request& request() const = 0;
};

struct WebSocketOptions {
  std::size_t message_limit = 64 * 1024;  ///< bytes of one received message; beyond: 1009
  std::size_t outbox_messages = 256;
  std::size_t outbox_bytes = 1024 * 1024;
  double messages_per_second = 200;  ///< received, averaged; beyond: 1008. 0 = no limit
  double message_burst = 1'000;
  std::chrono::seconds idle_timeout{
      60};  ///< silent peers are pinged after half of it, dropped after all of it
  std::chrono::seconds close_timeout{5};  ///< for the closing handshake, then the connection is cut
  std::vector<std::string> subprotocols;  ///< the first one that the client offers too is chosen
  /// Further origins that may connect. A request without `Origin` (no browser) and one whose
  /// `Origin` is the host it asks for always may.
  std::vector<std::string> allowed_origins;
  /// Last check before the upgrade; throws parley::Error to refuse. On the loop.
  std::function<void(const Request&)> admit;
};

/// Serves one socket from upgrade to close; when it returns, the socket is closed with 1000.
using WebSocketHandler = std::function<task<void>(std::shared_ptr<WebSocket>)>;

}  // namespace parley::http
