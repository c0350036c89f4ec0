#pragma once

#include <string>

#include "json/value.hpp"

namespace parley::openapi {

/// JSON for people and for diffs: two blanks per level, lists of plain values on one line.
std::string indented(const json::value& tree);

}  // namespace parley::openapi
