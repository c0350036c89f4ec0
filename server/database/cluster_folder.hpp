#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "database/child_process.hpp"
#include "database/embedded_cluster.hpp"

namespace parley::database {

/// The folders of an embedded cluster, who owns them, and the lock that makes them ours:
/// <data_dir>/parley.lock, <data_dir>/postgres/{data,run,pg_hba.conf,pg_ident.conf,startup.log}.
class ClusterFolder {
 public:
  /// Makes what is missing, initdb included, and locks it. Throws std::runtime_error that says what
  /// to do.
  explicit ClusterFolder(const ClusterOptions& options);
  ~ClusterFolder();
  ClusterFolder(const ClusterFolder&) = delete;
  ClusterFolder& operator=(const ClusterFolder&) = delete;

  const Account& account() const { return account_; }
  std::filesystem::path base() const { return base_; }
  std::filesystem::path data() const { return base_ / "data"; }
  std::filesystem::path startupLog() const { return base_ / "startup.log"; }
  /// Where we find the socket.
  const std::filesystem::path& sockets() const { return sockets_; }

  /// How to start a program of PostgreSQL on it.
  ChildOptions child(std::vector<std::string> arguments) const;
  std::string program(const std::string& name) const { return (binaries_ / name).string(); }
  /// The base folder as PostgreSQL has to name it.
  std::string baseForChild() const;
  /// The socket folder as PostgreSQL has to name it.
  std::string socketsForChild() const;

 private:
  void lock(const std::filesystem::path& data_dir);
  void chooseAccount(const ClusterOptions& options);
  void makeBase();
  void makeSocketFolder();
  void chooseBinaries(const ClusterOptions& options);
  void initialize(const ClusterOptions& options);
  void writeAccessRules() const;
  void writeOwned(const std::filesystem::path& file, const std::string& text) const;
  void giveToAccount(const std::filesystem::path& folder) const;

  std::filesystem::path base_;
  std::filesystem::path sockets_;
  std::filesystem::path binaries_;
  Account account_;
  bool sockets_elsewhere_ = false;  ///< made for this start, removed with it
  bool out_of_reach_ = false;       ///< the account cannot walk to the base folder
  int lock_ = -1;
};

}  // namespace parley::database
