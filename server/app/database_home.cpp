#include "app/database_home.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

#include "database/blocking_session.hpp"
#include "database/migrations.hpp"

namespace parley::app {
namespace {

constexpr const char* app_role = "parley_app";

/// What a role given by the operator can do.
struct RoleFacts {
  std::string name;
  bool may_create_tables = false;
  bool may_create_roles = false;
};

RoleFacts factsOf(database::BlockingSession& session) {
  const auto rows = session.execute(
      "select current_user, has_schema_privilege(current_user, 'public', 'create'), rolsuper or "
      "rolcreaterole"
      " from pg_roles where rolname = current_user");
  return {std::string{rows.at(0, 0).value_or("")}, rows.at(0, 1) == "t", rows.at(0, 2) == "t"};
}

int newestMigration() {
  return static_cast<int>(database::embeddedMigrations().size());
}

/// Nullopt when the role may serve as it is.
std::optional<std::string> whyNotAppRole(const std::string& url) {
  try {
    database::checkAppRole(url);
  } catch (const database::SessionError&) {
    throw;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return std::nullopt;
}

void makeAppRole(database::BlockingSession& session, const RoleFacts& facts) {
  const auto known = session.execute(
      "select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1",
      database::parameters(app_role));
  if (!known.empty() && known.at(0, 0) == "t") return;
  if (!facts.may_create_roles) {
    throw std::runtime_error{fmt::format(
        "The role {0} owns this database, so row-level security would not bind it, and it may not "
        "create the role that "
        "would. As an administrator of PostgreSQL run: create role {1} nologin; grant {1} to {0};",
        facts.name, app_role)};
  }
  try {
    if (known.empty()) session.runScript(fmt::format("create role {} nologin", app_role));
  } catch (const database::SessionError& error) {
    if (error.sqlstate != "42710" && error.sqlstate != "23505") throw;  // another node was first
  }
  const auto quoted = session.execute("select quote_ident(current_user)");
  session.runScript(fmt::format("grant {} to {}", app_role, quoted.at(0, 0).value_or("")));
}

/// The same server, with every connection acting as the app's role from its first statement on.
std::string actingAsAppRole(const std::string& url) {
  if (url.contains("options=")) {
    throw std::runtime_error{
        "PARLEY_DATABASE_URL names the owner of the database and has options of its own. Give it a "
        "role that owns "
        "nothing, and the owner as PARLEY_MIGRATION_DATABASE_URL."};
  }
  const bool is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
  if (!is_url) return fmt::format("{} options='-c role={}'", url, app_role);
  return fmt::format("{}{}options=-c%20role%3D{}", url, url.contains('?') ? '&' : '?', app_role);
}

}  // namespace

std::size_t coreCount(const Configuration& configuration) {
  if (configuration.threads > 0) return configuration.threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

int neededConnections(const Configuration& configuration, std::size_t cores) {
  constexpr int control = 16;  // pools of the control loop, listeners, PostgreSQL's own reserve
  return static_cast<int>(configuration.database.connections * cores) + control;
}

DatabaseHome::DatabaseHome(const Configuration& configuration, std::size_t cores) {
  try {
    if (configuration.database_url.empty()) {
      startCluster(configuration, cores);
    } else if (configuration.migration_database_url.empty()) {
      useAlone(configuration.database_url);
    } else {
      conninfo_ = configuration.database_url;
      database::BlockingSession session{conninfo_};
      migrate(configuration.migration_database_url, factsOf(session).name);
    }
    database::checkAppRole(conninfo_);
  } catch (const database::SessionError& error) {
    throw std::runtime_error{fmt::format("The database cannot be used: {}", error.what())};
  }
}

void DatabaseHome::startCluster(const Configuration& configuration, std::size_t cores) {
  auto options = configuration.cluster;
  options.data_dir = std::filesystem::absolute(configuration.data_dir);
  options.max_connections =
      std::max(options.max_connections, neededConnections(configuration, cores));
  cluster_ = std::make_unique<database::EmbeddedCluster>(options);
  migrate(cluster_->ownerConninfo(), app_role);
  conninfo_ = cluster_->appConninfo();
}

void DatabaseHome::useAlone(const std::string& url) {
  const auto objection = whyNotAppRole(url);
  const int applied = database::appliedVersion(url);
  if (!objection && applied == newestMigration()) {
    conninfo_ = url;
    return;
  }
  database::BlockingSession session{url};
  const auto facts = factsOf(session);
  if (!facts.may_create_tables) {
    throw std::runtime_error{objection.value_or(fmt::format(
        "The database stands at migration {} of {}, and the role {} may not change it. Run "
        "parley migrate with its owner as PARLEY_MIGRATION_DATABASE_URL.",
        applied, newestMigration(), facts.name))};
  }
  makeAppRole(session, facts);
  migrate(url, app_role);
  conninfo_ = actingAsAppRole(url);
  spdlog::info(
      "the role {} owns the database; requests are served as {}, which row-level security binds",
      facts.name, app_role);
}

void DatabaseHome::migrate(const std::string& owner, const std::string& role) {
  database::MigrationOptions options;
  options.conninfo = owner;
  options.app_role = role;
  migrations_applied_ = database::migrate(options);
}

void DatabaseHome::stop() {
  if (cluster_) cluster_->stop();
}

int bringUpToDate(const Configuration& configuration) {
  if (configuration.database_url.empty()) {
    if (const auto running = database::EmbeddedCluster::ownerOfRunning(configuration.data_dir)) {
      if (database::appliedVersion(*running) == newestMigration()) return 0;
      throw std::runtime_error{
          "A server runs on this database, and may need what a migration takes away. Stop it, and "
          "start the new one, which migrates"};
    }
  }
  DatabaseHome home{configuration, 1};
  home.stop();
  return home.migrationsApplied();
}

}  // namespace parley::app
