#include "operations/call.hpp"

#include <algorithm>

#include "foundation/error.hpp"

namespace parley::operations {

bool IfMatch::accepts(int version) const {
  return any || std::ranges::find(versions, version) != versions.end();
}

void Call::requireVersion(int version, const std::string& current_json) const {
  if (if_match.accepts(version)) return;
  Error error{
      Status::precondition_failed, "version_conflict",
      "Somebody changed this record since you read it. Look at the current version and try again."};
  error.current = current_json;
  throw error;
}

}  // namespace parley::operations
