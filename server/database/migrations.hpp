#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace parley::database {

struct Migration {
  int version;            ///< 1, 2, 3 ... without gaps
  std::string_view name;  ///< `0001_foundation`
  std::string_view sql;
};

/// The files of /migrations, in order, as they were when the program was built.
std::span<const Migration> embeddedMigrations();

struct MigrationOptions {
  std::string conninfo;  ///< the owner role
  std::string app_role =
      "parley_app";                    ///< migrations read it as current_setting('parley.app_role')
  std::chrono::seconds lock_wait{60};  ///< for another starter that migrates
  std::chrono::seconds connect_timeout{10};
};

/// Brings the database up to the last of `migrations`, each in a transaction of its own, and
/// returns how many ran. Blocks: for start-up and the command line. Safe against two starters.
/// Throws std::runtime_error that says what to do: PostgreSQL older than 15, an applied migration
/// that was changed or is missing, a database newer than this program, a migration that failed
/// (nothing of it remains).
int migrate(const MigrationOptions& options,
            std::span<const Migration> migrations = embeddedMigrations());

/// The last applied version, 0 before the first migration. Blocks.
int appliedVersion(const std::string& conninfo);

/// Throws std::runtime_error unless the role that `conninfo` signs in as is bound by row-level
/// security: no superuser, no BYPASSRLS, owner of no table, and not a member of such a role.
/// Blocks.
void checkAppRole(const std::string& conninfo);

}  // namespace parley::database
