#pragma once

#include <memory>
#include <vector>

#include "http/message.hpp"
#include "operations/catalog.hpp"

namespace parley::rest {

/// Follows the user's run events from before the run starts, so that none is missed.
class RunFollower;
std::shared_ptr<RunFollower> followRuns(operations::Services& services, UserId user,
                                        std::size_t queue_limit);

/// What the log holds of the run that an earlier, equal request started: from the decision that
/// `arguments` name, or from its beginning, to the end of that stretch.
task<std::vector<operations::Notice>> loggedEvents(const operations::Catalog& catalog,
                                                   operations::Call call, RunId run,
                                                   const json::object& arguments);

/// Streams what was logged of one run, and what follows until its stretch ends: `id:` is the
/// event's number.
http::Response streamRun(std::shared_ptr<RunFollower> follower, RunId run,
                         std::vector<operations::Notice> logged);

}  // namespace parley::rest
