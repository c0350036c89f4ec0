#include "features/accounts/signing_key_store.hpp"

#include <boost/describe/class.hpp>

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::accounts {
namespace {

using State = secrets::SigningKey::State;

struct Row {
  std::string id;
  std::string state;
  std::string public_key;
  std::string secret_sealed;
  Timestamp created_at;
  std::optional<Timestamp> activated_at;
  std::optional<Timestamp> retired_at;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (id, state, public_key, secret_sealed, created_at, activated_at, retired_at))

std::string toText(State state) {
  switch (state) {
    case State::next:
      return "next";
    case State::active:
      return "active";
    case State::retiring:
      return "retiring";
  }
  return "retiring";
}

State stateOf(const std::string& text) {
  if (text == "next") return State::next;
  return text == "active" ? State::active : State::retiring;
}

}  // namespace

task<std::vector<StoredSigningKey>> selectSigningKeys(database::Transaction& transaction) {
  const auto rows = co_await transaction.execute(R"(
      select id, state, public_key, secret_sealed, created_at, activated_at, retired_at
      from signing_keys order by created_at, id)");
  std::vector<StoredSigningKey> keys;
  for (auto& row : database::rowsAs<Row>(rows)) {
    keys.push_back({row.id, stateOf(row.state), database::fromBytea(row.public_key),
                    database::fromBytea(row.secret_sealed), row.created_at, row.activated_at,
                    row.retired_at});
  }
  co_return keys;
}

task<void> lockSigningKeys(database::Transaction& transaction) {
  co_await transaction.execute("lock table signing_keys in share row exclusive mode");
}

void insertSigningKey(database::Transaction& transaction, const StoredSigningKey& key) {
  transaction.enqueue(
      {R"(
      insert into signing_keys (id, state, public_key, secret_sealed, created_at, activated_at)
      values ($1, $2, $3, $4, $5, $6))",
       database::parameters(key.id, toText(key.state), database::toBytea(key.public_key),
                            database::toBytea(key.secret_sealed), key.created_at,
                            key.activated_at)});
}

void retireSigningKey(database::Transaction& transaction, const std::string& id, Timestamp now) {
  transaction.enqueue({"update signing_keys set state = 'retiring', retired_at = $2 where id = $1",
                       database::parameters(id, now)});
}

void activateSigningKey(database::Transaction& transaction, const std::string& id, Timestamp now) {
  transaction.enqueue({"update signing_keys set state = 'active', activated_at = $2 where id = $1",
                       database::parameters(id, now)});
}

void deleteSigningKey(database::Transaction& transaction, const std::string& id) {
  transaction.enqueue({"delete from signing_keys where id = $1", database::parameters(id)});
}

task<std::optional<std::string>> selectKeyCheck(database::Transaction& transaction) {
  const auto rows =
      co_await transaction.execute("select value from installation where name = 'key_check'");
  if (rows.empty()) co_return std::nullopt;
  co_return database::fromBytea(database::valueAs<std::string>(rows));
}

void insertKeyCheck(database::Transaction& transaction, const std::string& value) {
  transaction.enqueue(
      {"insert into installation (name, value) values ('key_check', $1) on conflict do nothing",
       database::parameters(database::toBytea(value))});
}

}  // namespace parley::accounts
