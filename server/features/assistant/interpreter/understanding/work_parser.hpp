#pragma once

#include <string_view>
#include <vector>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/lexicon.hpp"

namespace parley::assistant::interpreter {

/// What a text says where parts of it are about work; empty when none surely is. The other parts
/// are left to the grammar of records with addresses.
std::vector<Command> understandWork(const Lexicon& lexicon, std::string_view text, Day today);

/// How a clause reads as one about work, in case the name in it is one, likeliest first: for what
/// the other grammar understands as `taken`.
std::vector<Command> suspectWork(const Lexicon& lexicon, std::string_view text, Intent taken,
                                 Day today);

/// Whether a clause has words of work and none of records with addresses: no person is made of it.
bool speaksOfWork(const Lexicon& lexicon, const Tokens& tokens, Span span, Day today);

}  // namespace parley::assistant::interpreter
