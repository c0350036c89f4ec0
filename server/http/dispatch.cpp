#include "http/dispatch.hpp"

#include "http/errors.hpp"
#include "http/url.hpp"

namespace parley::http {
namespace {

template <class Failure>
void refuse(Plan& plan, Failure failure) {
  plan.refusal = std::make_exception_ptr(std::move(failure));
}

void planRoute(Plan& plan, const Route& route, bool wants_websocket) {
  if (!plan.method) return refuse(plan, MethodNotAllowed(route.allow()));
  if (route.websocket && plan.method == Method::get && wants_websocket) {
    plan.websocket = true;
    return;
  }
  const auto* endpoint = route.endpoint(*plan.method);
  if (endpoint) {
    plan.handler = &endpoint->handler;
    plan.options = endpoint->options;
  } else if (route.websocket && plan.method == Method::get) {
    refuse(plan, protocolError(426, "upgrade_required", "This path serves WebSockets only."));
  } else if (plan.method != Method::options) {
    refuse(plan, MethodNotAllowed(route.allow()));
  }
}

}  // namespace

Plan planRequest(Request& request, std::string_view method, const Router& router,
                 bool wants_websocket) {
  Plan plan;
  plan.method = parseMethod(method);
  if (plan.method) request.method = *plan.method;
  try {
    parseTarget(request);
  } catch (const Error& error) {
    plan.unusable = true;
    refuse(plan, error);
    return plan;
  }

  const auto match = router.match(request.segments);
  if (match.route) {
    plan.route = match.route;
    request.route = match.route->path;
    for (std::size_t i = 0; i < match.values.size(); ++i) {
      request.path_parameters.emplace_back(match.route->parameters[i], match.values[i]);
    }
    planRoute(plan, *match.route, wants_websocket);
  } else if (!plan.method && router.fallbackHandler()) {
    refuse(plan, MethodNotAllowed("GET, HEAD, OPTIONS"));
  } else if (router.fallbackHandler()) {
    plan.handler = &router.fallbackHandler();
  } else {
    refuse(plan, notFound("There is nothing at this address."));
  }
  return plan;
}

Response errorResponse(const Error& error, const Request& request, const Options& options) {
  Response response = options.error(error, request);
  if (error.retry_after && !response.headers.contains("Retry-After")) {
    response.headers.add("Retry-After", std::to_string(error.retry_after->count()));
  }
  if (const auto* method = dynamic_cast<const MethodNotAllowed*>(&error)) {
    response.headers.set("Allow", method->allow);
  }
  if (response.status == 426) {
    response.headers.set("Upgrade", "websocket");
    response.headers.set("Sec-WebSocket-Version", "13");
  }
  return response;
}

}  // namespace parley::http
