#pragma once

#include "features/accounts/account.hpp"
#include "features/accounts/accounts.hpp"
#include "operations/call.hpp"
#include "operations/operation.hpp"

/// The handlers around a user's own profile, in the transaction of their call.
namespace parley::accounts {

task<Me> readMe(operations::Call& call);
task<Me> changeMe(operations::Call& call, MeChanges input, Timestamp now);

task<operations::Bytes> readAvatar(operations::Call& call);
task<void> setAvatar(operations::Call& call, std::size_t max_bytes, Timestamp now);
task<void> removeAvatar(operations::Call& call, Timestamp now);

task<MemberPage> listMembers(operations::Call& call, FindMembers input);

}  // namespace parley::accounts
