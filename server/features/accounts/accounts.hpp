#pragma once

#include <chrono>
#include <cstddef>

#include "database/database.hpp"
#include "features/accounts/account.hpp"
#include "features/accounts/revoked_sessions.hpp"
#include "features/accounts/sign_in_limits.hpp"
#include "features/accounts/signing_keys.hpp"
#include "foundation/clock.hpp"
#include "operations/catalog.hpp"
#include "secrets/access_token.hpp"
#include "secrets/envelope.hpp"
#include "secrets/passwords.hpp"

/// Who people are and how they sign in. Public face of the feature.
namespace parley::accounts {

struct SessionOptions {
  std::chrono::seconds idle_life = std::chrono::days{7};       ///< without a refresh
  std::chrono::seconds absolute_life = std::chrono::days{30};  ///< whatever happens
  std::chrono::seconds predecessor_window{
      15};                         ///< in which a just replaced refresh token is a race, no theft
  std::size_t max_per_user = 100;  ///< one more ends the one that was unused for longest
  std::chrono::seconds kept_after_end = std::chrono::days{7};
};

struct InvitationOptions {
  std::chrono::seconds life = std::chrono::days{7};
  std::size_t max_open = 200;  ///< of one workspace
};

struct Options {
  RegistrationMode registration = RegistrationMode::open;
  secrets::PasswordHasher::Options passwords;
  secrets::AccessTokens::Options tokens;
  InvitationOptions invitations;
  SessionOptions sessions;
  SigningKeyOptions signing_keys;
  SignInLimits::Options limits;
  std::size_t max_avatar_bytes = std::size_t{1} << 20;
};

/// What all Loops share. Everything in it is thread-safe. Must be destroyed when the Loops have
/// stopped and still exist.
class Accounts {
 public:
  /// `key` and `clock` must outlive this.
  Accounts(Options options, const secrets::InstallationKey& key, const Clock& clock);

  /// Before anything is served: refuses a wrong installation key (std::runtime_error) and reads the
  /// signing keys, making the first ones.
  task<void> start(database::Database& database);
  /// To be called about every minute: rotates signing keys when they are due, learns of other
  /// nodes' rotations, forgets sessions that ended long ago.
  task<void> maintain(database::Database& database);

  const Options& options() const { return options_; }
  const Clock& clock() const { return clock_; }
  secrets::PasswordHasher& passwords() { return passwords_; }
  const secrets::AccessTokens& tokens() const { return tokens_; }
  SignInLimits& limits() { return limits_; }
  RevokedSessions& revoked() { return revoked_; }

 private:
  Options options_;
  const secrets::InstallationKey& key_;
  const Clock& clock_;
  secrets::KeyRing ring_;
  secrets::AccessTokens tokens_;
  SignInLimits limits_;
  RevokedSessions revoked_;
  secrets::PasswordHasher passwords_;
};

/// Whether this database already belongs to an installation key: then a missing key file must not
/// be made anew.
task<bool> knowsInstallationKey(database::Database& database);

/// The operations. `accounts` must outlive the catalog.
operations::Feature feature(Accounts& accounts);

}  // namespace parley::accounts
