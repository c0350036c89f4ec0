#pragma once

#include <string>

#include "features/assistant/interpreter/understanding/names.hpp"

namespace parley::assistant::interpreter {

/// A job title that begins at i where one is expected ("as ...", "she is the ..."): any words up to
/// the organization or the next attribute.
Span expectedTitle(const Scope& scope, std::size_t i, std::size_t end);

/// A job title at i where it could be something else: only what titles are made of ("senior
/// engineer", "VP of Sales").
Span evidentTitle(const Scope& scope, std::size_t i, std::size_t end);

/// "one", "guy" where no more of a title follows: whom somebody means, and no title.
bool meansSomebody(const Tokens& tokens, std::size_t i);

/// As stored: as given, with the usual capitals for CEO and the like.
std::string titleText(const Scope& scope, Span span);
/// "engineers" -> "engineer", for several people of one title.
std::string singularTitle(std::string title);

}  // namespace parley::assistant::interpreter
