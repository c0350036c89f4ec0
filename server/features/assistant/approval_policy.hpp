#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "features/assistant/tool_policies.hpp"
#include "json/value.hpp"
#include "operations/change.hpp"
#include "operations/operation.hpp"

namespace parley::assistant {

/// One call of a step as the policy sees it. A null operation is harmless: it fails by itself.
struct PlannedCall {
  const operations::Operation* operation = nullptr;
  const json::object* arguments = nullptr;
  bool takes_back_others = false;  ///< what was not done in this conversation
};

/// What a run changed before.
struct DoneChange {
  operations::Action action = operations::Action::created;
  Uuid record_id;
};
BOOST_DESCRIBE_STRUCT(DoneChange, (), (action, record_id))

enum class Verdict { run, ask, refuse };

/// Whether it makes a record.
bool creates(const operations::Operation& operation);

/// What holds for a tool where nobody set anything.
ToolPolicy usualPolicy(const operations::Operation& operation);

/// Which calls of a run need the user's approval, decided here and never by a model: by the policy
/// of their tools, and whatever that says, more than ten creations and changing more than one
/// existing record. Where text of strangers is in the conversation, everything that is not a read
/// asks.
class ApprovalPolicy {
 public:
  static constexpr std::size_t max_creations = 10;

  ApprovalPolicy() = default;
  ApprovalPolicy(ToolPolicies policies, bool untrusted)
      : policies_{std::move(policies)}, untrusted_{untrusted} {}

  /// Judges the calls of one step together, so that nothing runs of what as a whole needs approval.
  /// Counts what may run.
  std::vector<Verdict> judge(const std::vector<PlannedCall>& calls);
  /// What an earlier stretch of the run changed counts as well.
  void recall(const std::vector<DoneChange>& changes);
  bool isBlocked(const operations::Operation& operation) const;
  /// Whether the user's own "always allow" would let a tool run that asks.
  bool canBeAllowed(const operations::Operation& operation) const;
  /// Text of strangers has come into the conversation.
  void distrust() { untrusted_ = true; }

 private:
  Verdict byItself(const operations::Operation& operation) const;

  ToolPolicies policies_;
  bool untrusted_ = false;
  std::size_t creations_ = 0;
  std::set<std::string> changed_;
};

}  // namespace parley::assistant
