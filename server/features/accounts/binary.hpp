#pragma once

#include <string>
#include <string_view>

/// PostgreSQL's text form of `bytea`: `\x` and hexadecimal digits.
namespace parley::accounts {

std::string toBytea(std::string_view bytes);
/// Throws Error (500) for text that is not in that form.
std::string fromBytea(std::string_view text);

}  // namespace parley::accounts
