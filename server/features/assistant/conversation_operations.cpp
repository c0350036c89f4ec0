#include "features/assistant/conversation_operations.hpp"

#include <algorithm>
#include <utility>

#include "features/assistant/conversation_store.hpp"
#include "foundation/error.hpp"
#include "foundation/unicode.hpp"
#include "json/parse.hpp"
#include "operations/bad_query.hpp"
#include "operations/cursor.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

constexpr int default_limit = 50;
constexpr int max_limit = 200;

int limitOf(const std::optional<int>& limit) {
  const int value = limit.value_or(default_limit);
  if (value < 1 || value > max_limit) throw badQuery("limit", "must be from 1 to 200");
  return value;
}

Change changeOf(Action action, const Conversation& conversation) {
  Change change;
  change.action = action;
  change.record_type = "conversation";
  change.record_id = conversation.id.uuid;
  change.record_name = conversation.title;
  change.record_version = conversation.version;
  change.silent = true;
  return change;
}

task<ConversationPage> find(Call& call, FindConversations input) {
  const int limit = limitOf(input.limit);
  std::optional<ConversationMark> after;
  if (input.cursor) {
    const auto cursor = decodeCursor(*input.cursor);
    if (!cursor || cursor->size() != 2 || !Uuid::parse(cursor->back()) ||
        !isTimeMark(cursor->front())) {
      throw badQuery("cursor", "is not a cursor of this list");
    }
    after = ConversationMark{cursor->front(), cursor->back()};
  }
  std::optional<std::string> title_part;
  if (input.search) {
    title_part = unicode::normalize(*input.search);
    if (!title_part || title_part->size() > 200 || title_part->contains('\0')) {
      throw badQuery("search", "must have at most 200 characters");
    }
  }
  auto found = co_await selectConversations(call, after, title_part, limit + 1);
  ConversationPage page;
  page.items = std::move(found.items);
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.resize(static_cast<std::size_t>(limit));
    page.next_cursor =
        encodeCursor({found.marks[page.items.size() - 1], page.items.back().id.toString()});
  }
  co_return page;
}

task<Conversation> existing(Call& call, ConversationId id) {
  auto conversation = co_await selectConversation(call, id);
  if (!conversation) throw notFound("There is no such conversation, or it is not yours.");
  co_return std::move(*conversation);
}

task<Conversation> get(Call& call, ConversationKey key) {
  co_return co_await existing(call, key.id);
}

task<Conversation> rename(Call& call, ConversationChanges input) {
  auto conversation = co_await existing(call, input.id);
  call.requireVersion(conversation.version, json::toJson(conversation));
  if (conversation.title == input.title.value()) co_return conversation;
  conversation.title = input.title.value();
  conversation.version = co_await renameConversation(call, input.id, conversation.title);
  call.record(changeOf(Action::updated, conversation));
  co_return conversation;
}

task<void> remove(Call& call, ConversationKey key) {
  const auto conversation = co_await existing(call, key.id);
  call.requireVersion(conversation.version, json::toJson(conversation));
  if (conversation.last_run_status == "running") {
    throw Error{Status::conflict, "run_in_progress",
                "The assistant is still answering here; stop it first."};
  }
  deleteConversation(call, key.id);
  call.record(changeOf(Action::deleted, conversation));
}

Message userMessage(const MessageRow& row) {
  Message message;
  message.id = row.message_id.toString();
  message.role = "user";
  message.run_id = row.id;
  message.text = row.message;
  message.created_at = row.created_at;
  return message;
}

Message assistantMessage(const MessageRow& row, const std::vector<StoredEvent>& events,
                         const TranscriptFacts& facts, bool dead) {
  auto transcript = transcriptOf(events, facts);
  Message message;
  message.id = row.id.toString();
  message.role = "assistant";
  message.run_id = row.id;
  message.text = std::move(transcript.text);
  message.created_at = row.updated_at;
  message.model = row.model;
  message.status = dead ? RunStatus::interrupted : row.status;
  message.parts = json::Raw{std::move(transcript.parts)};
  message.usage = shown(row);
  message.replaces = row.replaces;
  message.last_seq = transcript.last_seq;
  return message;
}

/// A page counts runs: each is a message of the user and its answer.
task<MessagePage> messages(Assistant& assistant, Call& call, FindMessages input) {
  const int limit = limitOf(input.limit);
  std::optional<RunId> before;
  if (input.cursor && !(before = RunId::parse(*input.cursor)))
    throw badQuery("cursor", "is not a cursor of this list");
  co_await existing(call, input.id);
  const int runs = std::max(1, limit / 2);
  auto found = co_await selectRuns(call, input.id, before, runs + 1);
  MessagePage page;
  if (found.size() > static_cast<std::size_t>(runs)) {
    found.resize(static_cast<std::size_t>(runs));
    page.next_cursor = found.back().id.toString();
  }
  std::vector<RunId> ids;
  for (const auto& row : found) ids.push_back(row.id);
  auto details = co_await selectDetails(call, ids);
  for (const auto& row : found) {
    RunRow run;
    run.id = row.id;
    run.status = row.status;
    run.lease_holder = row.lease_holder;
    run.lease_over = row.lease_over;
    page.items.push_back(
        assistantMessage(row, details.events[row.id], details.facts, assistant.isDead(run)));
    page.items.push_back(userMessage(row));
  }
  co_return page;
}

}  // namespace

std::vector<Operation> conversationOperations(Assistant& assistant) {
  return {
      operation<FindConversations, ConversationPage>(
          {.name = "find_conversations",
           .title = "List conversations",
           .summary = "The user's conversations, the latest first.",
           .method = "GET",
           .path = "/api/conversations",
           .effect = Effect::read},
          find),
      operation<ConversationKey, Conversation>({.name = "get_conversation",
                                                .title = "Read conversation",
                                                .summary = "One conversation.",
                                                .method = "GET",
                                                .path = "/api/conversations/{id}",
                                                .effect = Effect::read},
                                               get),
      operation<ConversationChanges, Conversation>({.name = "rename_conversation",
                                                    .title = "Rename conversation",
                                                    .summary = "Give a conversation another title.",
                                                    .method = "PATCH",
                                                    .path = "/api/conversations/{id}",
                                                    .effect = Effect::write},
                                                   rename),
      operation<ConversationKey, NoContent>(
          {.name = "delete_conversation",
           .title = "Delete conversation",
           .summary = "Delete a conversation with its messages; the records stay.",
           .method = "DELETE",
           .path = "/api/conversations/{id}",
           .effect = Effect::destroy},
          remove),
      operation<FindMessages, MessagePage>(
          {.name = "find_messages",
           .title = "Read messages",
           .summary = "The messages of a conversation, the latest first.",
           .method = "GET",
           .path = "/api/conversations/{id}/messages",
           .effect = Effect::read},
          [&assistant](Call& call, FindMessages input) {
            return messages(assistant, call, std::move(input));
          }),
  };
}

}  // namespace parley::assistant
