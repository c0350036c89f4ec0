#pragma once

#include <string>

#include "features/accounts/account.hpp"
#include "features/accounts/accounts.hpp"
#include "operations/call.hpp"

namespace parley::accounts {

/// What a client says about itself is shown in a list: readable text of a bounded length, or
/// nothing.
std::string userAgentOf(const operations::Call& call);

/// The life of a refresh token made now, in a session that ends at `session_end`.
Timestamp refreshTokenEnd(const Accounts& accounts, Timestamp session_end);

/// Adds a refresh token to the transaction and, with it, to the reply.
void giveRefreshToken(const Accounts& accounts, operations::Call& call,
                      database::Transaction& transaction, SessionId session, Timestamp session_end,
                      int generation);

/// Adds a new session of the user to the transaction, with its first refresh token in the reply.
SessionId startSession(const Accounts& accounts, operations::Call& call,
                       database::Transaction& transaction, const SignedInUser& user);

/// What the client gets: an access token for the session.
Authenticated authenticated(const Accounts& accounts, SessionId session, int session_version,
                            SignedInUser user);

}  // namespace parley::accounts
