#include "features/accounts/session_store.hpp"

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::accounts {
namespace {

std::optional<std::string> byteaOf(const std::optional<std::string>& bytes) {
  return bytes ? std::optional{database::toBytea(*bytes)} : std::nullopt;
}

std::vector<SessionId> idsIn(const database::Rows& rows) {
  std::vector<SessionId> ids;
  for (int row = 0; row < rows.size(); ++row)
    ids.push_back(database::valueAs<SessionId>(rows, row));
  return ids;
}

}  // namespace

void insertSession(database::Transaction& transaction, const NewSession& session, Timestamp now) {
  transaction.enqueue(
      {R"(
      insert into sessions (id, workspace_id, user_id, address, user_agent, created_at, last_used_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $6, $7))",
       database::parameters(session.id, session.workspace_id, session.user_id, session.address,
                            session.user_agent, now, session.expires_at)});
}

void insertRefreshToken(database::Transaction& transaction, const NewRefreshToken& token,
                        Timestamp now) {
  transaction.enqueue({R"(
      insert into refresh_tokens (hash, session_id, parent, created_at, expires_at)
      values ($1, $2, $3, $4, $5))",
                       database::parameters(database::toBytea(token.hash), token.session_id,
                                            byteaOf(token.parent), now, token.expires_at)});
}

task<std::optional<Refreshed>> useRefreshToken(database::Transaction& transaction,
                                               const std::string& hash, Timestamp now) {
  const auto rows =
      co_await transaction.execute(R"(
      update refresh_tokens t set used_at = $2
      from sessions s join users u on u.id = s.user_id
      where t.hash = $1 and t.used_at is null and t.expires_at > $2
        and s.id = t.session_id and s.revoked_at is null and s.expires_at > $2
      returning s.id as session_id, s.version as session_version, s.expires_at as session_expires_at,
                u.id, u.workspace_id, u.name, u.email, u.role, u.time_zone)",
                                   database::parameters(database::toBytea(hash), now));
  co_return database::optionalRowAs<Refreshed>(rows);
}

task<std::optional<SpentToken>> selectSpentToken(database::Transaction& transaction,
                                                 const std::string& hash, Timestamp now) {
  const auto rows =
      co_await transaction.execute(R"(
      select t.session_id, s.revoked_at is null and s.expires_at > $2 as live, t.used_at,
             exists (select 1 from refresh_tokens c
                     where c.session_id = t.session_id and c.parent = t.hash and c.used_at is null) as is_predecessor
      from refresh_tokens t join sessions s on s.id = t.session_id
      where t.hash = $1)",
                                   database::parameters(database::toBytea(hash), now));
  co_return database::optionalRowAs<SpentToken>(rows);
}

void touchSession(database::Transaction& transaction, SessionId session, const std::string& address,
                  const std::string& user_agent, Timestamp now) {
  transaction.enqueue(
      {"update sessions set last_used_at = $2, address = $3, user_agent = $4 where id = $1",
       database::parameters(session, now, address, user_agent)});
  transaction.enqueue({"delete from refresh_tokens where session_id = $1 and expires_at <= $2",
                       database::parameters(session, now)});
}

task<std::optional<SessionState>> selectSessionState(database::Transaction& transaction,
                                                     SessionId session, UserId user,
                                                     WorkspaceId workspace) {
  const auto rows = co_await transaction.execute(R"(
      select s.version, u.role, s.expires_at, s.revoked_at is not null as revoked
      from sessions s join users u on u.id = s.user_id
      where s.id = $1 and s.user_id = $2 and s.workspace_id = $3)",
                                                 database::parameters(session, user, workspace));
  co_return database::optionalRowAs<SessionState>(rows);
}

task<std::vector<Session>> selectSessions(database::Transaction& transaction, UserId user,
                                          SessionId current, Timestamp now, int count) {
  const auto rows = co_await transaction.execute(R"(
      select id, created_at, last_used_at, address, user_agent, id = $2 as current
      from sessions
      where user_id = $1 and revoked_at is null and expires_at > $3
        and exists (select 1 from refresh_tokens t
                    where t.session_id = sessions.id and t.used_at is null and t.expires_at > $3)
      order by last_used_at desc, id desc limit $4)",
                                                 database::parameters(user, current, now, count));
  co_return database::rowsAs<Session>(rows);
}

task<bool> revokeSession(database::Transaction& transaction, SessionId session, UserId user,
                         Timestamp now) {
  const auto rows = co_await transaction.execute(R"(
      update sessions set revoked_at = $3, version = version + 1
      where id = $1 and user_id = $2 and revoked_at is null)",
                                                 database::parameters(session, user, now));
  co_return rows.affected() == 1;
}

task<std::optional<SessionId>> revokeSessionOfToken(database::Transaction& transaction,
                                                    const std::string& hash, Timestamp now) {
  const auto rows =
      co_await transaction.execute(R"(
      update sessions set revoked_at = $2, version = version + 1
      where id = (select session_id from refresh_tokens where hash = $1) and revoked_at is null
      returning id)",
                                   database::parameters(database::toBytea(hash), now));
  const auto ids = idsIn(rows);
  co_return ids.empty() ? std::nullopt : std::optional{ids.front()};
}

task<std::vector<SessionId>> revokeOtherSessions(database::Transaction& transaction, UserId user,
                                                 SessionId kept, Timestamp now) {
  const auto rows = co_await transaction.execute(R"(
      update sessions set revoked_at = $3, version = version + 1
      where user_id = $1 and id <> $2 and revoked_at is null
      returning id)",
                                                 database::parameters(user, kept, now));
  co_return idsIn(rows);
}

task<std::vector<SessionId>> revokeSessionsBeyond(database::Transaction& transaction, UserId user,
                                                  std::size_t kept_count, Timestamp now) {
  const auto rows = co_await transaction.execute(R"(
      update sessions set revoked_at = $3, version = version + 1
      where id in (select id from sessions where user_id = $1 and revoked_at is null
                   order by last_used_at desc, id desc offset $2)
      returning id)",
                                                 database::parameters(user, kept_count, now));
  co_return idsIn(rows);
}

task<int> deleteEndedSessions(database::Transaction& transaction, Timestamp before, int count) {
  const auto rows = co_await transaction.execute(R"(
      delete from sessions where id in (
        select id from sessions where revoked_at < $1 or expires_at < $1 limit $2))",
                                                 database::parameters(before, count));
  co_return static_cast<int>(rows.affected());
}

}  // namespace parley::accounts
