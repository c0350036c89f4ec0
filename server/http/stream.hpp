#pragma once

// Private to server/http: the only header that brings Beast in, for its .cpp files.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <chrono>

#include "foundation/task.hpp"

namespace parley::http {

using Tcp = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Tcp, Loop::executor_type>;
/// A socket whose reads and writes each obey the deadline last set by expires_after().
using Stream = boost::beast::basic_stream<Tcp, Loop::executor_type>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;

/// Awaits and hands back `[error, ...]`: for what a network does every day.
inline constexpr auto as_tuple =
    boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});

}  // namespace parley::http
