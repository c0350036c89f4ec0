#pragma once

#include <vector>

#include "features/assistant/assistant.hpp"

namespace parley::assistant {

/// Reading, renaming and deleting conversations, and their messages. `assistant` must outlive the
/// catalog.
std::vector<operations::Operation> conversationOperations(const Assistant& assistant);

}  // namespace parley::assistant
