#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/catalog.hpp"

namespace parley::assistant {

/// How a model reads on in a result that was too long to be sent as a whole.
std::vector<operations::Operation> resultOperations();

/// Names a result to read_result.
std::string resultHandle(RunId run, std::string_view call_id);

}  // namespace parley::assistant
