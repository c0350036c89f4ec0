#pragma once

// Private to server/http: a WebSocket on Beast.

#include <atomic>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "http/lane.hpp"
#include "http/stream.hpp"
#include "http/websocket.hpp"

namespace parley::http {

/// One reader (the handler), one writer coroutine that exists only while there is something to
/// send, and a bounded outbox between threads and the writer. Holders of the shared pointer may
/// keep it after the connection has ended.
class WebSocketSession final : public WebSocket,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(Stream stream, std::shared_ptr<LaneState> lane, Request request,
                   const WebSocketOptions& options);

  /// Upgrades, runs the handler and closes. Returns when the connection has ended.
  task<void> run(const WebSocketHandler& handler);
  /// Ends the connection without the closing handshake. On the loop.
  void cut();

  task<std::optional<std::string>> receive() override;
  using WebSocket::send;
  bool send(std::shared_ptr<const std::string> message) override;
  void close(std::uint16_t code, std::string reason) override;
  bool isOpen() const override;
  const Request& request() const override { return request_; }

 private:
  using Message = std::shared_ptr<const std::string>;
  struct Close {
    std::uint16_t code;
    std::string reason;
  };
  using Task = std::variant<std::monostate, Message, Close>;

  task<bool> accept();
  task<void> finish();
  static task<void> writeOutbox(std::shared_ptr<WebSocketSession> self);
  void writerEnded(bool failed);
  Task nextTask();
  void requestClose(Close close);  // with the lock held
  void wakeWriter();               // with the lock held
  void startClosing();
  void markEnded();
  bool isWriting() const;
  bool withinRate();

  std::optional<boost::beast::websocket::stream<Stream, false>> stream_;
  std::shared_ptr<LaneState> lane_;
  const Loop::executor_type executor_;
  Request request_;
  const WebSocketOptions& options_;
  Timer deadline_;  // of the closing handshake
  Timer written_;   // finish() waits on it for the writer
  double tokens_;   // for the rate of received messages
  std::chrono::steady_clock::time_point tokens_at_;

  mutable std::mutex mutex_;  // guards what follows
  std::list<Message> outbox_;
  std::size_t outbox_bytes_ = 0;
  std::optional<Close> close_;
  bool open_ = true;      // messages can be sent
  bool writing_ = false;  // the writer runs or is about to
};

}  // namespace parley::http
