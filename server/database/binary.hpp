#pragma once

#include <string>
#include <string_view>

/// PostgreSQL's text form of `bytea`: `\x` and hexadecimal digits.
namespace parley::database {

std::string toBytea(std::string_view bytes);
/// Throws std::logic_error for text that is not in that form: it was not read from a bytea column.
std::string fromBytea(std::string_view text);

}  // namespace parley::database
