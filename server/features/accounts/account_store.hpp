#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database/transaction.hpp"
#include "features/accounts/account.hpp"

/// The SQL of workspaces and users. These tables know no row-level security: every statement names
/// whose row it means.
namespace parley::accounts {

/// A user as the sign-in needs it.
struct Credentials {
  UserId id;
  WorkspaceId workspace_id;
  std::string workspace_name;
  std::string name;
  std::string email;
  operations::Role role = operations::Role::member;
  std::string time_zone;
  std::string password_hash;
};
BOOST_DESCRIBE_STRUCT(Credentials, (),
                      (id, workspace_id, workspace_name, name, email, role, time_zone,
                       password_hash))

struct NewAccount {
  WorkspaceId workspace_id;
  std::string workspace_name;
  UserId user_id;
  std::string name;
  std::string email;
  std::string email_key;
  std::string password_hash;
  std::string time_zone;
  operations::Role role = operations::Role::owner;
};

struct Avatar {
  std::string type;
  std::string bytes;
};

task<bool> isEmailTaken(database::Transaction& transaction, const std::string& email_key);
/// A workspace and its owner. Executing them fails on `users_email_key_key` when the address is in
/// use.
void insertAccount(database::Transaction& transaction, const NewAccount& account, Timestamp now);

task<std::optional<Credentials>> selectByEmail(database::Transaction& transaction,
                                               std::string email_key);
task<std::optional<Credentials>> selectCredentials(database::Transaction& transaction, UserId user);
/// Only while the hash is still `old_hash`: a password changed meanwhile stays. False when it was.
task<bool> updatePasswordHash(database::Transaction& transaction, UserId user,
                              const std::string& old_hash, const std::string& new_hash,
                              Timestamp now);

task<std::optional<Me>> selectMe(database::Transaction& transaction, UserId user);
/// Both as they are when not given. Answers the user's new version.
task<int> updateProfile(database::Transaction& transaction, UserId user,
                        const std::optional<std::string>& name,
                        const std::optional<std::string>& time_zone, Timestamp now);

task<std::optional<Avatar>> selectAvatar(database::Transaction& transaction, UserId user);
/// nullopt removes it. Answers the user's new version.
task<int> updateAvatar(database::Transaction& transaction, UserId user,
                       const std::optional<Avatar>& avatar, Timestamp now);

/// At most `count` members of the workspace in the order of their ids, after the given one.
task<std::vector<Member>> selectMembers(database::Transaction& transaction, WorkspaceId workspace,
                                        std::optional<UserId> after, std::string search, int count);

}  // namespace parley::accounts
