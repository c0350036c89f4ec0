#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "foundation/error.hpp"
#include "foundation/task.hpp"
#include "http/websocket.hpp"
#include "interfaces/websocket/options.hpp"
#include "interfaces/websocket/outlet.hpp"
#include "json/value.hpp"
#include "operations/catalog.hpp"

namespace parley::websocket {

/// What all sockets of one core share; lives as long as its router.
struct Mount {
  const operations::Catalog& catalog;
  operations::Services& services;
  Options options;
};

/// One socket, on its loop. Operations that it started hold on to it until they have ended.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<const Mount> mount, std::shared_ptr<http::WebSocket> socket);

  /// Serves until the socket is closed.
  task<void> run();

 private:
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Loop::executor_type>;

  static task<void> watch(std::shared_ptr<Session> self);
  static task<void> perform(std::shared_ptr<Session> self, json::object message);
  task<void> receive(std::string text);
  task<void> signIn(const json::object& message);
  void welcome(Bearer bearer, std::string token);
  task<void> stillSignedIn();
  void start(json::object message);
  task<void> invoke(const json::object& message);
  task<void> replay(const operations::Operation& operation, const json::object& arguments);
  task<void> tellAgain(const std::string& started);
  void refuse(const Error& error, const json::object& message);

  const std::shared_ptr<const Mount> mount_;
  const std::shared_ptr<http::WebSocket> socket_;
  const std::shared_ptr<Outlet> outlet_;
  Timer timer_;
  std::optional<Bearer> bearer_;
  std::string token_;
  std::size_t in_flight_ = 0;
  operations::Hub::Subscription subscription_;
};

}  // namespace parley::websocket
