#pragma once

#include "operations/catalog.hpp"

/// Changing or deleting many records of one kind at once, all or nothing, with one undo.
namespace parley::operations {

/// The operations. `catalog` must outlive them.
Feature batches(const Catalog& catalog);

}  // namespace parley::operations
