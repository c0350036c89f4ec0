#include "database/pool.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace parley::database {

using Clock = std::chrono::steady_clock;
using Timer =
    boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Loop::executor_type>;

/// The right to one more connection; given back unless kept.
class Pool::Slot {
 public:
  explicit Slot(Pool& pool) : pool_{&pool} {}
  Slot(Slot&& other) noexcept : pool_{std::exchange(other.pool_, nullptr)} {}
  ~Slot() {
    if (pool_) pool_->slotFreed();
  }
  void keep() { pool_ = nullptr; }

 private:
  Pool* pool_;
};

/// A place in the queue. Whatever it was given and nobody took goes back when its coroutine ends.
class Pool::Waiter {
 public:
  explicit Waiter(Pool& pool) : timer{pool.loop_.get_executor()}, pool_{pool} {
    position_ = pool_.waiting_.insert(pool_.waiting_.end(), this);
  }
  Waiter(const Waiter&) = delete;
  ~Waiter() {
    leave();
    if (connection) pool_.release(std::move(connection));
  }

  void wake() {
    leave();
    woken = true;
    timer.cancel();
  }

  Timer timer;
  bool woken = false;
  std::unique_ptr<Connection> connection;
  std::optional<Slot> slot;

 private:
  void leave() {
    if (!woken && !std::exchange(left_, true)) pool_.waiting_.erase(position_);
  }

  Pool& pool_;
  std::list<Waiter*>::iterator position_;
  bool left_ = false;
};

Pool::Pool(Loop& loop, Options options)
    : loop_{loop}, options_{std::move(options)}, retry_delay_{options_.first_retry} {}

task<std::unique_ptr<Connection>> Pool::acquire() {
  if (stopping_) throw refuse("Parley is shutting down.");
  if (auto connection = takeIdle()) co_return connection;
  if (slots_ < options_.connections) {
    ++slots_;
    Slot slot{*this};
    co_return co_await open(std::move(slot));
  }
  if (waiting_.size() >= options_.max_waiting)
    throw refuse("The database is busy. Please try again.");
  co_return co_await waitForConnection();
}

std::unique_ptr<Connection> Pool::takeIdle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->alive()) return connection;
    ++statistics_.lost;
    connection.reset();
    slotFreed();
  }
  return nullptr;
}

task<std::unique_ptr<Connection>> Pool::waitForConnection() {
  Waiter waiter{*this};
  waiter.timer.expires_after(options_.wait_timeout);
  const auto ended = boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
  while (!waiter.woken) {
    const auto [failure] = co_await waiter.timer.async_wait(ended);
    if (!failure && !waiter.woken) throw refuse("The database is busy. Please try again.");
  }
  if (waiter.connection) co_return std::move(waiter.connection);
  if (stopping_ || !waiter.slot) throw refuse("Parley is shutting down.");
  co_return co_await open(*std::move(waiter.slot));
}

task<std::unique_ptr<Connection>> Pool::open(Slot slot) {
  checkServer();
  struct Opening {
    explicit Opening(int& its_counter) : counter{its_counter} { ++counter; }
    ~Opening() { --counter; }
    int& counter;
  } const one_more{opening_};

  auto connection = std::make_unique<Connection>(loop_, options_, statistics_);
  std::optional<QueryError> failure;
  try {
    co_await connection->open();
  } catch (const QueryError& error) {
    failure = error;
  }
  if (failure) {
    noteConnectFailure(failure->message);
    ++statistics_.refused;
    throw connectionLost(failure->message);
  }
  noteConnected();
  slot.keep();
  co_return connection;
}

void Pool::checkServer() {
  // While the server is away one caller looks for it now and then; all others are told at once.
  if (away_ && (opening_ > 0 || Clock::now() < retry_at_)) {
    throw refuse("The database cannot be reached at the moment. Please try again.");
  }
}

void Pool::noteConnected() {
  ++statistics_.connects;
  if (away_) spdlog::info("the database is back");
  away_ = false;
  retry_delay_ = options_.first_retry;
}

void Pool::noteConnectFailure(const std::string& message) {
  ++statistics_.connect_failures;
  if (!away_) spdlog::warn("the database cannot be reached: {}", message);
  away_ = true;
  // Between half and all of the delay, so that many pools do not come at once.
  std::uniform_int_distribution<std::int64_t> jitter{retry_delay_.count() / 2,
                                                     retry_delay_.count()};
  retry_at_ = Clock::now() + std::chrono::milliseconds{jitter(random_)};
  retry_delay_ = std::min(retry_delay_ * 2, options_.longest_retry);
}

QueryError Pool::refuse(const char* detail) {
  ++statistics_.refused;
  return {unavailable(detail), "08003", {}, detail};
}

void Pool::release(std::unique_ptr<Connection> connection) noexcept {
  if (!stopping_ && connection->idle()) return lend(std::move(connection));
  if (!stopping_ && connection->inTransaction()) {
    boost::asio::co_spawn(loop_, rollBack(shared_from_this(), std::move(connection)),
                          [](std::exception_ptr failure) {
                            if (failure) spdlog::error("a connection could not be cleaned");
                          });
    return;
  }
  // In the middle of a statement whose caller is gone, or already broken. The server notices and
  // cancels.
  connection.reset();
  slotFreed();
}

task<void> Pool::rollBack(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection) {
  try {
    co_await connection->rollBack();
  } catch (const QueryError&) {
    connection->close();
  }
  if (!connection->idle()) connection->close();
  pool->release(std::move(connection));
}

void Pool::lend(std::unique_ptr<Connection> connection) {
  if (waiting_.empty()) {
    idle_.push_back(std::move(connection));
    return;
  }
  Waiter& next = *waiting_.front();
  next.connection = std::move(connection);
  next.wake();
}

void Pool::slotFreed() noexcept {
  if (waiting_.empty() || stopping_) {
    --slots_;
    return;
  }
  Waiter& next = *waiting_.front();
  next.slot.emplace(*this);
  next.wake();
}

void Pool::stop() {
  stopping_ = true;
  slots_ -= idle_.size();
  idle_.clear();
  while (!waiting_.empty()) waiting_.front()->wake();
}

Statistics Pool::snapshot() const {
  Statistics now = statistics_;
  now.open = slots_;
  now.idle = idle_.size();
  now.waiting = waiting_.size();
  return now;
}

}  // namespace parley::database
