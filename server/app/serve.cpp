#include "app/serve.hpp"

#include <cstdio>
#include <cstdlib>

#include "app/database_home.hpp"
#include "app/description.hpp"
#include "app/logging.hpp"
#include "app/node.hpp"
#include "app/process.hpp"

namespace parley::app {
namespace {

void say(const std::string& line) {
  std::fputs(line.c_str(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

/// The log as long as a command runs.
struct Log {
  explicit Log(const std::string& level) { startLogging(level); }
  ~Log() { stopLogging(); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
};

}  // namespace

int serve(const Configuration& configuration) {
  const Log log{configuration.log_level};
  hideMemory();
  raiseOpenFileLimit();
  DatabaseHome home{configuration, coreCount(configuration)};
  bool clean = true;
  {
    auto node = std::make_unique<Node>(configuration, home.conninfo(), home.shared());
    clean = node->run([](const std::string& url) { say("Parley is ready at " + url); });
    if (!clean) static_cast<void>(node.release());
  }
  home.stop();
  if (!clean) {
    stopLogging();
    std::_Exit(EXIT_SUCCESS);
  }
  return EXIT_SUCCESS;
}

int migrate(const Configuration& configuration) {
  const Log log{configuration.log_level};
  DatabaseHome home{configuration, 1};
  const int applied = home.migrationsApplied();
  home.stop();
  say(applied == 0
          ? "The database is up to date."
          : "The database is up to date; migrations applied: " + std::to_string(applied) + ".");
  return EXIT_SUCCESS;
}

int printOpenApi() {
  say(describeApi());
  return EXIT_SUCCESS;
}

}  // namespace parley::app
