#pragma once

#include "operations/call.hpp"

namespace parley::operations {

/// The statement that keeps a change in `changes`.
database::Command insertChange(const Call& call, const Change& change);

/// Tells the open pages of the owner and the viewers: `record.changed`.
void publishChange(Services& services, const Actor& actor, const Change& change);

}  // namespace parley::operations
