#pragma once

#include <string>

#include "foundation/error.hpp"

namespace parley::operations {

/// 400 for one parameter of a query.
Error badQuery(std::string field, std::string message);

}  // namespace parley::operations
