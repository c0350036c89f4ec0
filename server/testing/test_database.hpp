#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "database/database.hpp"
#include "database/embedded_cluster.hpp"
#include "testing/run.hpp"

namespace parley::testing {

/// The throw-away PostgreSQL of this test program: started at the first call, removed at its end.
database::EmbeddedCluster& testCluster();

/// For tests that are about no limit: a busy machine may take its time.
inline database::Options patient(std::string conninfo) {
  constexpr std::chrono::seconds long_enough{20};
  database::Options options;
  options.conninfo = std::move(conninfo);
  options.wait_timeout = options.connect_timeout = long_enough;
  options.statement_timeout = options.lock_timeout = long_enough;
  return options;
}

enum class Content { migrated, empty };

/// A database of its own, dropped at the end: migrated (a copy of a template, some 50 ms) or
/// without any table. Its roles are parley_owner and parley_app as in the product.
class TestDatabase {
 public:
  explicit TestDatabase(Content content = Content::migrated);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  std::string ownerConninfo() const;
  std::string appConninfo() const;

  /// Runs SQL as the owner; throws with the server's message. Blocks.
  void executeAsOwner(const std::string& sql) const;
  /// The first value of the first row as the owner, "" for none or NULL. Blocks.
  std::string askAsOwner(const std::string& sql) const;
  /// The same as superuser, who sees and may end everybody's sessions.
  std::string askAsSuperuser(const std::string& sql) const;

 private:
  std::string name_;
};

}  // namespace parley::testing
