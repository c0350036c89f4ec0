#include "features/assistant/conversation_operations.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include "features/assistant/conversation_store.hpp"
#include "features/assistant/run_events.hpp"
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

std::vector<std::string> wordsOf(const std::string& search) {
  const auto text = unicode::normalize(search);
  if (!text || text->size() > 200 || text->contains('\0'))
    throw badQuery("search", "must have at most 200 characters");
  std::istringstream stream{*text};
  return {std::istream_iterator<std::string>{stream}, {}};
}

/// As far as its row tells: it may have ended since that was read, and what is read after this says
/// so.
bool looksDead(const Assistant& assistant, const ListedConversation& row) {
  return row.last_run_status == "running" &&
         assistant.isDead(*row.last_run_id, RunStatus::running, row.lease_holder, row.lease_over);
}

/// A run that died with its process does not go on.
Conversation shown(const Assistant& assistant, ListedConversation row) {
  if (looksDead(assistant, row)) row.last_run_status = "interrupted";
  return std::move(row);
}

task<ConversationPage> find(const Assistant& assistant, Call& call, FindConversations input) {
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
  const auto words = input.search ? wordsOf(*input.search) : std::vector<std::string>{};
  auto found = co_await selectConversations(call, after, words, limit + 1);
  if (std::ranges::any_of(found, [&](const auto& row) { return looksDead(assistant, row); }))
    found = co_await selectConversations(call, after, words, limit + 1);
  ConversationPage page;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    page.next_cursor = encodeCursor({found.back().mark, found.back().id.toString()});
  }
  for (auto& row : found) page.items.push_back(shown(assistant, std::move(row)));
  co_return page;
}

task<Conversation> existing(const Assistant& assistant, Call& call, ConversationId id) {
  auto row = co_await selectConversation(call, id);
  if (row && looksDead(assistant, *row)) row = co_await selectConversation(call, id);
  if (!row) throw notFound("There is no such conversation, or it is not yours.");
  co_return shown(assistant, std::move(*row));
}

task<Conversation> get(const Assistant& assistant, Call& call, ConversationKey key) {
  co_return co_await existing(assistant, call, key.id);
}

task<Conversation> rename(const Assistant& assistant, Call& call, ConversationChanges input) {
  if (input.title.given && !input.title.value) throw invalid("title", "must not be empty");
  auto conversation = co_await existing(assistant, call, input.id);
  call.requireVersion(conversation.version, json::toJson(conversation));
  if (!input.title.given || conversation.title == input.title.value->value())
    co_return conversation;
  conversation.title = input.title.value->value();
  conversation.version = co_await renameConversation(call, input.id, conversation.title);
  call.record(changeOf(Action::updated, conversation));
  co_return conversation;
}

task<void> remove(const Assistant& assistant, Call& call, ConversationKey key) {
  co_await lockConversation(call, key.id);  // a message that has just come began a run by now
  const auto conversation = co_await existing(assistant, call, key.id);
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

/// Behind the id of a run, in a cursor that stands between its answer and its message.
constexpr std::string_view behind_answer = ".answer";

std::string cursorBehind(const Message& message) {
  auto cursor = message.run_id.toString();
  if (message.role == "assistant") cursor += behind_answer;
  return cursor;
}

MessageMark markFrom(std::string_view cursor) {
  const bool answer = cursor.ends_with(behind_answer);
  if (answer) cursor.remove_suffix(behind_answer.size());
  const auto run = RunId::parse(cursor);
  if (!run) throw badQuery("cursor", "is not a cursor of this list");
  return {*run, answer};
}

/// Between its row and its events its end may have been written, or a decision on what it waited
/// for.
bool wentOn(const MessageRow& row, const RunDetails& details) {
  const auto told = details.events.find(row.id);
  if (told == details.events.end()) return false;
  const bool at_rest = told->second.back().type == run_finished_type;
  return row.status == (at_rest ? RunStatus::running : RunStatus::awaiting_approval);
}

/// Each run is a message of the user and, later, its answer; a page may end between them.
task<MessagePage> messages(const Assistant& assistant, Call& call, FindMessages input) {
  const auto limit = static_cast<std::size_t>(limitOf(input.limit));
  const auto after = input.cursor ? std::optional{markFrom(*input.cursor)} : std::nullopt;
  co_await existing(assistant, call, input.id);
  const bool amid = after && after->answer;
  const auto runs = static_cast<int>(limit / 2 + 2);  // of the first and the last perhaps one half
  auto found = co_await selectRuns(call, input.id, after, runs);
  auto details = co_await selectDetails(call, found);
  // Whoever works on a run leaves it when its end is written, so a row that is read behind that
  // says so.
  std::set<RunId> left;
  bool went_on = false;
  for (const auto& row : found) {
    if (assistant.isDead(row.id, row.status, row.lease_holder, row.lease_over)) left.insert(row.id);
    went_on = went_on || wentOn(row, details);
  }
  if (went_on || !left.empty()) {
    found = co_await selectRuns(call, input.id, after, runs);
    details = co_await selectDetails(call, found);
  }
  MessagePage page;
  for (const auto& row : found) {
    const bool dead = row.status == RunStatus::running && left.contains(row.id);
    if (!amid || row.id != after->run)
      page.items.push_back(assistantMessage(row, details.events[row.id], details.facts, dead));
    page.items.push_back(userMessage(row));
    if (page.items.size() > limit) break;
  }
  if (page.items.size() > limit) {
    page.items.resize(limit);
    page.next_cursor = cursorBehind(page.items.back());
  }
  co_return page;
}

}  // namespace

std::vector<Operation> conversationOperations(const Assistant& assistant) {
  // The assistant outlives the catalog.
  const auto with = [&assistant](auto handler) {
    return [&assistant, handler]<class Input>(Call& call, Input input) {
      return handler(assistant, call, std::move(input));
    };
  };
  return {
      operation<FindConversations, ConversationPage>(
          {.name = "find_conversations",
           .title = "List conversations",
           .summary = "The user's conversations, the latest first.",
           .method = "GET",
           .path = "/api/conversations",
           .effect = Effect::read},
          with(find)),
      operation<ConversationKey, Conversation>({.name = "get_conversation",
                                                .title = "Read conversation",
                                                .summary = "One conversation.",
                                                .method = "GET",
                                                .path = "/api/conversations/{id}",
                                                .effect = Effect::read},
                                               with(get)),
      operation<ConversationChanges, Conversation>({.name = "rename_conversation",
                                                    .title = "Rename conversation",
                                                    .summary = "Give a conversation another title.",
                                                    .method = "PATCH",
                                                    .path = "/api/conversations/{id}",
                                                    .effect = Effect::write},
                                                   with(rename)),
      operation<ConversationKey, NoContent>(
          {.name = "delete_conversation",
           .title = "Delete conversation",
           .summary = "Delete a conversation with its messages; the records stay.",
           .method = "DELETE",
           .path = "/api/conversations/{id}",
           .effect = Effect::destroy},
          with(remove)),
      operation<FindMessages, MessagePage>(
          {.name = "find_messages",
           .title = "Read messages",
           .summary = "The messages of a conversation, the latest first.",
           .method = "GET",
           .path = "/api/conversations/{id}/messages",
           .effect = Effect::read},
          with(messages)),
  };
}

}  // namespace parley::assistant
