#pragma once

#include <optional>
#include <string>

#include "database/transaction.hpp"

namespace parley::operations {

/// The check value of the installation key that wraps what is new; none before the first start.
/// Whoever wraps or seals asks for it first: no other key takes its place, and nothing is sealed
/// anew, until the transaction has ended.
task<std::optional<std::string>> holdKeyCheck(database::Transaction& tx);

}  // namespace parley::operations
