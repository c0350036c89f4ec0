#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/assistant/run_store.hpp"
#include "features/assistant/usage.hpp"

/// The SQL of what models cost: a row per member, model and month.
namespace parley::assistant {

/// Adds what a run has used beyond what its row knows. Goes before the statement that writes the
/// same total into the row, in one transaction: however often that is tried, it counts once.
void countRun(database::Transaction& tx, const Owner& owner, RunId run, const UsedModel& model,
              const ModelUsage& total, Timestamp now);
/// Adds what was used beside runs.
void addUsage(database::Transaction& tx, const Owner& owner, const UsedModel& model,
              const ModelUsage& used, Timestamp now);

/// Selects one row. What was spent is summed up only where there is a limit.
database::Command selectBudget(WorkspaceId workspace, Timestamp now);
Budget budgetFrom(const database::Rows& rows);
void updateLimit(database::Transaction& tx, WorkspaceId workspace,
                 std::optional<language_model::MicroDollars> limit);

/// The first day of the month, as the database writes it.
std::string monthOf(Timestamp time);

/// Of one member, or of all of the workspace.
database::Command selectModels(const std::string& month, std::optional<UserId> member);
/// The most expensive first, at most `limit`.
database::Command selectMembers(const std::string& month, int limit);
/// The latest first, at most `limit`, up to `month`.
database::Command selectMonths(const std::string& month, std::optional<UserId> member, int limit);
/// The usage of all answers in a conversation, of those set aside as well, and of its title.
database::Command selectConversationUsage(ConversationId conversation);

}  // namespace parley::assistant
