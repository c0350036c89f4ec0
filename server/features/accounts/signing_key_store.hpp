#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database/transaction.hpp"
#include "foundation/clock.hpp"
#include "secrets/key_ring.hpp"

/// The SQL of the installation's own keys.
namespace parley::accounts {

/// A signing key as it is stored.
struct StoredSigningKey {
  std::string id;
  secrets::SigningKey::State state = secrets::SigningKey::State::next;
  std::string public_key;
  std::string secret_sealed;
  Timestamp created_at;
  std::optional<Timestamp> activated_at;
  std::optional<Timestamp> retired_at;
};

task<std::vector<StoredSigningKey>> selectSigningKeys(database::Transaction& transaction);
/// Keeps other nodes from changing the keys until the transaction ends.
task<void> lockSigningKeys(database::Transaction& transaction);
void insertSigningKey(database::Transaction& transaction, const StoredSigningKey& key);
void retireSigningKey(database::Transaction& transaction, const std::string& id, Timestamp now);
void activateSigningKey(database::Transaction& transaction, const std::string& id, Timestamp now);
void deleteSigningKey(database::Transaction& transaction, const std::string& id);

/// The check value of the installation key.
task<std::optional<std::string>> selectKeyCheck(database::Transaction& transaction);
/// Keeps the one that is there.
void insertKeyCheck(database::Transaction& transaction, const std::string& value);

}  // namespace parley::accounts
