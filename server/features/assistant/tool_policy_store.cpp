#include "database/transaction.hpp"
#include "features/assistant/tool_policies.hpp"

/// The SQL of what the assistant's tools may do without asking.
namespace parley::assistant {

database::Command selectToolPolicies() {
  return {"select scope_id, tool, policy from tool_policies"};
}

void writeToolPolicy(database::Transaction& tx, WorkspaceId workspace, Uuid scope,
                     const std::string& tool, std::optional<ToolPolicy> policy, Timestamp now) {
  if (!policy) {
    tx.enqueue({"delete from tool_policies where scope_id = $1 and tool = $2",
                database::parameters(scope, tool)});
    return;
  }
  tx.enqueue(
      {R"(insert into tool_policies (workspace_id, scope_id, tool, policy, updated_at) values ($1, $2, $3, $4, $5)
          on conflict (workspace_id, scope_id, tool)
          do update set policy = excluded.policy, updated_at = excluded.updated_at)",
       database::parameters(workspace, scope, tool, *policy, now)});
}

}  // namespace parley::assistant
