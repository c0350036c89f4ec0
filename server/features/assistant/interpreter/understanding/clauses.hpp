#pragma once

#include <vector>

#include "features/assistant/interpreter/understanding/names.hpp"

namespace parley::assistant::interpreter {

/// Cuts a text into parts that each say one thing: at the ends of sentences, and where "and",
/// "then" or a comma is followed by a new order.
std::vector<Span> splitClauses(const Scope& scope);

}  // namespace parley::assistant::interpreter
