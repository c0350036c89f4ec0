#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace parley {

/// The one event loop type. Each core runs one, on one thread, with its own database pool and HTTP
/// client.
using Loop = boost::asio::io_context;

/// A coroutine on a Loop. The concrete executor keeps resumption free of type erasure.
template <class T = void>
using task = boost::asio::awaitable<T, Loop::executor_type>;

}  // namespace parley
