#include "app/key_rotation_store.hpp"

#include <fmt/format.h>

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::app {
namespace {

constexpr long long rotation_lock = 0x726f74617465;  // "rotate": one rotation per database

std::optional<std::string> checkIn(const database::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return database::fromBytea(database::valueAs<std::string>(rows));
}

std::vector<WrappedKey> wrappedIn(const database::Rows& rows) {
  auto keys = database::rowsAs<WrappedKey>(rows);
  for (auto& key : keys) key.wrapped = database::fromBytea(key.wrapped);
  return keys;
}

}  // namespace

WritingSession::~WritingSession() {
  if (!open_) return;
  try {
    session_.runScript("rollback");
  } catch (const database::SessionError&) {
    // The connection is gone, and the transaction with it.
  }
}

void WritingSession::commit() {
  open_ = false;
  session_.runScript("commit");
}

bool seesAllKeys(database::BlockingSession& session) {
  const auto rows = session.execute(
      R"(select not row_security_active('workspace_keys')
           or exists (select from pg_policy p cross join unnest(p.polroles) as role
                      where p.polname = 'workspace_keys_rotated' and pg_has_role(role, 'usage')))");
  return rows.at(0, 0) == "t";
}

bool lockOutOthers(database::BlockingSession& session) {
  constexpr std::string_view timed_out = "55P03";
  try {
    // One that has just ended may hold it for a moment more.
    session.runScript("set lock_timeout = '5s'");
    session.execute("select pg_advisory_lock($1)", database::parameters(rotation_lock));
    session.runScript("reset lock_timeout");
  } catch (const database::SessionError& error) {
    if (error.sqlstate == timed_out) return false;
    throw;
  }
  return true;
}

std::optional<std::string> selectKeyCheck(database::BlockingSession& session) {
  return checkIn(session.execute("select value from installation where name = 'key_check'"));
}

std::optional<std::string> lockKeyCheck(database::BlockingSession& session) {
  return checkIn(
      session.execute("select value from installation where name = 'key_check' for update"));
}

void updateKeyCheck(database::BlockingSession& session, const std::string& value) {
  session.execute("update installation set value = $1 where name = 'key_check'",
                  database::parameters(database::toBytea(value)));
}

std::vector<WrappedKey> selectSigningKeys(database::BlockingSession& session) {
  return wrappedIn(session.execute("select id, secret_sealed as wrapped from signing_keys"));
}

void updateSigningKey(database::BlockingSession& session, const WrappedKey& key) {
  session.execute("update signing_keys set secret_sealed = $2 where id = $1",
                  database::parameters(key.id, database::toBytea(key.wrapped)));
}

void retireSigningKeys(database::BlockingSession& session) {
  session.runScript(
      "delete from signing_keys where state = 'next'; "
      "update signing_keys set activated_at = 'epoch' where state = 'active'");
}

std::vector<std::string> selectWorkspaces(database::BlockingSession& session,
                                          const std::optional<std::string>& after, int limit) {
  const auto rows = session.execute(
      "select distinct workspace_id from workspace_keys where $1::uuid is null or workspace_id > "
      "$1 "
      "order by workspace_id limit $2",
      database::parameters(after, limit));
  std::vector<std::string> workspaces;
  for (int row = 0; row < rows.size(); ++row) workspaces.emplace_back(*rows.at(row, 0));
  return workspaces;
}

std::vector<WrappedKey> selectDataKeys(database::BlockingSession& session,
                                       const std::string& workspace) {
  return wrappedIn(session.execute("select id, wrapped from workspace_keys where workspace_id = $1",
                                   database::parameters(workspace)));
}

void insertDataKey(database::BlockingSession& session, const std::string& workspace,
                   const WrappedKey& key) {
  session.execute("insert into workspace_keys (workspace_id, id, wrapped) values ($1, $2, $3)",
                  database::parameters(workspace, key.id, database::toBytea(key.wrapped)));
}

void deleteDataKey(database::BlockingSession& session, const std::string& workspace,
                   const std::string& id) {
  session.execute("delete from workspace_keys where workspace_id = $1 and id = $2",
                  database::parameters(workspace, id));
}

std::vector<SealedRow> selectSealed(database::BlockingSession& session, const SealedColumn& column,
                                    const std::string& workspace) {
  auto rows = database::rowsAs<SealedRow>(session.execute(
      fmt::format("select id, workspace_key_id as data_key_id, {} as sealed from {} "
                  "where workspace_id = $1",
                  column.column, column.table),
      database::parameters(workspace)));
  for (auto& row : rows) row.sealed = database::fromBytea(row.sealed);
  return rows;
}

void updateSealed(database::BlockingSession& session, const SealedColumn& column,
                  const std::string& workspace, const SealedRow& row) {
  session.execute(
      fmt::format(
          "update {} set workspace_key_id = $3, {} = $4 where workspace_id = $1 and id = $2",
          column.table, column.column),
      database::parameters(workspace, row.id, row.data_key_id, database::toBytea(row.sealed)));
}

}  // namespace parley::app
