#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database/transaction.hpp"
#include "features/accounts/account.hpp"

/// The SQL of sessions and their refresh tokens. A session is a family of tokens, each of which
/// replaces the one before; the database knows a token by its SHA-256 alone. These tables know no
/// row-level security: every statement names whose row it means.
namespace parley::accounts {

struct NewSession {
  SessionId id;
  WorkspaceId workspace_id;
  UserId user_id;
  std::string address;
  std::string user_agent;
  Timestamp expires_at;
};

struct NewRefreshToken {
  std::string hash;
  SessionId session_id;
  std::optional<std::string> parent;  ///< hash of the token it replaces
  Timestamp expires_at;
};

/// A session whose refresh token was just used up.
struct Refreshed {
  SessionId session_id;
  int session_version = 1;
  Timestamp session_expires_at;
  UserId id;
  WorkspaceId workspace_id;
  std::string name;
  std::string email;
  operations::Role role = operations::Role::member;
  std::string time_zone;
};
BOOST_DESCRIBE_STRUCT(Refreshed, (),
                      (session_id, session_version, session_expires_at, id, workspace_id, name,
                       email, role, time_zone))

/// A refresh token that could not be used up.
struct SpentToken {
  SessionId session_id;
  bool live = false;  ///< its session
  std::optional<Timestamp> used_at;
  bool is_predecessor = false;  ///< of the token that is the session's current one
};
BOOST_DESCRIBE_STRUCT(SpentToken, (), (session_id, live, used_at, is_predecessor))

/// What an access token's session says now.
struct SessionState {
  int version = 1;
  operations::Role role = operations::Role::member;
  Timestamp expires_at;
  bool revoked = false;
};
BOOST_DESCRIBE_STRUCT(SessionState, (), (version, role, expires_at, revoked))

void insertSession(database::Transaction& transaction, const NewSession& session, Timestamp now);
void insertRefreshToken(database::Transaction& transaction, const NewRefreshToken& token,
                        Timestamp now);

/// Marks the token as used, if it is unused, in time, and of a live session: one statement, so of
/// many at once one wins.
task<std::optional<Refreshed>> useRefreshToken(database::Transaction& transaction,
                                               const std::string& hash, Timestamp now);
task<std::optional<SpentToken>> selectSpentToken(database::Transaction& transaction,
                                                 const std::string& hash, Timestamp now);
/// What a refresh learns of the device; also drops the session's tokens that have ended.
void touchSession(database::Transaction& transaction, SessionId session, const std::string& address,
                  const std::string& user_agent, Timestamp now);

task<std::optional<SessionState>> selectSessionState(database::Transaction& transaction,
                                                     SessionId session, UserId user,
                                                     WorkspaceId workspace);
/// The user's live sessions, last used first.
task<std::vector<Session>> selectSessions(database::Transaction& transaction, UserId user,
                                          SessionId current, Timestamp now, int count);

/// False when there is no such live session of the user.
task<bool> revokeSession(database::Transaction& transaction, SessionId session, UserId user,
                         Timestamp now);
/// The session of a refresh token, whatever has become of the token.
task<std::optional<SessionId>> revokeSessionOfToken(database::Transaction& transaction,
                                                    const std::string& hash, Timestamp now);
/// All of the user's sessions but `kept`, or but the `kept_count` last used ones. Answers those
/// that were live.
task<std::vector<SessionId>> revokeOtherSessions(database::Transaction& transaction, UserId user,
                                                 SessionId kept, Timestamp now);
task<std::vector<SessionId>> revokeSessionsBeyond(database::Transaction& transaction, UserId user,
                                                  std::size_t kept_count, Timestamp now);

/// Forgets up to `count` sessions that ended before the given time. Answers how many there were.
task<int> deleteEndedSessions(database::Transaction& transaction, Timestamp before, int count);

}  // namespace parley::accounts
