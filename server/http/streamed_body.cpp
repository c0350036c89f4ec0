#include "http/streamed_body.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <cerrno>

#include "http/answer.hpp"

namespace parley::http {
namespace {

constexpr std::chrono::hours without_heartbeat{1};

}  // namespace

StreamedBody::StreamedBody(Stream& stream, const Options& options, bool chunked)
    : stream_(stream),
      options_(options),
      chunked_(chunked),
      wake_(stream.get_executor()),
      accepted_(stream.get_executor()) {}

task<bool> StreamedBody::run(const Response& response) {
  watchClient();
  boost::asio::co_spawn(stream_.get_executor(), response.stream(*this),
                        [self = shared_from_this()](std::exception_ptr failure) {
                          self->failure_ = std::move(failure);
                          self->done_ = true;
                          self->wake_.cancel();
                        });
  co_await serve(response.heartbeat, response.heartbeat_bytes);
  if (watching_) {
    boost::system::error_code ignored;
    stream_.socket().cancel(ignored);
  }
  if (failure_ || lost_) co_return false;
  if (!chunked_) co_return true;
  const bool closed = co_await writeAll(stream_, "0\r\n\r\n", {}, options_.write_timeout);
  co_return closed;
}

task<void> StreamedBody::serve(std::chrono::seconds heartbeat, std::string_view heartbeat_bytes) {
  const bool beats = heartbeat.count() > 0;
  while (true) {
    if (pending_) {
      auto bytes = std::move(*pending_);
      co_await send(std::move(bytes));
      pending_.reset();
      accepted_.cancel();
      continue;
    }
    if (done_) co_return;
    wake_.expires_after(beats ? heartbeat : without_heartbeat);
    const auto [woken] = co_await wake_.async_wait(as_tuple);
    if (!woken && beats && !ending_) co_await send(std::string(heartbeat_bytes));
  }
}

task<void> StreamedBody::send(std::string bytes) {
  if (lost_) co_return;
  bytes_ += bytes.size();
  std::string frame =
      chunked_ ? fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes) : std::move(bytes);
  const bool sent = co_await writeAll(stream_, frame, {}, options_.write_timeout);
  if (!sent) lose();
}

task<bool> StreamedBody::write(std::string bytes) {
  if (ending_ || bytes.empty()) co_return !ending_;
  pending_ = std::move(bytes);
  wake_.cancel();
  while (pending_) {
    accepted_.expires_at(Timer::time_point::max());
    co_await accepted_.async_wait(as_tuple);
  }
  co_return !ending_;
}

void StreamedBody::onGone(std::function<void()> wake) {
  if (ending_) {
    wake();
  } else {
    on_gone_.push_back(std::move(wake));
  }
}

void StreamedBody::end() {
  if (ending_) return;
  ending_ = true;
  for (const auto& wake : std::exchange(on_gone_, {})) wake();
}

void StreamedBody::lose() {
  lost_ = true;
  end();
}

void StreamedBody::watchClient() {
  watching_ = true;
  stream_.socket().async_wait(Socket::wait_read,
                              [self = shared_from_this()](boost::system::error_code error) {
                                self->watching_ = false;
                                if (!error) self->clientSaidSomething();
                              });
}

/// Readable means the end of the connection, or a further request, which is left for later.
void StreamedBody::clientSaidSomething() {
  if (done_) return;
  char byte = 0;
  const auto count = ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  const bool nothing_yet = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  if (nothing_yet) {
    watchClient();
  } else if (count <= 0) {
    lose();
  }
}

}  // namespace parley::http
