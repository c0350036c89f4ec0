#include "features/accounts/account_store.hpp"

#include <boost/describe/class.hpp>

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::accounts {
namespace {

struct AvatarRow {
  std::optional<std::string> avatar_type;
  std::optional<std::string> avatar;
};
BOOST_DESCRIBE_STRUCT(AvatarRow, (), (avatar_type, avatar))

}  // namespace

task<bool> isEmailTaken(database::Transaction& transaction, const std::string& email_key) {
  const auto rows = co_await transaction.execute("select 1 from users where email_key = $1",
                                                 database::parameters(email_key));
  co_return !rows.empty();
}

void insertAccount(database::Transaction& transaction, const NewAccount& account, Timestamp now) {
  if (account.role == operations::Role::owner)
    transaction.enqueue(
        {"insert into workspaces (id, name, created_at, updated_at) values ($1, $2, $3, $3)",
         database::parameters(account.workspace_id, account.workspace_name, now)});
  transaction.enqueue({R"(
      insert into users (id, workspace_id, name, email, email_key, role, password_hash, time_zone, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $9, $6, $7, $8, $8))",
                       database::parameters(account.user_id, account.workspace_id, account.name,
                                            account.email, account.email_key, account.password_hash,
                                            account.time_zone, now, account.role)});
}

task<std::optional<Credentials>> selectByEmail(database::Transaction& transaction,
                                               std::string email_key) {
  const auto rows = co_await transaction.execute(R"(
      select u.id, u.workspace_id, w.name as workspace_name, u.name, u.email, u.role, u.time_zone, u.password_hash
      from users u join workspaces w on w.id = u.workspace_id
      where u.email_key = $1)",
                                                 database::parameters(email_key));
  co_return database::optionalRowAs<Credentials>(rows);
}

task<std::optional<Credentials>> selectCredentials(database::Transaction& transaction,
                                                   UserId user) {
  const auto rows = co_await transaction.execute(R"(
      select u.id, u.workspace_id, w.name as workspace_name, u.name, u.email, u.role, u.time_zone, u.password_hash
      from users u join workspaces w on w.id = u.workspace_id
      where u.id = $1)",
                                                 database::parameters(user));
  co_return database::optionalRowAs<Credentials>(rows);
}

task<bool> updatePasswordHash(database::Transaction& transaction, UserId user,
                              const std::string& old_hash, const std::string& new_hash,
                              Timestamp now) {
  const auto rows =
      co_await transaction.execute(R"(
      update users set password_hash = $3, updated_at = $4
      where id = $1 and password_hash = $2)",
                                   database::parameters(user, old_hash, new_hash, now));
  co_return rows.affected() == 1;
}

task<std::optional<Me>> selectMe(database::Transaction& transaction, UserId user) {
  const auto rows = co_await transaction.execute(R"(
      select u.id, u.name, u.email, u.workspace_id, w.name as workspace_name, u.role, u.time_zone,
             u.avatar_type is not null as has_avatar, u.created_at
      from users u join workspaces w on w.id = u.workspace_id
      where u.id = $1)",
                                                 database::parameters(user));
  co_return database::optionalRowAs<Me>(rows);
}

task<int> updateProfile(database::Transaction& transaction, UserId user,
                        const std::optional<std::string>& name,
                        const std::optional<std::string>& time_zone, Timestamp now) {
  const auto rows = co_await transaction.execute(R"(
      update users set name = coalesce($2, name), time_zone = coalesce($3, time_zone), version = version + 1,
             updated_at = $4
      where id = $1
      returning version)",
                                                 database::parameters(user, name, time_zone, now));
  co_return database::valueAs<int>(rows);
}

task<std::optional<Avatar>> selectAvatar(database::Transaction& transaction, UserId user) {
  const auto rows = co_await transaction.execute(
      "select avatar_type, avatar from users where id = $1", database::parameters(user));
  const auto row = database::optionalRowAs<AvatarRow>(rows);
  if (!row || !row->avatar_type || !row->avatar) co_return std::nullopt;
  co_return Avatar{*row->avatar_type, database::fromBytea(*row->avatar)};
}

task<int> updateAvatar(database::Transaction& transaction, UserId user,
                       const std::optional<Avatar>& avatar, Timestamp now) {
  std::optional<std::string> type;
  std::optional<std::string> bytes;
  if (avatar) {
    type = avatar->type;
    bytes = database::toBytea(avatar->bytes);
  }
  const auto rows = co_await transaction.execute(R"(
      update users set avatar_type = $2, avatar = $3, version = version + 1, updated_at = $4
      where id = $1
      returning version)",
                                                 database::parameters(user, type, bytes, now));
  co_return database::valueAs<int>(rows);
}

task<std::vector<Member>> selectMembers(database::Transaction& transaction, WorkspaceId workspace,
                                        std::optional<UserId> after, std::string search,
                                        int count) {
  const auto rows =
      co_await transaction.execute(R"(
      select id, name, email, role from users
      where workspace_id = $1 and ($2::uuid is null or id > $2)
        and (strpos(lower(name), lower($4)) > 0 or strpos(email_key, lower($4)) > 0)
      order by id limit $3)",
                                   database::parameters(workspace, after, count, search));
  co_return database::rowsAs<Member>(rows);
}

}  // namespace parley::accounts
