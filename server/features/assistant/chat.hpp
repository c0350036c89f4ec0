#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/fields.hpp"
#include "foundation/uuid.hpp"
#include "json/describe.hpp"
#include "json/raw.hpp"
#include "json/value.hpp"
#include "language_model/model.hpp"

/// What a chat is made of, as it is sent and shown.
namespace parley::assistant {

enum class RunStatus {
  running,
  completed,
  awaiting_approval,
  awaiting_answer,
  stopped,
  interrupted,
  failed
};
BOOST_DESCRIBE_ENUM(RunStatus, running, completed, awaiting_approval, awaiting_answer, stopped,
                    interrupted, failed)

enum class ActionStatus { running, done, failed, denied, waiting };
BOOST_DESCRIBE_ENUM(ActionStatus, running, done, failed, denied, waiting)

struct RecordRef {
  static constexpr std::string_view schema_name = "RecordRef";

  std::string type;
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(RecordRef, (), (type, id, name))

/// One field of a record, before and after a change.
struct FieldChange {
  static constexpr std::string_view schema_name = "FieldChange";

  std::string field;
  json::Raw before;
  json::Raw after;
};
BOOST_DESCRIBE_STRUCT(FieldChange, (), (field, before, after))

/// A tool call of a run and what came of it.
struct ChatAction {
  static constexpr std::string_view schema_name = "ChatAction";

  std::string tool;
  json::Raw arguments;
  ActionStatus status = ActionStatus::done;
  std::optional<RecordRef> record;
  std::optional<ChangeId> change_id;
};
BOOST_DESCRIBE_STRUCT(ChatAction, (), (tool, arguments, status, record, change_id))

struct ChatApproval {
  static constexpr std::string_view schema_name = "ChatApproval";

  ApprovalId id;
  std::string tool;
  json::Raw arguments;
  std::string summary;
};
BOOST_DESCRIBE_STRUCT(ChatApproval, (), (id, tool, arguments, summary))

struct QuestionOption {
  static constexpr std::string_view schema_name = "QuestionOption";

  std::string id;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(QuestionOption, (), (id, label))

struct ChatQuestion {
  static constexpr std::string_view schema_name = "ChatQuestion";

  std::string text;
  std::vector<QuestionOption> options;
};
BOOST_DESCRIBE_STRUCT(ChatQuestion, (), (text, options))

/// Tokens by the provider's count; input includes what came from its cache.
struct ChatUsage {
  static constexpr std::string_view schema_name = "ChatUsage";
  static constexpr auto help = std::to_array<json::Help>({
      {"cost_micros", "In millionths of a US dollar; null when a model's price is not known."},
  });

  std::uint64_t input_tokens = 0;
  std::uint64_t cache_read_tokens = 0;
  std::uint64_t cache_write_tokens = 0;
  std::uint64_t output_tokens = 0;
  std::optional<std::int64_t> cost_micros;
};
BOOST_DESCRIBE_STRUCT(ChatUsage, (),
                      (input_tokens, cache_read_tokens, cache_write_tokens, output_tokens,
                       cost_micros))

/// What a message came to: the body of `POST /api/chat` and of `run.finished`.
struct ChatAnswer {
  static constexpr std::string_view schema_name = "ChatAnswer";

  ConversationId conversation_id;
  RunId run_id;
  RunStatus status = RunStatus::completed;
  std::string reply;
  std::vector<ChatAction> actions;
  std::vector<ChatApproval> approvals;
  std::optional<ChatQuestion> question;
  ChatUsage usage;
};
BOOST_DESCRIBE_STRUCT(ChatAnswer, (),
                      (conversation_id, run_id, status, reply, actions, approvals, question, usage))

/// What a run replies that said nothing before it was stopped, or died.
inline constexpr std::string_view stopped_reply = "Stopped before anything was said.";
inline constexpr std::string_view interrupted_reply =
    "This answer was interrupted. What was done until then stays done; ask again to go on.";

using MessageText = Prose<1, 32'000>;
using ModelId = Text<1, 200>;

struct ChatMessage {
  static constexpr std::string_view schema_name = "ChatMessage";
  static constexpr auto help = std::to_array<json::Help>({
      {"client_id",
       "The sender's own id of the message. Where it is a UUID, the same message sent again begins "
       "nothing: what the first one began is told. Another message under it is refused (422, "
       "client_id_used)."},
      {"page", "Where in the application the user is, as /contacts/ID."},
      {"replaces",
       "The conversation's last run: its answer is set aside and made anew, from what was said "
       "before it. What it changed must have been undone."},
  });

  MessageText message;
  std::optional<ConversationId> conversation_id;
  std::optional<ModelId> model;
  std::optional<Text<0, 100>> client_id;
  std::optional<Text<0, 300>> page;
  std::optional<RunId> replaces;
};
BOOST_DESCRIBE_STRUCT(ChatMessage, (), (message, conversation_id, model, client_id, page, replaces))

struct RunStarted {
  static constexpr std::string_view schema_name = "RunStarted";

  RunId run_id;
  ConversationId conversation_id;
  bool repeated = false;  ///< by an earlier request
};
BOOST_DESCRIBE_STRUCT(RunStarted, (), (run_id, conversation_id, repeated))

enum class Decision { approve, deny };
BOOST_DESCRIBE_ENUM(Decision, approve, deny)

struct ApprovalDecision {
  static constexpr std::string_view schema_name = "ApprovalDecision";
  static constexpr auto help = std::to_array<json::Help>({
      {"arguments", "As edited by the user; left out: as they were shown."},
      {"reason", "Why not, for the assistant to read."},
      {"always", "Approve, and let the tool run at once from now on."},
  });

  ApprovalId id;
  Decision decision;
  std::optional<json::object> arguments;
  std::optional<Prose<0, 1'000>> reason;
  std::optional<bool> always;
};
BOOST_DESCRIBE_STRUCT(ApprovalDecision, (), (id, decision, arguments, reason, always))

struct Conversation {
  static constexpr std::string_view schema_name = "Conversation";

  ConversationId id;
  int version = 1;
  std::string title;
  std::string model;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<std::string> last_run_status;
};
BOOST_DESCRIBE_STRUCT(Conversation, (),
                      (id, version, title, model, created_at, updated_at, last_run_status))

struct ConversationPage {
  static constexpr std::string_view schema_name = "ConversationPage";

  std::vector<Conversation> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ConversationPage, (), (items, next_cursor))

struct FindConversations {
  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
};
BOOST_DESCRIBE_STRUCT(FindConversations, (), (limit, cursor, search))

struct ConversationChanges {
  static constexpr std::string_view schema_name = "ConversationChanges";
  static constexpr auto ignored = std::to_array<std::string_view>(
      {"version", "model", "created_at", "updated_at", "last_run_status"});

  ConversationId id;
  Patch<Text<1, 200>> title;
};
BOOST_DESCRIBE_STRUCT(ConversationChanges, (), (id, title))

struct ConversationKey {
  ConversationId id;
};
BOOST_DESCRIBE_STRUCT(ConversationKey, (), (id))

struct FindMessages {
  ConversationId id;
  std::optional<int> limit;
  std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(FindMessages, (), (id, limit, cursor))

/// One side of the transcript. The user's has `text` alone.
struct Message {
  static constexpr std::string_view schema_name = "Message";
  static constexpr auto omitted = std::to_array<std::string_view>(
      {"model", "status", "parts", "usage", "last_seq", "replaces"});

  std::string id;
  std::string role;
  RunId run_id;
  std::string text;
  Timestamp created_at;
  std::optional<std::string> model;
  std::optional<RunStatus> status;
  std::optional<json::Raw> parts;
  std::optional<ChatUsage> usage;
  std::optional<int> last_seq;
  std::optional<RunId> replaces;  ///< the answer that was set aside for this one
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, role, run_id, text, created_at, model, status, parts, usage, last_seq,
                       replaces))

struct MessagePage {
  static constexpr std::string_view schema_name = "MessagePage";

  std::vector<Message> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(MessagePage, (), (items, next_cursor))

}  // namespace parley::assistant
