#pragma once

// Private to server/http: what is to be done about a request whose head is read.

#include <exception>
#include <optional>
#include <string_view>

#include "http/message.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace parley::http {

struct Plan {
  const Route* route = nullptr;
  std::optional<Method> method;      ///< nullopt: one that Parley does not know
  const Handler* handler = nullptr;  ///< set if a handler answers
  RouteOptions options;
  bool websocket = false;      ///< upgrade, if the handshake is in order
  bool unusable = false;       ///< refused in a way that ends the connection
  std::exception_ptr refusal;  ///< set if an error answers
};

/// Parses method and target into the request and finds its route. With neither handler, refusal nor
/// upgrade, OPTIONS was asked: the answer is the route's methods.
Plan planRequest(Request& request, std::string_view method, const Router& router,
                 bool wants_websocket);

/// The answer of an error, with the header fields that its status demands.
Response errorResponse(const Error& error, const Request& request, const Options& options);

}  // namespace parley::http
