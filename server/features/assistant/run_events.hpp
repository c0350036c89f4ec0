#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/chat.hpp"
#include "features/assistant/model_keys.hpp"
#include "json/write.hpp"
#include "operations/hub.hpp"

/// The data of each type of run event: what the page, the log and the transcript are made of.
namespace parley::assistant {

struct StartedEvent {
  static constexpr std::string_view type = "run.started";
  static constexpr auto omitted = std::to_array<std::string_view>({"replaces"});
  std::string message;
  MessageId message_id;
  std::string model;
  std::string model_name;
  std::optional<std::string> client_id;
  std::optional<RunId> replaces;
};
BOOST_DESCRIBE_STRUCT(StartedEvent, (),
                      (message, message_id, model, model_name, client_id, replaces))

struct TextEvent {
  static constexpr std::string_view type = "text.delta";
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextEvent, (), (text))

struct ThinkingEvent {
  static constexpr std::string_view type = "thinking.delta";
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ThinkingEvent, (), (text))

struct ToolStartedEvent {
  static constexpr std::string_view type = "tool.started";
  std::string call_id;
  std::string tool;
  std::string title;
  json::Raw arguments;
};
BOOST_DESCRIBE_STRUCT(ToolStartedEvent, (), (call_id, tool, title, arguments))

struct ToolFinishedEvent {
  static constexpr std::string_view type = "tool.finished";
  std::string call_id;
  std::string tool;
  std::string title;
  ActionStatus status = ActionStatus::done;
  std::optional<RecordRef> record;
  std::vector<RecordRef> records;
  std::vector<FieldChange> changes;
  std::optional<ChangeId> change_id;
  std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(ToolFinishedEvent, (),
                      (call_id, tool, title, status, record, records, changes, change_id, error))

struct ApprovalRequestedEvent {
  static constexpr std::string_view type = "approval.requested";
  ApprovalId id;
  std::string call_id;
  std::string tool;
  std::string title;
  json::Raw arguments;
  std::string summary;
  std::optional<RecordRef> record;
  std::vector<FieldChange> changes;
  Timestamp expires_at;
  bool untrusted = false;  ///< text of strangers is in the conversation, so it is asked each time
  bool can_be_allowed = false;  ///< approved for always, the tool would run at once from then on
};
BOOST_DESCRIBE_STRUCT(ApprovalRequestedEvent, (),
                      (id, call_id, tool, title, arguments, summary, record, changes, expires_at,
                       untrusted, can_be_allowed))

struct ApprovalDecidedEvent {
  static constexpr std::string_view type = "approval.decided";
  ApprovalId id;
  std::string call_id;
  std::string decision;  ///< approve, deny, expired
  json::Raw arguments;
};
BOOST_DESCRIBE_STRUCT(ApprovalDecidedEvent, (), (id, call_id, decision, arguments))

struct QuestionEvent {
  static constexpr std::string_view type = "question.asked";
  std::string text;
  std::vector<QuestionOption> options;
};
BOOST_DESCRIBE_STRUCT(QuestionEvent, (), (text, options))

/// Something the person should know. `void_after`: what was streamed behind that event does not
/// count any more. `model`: the one that answers from here on.
struct NoticeEvent {
  static constexpr std::string_view type = "notice";
  static constexpr auto omitted =
      std::to_array<std::string_view>({"void_after", "provider", "key", "model", "model_name"});
  std::string code;
  std::string text;
  std::optional<int> void_after;
  std::optional<ProviderName> provider = std::nullopt;  ///< of a failure: of the model's
  std::optional<KeyHolder> key = std::nullopt;          ///< and whose key it was
  std::optional<std::string> model = std::nullopt;
  std::optional<std::string> model_name = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(NoticeEvent, (), (code, text, void_after, provider, key, model, model_name))

inline constexpr std::string_view run_finished_type = "run.finished";  // its data is a ChatAnswer

/// An event as it lies in the log.
struct StoredEvent {
  int seq = 0;
  std::string type;
  std::string data;  ///< JSON
  Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(StoredEvent, (), (seq, type, data, created_at))

/// The end of a run that nobody works on any more, where its log has none: it has the number behind
/// the last one and is not stored.
StoredEvent interruptedEvent(RunId run, ConversationId conversation, int last_seq);
/// Tells it to pages.
operations::Notice interruptedNotice(RunId run, ConversationId conversation, int last_seq);
/// `{run_id, conversation_id, seq, type, data}`
std::string eventJson(RunId run, ConversationId conversation, const StoredEvent& event);

}  // namespace parley::assistant
