#pragma once

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/task.hpp"

namespace parley::fetch::testing {

/// What the server does with one request, in bytes: nothing is done to make it HTTP.
struct Answer {
  std::string bytes;
  enum class Then { close, keep, hang, reset } then = Then::close;
  std::size_t piece = 32768;           ///< bytes written at once ...
  std::chrono::milliseconds pause{0};  ///< ... and the wait after each
};

/// A server in the test's own loop that reads each request whole and answers with the bytes it was
/// told.
class RawServer {
 public:
  using Answerer = std::function<Answer(const std::string& request)>;

  /// `greeting` is written to each connection before anything is read.
  RawServer(Loop& loop, Answerer answerer, std::string greeting = {})
      : state_{std::make_shared<State>(loop, std::move(answerer), std::move(greeting))} {
    boost::asio::co_spawn(loop, accept(state_), boost::asio::detached);
  }
  ~RawServer() {
    state_->acceptor.close();
    for (auto& socket : state_->sockets) socket->close();
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::uint16_t port() const { return state_->acceptor.local_endpoint().port(); }
  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port()) + std::string{path};
  }
  const std::vector<std::string>& requests() const { return state_->requests; }
  /// How many connections were made so far.
  std::size_t connections() const { return state_->sockets.size(); }
  /// Connections whose other side has gone away.
  std::size_t closedByPeer() const { return state_->closed_by_peer; }
  std::uint64_t bytesWritten() const { return state_->bytes_written; }

 private:
  using Tcp = boost::asio::ip::tcp;
  using Socket = boost::asio::basic_stream_socket<Tcp, Loop::executor_type>;
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Loop::executor_type>;
  using Acceptor = boost::asio::basic_socket_acceptor<Tcp, Loop::executor_type>;

  struct State {
    State(Loop& loop_, Answerer answerer_, std::string greeting_)
        : loop{loop_},
          acceptor{loop_.get_executor(), {boost::asio::ip::address_v4::loopback(), 0}},
          answerer{std::move(answerer_)},
          greeting{std::move(greeting_)} {}
    Loop& loop;
    Acceptor acceptor;
    Answerer answerer;
    std::string greeting;
    std::vector<std::shared_ptr<Socket>> sockets;
    std::vector<std::string> requests;
    std::size_t closed_by_peer = 0;
    std::uint64_t bytes_written = 0;
  };

  static constexpr auto tuple() {
    return boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
  }

  static task<void> accept(std::shared_ptr<State> state) {
    while (state->acceptor.is_open()) {
      auto [error, socket] = co_await state->acceptor.async_accept(tuple());
      if (error) co_return;
      auto shared = std::make_shared<Socket>(std::move(socket));
      state->sockets.push_back(shared);
      boost::asio::co_spawn(state->loop, serve(state, shared), boost::asio::detached);
    }
  }

  static std::size_t bodySize(std::string_view head) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto at = head.find(name);
    std::size_t size = 0;
    if (at == std::string_view::npos) return size;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), size);
    return size;
  }

  static task<void> serve(std::shared_ptr<State> state, std::shared_ptr<Socket> socket) {
    std::string buffer;
    if (!co_await write(state, socket, Answer{state->greeting})) co_return;
    while (true) {
      auto [error, head_size] = co_await boost::asio::async_read_until(
          *socket, boost::asio::dynamic_buffer(buffer), "\r\n\r\n", tuple());
      if (error) break;
      const auto whole = head_size + bodySize(std::string_view{buffer}.substr(0, head_size));
      while (buffer.size() < whole) {
        std::array<char, 16384> piece;
        auto [read_error, count] =
            co_await socket->async_read_some(boost::asio::buffer(piece), tuple());
        if (read_error) break;
        buffer.append(piece.data(), count);
      }
      state->requests.push_back(buffer.substr(0, whole));
      buffer.erase(0, whole);
      const Answer answer = state->answerer(state->requests.back());
      if (!co_await write(state, socket, answer)) break;
      if (answer.then == Answer::Then::keep) continue;
      if (answer.then == Answer::Then::hang) {
        char byte = 0;
        co_await socket->async_read_some(boost::asio::buffer(&byte, 1), tuple());
        break;
      }
      if (answer.then == Answer::Then::reset) {
        socket->set_option(boost::asio::socket_base::linger{true, 0});
      } else if (socket->is_open()) {
        boost::system::error_code ignored;
        socket->shutdown(Tcp::socket::shutdown_send, ignored);
      }
      boost::system::error_code ignored;
      socket->close(ignored);
      co_return;
    }
    ++state->closed_by_peer;
    boost::system::error_code ignored;
    socket->close(ignored);
  }

  static task<bool> write(std::shared_ptr<State> state, std::shared_ptr<Socket> socket,
                          Answer answer) {
    Timer timer{state->loop};
    std::size_t at = 0;
    while (at < answer.bytes.size()) {
      const auto piece = boost::asio::buffer(answer.bytes.data() + at,
                                             std::min(answer.bytes.size() - at, answer.piece));
      auto [error, count] = co_await socket->async_write_some(piece, tuple());
      if (error) co_return false;
      at += count;
      state->bytes_written += count;
      if (answer.pause.count() == 0) continue;
      timer.expires_after(answer.pause);
      co_await timer.async_wait(tuple());
    }
    co_return true;
  }

  std::shared_ptr<State> state_;
};

}  // namespace parley::fetch::testing
