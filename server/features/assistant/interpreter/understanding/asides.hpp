#pragma once

#include <string_view>

#include "features/assistant/interpreter/understanding/lexicon.hpp"

namespace parley::assistant::interpreter {

/// What is to be done, without the words around it that only tell why, or that it shall be done:
/// "the bank has a new name: rename ...", "Bob takes over X, can you update that?". All of the text
/// where it has none. Whether the rest says something by itself is for the grammars to find out.
std::string_view withoutAsides(const Lexicon& lexicon, std::string_view text);

}  // namespace parley::assistant::interpreter
