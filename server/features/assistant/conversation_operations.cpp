#include "features/assistant/conversation_operations.hpp"

#include <algorithm>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/transcript.hpp"
#include "foundation/error.hpp"
#include "foundation/unicode.hpp"
#include "json/parse.hpp"
#include "operations/cursor.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

constexpr int default_limit = 50;
constexpr int max_limit = 200;

#define PARLEY_CONVERSATION_COLUMNS                                                             \
  "c.id, c.version, c.title, c.model, c.created_at, c.updated_at, "                             \
  "(select r.status from runs r where r.conversation_id = c.id order by r.id desc limit 1) as " \
  "last_run_status "                                                                            \
  "from conversations c "

struct MessageRow {
  RunId id;
  MessageId message_id;
  std::string message;
  std::string model;
  RunStatus status = RunStatus::running;
  bool lease_over = false;
  std::optional<Uuid> lease_holder;
  Timestamp created_at;
  Timestamp updated_at;
  std::uint64_t input_tokens = 0;
  std::uint64_t cache_read_tokens = 0;
  std::uint64_t cache_write_tokens = 0;
  std::uint64_t output_tokens = 0;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (),
                      (id, message_id, message, model, status, lease_over, lease_holder, created_at,
                       updated_at, input_tokens, cache_read_tokens, cache_write_tokens,
                       output_tokens))

struct EventRow {
  RunId run_id;
  int seq = 0;
  std::string type;
  std::string data;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (run_id, seq, type, data))

struct StatusRow {
  std::string id;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(StatusRow, (), (id, status))

Error badQuery(std::string field, std::string message) {
  auto error = invalid(std::move(field), std::move(message));
  error.status = Status::bad_request;
  error.code = "bad_query";
  return error;
}

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
  std::optional<std::string> before_time, before_id, pattern;
  if (input.cursor) {
    const auto cursor = decodeCursor(*input.cursor);
    if (!cursor || cursor->size() != 2 || !Uuid::parse(cursor->back()) ||
        !cursor->front().contains(':')) {
      throw badQuery("cursor", "is not a cursor of this list");
    }
    before_time = cursor->front();
    before_id = cursor->back();
  }
  if (input.search) {
    const auto text = unicode::normalize(*input.search);
    if (!text || text->size() > 200 || text->contains('\0'))
      throw badQuery("search", "must have at most 200 characters");
    pattern = *text;
  }
  const auto rows = co_await call.transaction().execute(
      "select c.updated_at::text as mark, " PARLEY_CONVERSATION_COLUMNS
      R"(where ($1::text is null or (c.updated_at, c.id) < ($1::timestamptz, $2::uuid))
           and ($3::text is null or strpos(lower(c.title), lower($3)) > 0)
         order by c.updated_at desc, c.id desc limit $4)",
      database::parameters(before_time, before_id, pattern, limit + 1));
  ConversationPage page;
  page.items = database::rowsAs<Conversation>(rows);
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.resize(static_cast<std::size_t>(limit));
    const int last = limit - 1;
    page.next_cursor =
        encodeCursor({std::string{*rows.at(last, 0)}, page.items.back().id.toString()});
  }
  co_return page;
}

task<Conversation> selectOne(Call& call, ConversationId id) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_CONVERSATION_COLUMNS "where c.id = $1", database::parameters(id));
  auto conversation = database::optionalRowAs<Conversation>(rows);
  if (!conversation) throw notFound("There is no such conversation, or it is not yours.");
  co_return std::move(*conversation);
}

task<Conversation> get(Call& call, ConversationKey key) {
  co_return co_await selectOne(call, key.id);
}

task<Conversation> rename(Call& call, ConversationChanges input) {
  auto conversation = co_await selectOne(call, input.id);
  call.requireVersion(conversation.version, json::toJson(conversation));
  const auto rows = co_await call.transaction().execute(
      "update conversations set title = $2, version = version + 1 where id = $1 returning version",
      database::parameters(input.id, input.title.value()));
  conversation.title = input.title.value();
  conversation.version = database::valueAs<int>(rows);
  call.record(changeOf(Action::updated, conversation));
  co_return conversation;
}

task<void> remove(Call& call, ConversationKey key) {
  const auto conversation = co_await selectOne(call, key.id);
  call.requireVersion(conversation.version, json::toJson(conversation));
  if (conversation.last_run_status == "running") {
    throw Error{Status::conflict, "run_in_progress",
                "The assistant is still answering here; stop it first."};
  }
  call.transaction().enqueue(
      {"delete from conversations where id = $1", database::parameters(key.id)});
  call.record(changeOf(Action::deleted, conversation));
}

/// Events, approvals and undone changes of some runs, in one round trip.
struct RunDetails {
  std::map<RunId, std::vector<StoredEvent>> events;
  TranscriptFacts facts;
};

task<RunDetails> detailsOf(Call& call, std::vector<RunId> runs) {
  const auto ids = database::toParameter(runs);
  std::vector<database::Command> commands;
  commands.emplace_back(
      "select run_id, seq, type, data from run_events where run_id = any($1::uuid[]) order by "
      "run_id, seq",
      std::vector{ids});
  commands.emplace_back("select id::text, status from approvals where run_id = any($1::uuid[])",
                        std::vector{ids});
  commands.emplace_back(
      "select id::text, (undone_by is not null)::text as status from changes where run_id = "
      "any($1::uuid[])",
      std::vector{ids});
  const auto results = co_await call.transaction().executeAll(std::move(commands));
  RunDetails details;
  for (auto& row : database::rowsAs<EventRow>(results[0])) {
    details.events[row.run_id].push_back({row.seq, std::move(row.type), std::move(row.data)});
  }
  for (auto& row : database::rowsAs<StatusRow>(results[1]))
    details.facts.approval_status[row.id] = row.status;
  for (auto& row : database::rowsAs<StatusRow>(results[2]))
    details.facts.undone[row.id] = row.status == "true";
  co_return details;
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
  message.usage =
      ChatUsage{row.input_tokens, row.cache_read_tokens, row.cache_write_tokens, row.output_tokens};
  message.last_seq = transcript.last_seq;
  return message;
}

/// A page counts runs: each is a message of the user and its answer.
task<MessagePage> messages(Assistant& assistant, Call& call, FindMessages input) {
  const int limit = limitOf(input.limit);
  std::optional<RunId> before;
  if (input.cursor && !(before = RunId::parse(*input.cursor)))
    throw badQuery("cursor", "is not a cursor of this list");
  co_await selectOne(call, input.id);
  const int runs = std::max(1, limit / 2);
  const auto rows = co_await call.transaction().execute(
      R"(select id, message_id, message, model, status, coalesce(lease_until < $4, true) as lease_over, lease_holder,
                created_at, updated_at, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens
         from runs where conversation_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3)",
      database::parameters(input.id, before, runs + 1, call.services.clock.now()));
  auto found = database::rowsAs<MessageRow>(rows);
  MessagePage page;
  if (found.size() > static_cast<std::size_t>(runs)) {
    found.resize(static_cast<std::size_t>(runs));
    page.next_cursor = found.back().id.toString();
  }
  std::vector<RunId> ids;
  for (const auto& row : found) ids.push_back(row.id);
  auto details = co_await detailsOf(call, std::move(ids));
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
