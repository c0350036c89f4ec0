#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::secrets {

/// Bytes of the system's cryptographic generator.
std::string randomBytes(std::size_t count);
/// 256 random bits as 43 characters of base64url: refresh tokens, invitations, anything that is
/// shown once.
std::string makeToken();

/// 32 bytes. What the database keeps in place of a token that has 256 bits of its own.
std::string sha256(std::string_view text);
/// 32 bytes, keyed when `key` is not empty (16..64 bytes).
std::string blake2b(std::string_view text, std::string_view key = {});

std::string toHex(std::string_view bytes);
/// Without padding (RFC 4648, section 5).
std::string toBase64Url(std::string_view bytes);
/// Strict: no padding, no blanks, and only the one canonical spelling of each value.
std::optional<std::string> fromBase64Url(std::string_view text);

/// Takes the same time wherever the two differ. The lengths are not secret.
bool equalInConstantTime(std::string_view left, std::string_view right);

/// Overwrites the characters, in a way that the compiler may not drop, and empties the string.
void wipe(std::string& text);

}  // namespace parley::secrets
