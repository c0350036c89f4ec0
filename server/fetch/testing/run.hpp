#pragma once

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "foundation/task.hpp"

namespace parley::fetch::testing {

/// Runs the loop until the coroutine has ended; hands on its value or exception. A loop that runs
/// out of work first means a coroutine that nobody will ever resume.
template <class T>
T run(Loop& loop, task<T> work) {
  std::exception_ptr failure;
  bool ended = false;
  loop.restart();
  if constexpr (std::is_void_v<T>) {
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error) {
      failure = error;
      ended = true;
      loop.stop();
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    if (!ended) throw std::logic_error{"the coroutine was never resumed"};
  } else {
    std::optional<T> result;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, T value) {
      failure = error;
      if (!error) result.emplace(std::move(value));
      ended = true;
      loop.stop();
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    if (!ended) throw std::logic_error{"the coroutine was never resumed"};
    return std::move(*result);
  }
}

}  // namespace parley::fetch::testing
