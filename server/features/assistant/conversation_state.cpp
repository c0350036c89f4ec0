#include "features/assistant/conversation_state.hpp"

#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/run.hpp"
#include "foundation/error.hpp"

namespace parley::assistant {
namespace {

task<void> lockOpenCalls(database::Transaction& tx, ConversationState& state, HistoryPart part,
                         Timestamp now) {
  const auto conversation = state.conversation.id;
  std::vector<database::Command> commands{lockLastMessageRun(conversation, now),
                                          selectLastCalls(conversation)};
  if (part != HistoryPart::whole)
    commands.push_back(selectHistory(conversation, HistoryPart::whole));
  auto rows = co_await tx.executeAll(std::move(commands));
  state.left = database::optionalRowAs<RunRow>(rows[0]);
  state.calls = database::rowsAs<ToolCallRow>(rows[1]);
  if (part != HistoryPart::whole) state.history = std::move(rows[2]);
}

PersonRow personFrom(const database::Rows& rows) {
  auto person = database::optionalRowAs<PersonRow>(rows);
  if (!person) throw Error{Status::unauthenticated, "unauthenticated", "This account is gone."};
  return std::move(*person);
}

ToolPolicies policiesFrom(const database::Rows& rows, const operations::Actor& actor) {
  return {database::rowsAs<ToolPolicyRow>(rows), actor.workspace_id};
}

}  // namespace

task<ConversationState> newState(database::Transaction& tx, const operations::Actor& actor) {
  std::vector<database::Command> commands{selectPerson(actor.user_id), selectToolPolicies()};
  const auto rows = co_await tx.executeAll(std::move(commands));
  ConversationState state;
  state.person = personFrom(rows[0]);
  state.policies = policiesFrom(rows[1], actor);
  co_return state;
}

void ConversationState::moveInto(Opening& opening) {
  opening.history = std::move(history);
  opening.next_position = history_end.next_position;
  opening.tracked = std::move(tracked);
  opening.policies = std::move(policies);
}

bool ConversationState::isQuiet() const {
  return approvals.empty() && !endsWithCalls(history) &&
         (!last_run || last_run->status != RunStatus::running);
}

std::vector<database::Command> selectState(const operations::Actor& actor,
                                           ConversationId conversation, HistoryPart part, Lock lock,
                                           Timestamp now) {
  // The lock comes first: what follows sees what the message before has written.
  return {selectConversation(conversation, lock), selectPerson(actor.user_id),
          selectLastRun(conversation, now, lock), selectOpenApprovals(conversation, lock),
          selectHistory(conversation, part),      selectTracked(conversation),
          selectHistoryEnd(conversation),         selectToolPolicies()};
}

ConversationState stateFrom(std::vector<database::Rows> rows, const operations::Actor& actor) {
  auto row = database::optionalRowAs<ConversationRow>(rows[0]);
  if (!row) throw notFound("There is no such conversation, or it is not yours.");

  ConversationState state;
  state.conversation = std::move(*row);
  state.person = personFrom(rows[1]);
  state.last_run = database::optionalRowAs<RunRow>(rows[2]);
  state.approvals = database::rowsAs<ApprovalRow>(rows[3]);
  state.history = std::move(rows[4]);
  state.history_end = database::optionalRowAs<HistoryEnd>(rows[6]).value_or(HistoryEnd{});
  state.tracked = database::rowsAs<TrackedRow>(rows[5]);
  state.policies = policiesFrom(rows[7], actor);
  return state;
}

task<ConversationState> readState(database::Transaction& tx, const operations::Actor& actor,
                                  ConversationId conversation, HistoryPart part, Lock lock,
                                  Timestamp now) {
  auto commands = selectState(actor, conversation, part, lock, now);
  auto state = stateFrom(co_await tx.executeAll(std::move(commands)), actor);
  // Calls are open only as long as the history ends with them.
  if (lock == Lock::yes && endsWithCalls(state.history))
    co_await lockOpenCalls(tx, state, part, now);
  co_return state;
}

task<void> readHistoryAgain(database::Transaction& tx, ConversationState& state, HistoryPart part,
                            Timestamp now) {
  const auto command = selectHistory(state.conversation.id, part);
  state.history = co_await tx.execute(command.sql, command.parameters);
  state.left.reset();
  state.calls.clear();
  if (endsWithCalls(state.history)) co_await lockOpenCalls(tx, state, part, now);
}

}  // namespace parley::assistant
