#pragma once

#include <vector>

#include "features/assistant/interpreter/understanding/names.hpp"

namespace parley::assistant::interpreter {

struct WorkClause {
  Span span;
  bool reason = false;  ///< perhaps it only tells why
};

/// The clauses of a text about work. The scope is one of the words of work.
std::vector<WorkClause> splitWorkClauses(const Scope& scope);

}  // namespace parley::assistant::interpreter
