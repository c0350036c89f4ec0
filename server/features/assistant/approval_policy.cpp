#include "features/assistant/approval_policy.hpp"

#include <optional>

namespace parley::assistant {
namespace {

using operations::Effect;

/// The existing record that the call changes or deletes.
std::optional<std::string> changedRecord(const PlannedCall& call) {
  if (call.operation->facts.effect == Effect::read || creates(*call.operation)) return std::nullopt;
  const auto* id = call.arguments->if_contains("id");
  if (id == nullptr || !id->is_string()) return std::nullopt;
  return std::string{std::string_view{id->get_string()}};
}

}  // namespace

bool creates(const operations::Operation& operation) {
  return operation.facts.effect == Effect::write && operation.facts.success == 201;
}

ToolPolicy usualPolicy(const operations::Operation& operation) {
  const auto effect = operation.facts.effect;
  return effect == Effect::destroy || effect == Effect::outward ? ToolPolicy::ask
                                                                : ToolPolicy::allow;
}

void ApprovalPolicy::recall(const std::vector<DoneChange>& changes) {
  for (const auto& change : changes) {
    if (change.action == operations::Action::created)
      ++creations_;
    else
      changed_.insert(change.record_id.toString());
  }
}

bool ApprovalPolicy::isBlocked(const operations::Operation& operation) const {
  return policies_.of(operation.facts.name) == ToolPolicy::block;
}

/// Not what the workspace or the text of strangers makes ask, nor what asks for being many.
bool ApprovalPolicy::canBeAllowed(const operations::Operation& operation) const {
  const auto ours = policies_.ofWorkspace(operation.facts.name).value_or(ToolPolicy::allow);
  return !untrusted_ && ours == ToolPolicy::allow && byItself(operation) == Verdict::ask;
}

/// Whatever else the step or the run does.
Verdict ApprovalPolicy::byItself(const operations::Operation& operation) const {
  const auto policy = policies_.of(operation.facts.name).value_or(usualPolicy(operation));
  if (policy == ToolPolicy::block) return Verdict::refuse;
  const bool distrusted = untrusted_ && operation.facts.effect != Effect::read;
  return distrusted || policy == ToolPolicy::ask ? Verdict::ask : Verdict::run;
}

std::vector<Verdict> ApprovalPolicy::judge(const std::vector<PlannedCall>& calls) {
  std::vector<Verdict> verdicts;
  std::size_t creations = creations_;
  auto changed = changed_;
  for (const auto& call : calls) {
    const auto verdict = call.operation != nullptr ? byItself(*call.operation) : Verdict::run;
    verdicts.push_back(verdict);
    if (call.operation == nullptr || verdict != Verdict::run) continue;
    if (creates(*call.operation)) ++creations;
    if (auto record = changedRecord(call)) changed.insert(std::move(*record));
  }
  const bool many_creations = creations > max_creations;
  const bool many_changes = changed.size() > 1;

  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto& call = calls[i];
    if (call.operation == nullptr || verdicts[i] != Verdict::run) continue;
    if (call.takes_back_others) verdicts[i] = Verdict::ask;
    const auto record = changedRecord(call);
    // Changing again what this run may already change is still one record.
    const bool known = record && changed_.size() == 1 && changed_.contains(*record);
    if ((creates(*call.operation) && many_creations) || (record && many_changes && !known))
      verdicts[i] = Verdict::ask;
  }
  if (!many_creations) creations_ = creations;
  if (!many_changes) changed_ = std::move(changed);
  return verdicts;
}

}  // namespace parley::assistant
