#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "features/assistant/toolbox.hpp"

namespace parley::assistant {

/// Cuts a result to `max_bytes` before a model first sees it, because its history may not change
/// afterwards: the texts in a list are cut short, then it loses items off its end; anything else
/// keeps its beginning. `handle` names the whole to read_result; empty: it cannot be read on.
void cutToFit(ToolOutcome& outcome, std::size_t max_bytes, std::string_view handle);

}  // namespace parley::assistant
