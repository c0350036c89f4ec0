#include "interfaces/websocket/session.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/describe/class.hpp>
#include <exception>
#include <string_view>
#include <utility>
#include <vector>

#include "json/parse.hpp"
#include "json/write.hpp"

namespace parley {
BOOST_DESCRIBE_STRUCT(FieldError, (), (field, message))
}  // namespace parley

namespace parley::websocket {
namespace {

struct Ready {
  std::string type = "ready";
  UserId user_id;
};
BOOST_DESCRIBE_STRUCT(Ready, (), (type, user_id))

struct Refusal {
  static constexpr auto omitted = std::to_array<std::string_view>({"client_id", "run_id", "id"});

  std::string type = "error";
  std::string code;
  std::string detail;
  std::vector<FieldError> errors;
  std::optional<std::string> client_id;  ///< these three name the message that was refused
  std::optional<std::string> run_id;
  std::optional<std::string> id;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (type, code, detail, errors, client_id, run_id, id))

/// Which operation a message asks for.
struct Route {
  std::string_view type;
  std::string_view operation;
};
constexpr auto routes = std::to_array<Route>({{"run.start", "start_run"},
                                              {"run.stop", "stop_run"},
                                              {"run.resume", "read_run_events"},
                                              {"approval", "start_decision"}});

std::optional<std::string> textOf(const json::object& message, std::string_view name) {
  const auto* value = message.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string{value->as_string()};
}

Error badMessage(std::string detail) {
  return Error{Status::bad_request, "bad_message", std::move(detail)};
}

Error unexpected() {
  return Error{Status::internal, "internal", "Something went wrong here. Try again."};
}

void logUnexpected(const std::exception& failure) {
  spdlog::error("a message on a WebSocket failed unexpectedly: {}", failure.what());
}

/// What was thrown, as an error that may be shown.
Error shown(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    if (error.status == Status::internal) logUnexpected(error);
    return error;
  } catch (const std::exception& error) {
    logUnexpected(error);
    return unexpected();
  }
}

}  // namespace

Session::Session(std::shared_ptr<const Mount> mount, std::shared_ptr<http::WebSocket> socket)
    : mount_{std::move(mount)},
      socket_{std::move(socket)},
      outlet_{std::make_shared<Outlet>(socket_, mount_->options.max_held)},
      timer_{mount_->services.loop} {}

task<void> Session::run() {
  boost::asio::co_spawn(mount_->services.loop, watch(shared_from_this()),
                        [](const std::exception_ptr& failure) {
                          if (failure) static_cast<void>(shown(failure));
                        });
  while (auto text = co_await socket_->receive()) co_await receive(std::move(*text));
  timer_.cancel();
  subscription_ = {};
}

/// Closes the socket of who does not sign in, or has been signed out.
task<void> Session::watch(std::shared_ptr<Session> self) {
  constexpr boost::asio::use_awaitable_t<Loop::executor_type> awaiting{};
  const auto& options = self->mount_->options;
  self->timer_.expires_after(options.sign_in_time);
  co_await self->timer_.async_wait(boost::asio::as_tuple(awaiting));
  if (!self->bearer_) {
    self->socket_->close(close_unauthenticated, "the first message must be auth");
    co_return;
  }
  while (self->socket_->isOpen()) {
    self->timer_.expires_after(options.check_interval);
    co_await self->timer_.async_wait(boost::asio::as_tuple(awaiting));
    if (self->socket_->isOpen()) co_await self->stillSignedIn();
  }
}

task<void> Session::stillSignedIn() {
  try {
    bearer_ = co_await mount_->options.authenticate(token_);
  } catch (const Error& error) {
    // A database that is away signs nobody out.
    if (error.status == Status::unauthenticated)
      socket_->close(close_unauthenticated, "signed out");
  }
}

task<void> Session::receive(std::string text) {
  json::object message;
  std::optional<Error> refused;
  try {
    auto parsed = json::parse(text);
    if (!parsed.is_object() || !textOf(parsed.as_object(), "type"))
      throw badMessage("A message is an object with a type.");
    message = std::move(parsed.as_object());
    if (message.at("type").as_string() == "auth") {
      co_await signIn(message);
      co_return;
    }
    if (!bearer_) {
      socket_->close(close_unauthenticated, "the first message must be auth");
      co_return;
    }
    mount_->options.limit(bearer_->actor.user_id);
    if (in_flight_ >= mount_->options.max_in_flight) {
      throw Error{Status::too_many_requests, "too_busy",
                  "Too many messages of this connection are being worked on."};
    }
  } catch (...) {
    refused = shown(std::current_exception());
  }
  if (refused) {
    refuse(*refused, message);
    co_return;
  }
  start(std::move(message));
}

task<void> Session::signIn(const json::object& message) {
  auto token = textOf(message, "token").value_or("");
  std::optional<Error> refused;
  try {
    auto bearer = co_await mount_->options.authenticate(token);
    if (bearer_ && bearer.actor.user_id != bearer_->actor.user_id) {
      throw Error{Status::unauthenticated, "unauthenticated",
                  "This connection belongs to somebody else."};
    }
    if (!bearer_ &&
        mount_->services.hub.subscriptions(bearer.actor.user_id) >= mount_->options.max_per_user) {
      throw Error{Status::too_many_requests, "too_many_connections",
                  "You have too many connections open."};
    }
    welcome(std::move(bearer), std::move(token));
  } catch (const Error& error) {
    refused = error;
  }
  if (!refused) co_return;
  refuse(*refused, message);
  const bool later =
      refused->status == Status::unavailable || refused->status == Status::too_many_requests;
  if (later && bearer_) co_return;
  socket_->close(later ? http::close_code::try_again_later : close_unauthenticated, refused->code);
}

void Session::welcome(Bearer bearer, std::string token) {
  const bool first = !bearer_;
  token_ = std::move(token);
  bearer_ = std::move(bearer);
  if (first) {
    subscription_ = mount_->services.hub.subscribe(
        bearer_->actor.user_id,
        [outlet = outlet_](const operations::Notice& notice) { outlet->forward(notice); });
    timer_.cancel();  // from here on watch() looks whether they still are
  }
  Ready ready;
  ready.user_id = bearer_->actor.user_id;
  outlet_->send(json::toJson(ready));
}

void Session::start(json::object message) {
  ++in_flight_;
  boost::asio::co_spawn(mount_->services.loop, perform(shared_from_this(), std::move(message)),
                        [](const std::exception_ptr& failure) {
                          if (failure) static_cast<void>(shown(failure));
                        });
}

task<void> Session::perform(std::shared_ptr<Session> self, json::object message) {
  std::optional<Error> refused;
  try {
    co_await self->invoke(message);
  } catch (...) {
    refused = shown(std::current_exception());
  }
  --self->in_flight_;
  if (refused) self->refuse(*refused, message);
}

task<void> Session::invoke(const json::object& message) {
  const std::string_view type = message.at("type").as_string();
  const operations::Operation* operation = nullptr;
  for (const auto& route : routes) {
    if (route.type == type) operation = mount_->catalog.find(route.operation);
  }
  if (operation == nullptr) throw badMessage("There is no message of this type.");
  auto arguments = message;
  arguments.erase("type");
  if (type == "run.resume") {
    co_await replay(*operation, arguments);
    co_return;
  }
  operations::Call call{mount_->services, bearer_->actor, operations::Channel::ui};
  const auto answer = co_await mount_->catalog.invoke(call, *operation, arguments);
  if (type == "run.start") co_await tellAgain(answer.body);
}

/// What a message began that was sent before: whoever sends it again has not heard of it.
task<void> Session::tellAgain(const std::string& started) {
  const auto run = json::parse(started);
  if (!run.at("repeated").as_bool()) co_return;
  const auto* events = mount_->catalog.find("read_run_events");
  if (events == nullptr) throw std::logic_error{"no operation reads the events of a run"};
  const json::object of_run{{"run_id", run.at("run_id")}, {"after", 0}};
  co_await replay(*events, of_run);
}

task<void> Session::replay(const operations::Operation& operation, const json::object& arguments) {
  const auto run = RunId::parse(textOf(arguments, "run_id").value_or(""));
  if (!run) throw invalid("run_id", "is not an id");
  std::int32_t last_seq = 0;
  std::exception_ptr failure;
  outlet_->beginReplay(*run);
  try {
    operations::Call call{mount_->services, bearer_->actor, operations::Channel::ui};
    const auto answer = co_await mount_->catalog.invoke(call, operation, arguments);
    const auto body = json::parse(answer.body, {.max_depth = 64});  // what users sent, wrapped
    for (const auto& event : body.at("events").as_array()) {
      last_seq = event.at("seq").to_number<std::int32_t>();
      std::string text;
      json::writeValue(text, event);
      outlet_->send(std::move(text));
    }
  } catch (...) {
    failure = std::current_exception();
  }
  outlet_->endReplay(*run, last_seq);
  if (failure) std::rethrow_exception(failure);
}

void Session::refuse(const Error& error, const json::object& message) {
  Refusal refusal;
  refusal.code = error.code;
  refusal.detail = error.detail;
  refusal.errors = error.fields;
  refusal.client_id = textOf(message, "client_id");
  refusal.run_id = textOf(message, "run_id");
  refusal.id = textOf(message, "id");
  outlet_->send(json::toJson(refusal));
}

}  // namespace parley::websocket
