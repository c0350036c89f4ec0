#include "features/assistant/conversation_store.hpp"

#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/columns.hpp"

namespace parley::assistant {
namespace {

using operations::Call;

// `$1` is the time.
#define PARLEY_CONVERSATIONS                                                                       \
  "select c.id, c.version, c.title, c.model, c.created_at, c.updated_at, "                         \
  "c.updated_at::text as mark, last_run.id as last_run_id, "                                       \
  "case when last_run.status = 'awaiting_approval' and not exists (select from approvals a where " \
  "a.run_id = last_run.id and a.status = 'open' and a.expires_at > $1) then 'completed' "          \
  "else last_run.status end as last_run_status, "                                                  \
  "last_run.lease_holder, coalesce(last_run.lease_until < $1, true) as lease_over "                \
  "from conversations c left join lateral (select * from runs r where r.conversation_id = c.id "   \
  "order by r.id desc limit 1) last_run on true "

// Case and accents aside, and with the letters that are more than an accent on another.
#define PARLEY_FOLDED(text)                                \
  "replace(translate(regexp_replace(normalize(lower(" text \
  "), NFKD), '[\\u0300-\\u036f]', '', 'g'), 'øłđħı', 'oldhi'), 'ß', 'ss')"

struct EventRow {
  RunId run_id;
  int seq = 0;
  std::string type;
  std::string data;
  Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (run_id, seq, type, data, created_at))

struct StatusRow {
  std::string id;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(StatusRow, (), (id, status))

}  // namespace

task<std::vector<ListedConversation>> selectConversations(
    Call& call, const std::optional<ConversationMark>& after, const std::vector<std::string>& words,
    int limit) {
  std::optional<std::string> time, id;
  if (after) {
    time = after->updated_at;
    id = after->id;
  }
  const auto rows = co_await call.transaction().execute(
      PARLEY_CONVERSATIONS
      "where ($2::text is null or (c.updated_at, c.id) < ($2::timestamptz, $3::uuid)) "
      "and not exists (select from unnest($4::text[]) given, lateral (select " PARLEY_FOLDED(
          "given") " as word) folded where strpos(" PARLEY_FOLDED("c.title") ", word) = 0 "
      "and not exists (select from runs said where said.conversation_id = c.id "
      "and (strpos(" PARLEY_FOLDED("said.message") ", word) > 0 "
      "or strpos(" PARLEY_FOLDED("said.reply") ", word) > 0))) "
      "order by c.updated_at desc, c.id desc limit $5",
      database::parameters(call.services.clock.now(), time, id, words, limit));
  co_return database::rowsAs<ListedConversation>(rows);
}

task<std::optional<ListedConversation>> selectConversation(Call& call, ConversationId id) {
  const auto rows = co_await call.transaction().execute(
      PARLEY_CONVERSATIONS "where c.id = $2", database::parameters(call.services.clock.now(), id));
  co_return database::optionalRowAs<ListedConversation>(rows);
}

task<int> renameConversation(Call& call, ConversationId id, const std::string& title) {
  const auto rows = co_await call.transaction().execute(
      "update conversations set title = $2, title_given = true, version = version + 1 where id = "
      "$1 "
      "returning version",
      database::parameters(id, title));
  co_return database::valueAs<int>(rows);
}

task<void> lockConversation(Call& call, ConversationId id) {
  co_await call.transaction().execute("select from conversations where id = $1 for update",
                                      database::parameters(id));
}

void deleteConversation(Call& call, ConversationId id) {
  call.transaction().enqueue({"delete from conversations where id = $1", database::parameters(id)});
}

task<std::vector<MessageRow>> selectRuns(Call& call, ConversationId conversation,
                                         const std::optional<MessageMark>& after, int limit) {
  std::optional<RunId> run;
  if (after) run = after->run;

  const auto rows = co_await call.transaction().execute(
      R"(select id, message_id, message, coalesce(answered_by, model) as model, status,
                coalesce(lease_until < $4, true) as lease_over, lease_holder, created_at, updated_at,
                input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, cost_micros, unpriced_tokens,
                replaces
         from runs where conversation_id = $1 and ($2::uuid is null or id < $2 or (id = $2 and $5))
         order by id desc limit $3)",
      database::parameters(conversation, run, limit, call.services.clock.now(),
                           after && after->answer));
  co_return database::rowsAs<MessageRow>(rows);
}

task<RunDetails> selectDetails(Call& call, const std::vector<MessageRow>& runs) {
  const auto ids = database::toParameter(each(runs, &MessageRow::id));
  std::vector<database::Command> commands;
  commands.emplace_back("select run_id, seq, type, data, created_at from " PARLEY_EVENTS
                        " where run_id = any($1::uuid[]) order by run_id, seq",
                        std::vector{ids});
  commands.emplace_back(
      "select id::text, case when status = 'open' and expires_at <= $2 then 'expired' else status "
      "end as status from approvals where run_id = any($1::uuid[])",
      std::vector{ids, database::toParameter(call.services.clock.now())});
  commands.emplace_back(
      "select id::text, (undone_by is not null)::text as status from changes where run_id = "
      "any($1::uuid[])",
      std::vector{ids});
  const auto results = co_await call.transaction().executeAll(std::move(commands));
  RunDetails details;
  for (auto& row : database::rowsAs<EventRow>(results[0])) {
    details.events[row.run_id].push_back(
        {row.seq, std::move(row.type), std::move(row.data), row.created_at});
  }
  for (auto& row : database::rowsAs<StatusRow>(results[1]))
    details.facts.approval_status[row.id] = row.status;
  for (auto& row : database::rowsAs<StatusRow>(results[2]))
    details.facts.undone[row.id] = row.status == "true";
  co_return details;
}

}  // namespace parley::assistant
