#pragma once

#include <optional>

#include "foundation/error.hpp"
#include "http/message.hpp"
#include "http/websocket.hpp"

namespace parley::http {

/// Why a WebSocket handshake is refused, if it is: form and version (RFC 6455, 4.2.1), origin, and
/// the route's own check. Browsers name the page's origin; only pages of the host asked for, or
/// listed, may connect.
std::optional<Error> checkUpgrade(const Request& request, const WebSocketOptions& options);

}  // namespace parley::http
