#pragma once

// Private to server/http: one accepted socket from its first request to its end.

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>

#include "http/answer.hpp"
#include "http/dispatch.hpp"
#include "http/lane.hpp"
#include "http/request_reader.hpp"
#include "http/stream.hpp"
#include "http/streamed_body.hpp"
#include "http/websocket_session.hpp"

namespace parley::http {

/// Reads requests, runs their handlers and writes the answers, one after the other, so that
/// pipelined requests are answered in order. Everything happens on the lane's loop.
class Connection final : public Session, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, const Address& peer, std::shared_ptr<LaneState> lane,
             ConnectionLimits::Place place);

  /// Spawns the coroutine that owns the connection. On the loop.
  static void start(const std::shared_ptr<Connection>& connection);

  void drain() override;
  void cut() override;

 private:
  enum class Next { request, close, linger, websocket };

  /// A request with its answer. Shared with the handler's coroutine, which may outlast the caller's
  /// patience.
  struct Exchange {
    Request request;
    Response response;
    std::exception_ptr failure;
    bool done = false;
    bool abandoned = false;  // the caller got 503 instead
  };

  static task<void> run(std::shared_ptr<Connection> self);
  static task<void> callHandler(std::shared_ptr<Exchange> exchange, const Handler& handler);

  task<Next> serve();
  task<Next> serveRequest(std::shared_ptr<Exchange> exchange, Plan plan);
  task<Next> prepareWebSocket(std::shared_ptr<Exchange> exchange, Plan plan);
  task<void> serveWebSocket();
  task<ReadResult> readBody(Request& request, const Plan& plan);
  task<Response> handle(std::shared_ptr<Exchange> exchange, const Plan& plan);
  task<Next> refuse(const Request& request, std::exception_ptr refusal);
  task<Next> answer(const Request& request, Response response, bool usable);
  task<bool> send(const Response& response, const AnswerFacts& facts, const Request& request,
                  std::uint64_t& bytes);

  Response failureResponse(const std::exception_ptr& failure, const Request& request);
  void reportFailure(const Request& request, std::string_view what);
  void record(const Request& request, int status, std::uint64_t bytes);
  const Options& options() const { return lane_->options(); }

  Stream stream_;
  const Address peer_;
  std::shared_ptr<LaneState> lane_;
  ConnectionLimits::Place place_;
  std::optional<RequestReader> reader_;  // until the upgrade
  Timer handler_done_;
  std::shared_ptr<Exchange> upgrade_;            // the request that asked for the WebSocket
  std::shared_ptr<StreamedBody> body_;           // while one runs
  std::shared_ptr<WebSocketSession> websocket_;  // while it is open
  const Route* route_ = nullptr;                 // of the request being served
  std::optional<Method> method_;                 // of the same; nullopt: unknown or not read
  std::size_t requests_ = 0;
};

/// Lets the peer read a last answer: says that no more will come and reads what it still sends,
/// within limits. Closing with unread bytes would reset the connection, and the answer with it.
task<void> linger(Stream& stream, const Options& options);

}  // namespace parley::http
