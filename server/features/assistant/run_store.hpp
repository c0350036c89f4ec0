#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database/transaction.hpp"
#include "features/assistant/chat.hpp"
#include "features/assistant/run_events.hpp"
#include "features/assistant/usage.hpp"
#include "language_model/model.hpp"

/// The SQL of conversations at work: messages of the model's history, runs, tool calls, approvals.
/// A function that takes a transaction runs in it, and if it only enqueues, takes effect with its
/// next execute or commit; one that makes a command leaves the round trip to the caller.
namespace parley::assistant {

struct Owner {
  WorkspaceId workspace_id;
  UserId user_id;
};

struct ConversationRow {
  ConversationId id;
  int version = 1;
  std::string title;
  std::string model;
  std::optional<std::string> full_model;  ///< see ChosenModel::full_id
  std::optional<std::string> prompt;      ///< its digest; unset until a remote model has answered
  bool untrusted = false;
  std::uint64_t counted_tokens = 0;  ///< of the first `counted_messages` of the history
  int counted_messages = 0;
  bool title_given = false;
};
BOOST_DESCRIBE_STRUCT(ConversationRow, (),
                      (id, version, title, model, full_model, prompt, untrusted, counted_tokens,
                       counted_messages, title_given))

struct RunRow : ModelUsage {
  RunId id;
  ConversationId conversation_id;
  MessageId message_id;
  std::string message;
  std::string model;                       ///< that was chosen
  std::optional<std::string> answered_by;  ///< where that is another
  std::optional<Uuid> client_id;           ///< of the message, where nothing else can have it
  RunStatus status = RunStatus::running;
  int step = 0;
  int last_seq = 0;
  std::optional<Uuid> lease_holder;
  bool lease_over = false;

  const ModelUsage& usage() const { return *this; }
};
BOOST_DESCRIBE_STRUCT(RunRow, (ModelUsage),
                      (id, conversation_id, message_id, message, model, answered_by, client_id,
                       status, step, last_seq, lease_holder, lease_over))

enum class CallStatus { pending, waiting, done, failed, denied, cancelled };
BOOST_DESCRIBE_ENUM(CallStatus, pending, waiting, done, failed, denied, cancelled)

/// What the model of a conversation is told about its work, and its tools.
struct Prompt {
  std::string digest;  ///< of the others: what it is called by
  std::string system;
  std::string tools;  ///< JSON
};
BOOST_DESCRIBE_STRUCT(Prompt, (), (digest, system, tools))

/// A tool call as the model made it, and its result once there is one.
struct ToolCallRow {
  RunId run_id;
  std::string call_id;
  int step = 0;
  int position = 0;
  std::string tool;
  std::string arguments;
  CallStatus status = CallStatus::pending;
  std::optional<std::string> result;
  std::optional<int> offered_version;   ///< of the record that a question offers to change
  std::optional<std::string> approval;  ///< the status of the one that it needs
};
BOOST_DESCRIBE_STRUCT(ToolCallRow, (),
                      (run_id, call_id, step, position, tool, arguments, status, result,
                       offered_version, approval))

struct ApprovalRow {
  ApprovalId id;
  ConversationId conversation_id;
  RunId run_id;
  std::string call_id;
  std::string tool;
  std::string arguments;
  std::string binding;
  std::string summary;
  std::optional<std::string> record;
  std::string changes;
  std::string status;
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(ApprovalRow, (),
                      (id, conversation_id, run_id, call_id, tool, arguments, binding, summary,
                       record, changes, status, expires_at))

inline constexpr int max_mentioned_of_type = 5;
struct TrackedRow {
  std::string record_type;
  std::string record_id;
  std::string name;
  std::optional<int> list_position = {};
  std::int64_t mentioned_seq = 0;  ///< the same within one step; 0: never mentioned by itself
  bool before_list = false;        ///< it was mentioned before the last list was shown
};
BOOST_DESCRIBE_STRUCT(TrackedRow, (),
                      (record_type, record_id, name, list_position, mentioned_seq, before_list))

Prompt promptOf(std::string system, std::string tools);

// ---- people ----
/// What a run has to know of its user.
struct PersonRow {
  std::string name;
  std::string time_zone;
  std::optional<std::string> last_model;  ///< that they chose; see ChosenModel::full_id
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (name, time_zone, last_model))
database::Command selectPerson(UserId id);

// ---- conversations ----
void insertConversation(database::Transaction& tx, const Owner& owner, const ConversationRow& row,
                        Timestamp now);
/// Whether what is selected is locked, so that one message at a time is taken up.
enum class Lock { no, yes };
database::Command selectConversation(ConversationId id, Lock lock);
/// Selects the model that answered in it last.
database::Command modelOf(ConversationId id);
void touchConversation(database::Transaction& tx, const ConversationRow& row,
                       const std::string& model, Timestamp now);
/// Keeps the prompt, if it is a new one, and binds the conversation to it.
void freezePrompt(database::Transaction& tx, WorkspaceId workspace, ConversationId id,
                  const Prompt& prompt);
/// Throws a logic_error for one that was never kept.
task<Prompt> selectPrompt(database::Transaction& tx, const std::string& digest);
/// What a provider counted of the history: of how many of its first messages.
struct HistoryCount {
  std::uint64_t tokens = 0;
  int messages = 0;
};
void setHistoryCount(database::Transaction& tx, ConversationId id, const HistoryCount& count);
/// The messages before `position` are not sent to models any more; nothing of the rest is counted.
void setHistoryFrom(database::Transaction& tx, ConversationId id, int position);
/// What is in the conversation is not all the user's own any more.
void distrustConversation(database::Transaction& tx, ConversationId id);
/// Gives the conversation a title that was found, unless its user gave one, and adds what finding
/// it took. Answers its title and version.
database::Command nameConversation(ConversationId id, const std::string& title,
                                   const ModelUsage& used);
/// Selects the model that the user picked last.
database::Command lastChosenModel(UserId user);
/// The models that a workspace's administrators have set for everybody.
struct WorkspaceModels {
  std::optional<std::string> default_model;
  std::optional<std::string> fallback_model;
};
BOOST_DESCRIBE_STRUCT(WorkspaceModels, (), (default_model, fallback_model))
database::Command selectWorkspaceModels(WorkspaceId workspace);
void setDefaultModel(database::Transaction& tx, WorkspaceId workspace,
                     const std::optional<std::string>& model, Timestamp now);
void setFallbackModel(database::Transaction& tx, WorkspaceId workspace,
                      const std::optional<std::string>& model, Timestamp now);

// ---- history ----
struct NewMessage {
  RunId run_id;
  int position = 0;
  language_model::Message message;
  Timestamp at;
};
void appendMessages(database::Transaction& tx, const Owner& owner, ConversationId conversation,
                    const std::vector<NewMessage>& messages);
/// whole: from the beginning, or the last summary; last_turn: from the last message of a model on.
enum class HistoryPart { whole, last_turn };
/// Messages in their order, the last of them the conversation's; without those set aside.
database::Command selectHistory(ConversationId conversation, HistoryPart part);
std::vector<language_model::Message> messagesFrom(const database::Rows& history);
/// What the user said behind the run that the history ends with: in runs that ended before anything
/// of them was in it, as their process died in their first milliseconds. Without the run that is
/// made anew.
task<std::vector<std::string>> selectLostMessages(database::Transaction& tx,
                                                  ConversationId conversation,
                                                  std::optional<RunId> replaced);
/// Whether they wait for the results of calls.
bool endsWithCalls(const database::Rows& history);
/// Where the history ends, what was set aside included.
struct HistoryEnd {
  int next_position = 0;
  std::optional<RunId> run_id;  ///< of the last message
};
BOOST_DESCRIBE_STRUCT(HistoryEnd, (), (next_position, run_id))
/// Selects a HistoryEnd; no row where nothing was said.
database::Command selectHistoryEnd(ConversationId conversation);

// ---- runs ----
struct NewRun {
  RunRow row;
  std::string channel;
  std::optional<std::string> chosen_model;  ///< its full id, where the user picks another
  std::optional<RunId> replaces;
};
task<std::optional<RunRow>> selectRun(database::Transaction& tx, RunId id, Timestamp now);
/// Selects the user's run that a message with this id began.
database::Command selectRunBegunBy(UserId user, Uuid client_id, Timestamp now);
/// The last run of the conversation.
database::Command selectLastRun(ConversationId conversation, Timestamp now, Lock lock);
/// The run that the last message of the history belongs to, locked.
database::Command lockLastMessageRun(ConversationId conversation, Timestamp now);
task<std::optional<RunRow>> lockRun(database::Transaction& tx, RunId id, Timestamp now);
struct RunProgress {
  RunId id;
  RunStatus status = RunStatus::running;
  int step = 0;
  std::string reply;
  std::optional<std::string> answer;
  ModelUsage usage;
  std::optional<std::string> answered_by;
};
void insertRun(database::Transaction& tx, const Owner& owner, const NewRun& run,
               const RunProgress& progress, Uuid holder, Timestamp now, Timestamp lease_until);
/// Fails with `database::taken_over` where the process does not hold the run any more; holds the
/// row until the end of the transaction.
void holdRun(database::Transaction& tx, RunId id, Uuid holder);
/// Also renews the lease while the run goes on, and ends it otherwise.
void updateRun(database::Transaction& tx, const RunProgress& progress, Uuid holder, Timestamp now,
               Timestamp lease_until);
void setRunStatus(database::Transaction& tx, RunId id, RunStatus status, Timestamp now);
task<std::vector<StoredEvent>> selectEvents(database::Transaction& tx, RunId run, int after,
                                            int limit);

/// Whether one of the user's last changes that can be taken back was made outside of the
/// conversation.
task<bool> wouldUndoOthers(database::Transaction& tx, UserId user, ConversationId conversation,
                           int changes);
/// Selects what the run changed that still stands: action and record_id.
database::Command selectDone(RunId run);
/// The run goes on after a decision.
void resumeRun(database::Transaction& tx, RunId id, Uuid holder, Timestamp lease_until);
/// A mark for the node on which the run lives.
void requestStop(database::Transaction& tx, RunId id);
task<bool> isStopRequested(database::Transaction& tx, RunId id);

// ---- tool calls ----
/// What came of a call.
struct CallResult {
  RunId run_id;
  std::string call_id;
  CallStatus status = CallStatus::pending;
  std::optional<std::string> result;
  std::optional<ChangeId> change_id;
  std::optional<Timestamp> at;
  std::optional<std::string> whole_result = {};  ///< where `result` is only its beginning
  std::optional<int> offered_version = {};       ///< see ToolCallRow
};
struct NewToolCall {
  CallResult result;  ///< as far as it is there
  int step = 0;
  int position = 0;
  std::string tool;
  std::string arguments;
  Timestamp made_at;
};
void insertToolCalls(database::Transaction& tx, const Owner& owner,
                     const std::vector<NewToolCall>& calls);
void updateToolCall(database::Transaction& tx, const CallResult& result);
/// Of a call that was edited before it was approved.
void setCallArguments(database::Transaction& tx, RunId run, const std::string& call_id,
                      const std::string& arguments);
task<bool> isCallDone(database::Transaction& tx, RunId run, const std::string& call_id);
/// The whole result of a call that was made in the conversation of the run `reader`.
struct WholeResult {
  std::string whole_result;
  bool untrusted = false;  ///< the conversation
};
BOOST_DESCRIBE_STRUCT(WholeResult, (), (whole_result, untrusted))
task<std::optional<WholeResult>> selectWholeResult(database::Transaction& tx, RunId run,
                                                   const std::string& call_id, RunId reader);
/// The calls of the last step of the run that the last message of the history belongs to, in their
/// order.
database::Command selectLastCalls(ConversationId conversation);

// ---- approvals ----
void insertApproval(database::Transaction& tx, const Owner& owner, const ApprovalRow& row,
                    Timestamp now);
/// The run that asks for an approval, and who answers in it.
struct AskingRunRow {
  ConversationId conversation_id;
  std::string model;
  std::optional<std::string> answered_by;
};
BOOST_DESCRIBE_STRUCT(AskingRunRow, (), (conversation_id, model, answered_by))
task<std::optional<AskingRunRow>> selectAskingRun(database::Transaction& tx, ApprovalId approval);
task<std::optional<ApprovalRow>> lockApproval(database::Transaction& tx, ApprovalId id);
database::Command selectOpenApprovals(ConversationId conversation, Lock lock);
void decideApproval(database::Transaction& tx, ApprovalId id, std::string status,
                    const std::string& arguments, const std::optional<std::string>& reason,
                    Timestamp now);

// ---- entities spoken of ----
/// The whole list that was shown last, by its order; then the others, the latest first.
database::Command selectTracked(ConversationId conversation);
/// Replaces the last list. What was mentioned since `at`, when it was looked up, stays behind it.
void trackList(database::Transaction& tx, const Owner& owner, ConversationId conversation,
               const std::vector<RecordRef>& records, Timestamp at);
struct Mention {
  RecordRef record;
  Timestamp at;
};
/// Each record once.
void trackMentions(database::Transaction& tx, const Owner& owner, ConversationId conversation,
                   const std::vector<Mention>& mentions);
/// Drops what stands in no list and is not among the last that were mentioned of its type: what is
/// read with every message must not grow with the conversation.
void forgetOthers(database::Transaction& tx, ConversationId conversation);

}  // namespace parley::assistant
