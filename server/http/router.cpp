#include "http/router.hpp"

#include <stdexcept>

namespace parley::http {
namespace {

/// Segments of a path template; a template is written by us, so nothing is decoded.
std::vector<std::string> split(std::string_view path) {
  if (!path.starts_with('/')) throw std::logic_error("a route must begin with a slash");
  path.remove_prefix(1);
  std::vector<std::string> segments;
  while (!path.empty()) {
    const auto slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return segments;
}

bool isParameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  Route* route = nullptr;

  const Route* find(std::span<const std::string> rest,
                    std::vector<std::string_view>& values) const {
    if (rest.empty()) return route;
    const auto literal = literals.find(rest.front());
    if (literal != literals.end()) {
      if (const auto* found = literal->second->find(rest.subspan(1), values)) return found;
    }
    if (!parameter || rest.front().empty()) return nullptr;
    values.emplace_back(rest.front());
    if (const auto* found = parameter->find(rest.subspan(1), values)) return found;
    values.pop_back();
    return nullptr;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

std::string Route::allow() const {
  std::string list;
  const auto append = [&list](std::string_view name) {
    list += list.empty() ? "" : ", ";
    list += name;
  };
  const bool has_get = endpoints.contains(Method::get);
  if (has_get || websocket) append("GET");
  if (has_get && !endpoints.contains(Method::head)) append("HEAD");
  for (const auto& [method, endpoint] : endpoints) {
    if (method != Method::get && method != Method::options) append(toString(method));
  }
  append("OPTIONS");
  return list;
}

const Route::Endpoint* Route::endpoint(Method method) const {
  auto found = endpoints.find(method);
  if (found == endpoints.end() && method == Method::head) found = endpoints.find(Method::get);
  return found == endpoints.end() ? nullptr : &found->second;
}

Route& Router::routeFor(const std::string& path) {
  Node* node = root_.get();
  std::vector<std::string> parameters;
  for (const auto& segment : split(path)) {
    auto& next = isParameter(segment) ? node->parameter : node->literals[segment];
    if (isParameter(segment)) parameters.push_back(segment.substr(1, segment.size() - 2));
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  if (!node->route) {
    Route& route = routes_.emplace_back();
    route.path = path;
    route.parameters = std::move(parameters);
    route.index = routes_.size() - 1;
    node->route = &route;
  }
  if (node->route->path != path) {
    throw std::logic_error("routes " + path + " and " + node->route->path + " name one path twice");
  }
  return *node->route;
}

void Router::add(Method method, std::string path, Handler handler, RouteOptions options) {
  Route& route = routeFor(path);
  Route::Endpoint endpoint{std::move(handler), options};
  if (!route.endpoints.emplace(method, std::move(endpoint)).second) {
    throw std::logic_error("route " + path + " has two handlers for one method");
  }
}

void Router::websocket(std::string path, WebSocketHandler handler, WebSocketOptions options) {
  Route& route = routeFor(path);
  if (route.websocket) throw std::logic_error("route " + path + " has two WebSocket handlers");
  route.websocket = std::move(handler);
  route.websocket_options = std::move(options);
}

Router::Match Router::match(std::span<const std::string> segments) const {
  Match match;
  match.route = root_->find(segments, match.values);
  return match;
}

}  // namespace parley::http
