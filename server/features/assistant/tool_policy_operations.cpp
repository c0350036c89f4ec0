#include <array>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/approval_policy.hpp"
#include "features/assistant/tool_policies.hpp"
#include "features/assistant/toolbox.hpp"
#include "foundation/error.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

/// A tool and what it may do.
struct ToolRule {
  static constexpr std::string_view schema_name = "ToolRule";
  static constexpr auto help = std::to_array<json::Help>({
      {"policy", "What holds for the person who asks."},
      {"usual", "What holds where nobody set anything."},
      {"own", "What the person set."},
      {"workspace", "What the workspace set; nobody in it can loosen that."},
  });

  std::string tool;
  std::string title;
  std::string summary;
  Effect effect = Effect::read;
  ToolPolicy policy = ToolPolicy::ask;
  ToolPolicy usual = ToolPolicy::ask;
  std::optional<ToolPolicy> own;
  std::optional<ToolPolicy> workspace;
};
BOOST_DESCRIBE_STRUCT(ToolRule, (), (tool, title, summary, effect, policy, usual, own, workspace))

struct ToolRules {
  static constexpr std::string_view schema_name = "ToolRules";
  std::vector<ToolRule> items;
};
BOOST_DESCRIBE_STRUCT(ToolRules, (), (items))

struct NewToolRule {
  static constexpr std::string_view schema_name = "NewToolRule";
  static constexpr auto help = std::to_array<json::Help>({
      {"policy", "allow, ask or block; null: as usual."},
  });

  Text<1, 200> tool;
  std::optional<ToolPolicy> policy;
};
BOOST_DESCRIBE_STRUCT(NewToolRule, (), (tool, policy))

ToolRule ruleOf(const Operation& operation, const ToolPolicies& policies) {
  const auto& facts = operation.facts;
  const auto usual = usualPolicy(operation);
  return {facts.name,
          facts.title,
          facts.summary,
          facts.effect,
          policies.of(facts.name).value_or(usual),
          usual,
          policies.own(facts.name),
          policies.ofWorkspace(facts.name)};
}

task<ToolPolicies> policiesFor(Call& call) {
  std::vector<database::Command> commands{selectToolPolicies()};
  const auto rows = co_await call.transaction().executeAll(std::move(commands));
  co_return ToolPolicies{database::rowsAs<ToolPolicyRow>(rows.front()), call.actor().workspace_id};
}

class Rules {
 public:
  explicit Rules(const std::optional<Toolbox>& toolbox) : toolbox_{toolbox} {}

  task<ToolRules> list(Call& call) const {
    const auto policies = co_await policiesFor(call);
    ToolRules rules;
    for (const auto& definition : toolbox_->definitions()) {
      if (const auto* operation = toolbox_->find(definition.name))
        rules.items.push_back(ruleOf(*operation, policies));
    }
    co_return rules;
  }

  task<ToolRule> set(Call& call, NewToolRule input, Uuid scope) const {
    const auto& tool = input.tool.value();
    const auto* operation = toolbox_->find(tool);
    if (operation == nullptr) throw notFound("The assistant has no such tool.");
    writeToolPolicy(call.transaction(), call.actor().workspace_id, scope, tool, input.policy,
                    call.services.clock.now());
    co_return ruleOf(*operation, co_await policiesFor(call));
  }

 private:
  const std::optional<Toolbox>& toolbox_;
};

}  // namespace

std::vector<Operation> toolPolicyOperations(const std::optional<Toolbox>& toolbox) {
  const Rules rules{toolbox};
  return {
      operation<NoInput, ToolRules>({.name = "list_tool_policies",
                                     .title = "List what the assistant may do",
                                     .summary = "The assistant's tools, and which of them run at "
                                                "once, ask first, or are blocked.",
                                     .method = "GET",
                                     .path = "/api/tool-policies",
                                     .effect = Effect::read},
                                    [rules](Call& call, NoInput) { return rules.list(call); }),
      operation<NewToolRule, ToolRule>(
          {.name = "set_tool_policy",
           .title = "Set what the assistant may do for you",
           .summary = "Let a tool run at once, ask first, or block it, for oneself.",
           .method = "PUT",
           .path = "/api/tool-policies/{tool}",
           .effect = Effect::write},
          [rules](Call& call, NewToolRule input) {
            return rules.set(call, std::move(input), call.actor().user_id.uuid);
          }),
      operation<NewToolRule, ToolRule>(
          {.name = "set_workspace_tool_policy",
           .title = "Set what the assistant may do in the workspace",
           .summary = "Let a tool run at once, ask first, or block it, for everybody in the "
                      "workspace.",
           .method = "PUT",
           .path = "/api/workspace/tool-policies/{tool}",
           .effect = Effect::write,
           .access = Access::administrator},
          [rules](Call& call, NewToolRule input) {
            return rules.set(call, std::move(input), call.actor().workspace_id.uuid);
          }),
  };
}

}  // namespace parley::assistant
