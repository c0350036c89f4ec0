#include "http/connection.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <chrono>

#include "foundation/uuid.hpp"
#include "http/errors.hpp"
#include "http/forwarded.hpp"
#include "http/upgrade.hpp"

namespace parley::http {
namespace {

using Clock = std::chrono::steady_clock;

Response optionsResponse(const Route& route) {
  Response response = noContent();
  response.headers.set("Allow", route.allow());
  return response;
}

/// One of the places for open WebSockets; gives it back.
class WebSocketPlace {
 public:
  explicit WebSocketPlace(ServerState& server)
      : server_(server), taken_(server.websockets.fetch_add(1) < server.options.max_websockets) {
    if (!taken_) --server_.websockets;
  }
  ~WebSocketPlace() {
    if (taken_) --server_.websockets;
  }
  WebSocketPlace(const WebSocketPlace&) = delete;
  WebSocketPlace& operator=(const WebSocketPlace&) = delete;

  bool taken() const { return taken_; }

 private:
  ServerState& server_;
  bool taken_;
};

}  // namespace

Connection::Connection(Socket socket, const Address& peer, std::shared_ptr<LaneState> lane,
                       ConnectionLimits::Place place)
    : stream_(std::move(socket)),
      peer_(peer),
      lane_(std::move(lane)),
      place_(std::move(place)),
      handler_done_(stream_.get_executor()) {
  reader_.emplace(stream_, options());
}

void Connection::start(const std::shared_ptr<Connection>& connection) {
  connection->lane_->join(*connection);
  boost::asio::co_spawn(connection->lane_->loop(), run(connection),
                        [connection](std::exception_ptr failure) {
                          connection->lane_->leave(*connection);
                          if (failure) connection->reportFailure({}, "a connection failed");
                          connection->cut();
                        });
}

task<void> Connection::run(std::shared_ptr<Connection> self) {
  auto next = Next::request;
  while (next == Next::request && !self->lane_->server().draining) next = co_await self->serve();
  if (next == Next::websocket) co_await self->serveWebSocket();
  if (next == Next::linger) co_await linger(self->stream_, self->options());
}

void Connection::drain() {
  if (websocket_) {
    websocket_->close(close_code::restart, "the server restarts");
  } else if (body_) {
    body_->end();
  } else if (reader_ && reader_->awaitsHead()) {
    stream_.close();
  }
}

void Connection::cut() {
  if (websocket_) {
    websocket_->cut();
  } else {
    stream_.close();
  }
}

task<Connection::Next> Connection::serve() {
  auto exchange = std::make_shared<Exchange>();
  Request& request = exchange->request;
  route_ = nullptr;
  method_.reset();
  const auto head = co_await reader_->readHead(request);
  if (head.gone) co_return Next::close;

  ++requests_;
  request.request_id = makeUuid().toString();
  identifyClient(request, peer_, options().trusted_proxies);
  if (head.error) {
    const auto next = co_await refuse(request, std::make_exception_ptr(*head.error));
    co_return next;
  }
  auto plan = planRequest(request, reader_->method(), lane_->router(), reader_->wantsWebSocket());
  route_ = plan.route;
  method_ = plan.method;
  const auto next = plan.websocket ? co_await prepareWebSocket(std::move(exchange), std::move(plan))
                                   : co_await serveRequest(std::move(exchange), std::move(plan));
  co_return next;
}

task<Connection::Next> Connection::serveRequest(std::shared_ptr<Exchange> exchange, Plan plan) {
  Request& request = exchange->request;
  const bool body_is_held_back = reader_->expectsContinue() && reader_->hasBody();
  if (plan.refusal && (plan.unusable || body_is_held_back)) {
    const auto next = co_await refuse(request, plan.refusal);
    co_return next;
  }
  const auto body = co_await readBody(request, plan);
  if (body.gone) co_return Next::close;
  if (body.error) {
    const auto next = co_await refuse(request, std::make_exception_ptr(*body.error));
    co_return next;
  }

  Response response;
  if (plan.refusal) {
    response = failureResponse(plan.refusal, request);
  } else if (plan.handler) {
    response = co_await handle(exchange, plan);
  } else {
    response = optionsResponse(*plan.route);
  }
  const bool answered_in_time = !plan.handler || exchange->done;
  const auto next = co_await answer(request, std::move(response), answered_in_time);
  co_return next;
}

task<ReadResult> Connection::readBody(Request& request, const Plan& plan) {
  const auto limit = plan.options.body_limit.value_or(options().body_limit);
  if (reader_->expectsContinue() && reader_->hasBody()) {
    if (reader_->contentLength() > limit) {
      co_return ReadResult{false, Error(Status::payload_too_large, "body_too_large",
                                        "The body of the request is too large.")};
    }
    const bool sent =
        co_await writeAll(stream_, "HTTP/1.1 100 Continue\r\n\r\n", {}, options().write_timeout);
    if (!sent) co_return ReadResult{true, std::nullopt};
  }
  auto result = co_await reader_->readBody(request, limit);
  co_return result;
}

task<void> Connection::callHandler(std::shared_ptr<Exchange> exchange, const Handler& handler) {
  exchange->response = co_await handler(exchange->request);
}

/// The handler runs as a coroutine of its own: when its time is up the caller gets 503, while the
/// handler ends undisturbed, so that nothing is left half-done.
task<Response> Connection::handle(std::shared_ptr<Exchange> exchange, const Plan& plan) {
  exchange->request.deadline =
      Clock::now() + plan.options.timeout.value_or(options().handler_timeout);
  boost::asio::co_spawn(lane_->loop(), callHandler(exchange, *plan.handler),
                        [self = shared_from_this(), exchange](std::exception_ptr failure) {
                          exchange->failure = std::move(failure);
                          exchange->done = true;
                          self->handler_done_.cancel();
                          if (exchange->abandoned && exchange->failure) {
                            self->failureResponse(exchange->failure, exchange->request);
                          }
                        });
  while (!exchange->done && Clock::now() < exchange->request.deadline) {
    handler_done_.expires_at(exchange->request.deadline);
    co_await handler_done_.async_wait(as_tuple);
  }
  if (!exchange->done) {
    exchange->abandoned = true;
    lane_->countHandlerTimeout();
    const auto late = unavailable("The answer took too long.");
    co_return errorResponse(late, exchange->request, options());
  }
  if (exchange->failure) co_return failureResponse(exchange->failure, exchange->request);
  co_return std::move(exchange->response);
}

task<Connection::Next> Connection::refuse(const Request& request, std::exception_ptr refusal) {
  auto response = failureResponse(refusal, request);
  const auto next = co_await answer(request, std::move(response), false);
  co_return next;
}

/// `usable` false: the connection ends after this answer.
task<Connection::Next> Connection::answer(const Request& request, Response response, bool usable) {
  if (!isWellFormed(response)) {
    reportFailure(request, "an answer holds a malformed status or header field");
    const Error error(Status::internal, "internal", "Something went wrong here.");
    response = errorResponse(error, request, options());
  }
  compressAnswer(request, response, options().compression_threshold);
  const bool more_allowed = options().max_requests_per_connection == 0 ||
                            requests_ < options().max_requests_per_connection;
  AnswerFacts facts;
  facts.request_id = request.request_id;
  facts.http10 = reader_->isHttp10();
  facts.head_only = method_ == Method::head;
  facts.keep_alive = usable && more_allowed && reader_->keepsAlive() && !lane_->server().draining &&
                     !(facts.http10 && response.stream);
  std::uint64_t bytes = 0;
  const bool sent = co_await send(response, facts, request, bytes);
  record(request, response.status, bytes);
  if (!sent) co_return Next::close;
  co_return facts.keep_alive ? Next::request : Next::linger;
}

/// False: the answer did not go out whole.
task<bool> Connection::send(const Response& response, const AnswerFacts& facts,
                            const Request& request, std::uint64_t& bytes) {
  const auto head = formatHead(response, facts, options());
  const bool has_body = mayHaveBody(response.status) && !facts.head_only;
  if (!response.stream || !has_body) {
    const std::string_view body = has_body ? std::string_view(response.body) : std::string_view{};
    bytes = body.size();
    const bool sent = co_await writeAll(stream_, head, body, options().write_timeout);
    co_return sent;
  }
  const bool begun = co_await writeAll(stream_, head, {}, options().write_timeout);
  if (!begun) co_return false;
  body_ = std::make_shared<StreamedBody>(stream_, options(), !facts.http10);
  const bool sent = co_await body_->run(response);
  bytes = body_->bytes();
  if (body_->failure()) failureResponse(body_->failure(), request);
  body_.reset();
  co_return sent;
}

task<Connection::Next> Connection::prepareWebSocket(std::shared_ptr<Exchange> exchange, Plan plan) {
  const Request& request = exchange->request;
  auto refusal = checkUpgrade(request, plan.route->websocket_options);
  if (!refusal && (reader_->hasBody() || reader_->hasBufferedBytes())) {
    refusal = malformed("Nothing may follow the handshake before it is answered.");
  }
  if (refusal) {
    const auto next = co_await refuse(request, std::make_exception_ptr(*refusal));
    co_return next;
  }
  upgrade_ = std::move(exchange);
  co_return Next::websocket;
}

task<void> Connection::serveWebSocket() {
  const WebSocketPlace place(lane_->server());
  Request request = std::move(upgrade_->request);
  upgrade_.reset();
  if (!place.taken()) {
    const auto full = unavailable("Too many connections are open.");
    co_await refuse(request, std::make_exception_ptr(full));
    co_await linger(stream_, options());
    co_return;
  }
  record(request, 101, 0);
  reader_.reset();  // its buffers would outlive their use by hours
  websocket_ = std::make_shared<WebSocketSession>(std::move(stream_), lane_, std::move(request),
                                                  route_->websocket_options);
  co_await websocket_->run(route_->websocket);
}

Response Connection::failureResponse(const std::exception_ptr& failure, const Request& request) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    if (error.status == Status::internal) reportFailure(request, error.what());
    return errorResponse(error, request, options());
  } catch (const std::exception& error) {
    reportFailure(request, error.what());
  } catch (...) {
    reportFailure(request, "unknown exception");
  }
  const Error error(Status::internal, "internal", "Something went wrong here.");
  return errorResponse(error, request, options());
}

void Connection::reportFailure(const Request& request, std::string_view what) {
  lane_->countFailure();
  if (options().failure_log) options().failure_log(request.request_id, what);
}

void Connection::record(const Request& request, int status, std::uint64_t bytes) {
  const std::chrono::duration<double> taken = Clock::now() - reader_->startedAt();
  lane_->count({route_, method_, status, taken.count(), reader_->bodyBytes(), bytes});
  if (!options().access_log) return;
  Access access;
  access.method = method_ ? toString(*method_) : "-";
  access.route = request.route;
  access.status = status;
  access.milliseconds = taken.count() * 1000;
  access.bytes = bytes;
  access.request_id = request.request_id;
  access.client_address = request.client_address;
  options().access_log(access);
}

task<void> linger(Stream& stream, const Options& options) {
  boost::system::error_code ignored;
  stream.socket().shutdown(Socket::shutdown_send, ignored);
  stream.expires_after(options.linger);
  std::array<char, 2048> scratch;
  std::size_t drained = 0;
  while (drained < options.drain_limit) {
    const auto [error, count] =
        co_await stream.async_read_some(boost::asio::buffer(scratch), as_tuple);
    if (error) co_return;
    drained += count;
  }
}

}  // namespace parley::http
