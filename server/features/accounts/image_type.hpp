#pragma once

#include <optional>
#include <string_view>

namespace parley::accounts {

/// The media type of a picture that browsers show safely (PNG, JPEG, WebP), by its first bytes and
/// not by what its sender says; nullopt for anything else. SVG is none: it can hold scripts.
std::optional<std::string_view> imageTypeOf(std::string_view bytes);

/// Whether a `Content-Type` names one of them.
bool isImageType(std::string_view content_type);

}  // namespace parley::accounts
