#pragma once

#include <cstddef>
#include <string_view>

namespace parley::assistant::interpreter {

/// Where a phone number that begins at `at` ends, its extension included; `at` when there is none.
/// A number has 7 to 20 digits (5 with a leading +) in any grouping. Looks a limited way ahead.
std::size_t phoneNumberEnd(std::string_view text, std::size_t at);

}  // namespace parley::assistant::interpreter
