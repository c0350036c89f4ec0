#include "app/serve.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include "app/database_home.hpp"
#include "app/description.hpp"
#include "app/key_rotation.hpp"
#include "app/logging.hpp"
#include "app/node.hpp"
#include "app/process.hpp"
#include "database/migrations.hpp"

namespace parley::app {
namespace {

void say(const std::string& line) {
  std::fputs(line.c_str(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

/// Whom the tables belong to. A server that runs goes on; where none does, an embedded cluster is
/// started for a moment, which also brings the database up to date.
class Owner {
 public:
  explicit Owner(const Configuration& configuration) {
    if (!configuration.migration_database_url.empty()) {
      conninfo_ = configuration.migration_database_url;
    } else if (!configuration.database_url.empty()) {
      conninfo_ = configuration.database_url;
    } else if (auto running = database::EmbeddedCluster::ownerOfRunning(configuration.data_dir)) {
      conninfo_ = *running;
    } else {
      home_.emplace(configuration, 1);
      conninfo_ = home_->ownerConninfo();
    }
  }
  ~Owner() {
    if (home_) home_->stop();
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  const std::string& conninfo() const { return conninfo_; }

 private:
  std::optional<DatabaseHome> home_;
  std::string conninfo_;
};

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
  const int applied = bringUpToDate(configuration);
  say(applied == 0
          ? "The database is up to date."
          : "The database is up to date; migrations applied: " + std::to_string(applied) + ".");
  return EXIT_SUCCESS;
}

int rotateKeys(const Configuration& configuration) {
  const Log log{configuration.log_level};
  hideMemory();
  const Owner owner{configuration};
  if (database::appliedVersion(owner.conninfo()) !=
      static_cast<int>(database::embeddedMigrations().size())) {
    throw std::runtime_error{
        "The database is not up to date with this program. Run parley migrate first."};
  }
  const auto report = rotateKeys(configuration, owner.conninfo(), {});
  say(
      fmt::format("The installation key is a new one. Workspaces with a new data key: {}, fields "
                  "sealed anew: {}. Access tokens are signed with new keys in about ten minutes; "
                  "nobody is signed out.",
                  report.workspaces, report.fields));
  if (report.keys_to_remove)
    say("Nothing needs the keys behind the first in PARLEY_KEY any more: take them out.");
  return EXIT_SUCCESS;
}

int printOpenApi() {
  say(describeApi());
  return EXIT_SUCCESS;
}

}  // namespace parley::app
