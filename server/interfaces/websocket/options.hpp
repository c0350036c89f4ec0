#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "foundation/clock.hpp"
#include "foundation/task.hpp"
#include "foundation/uuid.hpp"
#include "http/websocket.hpp"
#include "operations/actor.hpp"

namespace parley::websocket {

/// The connection is closed with this when nobody is, or is any longer, signed in on it.
inline constexpr std::uint16_t close_unauthenticated = 4401;

/// Whom an access token speaks for, and until when.
struct Bearer {
  operations::Actor actor;
  Timestamp expires_at;
};

struct Options {
  /// Who bears the token; throws 401. On the loop of the socket.
  std::function<task<Bearer>(std::string token)> authenticate;
  /// Throws 429 when the user asks for too much. Any thread.
  std::function<void(UserId)> limit;
  std::size_t max_per_user = 100;                   ///< sockets
  std::size_t max_in_flight = 16;                   ///< messages of one socket being worked on
  std::chrono::milliseconds sign_in_time{10'000};   ///< for the first `auth`
  std::chrono::milliseconds check_interval{5'000};  ///< how soon a revoked session loses its socket
  std::size_t max_held = 4'096;  ///< live events waiting behind a replay of their run, per socket
  /// A message of the longest text that may be said, in any script; the outbox takes the whole log
  /// of a long run at once.
  http::WebSocketOptions socket{
      .message_limit = 256 * 1024, .outbox_messages = 8'192, .outbox_bytes = 4 * 1024 * 1024};
};

}  // namespace parley::websocket
