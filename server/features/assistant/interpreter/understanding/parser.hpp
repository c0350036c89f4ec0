#pragma once

#include <string_view>
#include <vector>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/lexicon.hpp"

namespace parley::assistant::interpreter {

/// What somebody wants, clause by clause, in order. Never empty: what is not understood is
/// `Intent::unknown`. Pronouns that mean something said in the same text are resolved; others are
/// left to the conversation.
/// `today` is the user's day, from which dates are reckoned.
std::vector<Command> understand(const Lexicon& lexicon, std::string_view text, Day today);

/// Texts longer than this are not read (`Intent::unknown`).
inline constexpr std::size_t longest_text = 20'000;

}  // namespace parley::assistant::interpreter
