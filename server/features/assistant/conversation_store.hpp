#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/chat.hpp"
#include "features/assistant/run_events.hpp"
#include "features/assistant/run_store.hpp"
#include "features/assistant/transcript.hpp"
#include "operations/call.hpp"

/// The SQL of conversations as they are read, renamed and deleted. Everything runs in the call's
/// transaction.
namespace parley::assistant {

/// Where a page of conversations goes on: the last one's time and id.
struct ConversationMark {
  std::string updated_at;
  std::string id;
};

struct ListedConversation : Conversation {
  std::string mark;  ///< `updated_at` as the database writes it
  std::optional<RunId> last_run_id;
  std::optional<Uuid> lease_holder;  ///< of the last run
  bool lease_over = false;
};
BOOST_DESCRIBE_STRUCT(ListedConversation, (Conversation),
                      (mark, last_run_id, lease_holder, lease_over))

/// The latest first. Each of `words` is in the title or in what was said.
task<std::vector<ListedConversation>> selectConversations(
    operations::Call& call, const std::optional<ConversationMark>& after,
    const std::vector<std::string>& words, int limit);
task<std::optional<ListedConversation>> selectConversation(operations::Call& call,
                                                           ConversationId id);
/// The new version.
task<int> renameConversation(operations::Call& call, ConversationId id, const std::string& title);
/// Until the end of the transaction nobody says anything in it.
task<void> lockConversation(operations::Call& call, ConversationId id);
void deleteConversation(operations::Call& call, ConversationId id);

/// Where a page of messages goes on: behind the answer of a run, or behind all of it.
struct MessageMark {
  RunId run;
  bool answer = false;
};

/// A run as the two messages that it is in the transcript.
struct MessageRow : ModelUsage {
  RunId id;
  MessageId message_id;
  std::string message;
  std::string model;  ///< that answered
  RunStatus status = RunStatus::running;
  bool lease_over = false;
  std::optional<Uuid> lease_holder;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<RunId> replaces;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (ModelUsage),
                      (id, message_id, message, model, status, lease_over, lease_holder, created_at,
                       updated_at, replaces))

/// Events, approvals and undone changes of some runs.
struct RunDetails {
  std::map<RunId, std::vector<StoredEvent>> events;
  TranscriptFacts facts;
};

/// The latest first.
task<std::vector<MessageRow>> selectRuns(operations::Call& call, ConversationId conversation,
                                         const std::optional<MessageMark>& after, int limit);
/// In one round trip.
task<RunDetails> selectDetails(operations::Call& call, const std::vector<MessageRow>& runs);

}  // namespace parley::assistant
