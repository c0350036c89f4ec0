#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/uuid.hpp"
#include "operations/catalog.hpp"

/// What the people of a workspace let the assistant's tools do without asking.
namespace parley::assistant {

class Toolbox;

/// From the freest to the strictest.
enum class ToolPolicy { allow, ask, block };
BOOST_DESCRIBE_ENUM(ToolPolicy, allow, ask, block)

struct ToolPolicyRow {
  Uuid scope_id;  ///< the person or the workspace that wants it so
  std::string tool;
  ToolPolicy policy = ToolPolicy::ask;
};
BOOST_DESCRIBE_STRUCT(ToolPolicyRow, (), (scope_id, tool, policy))

/// The policies that hold for one person: their own, and the workspace's, which they cannot loosen.
class ToolPolicies {
 public:
  ToolPolicies() = default;
  ToolPolicies(const std::vector<ToolPolicyRow>& rows, WorkspaceId workspace);

  std::optional<ToolPolicy> ofWorkspace(std::string_view tool) const;
  std::optional<ToolPolicy> own(std::string_view tool) const;
  /// The stricter of both; nullopt where nobody set one, so the tool's effect decides.
  std::optional<ToolPolicy> of(std::string_view tool) const;
  void setOwn(std::string tool, ToolPolicy policy) { own_[std::move(tool)] = policy; }

 private:
  using ByTool = std::map<std::string, ToolPolicy, std::less<>>;
  ByTool workspace_;
  ByTool own_;
};

/// Selects the rows that hold for the person who asks.
database::Command selectToolPolicies();
/// Sets or, with nullopt, takes back what the scope wants. Enqueues.
void writeToolPolicy(database::Transaction& tx, WorkspaceId workspace, Uuid scope,
                     const std::string& tool, std::optional<ToolPolicy> policy, Timestamp now);

/// The operations under /api/tool-policies. `toolbox` must outlive the catalog; it may be empty
/// until the catalog is complete.
std::vector<operations::Operation> toolPolicyOperations(const std::optional<Toolbox>& toolbox);

}  // namespace parley::assistant
