#pragma once

#include "operations/call.hpp"

namespace parley::operations {

/// The statement that keeps a change in `changes`.
database::Command insertChange(const Call& call, const Change& change);

/// Tells the owner's open pages: `record.changed`.
void publishChange(const Call& call, const Change& change);

}  // namespace parley::operations
