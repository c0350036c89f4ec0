#pragma once

#include <string>

#include "features/accounts/account.hpp"
#include "features/accounts/accounts.hpp"
#include "operations/call.hpp"

/// The handlers around signing in. They open their own transactions: none may wait while a password
/// is hashed.
namespace parley::accounts {

task<Authenticated> registerAccount(Accounts& accounts, operations::Call& call, Registration input);
task<Authenticated> signIn(Accounts& accounts, operations::Call& call, SignIn input);
task<Authenticated> refresh(Accounts& accounts, operations::Call& call);
task<void> signOut(Accounts& accounts, operations::Call& call);
task<void> changePassword(Accounts& accounts, operations::Call& call, PasswordChange input);

task<SessionPage> listSessions(Accounts& accounts, operations::Call& call);
task<void> endSession(Accounts& accounts, operations::Call& call, SessionKey key);

}  // namespace parley::accounts
