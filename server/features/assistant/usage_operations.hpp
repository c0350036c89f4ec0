#pragma once

#include <vector>

#include "operations/catalog.hpp"

namespace parley::assistant {

/// What models cost: a member's own share, the workspace's, a conversation's, and the limit.
std::vector<operations::Operation> usageOperations();

}  // namespace parley::assistant
