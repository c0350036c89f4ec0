#include <algorithm>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/columns.hpp"
#include "features/assistant/history_codec.hpp"
#include "features/assistant/run_store.hpp"

/// The SQL of what a model is sent of a conversation.
namespace parley::assistant {
namespace {

using database::parameters;
using database::Transaction;

struct HistoryRow {
  language_model::Role role = language_model::Role::user;
  std::string parts;
  std::optional<std::string> raw_provider;
  std::optional<std::string> raw_model;
  std::optional<std::string> raw_account;
  std::optional<std::string> raw_blocks;
};
BOOST_DESCRIBE_STRUCT(HistoryRow, (),
                      (role, parts, raw_provider, raw_model, raw_account, raw_blocks))

}  // namespace

void appendMessages(Transaction& tx, const Owner& owner, ConversationId conversation,
                    const std::vector<NewMessage>& messages) {
  const auto raw = [&](std::string language_model::RawTurn::* part) {
    return each(messages, [part](const NewMessage& message) {
      const auto& turn = message.message.raw;
      return turn ? std::optional{(*turn).*part} : std::nullopt;
    });
  };
  using language_model::RawTurn;
  tx.enqueue(
      {R"(insert into conversation_messages (workspace_id, conversation_id, owner_id, position, id, run_id, role,
                                             parts, raw_provider, raw_model, raw_account, raw_blocks, created_at)
          select $1, $2, $3, message.*
          from unnest($4::int[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[],
                      $11::text[], $12::text[], $13::timestamptz[]) as message)",
       parameters(
           owner.workspace_id, conversation, owner.user_id, each(messages, &NewMessage::position),
           each(messages, [](const auto&) { return MessageId::make(); }),
           each(messages, &NewMessage::run_id),
           each(messages, [](const auto& entry) { return entry.message.role; }),
           each(messages, [](const auto& entry) { return encodeParts(entry.message.parts); }),
           raw(&RawTurn::provider), raw(&RawTurn::model), raw(&RawTurn::account),
           raw(&RawTurn::blocks), each(messages, &NewMessage::at))});
}

database::Command selectHistory(ConversationId conversation, HistoryPart part) {
#define PARLEY_HISTORY                                                    \
  "select role, parts, raw_provider, raw_model, raw_account, raw_blocks " \
  "from conversation_messages where conversation_id = $1 and replaced_by is null "
  if (part == HistoryPart::whole)
    return {PARLEY_HISTORY
            "and position >= (select history_from from conversations where id = $1) "
            "order by position",
            parameters(conversation)};
  return {
      PARLEY_HISTORY
      // Selected as a whole, else it is compared row by row: the planner holds coalesce to leak.
      "and position >= (select coalesce((select position from conversation_messages "
      "where conversation_id = $1 and role = 'assistant' and replaced_by is null "
      "order by position desc limit 1), 0)) "
      "order by position",
      parameters(conversation)};
#undef PARLEY_HISTORY
}

std::vector<language_model::Message> messagesFrom(const database::Rows& history) {
  std::vector<language_model::Message> messages;
  messages.reserve(static_cast<std::size_t>(history.size()));
  for (auto& row : database::rowsAs<HistoryRow>(history)) {
    language_model::Message message;
    message.role = row.role;
    message.parts = decodeParts(row.parts);
    if (row.raw_blocks) {
      message.raw =
          language_model::RawTurn{row.raw_provider.value_or(""), row.raw_model.value_or(""),
                                  row.raw_account.value_or(""), std::move(*row.raw_blocks)};
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

task<std::vector<std::string>> selectLostMessages(Transaction& tx, ConversationId conversation,
                                                  std::optional<RunId> replaced) {
  constexpr int most = 20;
  const auto rows = co_await tx.execute(
      R"(select message from runs
         where conversation_id = $1 and id is distinct from $2
           and id > coalesce((select run_id from conversation_messages
                              where conversation_id = $1 and replaced_by is null
                              order by position desc limit 1), '00000000-0000-0000-0000-000000000000')
           and not exists (select 1 from runs as later
                           where later.conversation_id = $1 and later.replaces = runs.id)
         order by id limit $3)",
      parameters(conversation, replaced, most));
  std::vector<std::string> messages;
  for (int row = 0; row < rows.size(); ++row) messages.emplace_back(rows.at(row, 0).value_or(""));
  co_return messages;
}

bool endsWithCalls(const database::Rows& history) {
  if (history.empty()) return false;
  const auto last = database::rowAs<HistoryRow>(history, history.size() - 1);
  return std::ranges::any_of(decodeParts(last.parts), [](const language_model::Part& part) {
    return std::holds_alternative<language_model::ToolCall>(part);
  });
}

void setHistoryCount(Transaction& tx, ConversationId id, const HistoryCount& count) {
  tx.enqueue({"update conversations set counted_tokens = $2, counted_messages = $3 where id = $1",
              parameters(id, count.tokens, count.messages)});
}

void setHistoryFrom(Transaction& tx, ConversationId id, int position) {
  tx.enqueue(
      {"update conversations set history_from = $2, counted_tokens = 0, "
       "counted_messages = 0 where id = $1",
       parameters(id, position)});
}

}  // namespace parley::assistant
