#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"

namespace parley::http {

/// True for well-formed UTF-8: no overlong forms, surrogates or values past U+10FFFF.
bool isUtf8(std::string_view text);

/// Undoes `%XX`, and `+` for a blank in forms. nullopt: a broken escape, NUL, or bytes that are not
/// UTF-8.
std::optional<std::string> percentDecode(std::string_view text, bool plus_is_blank);

/// Fills path, segments and query from `request.target`. Only origin-form (`/path?query`) of
/// visible ASCII is accepted, without control characters or `.` and `..` segments in the decoded
/// path. Throws Error 400.
void parseTarget(Request& request);

}  // namespace parley::http
