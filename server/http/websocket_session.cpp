#include "http/websocket_session.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "http/text.hpp"

namespace parley::http {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using Clock = std::chrono::steady_clock;

constexpr std::size_t reason_limit = 123;

websocket::request_type upgradeRequest(const Request& request) {
  websocket::request_type upgrade{beast::http::verb::get, request.target, 11};
  for (const auto& [name, value] : request.headers) upgrade.insert(name, value);
  return upgrade;
}

/// The first protocol of ours that the client offers.
std::string chooseSubprotocol(const Request& request, const std::vector<std::string>& ours) {
  const auto offered = request.header("Sec-WebSocket-Protocol").value_or(std::string_view{});
  for (const auto& protocol : ours) {
    std::string_view rest = offered;
    std::string_view member;
    while (nextListMember(rest, member)) {
      if (member == protocol) return protocol;
    }
  }
  return {};
}

}  // namespace

WebSocketSession::WebSocketSession(Stream stream, std::shared_ptr<LaneState> lane, Request request,
                                   const WebSocketOptions& options)
    : stream_(std::in_place, std::move(stream)),
      lane_(std::move(lane)),
      executor_(lane_->loop().get_executor()),
      request_(std::move(request)),
      options_(options),
      deadline_(executor_),
      written_(executor_),
      tokens_(options.message_burst),
      tokens_at_(Clock::now()) {}

task<void> WebSocketSession::run(const WebSocketHandler& handler) {
  const bool accepted = co_await accept();
  if (!accepted) {
    markEnded();
  } else {
    std::string failure;
    try {
      co_await handler(shared_from_this());
    } catch (const std::exception& error) {
      failure = error.what();
    } catch (...) {
      failure = "unknown exception";
    }
    if (!failure.empty()) {
      lane_->countFailure();
      const auto& log = lane_->options().failure_log;
      if (log) log(request_.request_id, failure);
    }
    close(failure.empty() ? close_code::normal : close_code::internal, {});
  }
  co_await finish();
}

task<bool> WebSocketSession::accept() {
  beast::get_lowest_layer(*stream_).expires_never();  // from here on the WebSocket keeps the time
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = lane_->options().head_timeout;
  timeout.idle_timeout = options_.idle_timeout;
  timeout.keep_alive_pings = true;
  stream_->set_option(timeout);
  stream_->read_message_max(options_.message_limit);
  stream_->auto_fragment(false);  // a message goes out as one frame, without a copy
  stream_->text(true);

  const auto subprotocol = chooseSubprotocol(request_, options_.subprotocols);
  stream_->set_option(
      websocket::stream_base::decorator([this, &subprotocol](websocket::response_type& response) {
        for (const auto& [name, value] : lane_->options().headers) response.set(name, value);
        response.set("X-Request-Id", request_.request_id);
        if (!subprotocol.empty()) response.set("Sec-WebSocket-Protocol", subprotocol);
      }));
  const auto upgrade = upgradeRequest(request_);
  const auto [error] = co_await stream_->async_accept(upgrade, as_tuple);
  stream_->set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));
  co_return !error;
}

task<std::optional<std::string>> WebSocketSession::receive() {
  std::string message;
  auto buffer = boost::asio::dynamic_buffer(message);
  const auto [error, size] = co_await stream_->async_read(buffer, as_tuple);
  if (error) {
    markEnded();
    co_return std::nullopt;
  }
  lane_->countMessages(1, 0);
  if (!stream_->got_text()) {
    close(websocket::close_code::unknown_data, "only text messages are understood");
    co_return std::nullopt;
  }
  if (!withinRate()) {
    close(close_code::policy, "too many messages");
    co_return std::nullopt;
  }
  co_return message;
}

bool WebSocketSession::withinRate() {
  if (options_.messages_per_second <= 0) return true;
  const auto now = Clock::now();
  const std::chrono::duration<double> passed = now - tokens_at_;
  tokens_at_ = now;
  tokens_ =
      std::min(options_.message_burst, tokens_ + passed.count() * options_.messages_per_second);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

bool WebSocketSession::send(Message message) {
  const std::lock_guard lock(mutex_);
  if (!open_ || close_) return false;
  const bool full = outbox_.size() >= options_.outbox_messages ||
                    (!outbox_.empty() && outbox_bytes_ + message->size() > options_.outbox_bytes);
  if (full) {
    outbox_.clear();
    outbox_bytes_ = 0;
    requestClose({close_code::try_again_later, "the client reads too slowly"});
    return false;
  }
  outbox_bytes_ += message->size();
  outbox_.push_back(std::move(message));
  wakeWriter();
  return true;
}

void WebSocketSession::close(std::uint16_t code, std::string reason) {
  reason.resize(std::min(reason.size(), reason_limit));
  const std::lock_guard lock(mutex_);
  if (open_ && !close_) requestClose({code, std::move(reason)});
}

bool WebSocketSession::isOpen() const {
  const std::lock_guard lock(mutex_);
  return open_ && !close_;
}

void WebSocketSession::requestClose(Close close) {
  close_ = std::move(close);
  wakeWriter();
  boost::asio::post(executor_, [self = shared_from_this()] { self->startClosing(); });
}

void WebSocketSession::wakeWriter() {
  if (writing_) return;
  writing_ = true;
  boost::asio::post(executor_, [self = shared_from_this()] {
    boost::asio::co_spawn(self->executor_, writeOutbox(self), [self](std::exception_ptr failure) {
      self->writerEnded(failure != nullptr);
    });
  });
}

/// A peer that does not answer the closing handshake, or does not read at all, is cut off.
void WebSocketSession::startClosing() {
  if (!stream_) return;
  deadline_.expires_after(options_.close_timeout);
  deadline_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->cut();
  });
}

WebSocketSession::Task WebSocketSession::nextTask() {
  const std::lock_guard lock(mutex_);
  if (open_ && !outbox_.empty()) {
    Message message = std::move(outbox_.front());
    outbox_.pop_front();
    outbox_bytes_ -= message->size();
    return message;
  }
  if (open_ && close_) return *close_;
  writing_ = false;
  return {};
}

task<void> WebSocketSession::writeOutbox(std::shared_ptr<WebSocketSession> self) {
  while (true) {
    const Task next = self->nextTask();
    if (const auto* message = std::get_if<Message>(&next)) {
      const auto bytes = boost::asio::buffer(**message);
      const auto [error, size] = co_await self->stream_->async_write(bytes, as_tuple);
      if (error) self->markEnded();
      self->lane_->countMessages(0, error ? 0 : 1);
    } else if (const auto* close = std::get_if<Close>(&next)) {
      websocket::close_reason reason(close->code);
      reason.reason = beast::string_view(close->reason.data(), close->reason.size());
      co_await self->stream_->async_close(reason, as_tuple);
      self->markEnded();
    } else {
      co_return;
    }
  }
}

/// Network errors are outcomes of the writer; a failure here means that memory ran out.
void WebSocketSession::writerEnded(bool failed) {
  if (failed) {
    lane_->countFailure();
    cut();
    const std::lock_guard lock(mutex_);
    writing_ = false;
  }
  written_.cancel();
}

void WebSocketSession::markEnded() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  outbox_.clear();
  outbox_bytes_ = 0;
}

bool WebSocketSession::isWriting() const {
  const std::lock_guard lock(mutex_);
  return writing_;
}

void WebSocketSession::cut() {
  markEnded();
  if (stream_) beast::get_lowest_layer(*stream_).close();
}

task<void> WebSocketSession::finish() {
  if (isWriting()) startClosing();
  while (isWriting()) {
    written_.expires_at(Timer::time_point::max());
    co_await written_.async_wait(as_tuple);
  }
  deadline_.cancel();
  if (stream_) beast::get_lowest_layer(*stream_).close();
  stream_.reset();
}

}  // namespace parley::http
