#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "json/value.hpp"
#include "operations/operation.hpp"

namespace parley::assistant {

/// One call of a step as the policy sees it. A null operation is harmless: it fails by itself.
struct PlannedCall {
  const operations::Operation* operation = nullptr;
  const json::object* arguments = nullptr;
};

/// Which calls of a run need the user's approval, decided here and never by a model: everything
/// that destroys or leaves Parley, more than ten creations, and changing more than one existing
/// record.
class ApprovalPolicy {
 public:
  static constexpr std::size_t max_creations = 10;

  /// Judges the calls of one step together, so that nothing runs of what as a whole needs approval.
  /// Counts what may run.
  std::vector<bool> needApproval(const std::vector<PlannedCall>& calls);

 private:
  std::size_t creations_ = 0;
  std::set<std::string> changed_;
};

}  // namespace parley::assistant
