#include "features/accounts/attempt_limit.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

namespace parley::accounts {
namespace {

namespace asio = boost::asio;

}  // namespace

Error tooManyAttempts(std::chrono::milliseconds wait) {
  Error error{Status::too_many_requests, "rate_limited",
              "There were too many attempts. Wait a moment and try again."};
  error.retry_after = retryAfter(wait);
  return error;
}

struct AttemptLimit::Waiter {
  asio::steady_timer timer;

  /// From any thread. What is posted runs when the coroutine waits, not before.
  static void wake(std::shared_ptr<Waiter> waiter) {
    const auto executor = waiter->timer.get_executor();
    asio::post(executor, [waiter = std::move(waiter)] { waiter->timer.cancel(); });
  }
};

/// Stands in the row for as long as it lives, also when its caller goes away meanwhile.
class AttemptLimit::Waiting {
 public:
  Waiting(AttemptLimit& limit, const std::string& key, Attempts& attempts,
          std::shared_ptr<Waiter> waiter)
      : limit_{limit}, key_{key}, waiter_{std::move(waiter)} {
    attempts.waiting.push_back(waiter_);
  }
  ~Waiting() {
    const std::scoped_lock lock{limit_.mutex_};
    const auto found = limit_.attempts_.find(key_);
    if (found != limit_.attempts_.end()) found->second.waiting.remove(waiter_);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  AttemptLimit& limit_;
  const std::string& key_;
  std::shared_ptr<Waiter> waiter_;
};

task<void> AttemptLimit::Place::take() {
  const auto executor = co_await asio::this_coro::executor;
  constexpr auto ended = asio::as_tuple(asio::use_awaitable_t<Loop::executor_type>{});
  const auto waiter =
      std::make_shared<Waiter>(asio::steady_timer{executor, asio::steady_timer::time_point::max()});
  while (true) {
    std::optional<Waiting> waiting;
    {
      const std::scoped_lock lock{limit_.mutex_};
      const auto wait = limit_.limiter_.take(key_);
      if (!wait) {
        ++limit_.attempts_[key_].under_way;
        taken_ = true;
        co_return;
      }
      const auto found = limit_.attempts_.find(key_);
      if (found == limit_.attempts_.end()) throw tooManyAttempts(*wait);
      waiting.emplace(limit_, key_, found->second, waiter);
    }
    co_await waiter->timer.async_wait(ended);
  }
}

AttemptLimit::Place::~Place() {
  if (taken_) limit_.leave(key_, kept_);
}

void AttemptLimit::leave(const std::string& key, bool kept) {
  Waiters woken;
  {
    const std::scoped_lock lock{mutex_};
    if (!kept) limiter_.giveBack(key);
    const auto found = attempts_.find(key);
    auto& attempts = found->second;
    if (--attempts.under_way == 0) {
      // Nobody is left who could wake them: some find a place, or all are refused.
      woken.swap(attempts.waiting);
      attempts_.erase(found);
    } else if (!kept && !attempts.waiting.empty()) {
      woken.splice(woken.begin(), attempts.waiting, attempts.waiting.begin());
    }
  }
  for (auto& waiter : woken) Waiter::wake(std::move(waiter));
}

}  // namespace parley::accounts
