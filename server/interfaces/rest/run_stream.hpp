#pragma once

#include <memory>

#include "http/message.hpp"
#include "operations/catalog.hpp"

namespace parley::rest {

/// Follows the user's run events from before the run starts, so that none is missed.
class RunFollower;
std::shared_ptr<RunFollower> followRuns(operations::Services& services, UserId user,
                                        std::size_t queue_limit);

/// Streams the events of one run until its stretch ends: `id:` is the event's number.
http::Response streamRun(std::shared_ptr<RunFollower> follower, RunId run);

}  // namespace parley::rest
