#include "language_model/retry.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

namespace parley::language_model {
namespace {

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;

double randomFraction() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
}

task<void> waitOnLoop(std::chrono::milliseconds delay, Cancellation& cancellation) {
  Timer timer{co_await boost::asio::this_coro::executor, delay};
  cancellation.onStop([&timer] { timer.cancel(); });
  if (!cancellation.stopped()) {
    constexpr auto token =
        boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
    co_await timer.async_wait(token);
  }
  cancellation.onStop({});
}

}  // namespace

RetryPolicy::RetryPolicy() : random{&randomFraction}, wait{&waitOnLoop} {}

std::chrono::milliseconds RetryPolicy::backoff(int retry) const {
  auto delay = first_delay;
  for (; retry > 0 && delay < longest_delay; --retry) delay *= 2;
  delay = std::min(delay, longest_delay);
  const auto shortened = static_cast<double>(delay.count()) * (1.0 - 0.25 * random());
  return std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(shortened)};
}

std::optional<std::chrono::milliseconds> RetryPolicy::delayBefore(
    int retry, std::optional<std::chrono::milliseconds> asked) const {
  if (retry >= max_retries) return std::nullopt;
  if (!asked) return backoff(retry);
  if (*asked > longest_asked_delay) return std::nullopt;
  return asked;
}

}  // namespace parley::language_model
