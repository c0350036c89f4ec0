#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/task.hpp"

namespace parley::testing {

inline constexpr std::chrono::milliseconds run_timeout{30000};

/// On the heap: after a timeout the coroutine may still end in a later run.
template <class T>
struct Outcome {
  std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> value;
  std::exception_ptr failure;
  bool done = false;
};

template <class T>
task<void> keepOutcome(task<T> coroutine, std::shared_ptr<Outcome<T>> outcome) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(coroutine);
  } else {
    outcome->value.emplace(co_await std::move(coroutine));
  }
}

/// Runs the loop until the coroutine is done, and gives back its result or throws what it threw.
/// Work that other coroutines started stays on the loop for the next run().
template <class T>
T run(Loop& loop, task<T> coroutine, std::chrono::milliseconds timeout = run_timeout) {
  const auto outcome = std::make_shared<Outcome<T>>();
  boost::asio::co_spawn(loop, keepOutcome(std::move(coroutine), outcome),
                        [outcome](std::exception_ptr failure) {
                          outcome->failure = failure;
                          outcome->done = true;
                        });
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  loop.restart();
  while (!outcome->done && std::chrono::steady_clock::now() < deadline) {
    if (loop.run_one_until(deadline) == 0 && loop.stopped()) break;
  }
  if (!outcome->done) throw std::runtime_error("the coroutine did not end in time");
  if (outcome->failure) std::rethrow_exception(outcome->failure);
  if constexpr (!std::is_void_v<T>) return std::move(*outcome->value);
}

/// Runs the coroutines side by side until all are done, and gives back their results in the order
/// in which they ended; throws what one of them threw.
template <class T>
std::vector<T> runTogether(Loop& loop, std::vector<task<T>> coroutines) {
  std::vector<T> results;
  std::exception_ptr failure;
  const std::size_t count = coroutines.size();
  std::size_t ended = 0;
  for (auto& coroutine : coroutines) {
    boost::asio::co_spawn(loop, std::move(coroutine), [&](std::exception_ptr problem, T result) {
      ++ended;
      if (problem) failure = problem;
      if (!problem) results.push_back(std::move(result));
    });
  }
  loop.restart();
  while (ended < count && loop.run_one_for(run_timeout) > 0) {
  }
  if (failure) std::rethrow_exception(failure);
  if (ended < count) throw std::runtime_error("the coroutines did not end in time");
  return results;
}

/// Runs the loop until the condition holds; false when it does not in time. Looks again after every
/// event, and now and then for what happens outside the loop.
template <class Condition>
bool runUntil(Loop& loop, Condition condition, std::chrono::milliseconds timeout = run_timeout) {
  constexpr std::chrono::milliseconds look_interval{10};
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    const auto work = boost::asio::make_work_guard(loop);
    loop.restart();
    loop.run_one_for(look_interval);
  }
  return true;
}

}  // namespace parley::testing
