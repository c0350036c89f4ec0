#pragma once

#include <atomic>
#include <boost/asio/basic_signal_set.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/assistant_home.hpp"
#include "app/configuration.hpp"
#include "app/core.hpp"
#include "app/relay.hpp"
#include "foundation/clock.hpp"
#include "foundation/rate_limiter.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "operations/catalog.hpp"
#include "secrets/envelope.hpp"

namespace parley::app {

/// One running Parley on a database that is up to date: cores that serve, and a control loop that
/// watches.
class Node {
 public:
  /// `database_shared`: whether other nodes serve from the same database. Reads the installation
  /// key, making it for a new database. Blocks. Throws std::runtime_error that says what to do.
  Node(const Configuration& configuration, const std::string& conninfo, bool database_shared);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// Serves until SIGTERM or SIGINT, or until stop(); then lets what is under way end. `serving` is
  /// told the address. False: something did not end in time. What it holds on to still exists then,
  /// so the process must end without destroying this.
  bool run(const std::function<void(const std::string& url)>& serving);
  /// From any thread.
  void stop();

 private:
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Loop::executor_type>;

  void addRoutes(Core& core);
  void addHealth(http::Router& router);
  http::Options serverOptions() const;
  void countRequest(UserId user);
  task<http::Response> readiness();
  task<http::Response> metrics();
  task<void> maintain();
  task<void> shutDown();
  task<bool> drain();
  void beginShutDown();
  std::string url() const;

  const Configuration& configuration_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::atomic<bool> draining_ = false;
  SystemClock clock_;
  operations::Hub hub_;
  RateLimiter user_limit_;
  Loop control_{1};
  database::Database control_database_;
  database::Database health_database_;
  secrets::InstallationKey key_;
  Timer maintenance_;
  boost::asio::basic_signal_set<Loop::executor_type> signals_;
  std::vector<std::unique_ptr<Core>>
      cores_;  // before the accounts: those go while the loops still exist
  accounts::Accounts accounts_;
  AssistantHome assistant_;
  operations::Catalog catalog_;
  std::unique_ptr<const http::StaticFiles> pages_;
  std::unique_ptr<Relay> relay_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace parley::app
