#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "database/database.hpp"
#include "features/accounts/accounts.hpp"
#include "operations/actor.hpp"
#include "secrets/access_token.hpp"

namespace parley::accounts {

/// Whom an access token speaks for, and until when.
struct Bearer {
  operations::Actor actor;
  Timestamp expires_at;
};

/// Turns bearer tokens into actors. One per Loop, used from its thread only. A session that ends is
/// refused at once in this process and within `max_staleness` everywhere; a role counts as the
/// database has it, not as the token remembers it.
class SessionGate {
 public:
  struct Options {
    std::chrono::milliseconds max_staleness{4000};
    std::size_t max_sessions = 20'000;  ///< remembered; others cost a query
    std::size_t max_tokens = 20'000;
  };

  /// Both must outlive this.
  SessionGate(Accounts& accounts, database::Database& database);
  SessionGate(Accounts& accounts, database::Database& database, Options options);

  /// Throws 401 for a token that is not valid or whose session has ended, 503 when the database
  /// cannot be asked.
  task<Bearer> authenticate(std::string token);

 private:
  struct Known {
    std::int64_t version = 0;
    operations::Role role = operations::Role::member;
    bool live = false;
    Timestamp ends_at;
    Timestamp checked_at;
  };

  const Known* fresh(SessionId session) const;
  task<Known> ask(secrets::AccessClaims claims);
  void remember(SessionId session, const Known& known);
  void forgetRevoked();

  Accounts& accounts_;
  database::Database& database_;
  Options options_;
  secrets::VerifiedTokens tokens_;
  std::unordered_map<SessionId, Known> sessions_;
  std::uint64_t revoked_position_;
};

}  // namespace parley::accounts
