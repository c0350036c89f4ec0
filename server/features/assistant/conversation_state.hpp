#pragma once

#include <optional>
#include <vector>

#include "features/assistant/run_store.hpp"
#include "features/assistant/tool_policies.hpp"

namespace parley::assistant {

struct Opening;

/// A conversation as a message or a decision finds it.
struct ConversationState {
  PersonRow person;
  ToolPolicies policies;  ///< that hold for them
  ConversationRow conversation;
  std::optional<RunRow> last_run;
  std::optional<RunRow> left;          ///< the run whose calls the history ends with
  std::vector<ToolCallRow> calls;      ///< of the last step of `left`
  std::vector<ApprovalRow> approvals;  ///< the open ones
  database::Rows history;
  HistoryEnd history_end;
  std::vector<TrackedRow> tracked;

  /// What the run needs of it.
  void moveInto(Opening& opening);
  /// Nothing is going on, and nothing waits for an answer.
  bool isQuiet() const;
};

/// What the state of a conversation is made of, and the state, without what calls the last turn
/// left open.
std::vector<database::Command> selectState(const operations::Actor& actor,
                                           ConversationId conversation, HistoryPart part, Lock lock,
                                           Timestamp now);
ConversationState stateFrom(std::vector<database::Rows> rows, const operations::Actor& actor);

/// In one round trip; in another one, where it is locked, what calls the last turn left open, with
/// the whole history when only that turn was asked for. Throws 404 for a conversation that is not
/// the user's.
task<ConversationState> readState(database::Transaction& tx, const operations::Actor& actor,
                                  ConversationId conversation, HistoryPart part, Lock lock,
                                  Timestamp now);

/// Reads the history again, after some of it was set aside, and what calls its end leaves open,
/// locked.
task<void> readHistoryAgain(database::Transaction& tx, ConversationState& state, HistoryPart part,
                            Timestamp now);

/// Nothing but who speaks, for a conversation that begins. Throws 401 when the account is gone.
task<ConversationState> newState(database::Transaction& tx, const operations::Actor& actor);

}  // namespace parley::assistant
