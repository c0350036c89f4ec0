#include "features/accounts/signing_keys.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "features/accounts/signing_key_store.hpp"
#include "operations/key_check.hpp"

namespace parley::accounts {
namespace {

using State = secrets::SigningKey::State;
using StoredKeys = std::vector<StoredSigningKey>;

/// Whom the keys are wrapped for; no workspace has such an id.
constexpr std::string_view owner = "signing_keys";

const StoredSigningKey* oldestIn(const StoredKeys& keys, State state) {
  const auto found = std::ranges::find(keys, state, &StoredSigningKey::state);
  return found == keys.end() ? nullptr : &*found;
}

bool hasEnded(const StoredSigningKey& key, const SigningKeyOptions& options, Timestamp now) {
  return key.state == State::retiring &&
         key.retired_at.value_or(key.created_at) + options.verify_after_use <= now;
}

bool mayFollow(const StoredSigningKey& key, const SigningKeyOptions& options, Timestamp now) {
  return key.created_at + options.publish_before_use <= now;
}

bool rotationIsDue(const StoredKeys& keys, const SigningKeyOptions& options, Timestamp now) {
  const auto* active = oldestIn(keys, State::active);
  const auto* next = oldestIn(keys, State::next);
  if (!active || !next) return true;
  const bool is_old =
      active->activated_at.value_or(active->created_at) + options.active_life <= now;
  if (is_old && mayFollow(*next, options, now)) return true;
  return std::ranges::any_of(keys, [&](const auto& key) { return hasEnded(key, options, now); });
}

class Rotator {
 public:
  Rotator(database::Transaction& transaction, const secrets::InstallationKey& key,
          const SigningKeyOptions& options, Timestamp now)
      : transaction_{transaction}, key_{key}, options_{options}, now_{now} {}

  void rotate(const StoredKeys& keys) {
    for (const auto& key : keys) {
      if (hasEnded(key, options_, now_)) deleteSigningKey(transaction_, key.id);
    }
    const auto* active = oldestIn(keys, State::active);
    const auto* next = oldestIn(keys, State::next);
    const bool is_old =
        active && active->activated_at.value_or(active->created_at) + options_.active_life <= now_;
    const bool wanted = is_old && next && mayFollow(*next, options_, now_);
    if (active && !wanted) {
      if (!next) insert(State::next);
      return;
    }
    if (active) retireSigningKey(transaction_, active->id, now_);
    if (next) {
      activateSigningKey(transaction_, next->id, now_);
    } else {
      insert(State::active);
    }
    insert(State::next);
  }

 private:
  void insert(State state) {
    const auto key = secrets::SigningKey::make(state);
    StoredSigningKey stored{
        key.id, state, key.public_key, key_.wrapKey(owner, key.id, key.secret_key), now_, {}, {}};
    if (state == State::active) stored.activated_at = now_;
    insertSigningKey(transaction_, stored);
  }

  database::Transaction& transaction_;
  const secrets::InstallationKey& key_;
  const SigningKeyOptions& options_;
  Timestamp now_;
};

bool isInRing(const secrets::KeyRing& ring, const StoredKeys& stored) {
  const auto keys = ring.keys();
  if (!keys || keys->size() != stored.size()) return false;
  return std::ranges::all_of(stored, [&](const StoredSigningKey& key) {
    const auto* same = secrets::KeyRing::find(*keys, key.id);
    return same && same->state == key.state;
  });
}

void fillRing(secrets::KeyRing& ring, const secrets::InstallationKey& installation_key,
              const StoredKeys& stored) {
  if (isInRing(ring, stored)) return;
  secrets::KeyRing::Keys keys;
  for (const auto& key : stored) {
    keys.push_back({key.id, key.state, key.public_key,
                    installation_key.unwrapKey(owner, key.id, key.secret_sealed)});
  }
  ring.replace(std::move(keys));
}

}  // namespace

task<void> updateSigningKeys(database::Database& database,
                             const secrets::InstallationKey& installation_key,
                             const SigningKeyOptions& options, const Clock& clock,
                             secrets::KeyRing& ring) {
  StoredKeys keys;
  {
    auto reading = co_await database.begin(std::nullopt, database::Mode::read);
    keys = co_await selectSigningKeys(reading);
  }
  if (rotationIsDue(keys, options, clock.now())) {
    auto writing = co_await database.begin(std::nullopt, database::Mode::write);
    const auto check = co_await operations::holdKeyCheck(writing);
    co_await lockSigningKeys(writing);
    // Another node may have been faster.
    keys = co_await selectSigningKeys(writing);
    if (rotationIsDue(keys, options, clock.now())) {
      const auto current = installation_key.current(check);
      Rotator{writing, current, options, clock.now()}.rotate(keys);
      keys = co_await selectSigningKeys(writing);
    }
    co_await writing.commit();
  }
  fillRing(ring, installation_key, keys);
}

}  // namespace parley::accounts
