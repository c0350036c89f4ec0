#include "features/accounts/session_gate.hpp"

#include <utility>

#include "features/accounts/session_store.hpp"
#include "foundation/error.hpp"

namespace parley::accounts {
namespace {

Error notSignedIn() {
  return Error{Status::unauthenticated, "unauthenticated",
               "The access token is not valid or no longer valid."};
}

}  // namespace

SessionGate::SessionGate(Accounts& accounts, database::Database& database)
    : SessionGate{accounts, database, Options{}} {}

SessionGate::SessionGate(Accounts& accounts, database::Database& database, Options options)
    : accounts_{accounts},
      database_{database},
      options_{options},
      tokens_{accounts.tokens(), options.max_tokens},
      revoked_position_{accounts.revoked().position()} {}

task<Bearer> SessionGate::authenticate(std::string token) {
  const auto claims = tokens_.verify(token);
  if (!claims) throw notSignedIn();
  forgetRevoked();

  Known known;
  if (const Known* remembered = fresh(claims->session_id)) {
    known = *remembered;
  } else {
    known = co_await ask(*claims);
  }
  if (!known.live || known.version != claims->session_version ||
      known.ends_at <= accounts_.clock().now()) {
    throw notSignedIn();
  }
  co_return Bearer{{claims->user_id, claims->workspace_id, claims->session_id, known.role},
                   claims->expires_at};
}

const SessionGate::Known* SessionGate::fresh(SessionId session) const {
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return nullptr;
  const auto age = accounts_.clock().now() - found->second.checked_at;
  // A negative age: the clock was set back.
  const bool is_fresh = age >= std::chrono::milliseconds{0} && age <= options_.max_staleness;
  return is_fresh ? &found->second : nullptr;
}

task<SessionGate::Known> SessionGate::ask(secrets::AccessClaims claims) {
  Known known;
  known.checked_at = accounts_.clock().now();
  std::optional<SessionState> state;
  {
    auto transaction = co_await database_.begin(std::nullopt, database::Mode::read);
    state = co_await selectSessionState(transaction, claims.session_id, claims.user_id,
                                        claims.workspace_id);
  }
  if (state) {
    known.version = state->version;
    known.role = state->role;
    known.live = !state->revoked;
    known.ends_at = state->expires_at;
  }
  remember(claims.session_id, known);
  // It may have ended while the answer was on its way.
  forgetRevoked();
  co_return known;
}

void SessionGate::remember(SessionId session, const Known& known) {
  if (sessions_.size() >= options_.max_sessions) {
    std::erase_if(sessions_, [&](const auto& entry) { return !fresh(entry.first); });
    if (sessions_.size() >= options_.max_sessions) sessions_.clear();
  }
  sessions_.insert_or_assign(session, known);
}

void SessionGate::forgetRevoked() {
  const auto revoked = accounts_.revoked().since(revoked_position_);
  if (!revoked) return sessions_.clear();
  for (const SessionId session : *revoked) sessions_.erase(session);
}

}  // namespace parley::accounts
