#include "features/accounts/accounts.hpp"

#include <stdexcept>
#include <utility>

#include "features/accounts/session_store.hpp"
#include "features/accounts/signing_key_store.hpp"

namespace parley::accounts {
namespace {

constexpr int sessions_per_sweep = 1000;

/// The first start writes the check value; every later one must know the key.
task<void> requireInstallationKey(database::Database& database,
                                  const secrets::InstallationKey& key) {
  auto transaction = co_await database.begin(std::nullopt, database::Mode::write);
  auto check = co_await selectKeyCheck(transaction);
  if (!check) {
    insertKeyCheck(transaction, key.makeCheckValue());
    check = co_await selectKeyCheck(transaction);
  }
  if (!check || !key.accepts(*check)) {
    throw std::runtime_error{
        "The installation key is not the one that this database's secrets are sealed with. Restore "
        "the key file that "
        "belongs to it, or give the key as PARLEY_KEY."};
  }
  co_await transaction.commit();
}

}  // namespace

Accounts::Accounts(Options options, const secrets::InstallationKey& key, const Clock& clock)
    : options_{std::move(options)},
      key_{key},
      clock_{clock},
      tokens_{options_.tokens, ring_, clock},
      limits_{options_.limits, clock},
      passwords_{options_.passwords} {
  // A key that is retired before the last token it signed has ended would sign people out.
  options_.signing_keys.verify_after_use = std::max(
      options_.signing_keys.verify_after_use, options_.tokens.lifetime + std::chrono::minutes{1});
}

task<void> Accounts::start(database::Database& database) {
  co_await requireInstallationKey(database, key_);
  co_await updateSigningKeys(database, key_, options_.signing_keys, clock_, ring_);
}

task<void> Accounts::maintain(database::Database& database) {
  co_await updateSigningKeys(database, key_, options_.signing_keys, clock_, ring_);
  auto transaction = co_await database.begin(std::nullopt, database::Mode::write);
  co_await deleteEndedSessions(transaction, clock_.now() - options_.sessions.kept_after_end,
                               sessions_per_sweep);
  co_await transaction.commit();
}

task<bool> knowsInstallationKey(database::Database& database) {
  auto transaction = co_await database.begin(std::nullopt, database::Mode::read);
  const auto check = co_await selectKeyCheck(transaction);
  co_return check.has_value();
}

}  // namespace parley::accounts
