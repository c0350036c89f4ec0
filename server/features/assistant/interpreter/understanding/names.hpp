#pragma once

#include "features/assistant/interpreter/language/token.hpp"
#include "features/assistant/interpreter/understanding/lexicon.hpp"

namespace parley::assistant::interpreter {

/// What the readers of a text share. Owned by the one who parses.
struct Scope {
  const Tokens& tokens;
  const Lexicon& lexicon;
};

/// The longest person's name that begins at i; empty when there is none.
Span personName(const Scope& scope, std::size_t i, std::size_t end);
/// The longest organization's name that begins at i, without a leading lower-case "the".
Span organizationName(const Scope& scope, std::size_t i, std::size_t end);

/// The name as it is stored: as given, except that names typed in lower case get capitals.
std::string personText(const Scope& scope, Span span);
std::string organizationText(const Scope& scope, Span span);

/// A field word at i that a value follows: `email bob@...`, `title: CTO`.
Lexicon::Field fieldWithValue(const Scope& scope, std::size_t i, std::size_t end);

/// Whether tokens from i on only say when: "yesterday", "last week", "on Monday". Gives the number
/// of tokens.
std::size_t timePhrase(const Tokens& tokens, std::size_t i, std::size_t end);

}  // namespace parley::assistant::interpreter
