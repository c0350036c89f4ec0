#include "features/accounts/invitations.hpp"

#include <utility>

#include "database/binary.hpp"
#include "database/described_rows.hpp"
#include "features/accounts/account_store.hpp"
#include "foundation/error.hpp"
#include "secrets/random.hpp"

namespace parley::accounts {

BOOST_DESCRIBE_STRUCT(OpenInvitation, (),
                      (workspace_id, workspace_name, email, email_key, role, invited_by,
                       expires_at))

namespace {

using operations::Call;

std::string hashOf(const InvitationToken& token) {
  return database::toBytea(secrets::sha256(token.value()));
}

Error notOpen() {
  return invalid("invitation", "is used up, withdrawn or too old; ask for a new one");
}

}  // namespace

task<MadeInvitation> invite(Accounts& accounts, Call& call, NewInvitation input) {
  auto& transaction = call.transaction();
  const auto now = accounts.clock().now();
  const auto key = input.email.key();
  if (co_await isEmailTaken(transaction, key)) {
    throw Error{parley::Status::conflict,
                "email_taken",
                "This e-mail address already has an account.",
                {{"email", "already has an account"}}};
  }
  const auto open = co_await transaction.execute(
      "select count(*) from invitations where workspace_id = $1 and accepted_at is null and "
      "expires_at > $2 and email_key <> $3",
      database::parameters(call.actor().workspace_id, now, key));
  if (database::valueAs<std::size_t>(open) >= accounts.options().invitations.max_open) {
    throw Error{parley::Status::conflict, "too_many_invitations",
                "Too many invitations are open. Withdraw some first."};
  }

  MadeInvitation made;
  made.id = InvitationId::make();
  made.email = input.email.value();
  made.role = input.role.value_or(InvitedRole::member);
  made.expires_at = now + accounts.options().invitations.life;
  const auto token = secrets::makeToken();
  // Behind the #, so that it reaches no server's log.
  made.url = call.caller.origin + "/register#invitation=" + token;
  transaction.enqueue(
      {"delete from invitations where workspace_id = $1 and email_key = $2 and accepted_at is null",
       database::parameters(call.actor().workspace_id, key)});
  transaction.enqueue({R"(
      insert into invitations (workspace_id, id, email, email_key, role, token_hash, invited_by, created_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9))",
                       database::parameters(call.actor().workspace_id, made.id, made.email, key,
                                            made.role, database::toBytea(secrets::sha256(token)),
                                            call.actor().user_id, now, made.expires_at)});
  co_return made;
}

task<InvitationPage> listInvitations(Accounts& accounts, Call& call) {
  const auto rows = co_await call.transaction().execute(
      R"(
      select i.id, i.email, i.role, u.name as invited_by, i.created_at, i.expires_at
      from invitations i join users u on u.workspace_id = i.workspace_id and u.id = i.invited_by
      where i.workspace_id = $1 and i.accepted_at is null and i.expires_at > $2
      order by i.created_at desc, i.id desc limit $3)",
      database::parameters(call.actor().workspace_id, accounts.clock().now(),
                           accounts.options().invitations.max_open));
  co_return InvitationPage{database::rowsAs<Invitation>(rows), std::nullopt};
}

task<void> withdrawInvitation(Call& call, InvitationKey key) {
  const auto rows = co_await call.transaction().execute(
      "delete from invitations where workspace_id = $1 and id = $2 and accepted_at is null",
      database::parameters(call.actor().workspace_id, key.id));
  if (rows.affected() == 0) throw notFound("There is no such open invitation.");
}

task<OpenInvitation> openInvitation(Accounts& accounts, Call& call, const InvitationToken& token) {
  auto transaction = co_await call.services.database.begin(std::nullopt, database::Mode::read);
  const auto rows = co_await transaction.execute(
      R"(
      select i.workspace_id, w.name as workspace_name, i.email, i.email_key, i.role, u.name as invited_by, i.expires_at
      from invitations i join workspaces w on w.id = i.workspace_id
      join users u on u.workspace_id = i.workspace_id and u.id = i.invited_by
      where i.token_hash = $1 and i.accepted_at is null and i.expires_at > $2)",
      database::parameters(hashOf(token), accounts.clock().now()));
  auto open = database::optionalRowAs<OpenInvitation>(rows);
  if (!open) throw notOpen();
  co_return std::move(*open);
}

task<void> acceptInvitation(Accounts& accounts, database::Transaction& transaction,
                            const InvitationToken& token) {
  const auto rows = co_await transaction.execute(
      "update invitations set accepted_at = $2 where token_hash = $1 and accepted_at is null and "
      "expires_at > $2",
      database::parameters(hashOf(token), accounts.clock().now()));
  if (rows.affected() == 0) throw notOpen();
}

task<InvitationView> readInvitation(Accounts& accounts, Call& call, InvitationLink input) {
  const auto open = co_await openInvitation(accounts, call, input.invitation);
  co_return InvitationView{open.workspace_name, open.email, open.role, open.invited_by,
                           open.expires_at};
}

operations::Role roleOf(InvitedRole role) {
  return role == InvitedRole::administrator ? operations::Role::administrator
                                            : operations::Role::member;
}

}  // namespace parley::accounts
