#include "features/accounts/session_start.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/session_store.hpp"
#include "foundation/unicode.hpp"
#include "json/describe.hpp"
#include "secrets/random.hpp"

namespace parley::accounts {
namespace {

constexpr std::size_t max_user_agent = 400;

}  // namespace

std::string userAgentOf(const operations::Call& call) {
  const auto& text = call.caller.user_agent;
  if (!unicode::countCharacters(text) ||
      unicode::hasForbiddenCharacters(text, unicode::LineBreaks::refused))
    return {};
  return std::string{unicode::prefix(text, max_user_agent)};
}

Timestamp refreshTokenEnd(const Accounts& accounts, Timestamp session_end) {
  return std::min<Timestamp>(accounts.clock().now() + accounts.options().sessions.idle_life,
                             session_end);
}

void giveRefreshToken(const Accounts& accounts, operations::Call& call,
                      database::Transaction& transaction, SessionId session, Timestamp session_end,
                      int generation) {
  const Timestamp now = accounts.clock().now();
  const Timestamp end = refreshTokenEnd(accounts, session_end);
  const std::string token = secrets::makeToken();
  insertRefreshToken(transaction, {secrets::sha256(token), session, generation, end}, now);
  call.reply.refresh_token = token;
  call.reply.refresh_token_life = std::chrono::floor<std::chrono::seconds>(end - now);
}

SessionId startSession(const Accounts& accounts, operations::Call& call,
                       database::Transaction& transaction, const SignedInUser& user) {
  const Timestamp now = accounts.clock().now();
  const Timestamp end = now + accounts.options().sessions.absolute_life;
  const auto id = SessionId::make();
  insertSession(transaction,
                {id, user.workspace_id, user.id, call.caller.address, userAgentOf(call), end}, now);
  giveRefreshToken(accounts, call, transaction, id, end, 1);
  return id;
}

Authenticated authenticated(const Accounts& accounts, SessionId session, int session_version,
                            SignedInUser user) {
  secrets::AccessClaims claims;
  claims.user_id = user.id;
  claims.workspace_id = user.workspace_id;
  claims.session_id = session;
  claims.session_version = session_version;
  claims.role = json::enumName(user.role);
  Authenticated answer;
  answer.access_token = accounts.tokens().issue(std::move(claims));
  answer.expires_in = accounts.tokens().lifetime().count();
  answer.user = std::move(user);
  return answer;
}

}  // namespace parley::accounts
