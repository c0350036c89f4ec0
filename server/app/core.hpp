#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <thread>

#include "app/configuration.hpp"
#include "database/database.hpp"
#include "features/accounts/session_gate.hpp"
#include "fetch/client.hpp"
#include "foundation/clock.hpp"
#include "foundation/task.hpp"
#include "http/router.hpp"
#include "operations/call.hpp"
#include "operations/hub.hpp"

namespace parley::app {

/// What all cores share.
struct Shared {
  const Configuration& configuration;
  const Clock& clock;
  operations::Hub& hub;
  accounts::Accounts& accounts;
};

/// One event loop on one thread with everything that belongs to it, so that no request needs a
/// lock.
class Core {
 public:
  /// Everything in `shared` must outlive it.
  Core(const Shared& shared, const std::string& conninfo);
  /// stop() must have been called if start() was.
  ~Core() = default;
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  void start();
  /// Ends the loop once what runs on it has ended; false when that took longer than `patience` and
  /// it was cut short. Blocks.
  bool stop(std::chrono::milliseconds patience);

  Loop loop{1};
  database::Database database;
  fetch::Client fetch;
  operations::Services services;
  accounts::SessionGate gate;
  http::Router router;

 private:
  std::optional<boost::asio::executor_work_guard<Loop::executor_type>> work_;
  std::future<void> ended_;
  std::jthread thread_;
};

}  // namespace parley::app
