#pragma once

#include <memory>
#include <string>

#include "app/configuration.hpp"
#include "database/embedded_cluster.hpp"

namespace parley::app {

/// The database that Parley serves from: found or started, brought up to date, and reached by a
/// role that row-level security binds.
class DatabaseHome {
 public:
  /// Blocks. `cores`: how many pools will connect. Throws std::runtime_error that says what to do.
  DatabaseHome(const Configuration& configuration, std::size_t cores);

  /// Of the app's role.
  const std::string& conninfo() const { return conninfo_; }
  /// Of the role that owns the embedded cluster's tables.
  std::string ownerConninfo() const { return cluster_->ownerConninfo(); }
  /// Whether other nodes may serve from it too; nobody else reaches the embedded cluster.
  bool shared() const { return cluster_ == nullptr; }
  int migrationsApplied() const { return migrations_applied_; }

  /// Stops the embedded cluster, if that is what it is. Blocks.
  void stop();

 private:
  void startCluster(const Configuration& configuration, std::size_t cores);
  void useAlone(const std::string& url);
  void migrate(const std::string& owner, const std::string& app_role);

  std::unique_ptr<database::EmbeddedCluster> cluster_;
  std::string conninfo_;
  int migrations_applied_ = 0;
};

/// Brings the database up to date, the embedded cluster also while a server runs on it. How many
/// migrations that took. Blocks; throws std::runtime_error that says what to do.
int bringUpToDate(const Configuration& configuration);

/// Cores that serve.
std::size_t coreCount(const Configuration& configuration);

/// Connections that Parley opens to its database.
int neededConnections(const Configuration& configuration, std::size_t cores);

}  // namespace parley::app
