#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::operations {

/// An opaque page mark: texts, packed as base64url.
std::string encodeCursor(const std::vector<std::string>& parts);
/// Nullopt when it was not made by encodeCursor.
std::optional<std::vector<std::string>> decodeCursor(std::string_view cursor);

/// Whether a part is a time as PostgreSQL writes it in a session whose time zone is UTC.
bool isTimeMark(const std::string& part);

}  // namespace parley::operations
