#pragma once

#include "features/assistant/interpreter/understanding/lexicon.hpp"

namespace parley::assistant::interpreter {

/// The text as its writer meant it: hesitations ("um") left out, words of the lexicon that were
/// typed wrong compared as the right ones, and what the writer took back in the same breath ("from
/// Acme, no sorry, from Globex") left out. The text itself is never changed.
void reword(const Lexicon& lexicon, Tokens& tokens);

/// The same for the grammar of work, which knows no use for adverbs in questions.
void rewordWork(const Lexicon& lexicon, Tokens& tokens);

}  // namespace parley::assistant::interpreter
