#pragma once

#include <span>
#include <string_view>

namespace parley::secrets {

/// The words at the core of most passwords that are tried first, lower case, without the digits and
/// signs that people put around them. Inside `secrets` only.
std::span<const std::string_view> commonWords();

}  // namespace parley::secrets
