#include "features/assistant/approval_policy.hpp"

#include <optional>

namespace parley::assistant {
namespace {

using operations::Effect;

bool creates(const PlannedCall& call) {
  return call.operation != nullptr && call.operation->facts.effect == Effect::write &&
         call.operation->facts.success == 201;
}

/// The existing record that the call changes.
std::optional<std::string> changedRecord(const PlannedCall& call) {
  if (call.operation == nullptr || call.operation->facts.effect != Effect::write || creates(call))
    return std::nullopt;
  const auto* id = call.arguments->if_contains("id");
  if (id == nullptr || !id->is_string()) return std::nullopt;
  return std::string{std::string_view{id->get_string()}};
}

}  // namespace

std::vector<bool> ApprovalPolicy::needApproval(const std::vector<PlannedCall>& calls) {
  std::size_t creations = creations_;
  auto changed = changed_;
  for (const auto& call : calls) {
    if (creates(call)) ++creations;
    if (auto record = changedRecord(call)) changed.insert(std::move(*record));
  }
  const bool many_creations = creations > max_creations;
  const bool many_changes = changed.size() > 1;

  std::vector<bool> verdicts;
  for (const auto& call : calls) {
    const auto effect = call.operation != nullptr ? call.operation->facts.effect : Effect::read;
    const bool always = effect == Effect::destroy || effect == Effect::outward;
    const auto record = changedRecord(call);
    // Changing again what this run may already change is still one record.
    const bool known = record && changed_.size() == 1 && changed_.contains(*record);
    verdicts.push_back(always || (creates(call) && many_creations) ||
                       (record && many_changes && !known));
  }
  if (!many_creations) creations_ = creations;
  if (!many_changes) changed_ = std::move(changed);
  return verdicts;
}

}  // namespace parley::assistant
