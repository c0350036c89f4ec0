#pragma once

#include "operations/catalog.hpp"

namespace parley::operations {

/// Reading the changes and taking them back: `GET /api/changes`, undo of one change, of a run, of
/// the last thing. `catalog` must outlive the feature's operations; they ask it for the kinds of
/// records.
Feature history(const Catalog& catalog);

}  // namespace parley::operations
