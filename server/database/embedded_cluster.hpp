#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace parley::database {

struct ClusterOptions {
  std::filesystem::path data_dir;  ///< the cluster lives in its subfolder `postgres`
  std::filesystem::path
      binaries;  ///< folder of `postgres` and `initdb`; empty: /usr/lib/postgresql/15/bin or newer
  std::string user = "postgres";  ///< whom PostgreSQL runs as when we are root
  int max_connections = 100;
  std::string shared_buffers = "128MB";
  bool durable = true;  ///< fsync; false for throw-away clusters of tests only
  std::chrono::seconds start_timeout{60};
  std::chrono::seconds stop_timeout{20};  ///< of a fast shutdown, before an immediate one
  std::chrono::milliseconds first_retry{100};
  std::chrono::milliseconds longest_retry{2000};
};

/// A PostgreSQL of our own: a child process on a unix socket, restarted when it dies, gone when we
/// die. One thread watches it; all members may be called from any thread.
class EmbeddedCluster {
 public:
  /// Makes the cluster when there is none, replaces a server left over from a killed Parley, and
  /// returns when it accepts connections. Blocks. Throws std::runtime_error that says what to do:
  /// another Parley on the same folder, a cluster of another major version, no PostgreSQL
  /// installed.
  explicit EmbeddedCluster(ClusterOptions options);
  /// Stops it.
  ~EmbeddedCluster();
  EmbeddedCluster(const EmbeddedCluster&) = delete;
  EmbeddedCluster& operator=(const EmbeddedCluster&) = delete;

  /// How the owner of the tables reaches a cluster that another process of ours runs; none when it
  /// does not run.
  static std::optional<std::string> ownerOfRunning(const std::filesystem::path& data_dir);

  /// Fast shutdown; blocks until it is down. Idempotent.
  void stop();

  std::string ownerConninfo() const;  ///< role parley_owner, database parley
  std::string appConninfo() const;    ///< role parley_app, database parley
  /// As parley_owner or parley_app to another database of the cluster.
  std::string conninfo(const std::string& role, const std::string& database) const;

  int postmasterPid() const;  ///< 0 while it is down
  int restarts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley::database
