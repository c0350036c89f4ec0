#include "database/migrations.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <spdlog/spdlog.h>

#include <boost/describe/class.hpp>
#include <stdexcept>
#include <vector>

#include "database/blocking_session.hpp"
#include "database/described_rows.hpp"

namespace parley::database {
namespace {

constexpr int oldest_server = 150000;
constexpr long long lock_key = 0x7061726c6579;  // "parley": one migrator per database

struct Applied {
  int version;
  std::string name;
  std::string checksum;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (version, name, checksum))

[[noreturn]] void refuse(std::string message) {
  throw std::runtime_error(std::move(message));
}

std::string checksumOf(std::string_view sql) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(sql.data(), sql.size(), digest, &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

void checkServerVersion(const BlockingSession& session) {
  const int version = session.serverVersion();
  if (version >= oldest_server) return;
  refuse(fmt::format("This database is PostgreSQL {}; Parley needs PostgreSQL 15 or later.",
                     version / 10000));
}

void lockAgainstOthers(BlockingSession& session, std::chrono::seconds wait) {
  session.execute("select set_config('lock_timeout', $1, false)",
                  parameters(fmt::format("{}s", wait.count())));
  try {
    session.execute("select pg_advisory_lock($1)", parameters(lock_key));
  } catch (const SessionError& error) {
    if (error.sqlstate != "55P03") throw;
    refuse(fmt::format(
        "Another Parley has been migrating this database for more than {} s. Try again later.",
        wait.count()));
  }
}

std::vector<Applied> readApplied(BlockingSession& session) {
  session.runScript(
      "create table if not exists schema_migrations ("
      " version integer primary key, name text not null, checksum text not null,"
      " applied_at timestamptz not null default now())");
  return rowsAs<Applied>(
      session.execute("select version, name, checksum from schema_migrations order by version"));
}

void checkKnown(std::span<const Migration> migrations) {
  int expected = 1;
  for (const auto& migration : migrations) {
    if (migration.version != expected) {
      refuse(fmt::format("Migration {} is missing in this program: {} follows {}.", expected,
                         migration.name, expected - 1));
    }
    ++expected;
  }
}

void checkApplied(const std::vector<Applied>& applied, std::span<const Migration> migrations) {
  if (!applied.empty() && applied.back().version > static_cast<int>(migrations.size())) {
    refuse(
        fmt::format("This database is newer than this program: it has migration {} ({}), the "
                    "program knows {}. Install the "
                    "newer Parley.",
                    applied.back().version, applied.back().name, migrations.size()));
  }
  for (std::size_t index = 0; index < applied.size(); ++index) {
    const auto& migration = migrations[index];
    if (applied[index].version != migration.version) {
      refuse(fmt::format("Migration {} was never applied to this database, though later ones were.",
                         migration.name));
    }
    if (applied[index].checksum != checksumOf(migration.sql)) {
      refuse(
          fmt::format("Migration {} was changed after it had been applied. Migrations are "
                      "append-only: restore it and write "
                      "a new one.",
                      migration.name));
    }
  }
}

void apply(BlockingSession& session, const Migration& migration) {
  try {
    session.runScript("begin");
    session.runScript(std::string{migration.sql});
    if (!session.inTransaction()) refuse("it must not end its transaction itself");
    session.execute("insert into schema_migrations (version, name, checksum) values ($1, $2, $3)",
                    parameters(migration.version, migration.name, checksumOf(migration.sql)));
    session.runScript("commit");
  } catch (const std::runtime_error& error) {
    refuse(fmt::format("Migration {} failed, nothing of it remains: {}", migration.name,
                       error.what()));
  }
  spdlog::info("migration {} applied", migration.name);
}

void letAppRoleSeeVersion(BlockingSession& session, const std::string& app_role) {
  const auto known = session.execute("select quote_ident(rolname) from pg_roles where rolname = $1",
                                     parameters(app_role));
  if (known.empty()) return;
  session.runScript(fmt::format("grant select on schema_migrations to {}", *known.at(0, 0)));
}

}  // namespace

int migrate(const MigrationOptions& options, std::span<const Migration> migrations) {
  checkKnown(migrations);
  BlockingSession session{options.conninfo, options.connect_timeout};
  checkServerVersion(session);
  lockAgainstOthers(session, options.lock_wait);
  const auto applied = readApplied(session);
  checkApplied(applied, migrations);
  session.execute("select set_config('parley.app_role', $1, false)", parameters(options.app_role));
  const auto pending = migrations.subspan(applied.size());
  for (const auto& migration : pending) apply(session, migration);
  letAppRoleSeeVersion(session, options.app_role);
  return static_cast<int>(pending.size());
}

int appliedVersion(const std::string& conninfo) {
  BlockingSession session{conninfo};
  const auto table = session.execute("select to_regclass('schema_migrations')");
  if (!table.at(0, 0)) return 0;
  return valueAs<int>(session.execute("select coalesce(max(version), 0) from schema_migrations"));
}

void checkAppRole(const std::string& conninfo) {
  BlockingSession session{conninfo};
  const auto danger = session.execute(
      "select r.rolname, r.rolname = current_user, r.rolsuper, r.rolbypassrls,"
      " exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', "
      "'m')"
      "   and c.relnamespace not in (select oid from pg_namespace where nspname like 'pg\\_%'))"
      " from pg_roles r where pg_has_role(current_user, r.oid, 'member')"
      " and (r.rolsuper or r.rolbypassrls or exists (select from pg_class c where c.relowner = "
      "r.oid"
      "   and c.relkind in ('r', 'p', 'v', 'm')"
      "   and c.relnamespace not in (select oid from pg_namespace where nspname like 'pg\\_%')))"
      " order by r.rolname = current_user desc limit 1");
  if (danger.empty()) return;
  const bool super = danger.at(0, 2) == "t";
  const bool bypasses = danger.at(0, 3) == "t";
  const char* why = super ? "is a superuser" : bypasses ? "has BYPASSRLS" : "owns tables";
  refuse(
      fmt::format("Parley does not serve with this database role: {} {}, so row-level security "
                  "would not bind it. Set "
                  "PARLEY_DATABASE_URL to a role without these rights, and "
                  "PARLEY_MIGRATION_DATABASE_URL to the owner.",
                  *danger.at(0, 0), why));
}

}  // namespace parley::database
