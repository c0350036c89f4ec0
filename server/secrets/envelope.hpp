#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "secrets/secret_string.hpp"

namespace parley::secrets {

/// Two levels of keys. The key-encryption key (KEK) of the installation lives in a file and wraps
/// the data keys; a data key (DEK) belongs to one workspace, lies wrapped in the database and seals
/// that workspace's secret fields. Everything is XChaCha20-Poly1305 with a random nonce, and bound
/// to its place by the associated data, so that a ciphertext that is moved to another row, column
/// or workspace does not open. No database in here: byte strings in, byte strings out.

/// 32 bytes: from `override_text` (the setting PARLEY_KEY: 43 characters of base64url or 64 of hex)
/// when it is not empty, else from the file. Only when `may_create`, a missing file is made, whole
/// or not at all, readable by its owner alone. Throws std::runtime_error, with a message for the
/// operator, when the file is missing, too open or malformed.
enum class MissingKeyFile { create, refuse };
SecretString loadInstallationKey(const std::filesystem::path& file, std::string_view override_text,
                                 MissingKeyFile when_missing);

class InstallationKey {
 public:
  /// 32 bytes, else std::invalid_argument.
  explicit InstallationKey(SecretString key);

  /// Names the key without telling anything about it; stored beside what it wraps.
  const std::string& id() const { return id_; }

  /// The key-check value of this installation: made once, stored in the database, and asked at
  /// every start, so that a wrong key is refused before anything is written with it.
  std::string makeCheckValue() const;
  bool accepts(std::string_view check_value) const;

  /// `owner` is a workspace's id, or a word for keys of the installation (`signing_keys`); `key_id`
  /// the wrapped key's id.
  std::string wrapKey(std::string_view owner, std::string_view key_id,
                      const SecretString& key) const;
  /// Throws OpenFailure when the key, the owner or the id is another one, or a byte was changed.
  SecretString unwrapKey(std::string_view owner, std::string_view key_id,
                         std::string_view wrapped) const;

 private:
  SecretString key_;
  std::string id_;
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
