#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "http/websocket.hpp"

namespace parley::http {

/// What one route wants different from the server's Options.
struct RouteOptions {
  std::optional<std::size_t> body_limit;  ///< bytes
  std::optional<std::chrono::milliseconds>
      timeout;  ///< of the handler; streams are not limited by it
};

/// A path template with what answers it.
struct Route {
  std::string path;                     ///< `/api/contacts/{id}`
  std::vector<std::string> parameters;  ///< names in order
  struct Endpoint {
    Handler handler;
    RouteOptions options;
  };
  std::map<Method, Endpoint> endpoints;
  WebSocketHandler websocket;
  WebSocketOptions websocket_options;
  std::size_t index = 0;  ///< position in Router::routes()

  /// `GET, HEAD, POST, OPTIONS`
  std::string allow() const;
  /// The endpoint for a method; HEAD falls back to GET.
  const Endpoint* endpoint(Method method) const;
};

/// Which handler answers which path. Filled before the server starts, then only read. Literal
/// segments win over
/// `{name}`; a parameter is one whole, non-empty segment.
class Router {
 public:
  Router();
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// The same method and path twice is a programming error (std::logic_error).
  void add(Method method, std::string path, Handler handler, RouteOptions options = {});
  void websocket(std::string path, WebSocketHandler handler, WebSocketOptions options = {});
  /// Answers every path without a route, any method. Without one they get 404.
  void fallback(Handler handler) { fallback_ = std::move(handler); }

  struct Match {
    const Route* route = nullptr;          ///< null: no such path
    std::vector<std::string_view> values;  ///< of the route's parameters, views into `segments`
  };
  Match match(std::span<const std::string> segments) const;

  const Handler& fallbackHandler() const { return fallback_; }
  const std::deque<Route>& routes() const { return routes_; }

 private:
  struct Node;
  Route& routeFor(const std::string& path);

  std::unique_ptr<Node> root_;
  std::deque<Route> routes_;
  Handler fallback_;
};

}  // namespace parley::http
