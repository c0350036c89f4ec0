#pragma once

#include <string>

#include "features/accounts/account.hpp"
#include "features/accounts/accounts.hpp"
#include "operations/call.hpp"

/// How members come into a workspace.
namespace parley::accounts {

/// Makes an invitation, in place of an open one to the same address. Throws 409 `email_taken` for
/// an address that has an account, 409 when too many are open.
task<MadeInvitation> invite(Accounts& accounts, operations::Call& call, NewInvitation input);
task<InvitationPage> listInvitations(Accounts& accounts, operations::Call& call);
task<void> withdrawInvitation(operations::Call& call, InvitationKey key);
task<InvitationView> readInvitation(Accounts& accounts, operations::Call& call,
                                    InvitationLink input);

/// An invitation that can be accepted now.
struct OpenInvitation {
  WorkspaceId workspace_id;
  std::string workspace_name;
  std::string email;
  std::string email_key;
  InvitedRole role = InvitedRole::member;
  std::string invited_by;
  Timestamp expires_at;
};

/// Throws 422 for `invitation` when the token is wrong, used or expired.
task<OpenInvitation> openInvitation(Accounts& accounts, operations::Call& call,
                                    const InvitationToken& token);
/// Marks it as accepted within the transaction: of two at once one wins, the other gets 422.
task<void> acceptInvitation(Accounts& accounts, database::Transaction& transaction,
                            const InvitationToken& token);

operations::Role roleOf(InvitedRole role);

}  // namespace parley::accounts
