#include "features/assistant/tool_policies.hpp"

#include <algorithm>

namespace parley::assistant {
namespace {

std::optional<ToolPolicy> find(const auto& policies, std::string_view tool) {
  const auto found = policies.find(tool);
  return found == policies.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace

ToolPolicies::ToolPolicies(const std::vector<ToolPolicyRow>& rows, WorkspaceId workspace) {
  for (const auto& row : rows)
    (row.scope_id == workspace.uuid ? workspace_ : own_)[row.tool] = row.policy;
}

std::optional<ToolPolicy> ToolPolicies::ofWorkspace(std::string_view tool) const {
  return find(workspace_, tool);
}

std::optional<ToolPolicy> ToolPolicies::own(std::string_view tool) const {
  return find(own_, tool);
}

std::optional<ToolPolicy> ToolPolicies::of(std::string_view tool) const {
  const auto mine = own(tool);
  const auto ours = ofWorkspace(tool);
  return mine && ours ? std::optional{std::max(*mine, *ours)} : mine ? mine : ours;
}

}  // namespace parley::assistant
