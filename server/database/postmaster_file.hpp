#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>

#include "database/cluster_folder.hpp"

namespace parley::database {

/// Ends whatever still runs on the cluster from an earlier, killed Parley: the server by signal,
/// its orphaned backends by waiting for them. Removes postmaster.pid only after proof that its
/// process is none and that nobody is attached to the shared memory it names: two servers on one
/// cluster would destroy it. The caller holds the folder's lock. Throws std::runtime_error when
/// something will not end.
void endLeftOver(const ClusterFolder& folder, std::chrono::milliseconds patience);

/// Collects ended processes of a server that died before them; they became our children
/// (PR_SET_CHILD_SUBREAPER).
void reapOrphans();

}  // namespace parley::database
