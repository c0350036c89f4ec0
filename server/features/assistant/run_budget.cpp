#include <fmt/format.h>

#include "features/assistant/run.hpp"
#include "features/assistant/usage_store.hpp"

/// What a run may cost, and the title that is paid for with it.
namespace parley::assistant {

/// Ends the stretch, and says false, once the workspace has spent what it lets models cost in a
/// month. What was spent is known from the choice of the model; behind the first turn it is looked
/// up again, because others spend as well.
task<bool> Run::withinBudget() {
  auto& budget = parts_.model.budget;
  if (!budget.limit) co_return true;
  if (usage_ != ModelUsage{}) {
    if (usage_ != counted_) co_await write();
    auto tx = co_await parts_.services.database.begin(identity(), database::Mode::read);
    const auto command = selectBudget(parts_.actor.workspace_id, now());
    budget = budgetFrom(co_await tx.execute(command.sql, command.parameters));
  }
  if (!budget.exhausted()) co_return true;
  co_await fail("spending_limit",
                fmt::format("This workspace lets language models cost {} a month, and this month "
                            "that is spent. An owner or administrator can raise the limit under "
                            "Settings, Usage. The command interpreter goes on working: choose it "
                            "as the model.",
                            dollarText(*budget.limit)),
                RunStatus::failed);
  co_return false;
}

/// Of the model that is asked now.
void Run::noteUsage(const language_model::Usage& usage) {
  usage_ += usageOf(usage, parts_.model.price);
  used_ = {parts_.model.provider, parts_.model.id};
}

std::optional<TitleSubject> Run::titleSubject() const {
  const auto& budget = parts_.model.budget;
  const bool answered = first_remote_ && parts_.model.remote && !lost_ &&
                        status_ != RunStatus::failed && status_ != RunStatus::stopped;
  const bool affordable = !budget.limit || budget.spent + usage_.cost_micros < *budget.limit;
  if (!answered || !affordable || parts_.conversation.title_given) return std::nullopt;
  return TitleSubject{parts_.actor, parts_.conversation.id, parts_.row.message, answer_.reply,
                      parts_.model};
}

}  // namespace parley::assistant
