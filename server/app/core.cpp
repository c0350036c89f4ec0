#include "app/core.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

namespace parley::app {
namespace {

database::Options databaseOptions(const Configuration& configuration, const std::string& conninfo) {
  auto options = configuration.database;
  options.conninfo = conninfo;
  return options;
}

/// What escapes a handler of Asio itself ends no thread: it is logged, and the loop goes on.
void runLoop(Loop& loop) {
  while (true) {
    try {
      loop.run();
      return;
    } catch (const std::exception& error) {
      spdlog::critical("an event loop caught what nobody expected: {}", error.what());
    }
  }
}

}  // namespace

Core::Core(const Shared& shared, const std::string& conninfo)
    : database{loop, databaseOptions(shared.configuration, conninfo)},
      fetch{loop, shared.configuration.fetch},
      services{loop, database, shared.clock, shared.hub},
      gate{shared.accounts, database} {}

void Core::start() {
  work_.emplace(loop.get_executor());
  std::promise<void> ended;
  ended_ = ended.get_future();
  thread_ = std::jthread{[this, ended = std::move(ended)]() mutable {
    runLoop(loop);
    ended.set_value();
  }};
}

bool Core::stop(std::chrono::milliseconds patience) {
  if (!thread_.joinable()) return true;
  boost::asio::post(loop, [this] {
    database.stop();
    work_.reset();
  });
  const bool ended = ended_.wait_for(patience) == std::future_status::ready;
  if (!ended) loop.stop();
  thread_.join();
  return ended;
}

}  // namespace parley::app
