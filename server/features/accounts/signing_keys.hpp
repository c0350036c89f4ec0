#pragma once

#include <chrono>

#include "database/database.hpp"
#include "foundation/clock.hpp"
#include "secrets/envelope.hpp"
#include "secrets/key_ring.hpp"

namespace parley::accounts {

struct SigningKeyOptions {
  std::chrono::seconds active_life = std::chrono::days{90};
  /// A new key is known to every node before it signs.
  std::chrono::seconds publish_before_use = std::chrono::minutes{10};
  /// How long a retired key still verifies: the life of an access token, and a minute for the
  /// clocks.
  std::chrono::seconds verify_after_use = std::chrono::minutes{11};
};

/// The signing keys of the installation: wrapped in the database, opened in the ring, and rotated
/// when that is due (`parley rotate-keys` makes the active one count as old). Only one of
/// several nodes that find a rotation due does it; the others learn of it at their next call.
task<void> updateSigningKeys(database::Database& database,
                             const secrets::InstallationKey& installation_key,
                             const SigningKeyOptions& options, const Clock& clock,
                             secrets::KeyRing& ring);

}  // namespace parley::accounts
