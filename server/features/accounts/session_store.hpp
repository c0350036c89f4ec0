#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "database/transaction.hpp"
#include "features/accounts/account.hpp"

/// The SQL of sessions and their refresh tokens. A session is a family of tokens in generations,
/// each of which replaces the one before; the database knows a token by its SHA-256 alone. These
/// tables know no row-level security: every statement names whose row it means.
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
  int generation = 1;
  Timestamp expires_at;
};

/// A session that was just renewed.
struct Refreshed {
  SessionId session_id;
  int session_version = 1;
  int generation = 1;  ///< of the tokens that are current now
  Timestamp session_expires_at;
  UserId id;
  WorkspaceId workspace_id;
  std::string name;
  std::string email;
  operations::Role role = operations::Role::member;
  std::string time_zone;
};
BOOST_DESCRIBE_STRUCT(Refreshed, (),
                      (session_id, session_version, generation, session_expires_at, id,
                       workspace_id, name, email, role, time_zone))

/// The device that renews a session.
struct Renewal {
  std::string token_hash;
  std::string address;
  std::string user_agent;
  Timestamp race_start;  ///< a token that was replaced since then still renews
};

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

/// Renews the live session of a current token, or of one of the generation before that was replaced
/// after `race_start`: one statement, so of many at once one begins the next generation.
task<std::optional<Refreshed>> renewSession(database::Transaction& transaction,
                                            const Renewal& renewal, Timestamp now);
/// Drops the session's tokens that have ended.
void forgetEndedTokens(database::Transaction& transaction, SessionId session, Timestamp now);

task<std::optional<SessionState>> selectSessionState(database::Transaction& transaction,
                                                     SessionId session, UserId user,
                                                     WorkspaceId workspace);
/// The user's live sessions, last used first.
task<std::vector<Session>> selectSessions(database::Transaction& transaction, UserId user,
                                          SessionId current, Timestamp now, int count);

/// False when there is no such live session of the user.
task<bool> revokeSession(database::Transaction& transaction, SessionId session, UserId user,
                         Timestamp now);
/// Ends the live session of a token: of any, or only of one whose generation was replaced.
enum class TokenState : std::uint8_t { any, replaced };
task<std::optional<SessionId>> revokeSessionOfToken(database::Transaction& transaction,
                                                    const std::string& hash, TokenState state,
                                                    Timestamp now);
/// All of the user's sessions but `kept`, or but the `kept_count` last used ones. Answers those
/// that were live.
task<std::vector<SessionId>> revokeOtherSessions(database::Transaction& transaction, UserId user,
                                                 SessionId kept, Timestamp now);
task<std::vector<SessionId>> revokeSessionsBeyond(database::Transaction& transaction, UserId user,
                                                  std::size_t kept_count, Timestamp now);

/// Forgets up to `count` sessions that ended before the given time. Answers how many there were.
task<int> deleteEndedSessions(database::Transaction& transaction, Timestamp before, int count);

}  // namespace parley::accounts
