#include "fetch/engine.hpp"

#include <algorithm>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <new>
#include <utility>
#include <vector>

namespace parley::fetch {
namespace {

using Descriptor = boost::asio::posix::basic_stream_descriptor<Loop::executor_type>;

void initializeOnce() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::bad_alloc{};
}

}  // namespace

/// What libcurl wants to know about one of its sockets. The socket is libcurl's: it is released,
/// never closed, here.
struct Engine::Watch {
  Watch(Engine& engine, curl_socket_t socket)
      : engine{&engine}, socket{socket}, descriptor{engine.loop_.get_executor(), socket} {}

  bool wants(int direction) const { return (wanted & direction) != 0; }

  Engine* engine;  ///< null once libcurl has dropped the socket
  curl_socket_t socket;
  Descriptor descriptor;
  int wanted = 0;
  int armed = 0;  ///< directions with a wait under way
};

Engine::Engine(Loop& loop, const Client::Options& options)
    : loop_{loop},
      options_{options},
      multi_{(initializeOnce(), curl_multi_init())},
      timer_{loop.get_executor()},
      alive_{std::make_shared<Engine*>(this)} {
  if (!multi_) throw std::bad_alloc{};
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Engine::socketCallback);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Engine::timerCallback);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options.kept_connections));
}

Engine::~Engine() {
  *alive_ = nullptr;
  for (auto& transfer : waiting_) transfer->engine = nullptr;
  for (auto& [raw, transfer] : running_) {
    transfer->engine = nullptr;
    curl_multi_remove_handle(multi_, transfer->handle());
    transfer->fail(shuttingDown());
  }
  for (auto& transfer : waiting_) transfer->fail(shuttingDown());
  curl_multi_cleanup(multi_);
  while (!watches_.empty()) forget(watches_.begin()->first);
}

void Engine::start(std::shared_ptr<Transfer> transfer) {
  transfer->engine = this;
  if (running_.size() < options_.max_running) {
    run(std::move(transfer));
    act(CURL_SOCKET_TIMEOUT, 0);  // what has a connection goes out at once
  } else if (waiting_.size() < options_.max_waiting) {
    waiting_.push_back(std::move(transfer));
  } else {
    transfer->engine = nullptr;
    transfer->fail({FailureKind::busy, "Too many requests to other servers are running."});
  }
}

void Engine::run(std::shared_ptr<Transfer> transfer) {
  transfer->begin();
  if (curl_multi_add_handle(multi_, transfer->handle()) != CURLM_OK) {
    transfer->engine = nullptr;
    transfer->fail({FailureKind::busy, "The request could not be started."});
    return;
  }
  auto* raw = transfer.get();
  running_.emplace(raw, std::move(transfer));
}

void Engine::runWaiting() {
  while (!waiting_.empty() && running_.size() < options_.max_running) {
    auto transfer = std::move(waiting_.front());
    waiting_.pop_front();
    run(std::move(transfer));
  }
}

void Engine::abandon(Transfer& transfer) {
  transfer.engine = nullptr;
  if (const auto found = running_.find(&transfer); found != running_.end()) {
    const auto kept = std::move(found->second);
    running_.erase(found);
    curl_multi_remove_handle(multi_, transfer.handle());
    runWaiting();
    return;
  }
  std::erase_if(waiting_, [&](const auto& other) { return other.get() == &transfer; });
}

void Engine::act(curl_socket_t socket, int events) {
  int still_running = 0;
  curl_multi_socket_action(multi_, socket, events, &still_running);
  collectFinished();
}

void Engine::collectFinished() {
  int left = 0;
  while (const auto* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto code = message->data.result;  // the message is gone once its handle is removed
    auto* easy = message->easy_handle;
    void* owner = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &owner);
    curl_multi_remove_handle(multi_, easy);
    const auto found = running_.find(static_cast<Transfer*>(owner));
    if (found == running_.end()) continue;
    const auto transfer = std::move(found->second);
    running_.erase(found);
    transfer->engine = nullptr;
    transfer->complete(code);
  }
  runWaiting();
}

int Engine::socketCallback(CURL*, curl_socket_t socket, int events, void* self, void*) {
  auto& engine = *static_cast<Engine*>(self);
  if (events == CURL_POLL_REMOVE) {
    engine.forget(socket);
  } else {
    engine.watch(socket, events);
  }
  return 0;
}

void Engine::watch(curl_socket_t socket, int events) {
  auto& entry = watches_[socket];
  if (!entry) entry = std::make_shared<Watch>(*this, socket);
  entry->wanted = events;
  arm(entry, CURL_POLL_IN);
  arm(entry, CURL_POLL_OUT);
}

void Engine::forget(curl_socket_t socket) {
  const auto found = watches_.find(socket);
  if (found == watches_.end()) return;
  const auto watch = std::move(found->second);
  watches_.erase(found);
  watch->engine = nullptr;
  watch->descriptor.release();
}

void Engine::arm(const std::shared_ptr<Watch>& watch, int direction) {
  if (!watch->wants(direction) || (watch->armed & direction) != 0) return;
  watch->armed |= direction;
  const auto readable = direction == CURL_POLL_IN;
  watch->descriptor.async_wait(
      readable ? Descriptor::wait_read : Descriptor::wait_write,
      [watch, direction, readable](const boost::system::error_code& error) {
        watch->armed &= ~direction;
        if (error || !watch->engine) return;
        // Without a wish for it any more, readiness is no news: a later wish arms a new wait.
        if (!watch->wants(direction)) return;
        watch->engine->act(watch->socket, readable ? CURL_CSELECT_IN : CURL_CSELECT_OUT);
        if (watch->engine) arm(watch, direction);
      });
}

int Engine::timerCallback(CURLM*, long milliseconds, void* self) {
  static_cast<Engine*>(self)->setTimer(milliseconds);
  return 0;
}

void Engine::setTimer(long milliseconds) {
  if (milliseconds < 0) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::chrono::milliseconds{milliseconds});
  timer_.async_wait([alive = alive_](const boost::system::error_code& error) {
    if (!error && *alive) (*alive)->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

}  // namespace parley::fetch
