#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "secrets/secret_string.hpp"

namespace parley::secrets {

/// Two levels of keys. The key-encryption key (KEK) of the installation lives in a file and wraps
/// the data keys; a data key (DEK) belongs to one workspace, lies wrapped in the database and seals
/// that workspace's secret fields. Everything is XChaCha20-Poly1305 with a random nonce, and bound
/// to its place by the associated data, so that a ciphertext that is moved to another row, column
/// or workspace does not open. No database in here: byte strings in, byte strings out.

/// The installation's key, and those before it for as long as something may still be wrapped with
/// them. Thread-safe.
class InstallationKey {
 public:
  /// Of 32 bytes each, else std::invalid_argument; the newest first.
  using Keys = std::vector<SecretString>;

  /// The one and only.
  explicit InstallationKey(SecretString key);
  /// Those that `read` gives now; asked again when something does not open with them. What was
  /// known stays known.
  explicit InstallationKey(std::function<Keys()> read);

  /// Names the newest key without telling anything about it.
  std::string id() const;

  /// The key-check value of this installation: made once for each key, stored in the database, and
  /// asked at every start, so that a wrong key is refused before anything is written with it. Made
  /// by the newest, accepted by any.
  std::string makeCheckValue() const;
  bool accepts(std::string_view check_value) const;
  /// The one that made the check value: what is new is wrapped with it, so that no key is in use
  /// beside it while another takes its place. The newest where there is no value yet. Throws
  /// OpenFailure when it is none of ours.
  InstallationKey current(const std::optional<std::string>& check_value) const;

  /// With the newest. `owner` is a workspace's id, or a word for keys of the installation
  /// (`signing_keys`); `key_id` the wrapped key's id.
  std::string wrapKey(std::string_view owner, std::string_view key_id,
                      const SecretString& key) const;
  /// Throws OpenFailure when the key, the owner or the id is another one, or a byte was changed.
  SecretString unwrapKey(std::string_view owner, std::string_view key_id,
                         std::string_view wrapped) const;

 private:
  struct Key;
  using Ring = std::vector<std::shared_ptr<const Key>>;
  struct State;

  explicit InstallationKey(Ring ring);
  std::shared_ptr<const Ring> ring() const;
  /// Whether there are keys that were not there before.
  bool readAgain() const;
  template <class Find>
  auto find(const Find& find) const;

  std::shared_ptr<State> state_;
};

/// A fresh data key.
SecretString makeDataKey();

/// Where a sealed field lives. No part may hold `|`.
struct FieldPlace {
  std::string workspace_id;
  std::string table;
  std::string column;
  std::string row_id;
  std::string dek_id;
};

std::string seal(const SecretString& data_key, const FieldPlace& place, std::string_view plain);
/// Throws OpenFailure when the key or the place is another one, or a byte was changed.
SecretString open(const SecretString& data_key, const FieldPlace& place, std::string_view sealed);

/// A ciphertext that does not open here. It says nothing about why: there is nothing safe to say.
class OpenFailure : public std::runtime_error {
 public:
  OpenFailure()
      : std::runtime_error{"The sealed value does not open with this key at this place."} {}
};

}  // namespace parley::secrets
