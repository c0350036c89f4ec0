#pragma once

#include <filesystem>
#include <string_view>

#include "secrets/envelope.hpp"

/// Where the installation's keys stand: one a line, the newest first.
namespace parley::secrets {

enum class MissingKeyFile { create, refuse };

/// From `override_text` (the setting PARLEY_KEY: 43 characters of base64url or 64 of hex for each
/// key, separated by commas) when it is not empty, else from the file. Only when it may be created,
/// a missing file is made, whole or not at all, readable by its owner alone. Throws
/// std::runtime_error, with a message for the operator, when the file is missing, too open or
/// malformed.
InstallationKey::Keys loadInstallationKeys(const std::filesystem::path& file,
                                           std::string_view override_text,
                                           MissingKeyFile when_missing);

/// Replaces what stands in the file, which remains its owner's: whoever looks sees the old keys or
/// the new ones, and so does the next start after a crash. Throws std::runtime_error.
void storeInstallationKeys(const std::filesystem::path& file, const InstallationKey::Keys& keys);

}  // namespace parley::secrets
