#include "database/readiness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <system_error>

namespace parley::database {

using boost::system::error_code;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;
using Descriptor = boost::asio::posix::basic_stream_descriptor<Loop::executor_type>;

/// Shared with the waits in flight, which may end after the socket was let go.
struct Readiness::Watched {
  explicit Watched(Loop& loop) : descriptor{loop.get_executor()}, wake{loop.get_executor()} {}

  Descriptor descriptor;
  Timer wake;  // its expiry is the deadline; cancelled when something has happened
  bool readable = false;
  bool writable = false;
  bool reading = false;  // a wait is in flight
  bool writing = false;
  bool interrupted = false;
};

Readiness::Readiness(Loop& loop) : loop_{loop} {}

Readiness::~Readiness() {
  letGo();
}

void Readiness::watch(int socket) {
  letGo();
  // libpq closes its socket by itself when the connection breaks, and the number may be another
  // file's a moment later. Ours stays what it is until we let it go.
  const int own = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (own < 0) throw std::system_error{errno, std::generic_category(), "watching a socket"};
  watched_ = std::make_shared<Watched>(loop_);
  watched_->descriptor.assign(own);
}

void Readiness::letGo() {
  if (!watched_) return;
  // Released before it is closed: libpq's own number keeps the socket open, so that closing alone
  // would not take it out of the loop's epoll.
  if (watched_->descriptor.is_open()) ::close(watched_->descriptor.release());
  watched_.reset();
}

void Readiness::interrupt() {
  if (!watched_) return;
  watched_->interrupted = true;
  watched_->wake.cancel();
}

void Readiness::arm(const std::shared_ptr<Watched>& watched, Wanted wanted) {
  if (wanted.read && !watched->reading) {
    watched->reading = true;
    watched->descriptor.async_wait(Descriptor::wait_read, [watched](error_code) {
      watched->reading = false;
      watched->readable = true;
      watched->wake.cancel();
    });
  }
  if (wanted.write && !watched->writing) {
    watched->writing = true;
    watched->descriptor.async_wait(Descriptor::wait_write, [watched](error_code) {
      watched->writing = false;
      watched->writable = true;
      watched->wake.cancel();
    });
  }
}

task<bool> Readiness::wait(Wanted wanted, Deadline deadline) {
  const auto watched =
      watched_;  // a socket let go in the meantime must not end the coroutine's state
  watched->readable = false;
  watched->writable = false;
  watched->wake.expires_at(deadline);
  arm(watched, wanted);
  const auto ended = boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
  while (!watched->interrupted && !(wanted.read && watched->readable) &&
         !(wanted.write && watched->writable)) {
    const auto [failure] = co_await watched->wake.async_wait(ended);
    if (!failure) co_return false;
  }
  co_return !watched->interrupted;
}

}  // namespace parley::database
