#pragma once

#include <cstddef>
#include <string_view>

namespace parley::assistant::interpreter {

/// Damerau-Levenshtein distance (neighbouring letters swapped count one), or limit + 1 when it is
/// larger.
std::size_t spellingDistance(std::string_view a, std::string_view b, std::size_t limit);

/// Whether `typed` may be a slip of the finger for `meant`: one slip from 4 letters, two from 7,
/// first letter kept or swapped with the second.
bool isMisspelling(std::string_view typed, std::string_view meant);

}  // namespace parley::assistant::interpreter
