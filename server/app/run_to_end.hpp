#pragma once

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "foundation/task.hpp"

namespace parley::app {

template <class T>
struct Ending {
  std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> value;
  std::exception_ptr failure;
  bool done = false;
};

template <class T>
task<void> keepEnding(task<T> work, std::shared_ptr<Ending<T>> ending) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(work);
  } else {
    ending->value.emplace(co_await std::move(work));
  }
}

/// Runs a loop that no thread runs yet until the coroutine is done: for what a start has to know
/// before it goes on.
template <class T>
T runToEnd(Loop& loop, task<T> work) {
  const auto ending = std::make_shared<Ending<T>>();
  boost::asio::co_spawn(loop, keepEnding(std::move(work), ending),
                        [ending](const std::exception_ptr& failure) {
                          ending->failure = failure;
                          ending->done = true;
                        });
  while (!ending->done && loop.run_one() > 0) {
  }
  loop.restart();
  if (ending->failure) std::rethrow_exception(ending->failure);
  if (!ending->done) throw std::logic_error{"the loop ended before its work"};
  if constexpr (!std::is_void_v<T>) return std::move(*ending->value);
}

}  // namespace parley::app
