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

}  // namespace parley::operations
