#include "features/accounts/sessions.hpp"

#include <utility>

#include "database/query_error.hpp"
#include "features/accounts/account_store.hpp"
#include "features/accounts/invitations.hpp"
#include "features/accounts/session_start.hpp"
#include "features/accounts/session_store.hpp"
#include "foundation/error.hpp"
#include "secrets/random.hpp"

namespace parley::accounts {
namespace {

using database::Mode;
using operations::Call;

constexpr int max_sessions_listed = 200;

Error emailTaken() {
  return Error{Status::conflict,
               "email_taken",
               "This e-mail address already has an account. Sign in instead.",
               {{"email", "is already in use"}}};
}

/// The same words for an unknown address and a wrong password.
Error wrongCredentials() {
  return Error{Status::unauthenticated, "invalid_credentials",
               "The e-mail address or the password is wrong."};
}

Error sessionEnded() {
  return Error{Status::unauthenticated, "session_ended", "The session has ended. Sign in again."};
}

void requireGoodPassword(const std::string& field, const std::string& password,
                         const secrets::PasswordOwner& owner) {
  if (auto reason = secrets::refusePassword(password, owner))
    throw invalid(field, std::move(*reason));
}

SignedInUser signedInUser(const Credentials& user) {
  return {user.id, user.name, user.email, user.workspace_id, user.role, user.time_zone};
}

task<bool> isTaken(Call& call, const std::string& email_key) {
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::read);
  co_return co_await isEmailTaken(transaction, email_key);
}

task<std::optional<Credentials>> credentialsOf(Call& call, UserId user) {
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::read);
  co_return co_await selectCredentials(transaction, user);
}

task<std::optional<Credentials>> credentialsByEmail(Call& call, const std::string& email_key) {
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::read);
  co_return co_await selectByEmail(transaction, email_key);
}

/// Takes about as long for nobody as for somebody.
task<bool> proves(Accounts& accounts, const std::optional<Credentials>& user,
                  std::string password) {
  if (user)
    co_return co_await accounts.passwords().verify(user->password_hash, std::move(password));
  co_await accounts.passwords().verifyForNobody(std::move(password));
  co_return false;
}

/// A hash of earlier, weaker parameters is replaced while the password is at hand.
task<std::optional<std::string>> strongerHash(Accounts& accounts, const Credentials& user,
                                              std::string password) {
  if (!accounts.passwords().needsRehash(user.password_hash)) co_return std::nullopt;
  co_return co_await accounts.passwords().hash(std::move(password));
}

}  // namespace

namespace {

/// A workspace of one's own, or the one of the invitation.
task<NewAccount> accountFor(Accounts& accounts, Call& call, const Registration& input) {
  NewAccount account;
  account.user_id = UserId::make();
  account.name = input.name.value();
  account.email = input.email.value();
  account.email_key = input.email.key();
  account.time_zone = input.time_zone ? input.time_zone->value() : "UTC";
  if (input.invitation) {
    if (input.workspace_name)
      throw invalid("workspace_name", "cannot be chosen when joining by an invitation");
    const auto open = co_await openInvitation(accounts, call, *input.invitation);
    if (open.email_key != account.email_key)
      throw invalid("email", "must be the address that was invited, " + open.email);
    account.workspace_id = open.workspace_id;
    account.workspace_name = open.workspace_name;
    account.role = roleOf(open.role);
    co_return account;
  }
  if (accounts.options().registration == RegistrationMode::closed) {
    throw Error{Status::forbidden, "registration_closed",
                "This installation does not take new registrations."};
  }
  if (!input.workspace_name) throw invalid("workspace_name", "is required");
  account.workspace_id = WorkspaceId::make();
  account.workspace_name = input.workspace_name->value();
  co_return account;
}

}  // namespace

task<Authenticated> registerAccount(Accounts& accounts, Call& call, Registration input) {
  accounts.limits().countRegistration(call.caller.address);
  auto account = co_await accountFor(accounts, call, input);
  requireGoodPassword("password", input.password.value(),
                      {account.name, account.email, account.workspace_name});
  if (co_await isTaken(call, account.email_key)) {
    accounts.limits().countTaken(call.caller.address);
    throw emailTaken();
  }
  account.password_hash = co_await accounts.passwords().hash(input.password.value());

  SignedInUser user{account.user_id,      account.name, account.email,
                    account.workspace_id, account.role, account.time_zone};
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::write);
  if (input.invitation) co_await acceptInvitation(accounts, transaction, *input.invitation);
  insertAccount(transaction, account, accounts.clock().now());
  const SessionId session = startSession(accounts, call, transaction, user);
  try {
    co_await transaction.commit();
  } catch (const database::QueryError& error) {
    // Somebody else registered it since we looked.
    if (!error.isUniqueViolation("users_email_key_key")) throw;
    accounts.limits().countTaken(call.caller.address);
    throw emailTaken();
  }
  co_return authenticated(accounts, session, 1, std::move(user));
}

task<Authenticated> signIn(Accounts& accounts, Call& call, SignIn input) {
  const std::string email_key = input.email.key();
  SignInLimits::Attempt attempt{accounts.limits(), email_key, call.caller.address};
  co_await attempt.begin();
  const auto user = co_await credentialsByEmail(call, email_key);
  if (!co_await proves(accounts, user, input.password.value())) {
    attempt.failed();
    throw wrongCredentials();
  }
  const auto new_hash = co_await strongerHash(accounts, *user, input.password.value());

  const Timestamp now = accounts.clock().now();
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::write);
  if (new_hash)
    co_await updatePasswordHash(transaction, user->id, user->password_hash, *new_hash, now);
  const SessionId session = startSession(accounts, call, transaction, signedInUser(*user));
  const auto ended = co_await revokeSessionsBeyond(transaction, user->id,
                                                   accounts.options().sessions.max_per_user, now);
  co_await transaction.commit();
  for (const SessionId id : ended) accounts.revoked().add(id);
  co_return authenticated(accounts, session, 1, signedInUser(*user));
}

task<Authenticated> refresh(Accounts& accounts, Call& call) {
  if (!call.caller.refresh_token) throw sessionEnded();
  const Timestamp now = accounts.clock().now();
  const Renewal renewal{secrets::sha256(*call.caller.refresh_token), call.caller.address,
                        userAgentOf(call), now - accounts.options().sessions.predecessor_window};
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::write);
  const auto renewed = co_await renewSession(transaction, renewal, now);
  if (!renewed) {
    // Somebody holds a copy of a spent token, and nobody can say who is who: the family ends.
    const auto stolen =
        co_await revokeSessionOfToken(transaction, renewal.token_hash, TokenState::replaced, now);
    co_await transaction.commit();
    if (stolen) accounts.revoked().add(*stolen);
    throw sessionEnded();
  }
  forgetEndedTokens(transaction, renewed->session_id, now);
  giveRefreshToken(accounts, call, transaction, renewed->session_id, renewed->session_expires_at,
                   renewed->generation);
  co_await transaction.commit();
  SignedInUser user{renewed->id,           renewed->name, renewed->email,
                    renewed->workspace_id, renewed->role, renewed->time_zone};
  co_return authenticated(accounts, renewed->session_id, renewed->session_version, std::move(user));
}

task<void> signOut(Accounts& accounts, Call& call) {
  call.reply.refresh_token = "";
  if (!call.caller.refresh_token) co_return;
  const std::string hash = secrets::sha256(*call.caller.refresh_token);
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::write);
  const auto ended =
      co_await revokeSessionOfToken(transaction, hash, TokenState::any, accounts.clock().now());
  co_await transaction.commit();
  if (ended) accounts.revoked().add(*ended);
}

task<void> changePassword(Accounts& accounts, Call& call, PasswordChange input) {
  const auto user = co_await credentialsOf(call, call.actor().user_id);
  if (!user) throw sessionEnded();
  {
    SignInLimits::Attempt attempt{accounts.limits(), "change " + user->id.toString(),
                                  call.caller.address};
    co_await attempt.begin();
    if (!co_await proves(accounts, user, input.current_password.value())) {
      attempt.failed();
      throw invalid("current_password", "is not your password");
    }
  }
  if (input.new_password.value() == input.current_password.value()) {
    throw invalid("new_password", "is the one you have already");
  }
  requireGoodPassword("new_password", input.new_password.value(),
                      {user->name, user->email, user->workspace_name});
  const std::string new_hash = co_await accounts.passwords().hash(input.new_password.value());

  const Timestamp now = accounts.clock().now();
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::write);
  if (!co_await updatePasswordHash(transaction, user->id, user->password_hash, new_hash, now)) {
    throw Error{Status::conflict, "password_changed",
                "The password was changed at the same time. Try again."};
  }
  const auto ended =
      co_await revokeOtherSessions(transaction, user->id, call.actor().session_id, now);
  co_await transaction.commit();
  for (const SessionId id : ended) accounts.revoked().add(id);
}

task<SessionPage> listSessions(Accounts& accounts, Call& call) {
  SessionPage page;
  page.items =
      co_await selectSessions(call.transaction(), call.actor().user_id, call.actor().session_id,
                              accounts.clock().now(), max_sessions_listed);
  co_return page;
}

task<void> endSession(Accounts& accounts, Call& call, SessionKey key) {
  auto transaction = co_await call.services.database.begin(std::nullopt, Mode::write);
  const bool ended =
      co_await revokeSession(transaction, key.id, call.actor().user_id, accounts.clock().now());
  if (!ended) throw notFound("There is no such session, or it is not yours.");
  co_await transaction.commit();
  accounts.revoked().add(key.id);
  if (key.id == call.actor().session_id) call.reply.refresh_token = "";
}

}  // namespace parley::accounts
