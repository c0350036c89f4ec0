#include "interfaces/rest/rest.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "foundation/error.hpp"
#include "interfaces/rest/arguments.hpp"
#include "interfaces/rest/run_stream.hpp"
#include "json/parse.hpp"

namespace parley::rest {
namespace {

using operations::Access;
using operations::Answer;
using operations::Call;
using operations::Operation;

/// Everything a route needs; lives as long as the router.
struct Mount {
  const operations::Catalog& catalog;
  operations::Services& services;
  Options options;
};

task<std::optional<operations::Actor>> actorOf(const Mount& mount, const http::Request& request,
                                               Access access) {
  if (access == Access::anyone) co_return std::nullopt;
  auto token = bearerOf(request);
  if (token.empty()) {
    throw Error{Status::unauthenticated, "unauthenticated",
                "Sign in first: this needs a valid access token."};
  }
  const auto actor = co_await mount.options.authenticate(std::move(token));
  mount.options.limit(actor.user_id);
  co_return actor;
}

operations::Channel channelOf(const http::Request& request) {
  return request.header("Parley-Channel") == "ui" ? operations::Channel::ui
                                                  : operations::Channel::api;
}

operations::Caller callerOf(const Mount& mount, const http::Request& request,
                            const operations::Facts& facts) {
  operations::Caller caller;
  caller.address = request.client_address;
  caller.user_agent = std::string{request.header("User-Agent").value_or("").substr(0, 300)};
  caller.secure = request.secure;
  const auto& origin = mount.options.public_origin;
  caller.origin = origin.empty() ? request.origin() : origin;
  if (facts.refresh_cookie) {
    if (const auto cookie = request.cookie(RefreshCookie::name(request.secure)))
      caller.refresh_token = *cookie;
  }
  return caller;
}

http::Response responseOf(Answer answer, bool secure) {
  http::Response response;
  response.status = answer.status;
  if (!answer.body.empty()) response.content_type = std::move(answer.content_type);
  response.body = std::move(answer.body);
  response.headers.set("Cache-Control", "no-store");
  const auto& reply = answer.reply;
  if (reply.version) response.headers.set("ETag", '"' + std::to_string(*reply.version) + '"');
  if (!reply.location.empty()) response.headers.set("Location", reply.location);
  if (!answer.changes.empty() && !answer.changes.back().silent) {
    response.headers.set("Parley-Change-Id", answer.changes.back().id.toString());
  }
  if (reply.refresh_token) {
    const auto life = reply.refresh_token_life.value_or(std::chrono::seconds{0});
    response.headers.add("Set-Cookie", RefreshCookie::header(secure, *reply.refresh_token, life));
    response.compressible = false;
  }
  return response;
}

/// A page that opens does not know whether anybody has signed in on this browser. It asks to be
/// told without an error, which the browser would log.
bool asksForNobodysSession(const http::Request& request, const Operation& operation) {
  return operation.facts.refresh_cookie &&
         operation.input_name == operations::NoInput::schema_name &&
         request.header("Parley-Session") == "optional" &&
         !request.cookie(RefreshCookie::name(request.secure));
}

/// A value of the path that is none of its kind names nothing.
bool isAboutPath(const Error& error, const http::Request& request) {
  return std::ranges::any_of(error.fields, [&](const FieldError& wrong) {
    return std::ranges::find(request.path_parameters, wrong.field,
                             &std::pair<std::string, std::string>::first) !=
           request.path_parameters.end();
  });
}

task<Answer> invoke(const Mount& mount, Call& call, const Operation& operation,
                    const Arguments& arguments, const http::Request& request) {
  try {
    co_return co_await mount.catalog.invoke(call, operation, arguments.fields, arguments.source);
  } catch (const Error& error) {
    if (isAboutPath(error, request)) throw notFound();
    throw;
  }
}

/// Starts the run and streams what becomes of it.
task<http::Response> stream(const Mount& mount, Call& call, const Operation& operation,
                            const json::object& arguments) {
  auto follower = followRuns(mount.services, call.actor().user_id, mount.options.stream_queue);
  const auto answer = co_await mount.catalog.invoke(call, operation, arguments);
  const auto started = json::parse(answer.body);
  const auto run =
      RunId::parse(std::string_view{started.as_object().at("run_id").as_string()}).value();
  const auto* repeated = started.as_object().if_contains("repeated");
  std::vector<operations::Notice> logged;
  // An equal request may have started it, and it may have ended.
  if (call.idempotency || (repeated != nullptr && repeated->as_bool())) {
    Call reading{mount.services, call.actor(), call.channel};
    logged = co_await loggedEvents(mount.catalog, std::move(reading), run, arguments);
  }
  co_return streamRun(std::move(follower), run, std::move(logged));
}

task<http::Response> handle(const Mount& mount, const Operation& operation,
                            const Operation* streaming, http::Request& request) {
  const auto& facts = operation.facts;
  if (facts.refresh_cookie) checkOrigin(request, mount.options.public_origin);
  if (asksForNobodysSession(request, operation)) {
    http::Response nobody;
    nobody.status = 204;
    nobody.headers.set("Cache-Control", "no-store");
    co_return nobody;
  }
  auto actor = co_await actorOf(mount, request, facts.access);
  const auto arguments = argumentsOf(request, facts);

  Call call{mount.services, actor, channelOf(request)};
  call.if_match = ifMatchOf(request);
  call.caller = callerOf(mount, request, facts);
  call.idempotency = idempotencyOf(request, facts, arguments);
  if (facts.upload) {
    call.upload = operations::Upload{std::string{request.header("Content-Type").value_or("")},
                                     std::move(request.body)};
  }
  if (streaming != nullptr && wantsEvents(request)) {
    co_return co_await stream(mount, call, *streaming, arguments.fields);
  }
  auto answer = co_await invoke(mount, call, operation, arguments, request);
  co_return responseOf(std::move(answer), request.secure);
}

}  // namespace

void mount(http::Router& router, const operations::Catalog& catalog, operations::Services& services,
           const Options& options) {
  const auto shared = std::make_shared<const Mount>(Mount{catalog, services, options});
  for (const auto& operation : catalog.operations()) {
    const auto& facts = operation.facts;
    if (facts.path.empty()) continue;
    const auto method = http::parseMethod(facts.method);
    if (!method) throw std::logic_error{facts.name + " has no method that REST knows"};
    const auto* streaming = facts.streamed_by.empty() ? nullptr : catalog.find(facts.streamed_by);
    http::RouteOptions route_options;
    if (facts.timeout.count() > 0) route_options.timeout = facts.timeout;
    router.add(
        *method, facts.path,
        [shared, &operation, streaming](http::Request& request) {
          return handle(*shared, operation, streaming, request);
        },
        route_options);
  }
}

}  // namespace parley::rest
