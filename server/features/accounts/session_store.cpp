#include "features/accounts/session_store.hpp"

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::accounts {
namespace {

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
      insert into sessions (id, workspace_id, user_id, address, user_agent, created_at, last_used_at, rotated_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $6, $6, $7))",
       database::parameters(session.id, session.workspace_id, session.user_id, session.address,
                            session.user_agent, now, session.expires_at)});
}

void insertRefreshToken(database::Transaction& transaction, const NewRefreshToken& token,
                        Timestamp now) {
  transaction.enqueue({R"(
      insert into refresh_tokens (hash, session_id, generation, created_at, expires_at)
      values ($1, $2, $3, $4, $5))",
                       database::parameters(database::toBytea(token.hash), token.session_id,
                                            token.generation, now, token.expires_at)});
}

task<std::optional<Refreshed>> renewSession(database::Transaction& transaction,
                                            const Renewal& renewal, Timestamp now) {
  const auto rows = co_await transaction.execute(
      R"(
      update sessions s
      set generation = t.generation + 1, last_used_at = $2, address = $3, user_agent = $4,
          rotated_at = case when t.generation = s.generation then $2 else s.rotated_at end
      from refresh_tokens t, users u
      where t.hash = $1 and t.expires_at > $2 and s.id = t.session_id and u.id = s.user_id
        and s.revoked_at is null and s.expires_at > $2
        and (t.generation = s.generation or (t.generation = s.generation - 1 and s.rotated_at >= $5))
      returning s.id as session_id, s.version as session_version, s.generation,
                s.expires_at as session_expires_at,
                u.id, u.workspace_id, u.name, u.email, u.role, u.time_zone)",
      database::parameters(database::toBytea(renewal.token_hash), now, renewal.address,
                           renewal.user_agent, renewal.race_start));
  co_return database::optionalRowAs<Refreshed>(rows);
}

void forgetEndedTokens(database::Transaction& transaction, SessionId session, Timestamp now) {
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
                    where t.session_id = sessions.id and t.generation = sessions.generation
                      and t.expires_at > $3)
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
                                                    const std::string& hash, TokenState state,
                                                    Timestamp now) {
  const auto rows = co_await transaction.execute(
      R"(
      update sessions s set revoked_at = $2, version = s.version + 1
      from refresh_tokens t
      where t.hash = $1 and s.id = t.session_id and ($3 or t.generation < s.generation)
        and s.revoked_at is null and s.expires_at > $2
      returning s.id)",
      database::parameters(database::toBytea(hash), now, state == TokenState::any));
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
