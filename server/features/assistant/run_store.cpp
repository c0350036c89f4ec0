#include "features/assistant/run_store.hpp"

#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/columns.hpp"
#include "secrets/random.hpp"

namespace parley::assistant {
namespace {

using database::parameters;
using database::Transaction;

#define PARLEY_RUN_COLUMNS                                                                    \
  "id, conversation_id, message_id, message, model, answered_by, client_id, status, step, "   \
  "coalesce((select event.last_seq from run_events event where event.run_id = runs.id "       \
  "order by event.last_seq desc limit 1), 0) "                                                \
  "as last_seq, lease_holder, coalesce(lease_until < $2, true) as lease_over, input_tokens, " \
  "cache_read_tokens, cache_write_tokens, output_tokens, cost_micros, unpriced_tokens"

#define PARLEY_APPROVAL_COLUMNS                                                                \
  "id, conversation_id, run_id, call_id, tool, arguments, binding, summary, record, changes, " \
  "status, "                                                                                   \
  "expires_at"

#define PARLEY_LAST_MESSAGE_RUN                                           \
  "(select run_id from conversation_messages where conversation_id = $1 " \
  "and replaced_by is null order by position desc limit 1)"

std::string locked(Lock lock) {
  return lock == Lock::yes ? " for update" : "";
}

}  // namespace

Prompt promptOf(std::string system, std::string tools) {
  auto digest = secrets::toHex(secrets::sha256(system + '\n' + tools));
  return {std::move(digest), std::move(system), std::move(tools)};
}

// ---- people ----

database::Command selectPerson(UserId id) {
  return {"select name, time_zone, last_model from users where id = $1", parameters(id)};
}

// ---- conversations ----

database::Command modelOf(ConversationId id) {
  return {"select coalesce(full_model, model) from conversations where id = $1", parameters(id)};
}

void insertConversation(Transaction& tx, const Owner& owner, const ConversationRow& row,
                        Timestamp now) {
  tx.enqueue(
      {R"(insert into conversations (workspace_id, id, owner_id, title, model, full_model, created_at, updated_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $7))",
       parameters(owner.workspace_id, row.id, owner.user_id, row.title, row.model, row.full_model,
                  now)});
}

database::Command selectConversation(ConversationId id, Lock lock) {
  return {
      "select id, version, title, model, full_model, prompt, untrusted, counted_tokens, "
      "counted_messages, "
      "title_given from conversations where id = $1" +
          locked(lock),
      parameters(id)};
}

void touchConversation(Transaction& tx, const ConversationRow& row, const std::string& model,
                       Timestamp now) {
  tx.enqueue({"update conversations set model = $2, full_model = $3, updated_at = $4 where id = $1",
              parameters(row.id, model, row.full_model, now)});
}

void freezePrompt(Transaction& tx, WorkspaceId workspace, ConversationId id, const Prompt& prompt) {
  tx.enqueue(
      {"insert into prompts (workspace_id, digest, system, tools) values ($1, $2, $3, $4) "
       "on conflict do nothing",
       parameters(workspace, prompt.digest, prompt.system, prompt.tools)});
  tx.enqueue({"update conversations set prompt = $2 where id = $1", parameters(id, prompt.digest)});
}

task<Prompt> selectPrompt(Transaction& tx, const std::string& digest) {
  const auto rows = co_await tx.execute(
      "select digest, system, tools from prompts where digest = $1", parameters(digest));
  co_return database::rowAs<Prompt>(rows, 0);
}

void distrustConversation(Transaction& tx, ConversationId id) {
  tx.enqueue({"update conversations set untrusted = true where id = $1", parameters(id)});
}

database::Command nameConversation(ConversationId id, const std::string& title,
                                   const ModelUsage& used) {
  return {R"(update conversations
             set title = case when title_given or $2 = '' then title else $2 end,
                 version = version + case when title_given or $2 in ('', title) then 0 else 1 end,
                 title_input_tokens = title_input_tokens + $3, title_output_tokens = title_output_tokens + $4,
                 title_cost_micros = title_cost_micros + $5, title_unpriced_tokens = title_unpriced_tokens + $6
             where id = $1 returning title, version)",
          parameters(id, title, used.input_tokens, used.output_tokens, used.cost_micros,
                     used.unpriced_tokens)};
}

database::Command lastChosenModel(UserId user) {
  return {"select last_model from users where id = $1 and last_model is not null",
          parameters(user)};
}

database::Command selectWorkspaceModels(WorkspaceId workspace) {
  return {"select default_model, fallback_model from workspaces where id = $1",
          parameters(workspace)};
}

void setDefaultModel(Transaction& tx, WorkspaceId workspace,
                     const std::optional<std::string>& model, Timestamp now) {
  tx.enqueue({"update workspaces set default_model = $2, updated_at = $3 where id = $1",
              parameters(workspace, model, now)});
}

void setFallbackModel(Transaction& tx, WorkspaceId workspace,
                      const std::optional<std::string>& model, Timestamp now) {
  tx.enqueue({"update workspaces set fallback_model = $2, updated_at = $3 where id = $1",
              parameters(workspace, model, now)});
}

database::Command selectHistoryEnd(ConversationId conversation) {
  return {
      "select position + 1 as next_position, run_id from conversation_messages "
      "where conversation_id = $1 order by position desc limit 1",
      parameters(conversation)};
}

// ---- runs ----

task<std::optional<RunRow>> selectRun(Transaction& tx, RunId id, Timestamp now) {
  const auto rows = co_await tx.execute("select " PARLEY_RUN_COLUMNS " from runs where id = $1",
                                        parameters(id, now));
  co_return database::optionalRowAs<RunRow>(rows);
}

database::Command selectRunBegunBy(UserId user, Uuid client_id, Timestamp now) {
  return {"select " PARLEY_RUN_COLUMNS " from runs where client_id = $1 and owner_id = $3",
          parameters(client_id, now, user)};
}

database::Command selectLastRun(ConversationId conversation, Timestamp now, Lock lock) {
  return {"select " PARLEY_RUN_COLUMNS
          " from runs where conversation_id = $1 order by id desc limit 1" +
              locked(lock),
          parameters(conversation, now)};
}

database::Command lockLastMessageRun(ConversationId conversation, Timestamp now) {
  return {"select " PARLEY_RUN_COLUMNS " from runs where id = " PARLEY_LAST_MESSAGE_RUN
          " for update",
          parameters(conversation, now)};
}

task<std::optional<RunRow>> lockRun(Transaction& tx, RunId id, Timestamp now) {
  const auto rows = co_await tx.execute(
      "select " PARLEY_RUN_COLUMNS " from runs where id = $1 for update", parameters(id, now));
  co_return database::optionalRowAs<RunRow>(rows);
}

void insertRun(Transaction& tx, const Owner& owner, const NewRun& run, const RunProgress& progress,
               Uuid holder, Timestamp now, Timestamp lease_until) {
  const auto& row = run.row;
  const bool goes_on = progress.status == RunStatus::running;
  tx.enqueue(
      {R"(insert into runs (workspace_id, id, owner_id, conversation_id, message_id, message, client_id, channel,
                                   model, status, step, reply, answer, input_tokens,
                                   cache_read_tokens, cache_write_tokens, output_tokens, cost_micros,
                                   unpriced_tokens, replaces, lease_holder, lease_until, created_at, updated_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                         $20, $21, $22, $23, $23))",
       parameters(owner.workspace_id, row.id, owner.user_id, row.conversation_id, row.message_id,
                  row.message, row.client_id, run.channel, row.model, progress.status,
                  progress.step, progress.reply, progress.answer, progress.usage.input_tokens,
                  progress.usage.cache_read_tokens, progress.usage.cache_write_tokens,
                  progress.usage.output_tokens, progress.usage.cost_micros,
                  progress.usage.unpriced_tokens, run.replaces,
                  goes_on ? std::optional{holder} : std::nullopt,
                  goes_on ? std::optional{lease_until} : std::nullopt, now)});
  if (!run.chosen_model) return;
  tx.enqueue({"update users set last_model = $2 where id = $1 and last_model is distinct from $2",
              parameters(owner.user_id, *run.chosen_model)});
}

void holdRun(Transaction& tx, RunId id, Uuid holder) {
  tx.enqueue({"select hold_run($1, $2)", parameters(id, holder)});
}

void updateRun(Transaction& tx, const RunProgress& progress, Uuid holder, Timestamp now,
               Timestamp lease_until) {
  const bool goes_on = progress.status == RunStatus::running;
  tx.enqueue(
      {R"(update runs
                 set status = $2, step = $3, reply = $4, answer = $5, input_tokens = $6, cache_read_tokens = $7,
                     cache_write_tokens = $8, output_tokens = $9, cost_micros = $10, unpriced_tokens = $11,
                     lease_holder = $12, lease_until = $13, updated_at = $14, answered_by = $15
                 where id = $1)",
       parameters(progress.id, progress.status, progress.step, progress.reply, progress.answer,
                  progress.usage.input_tokens, progress.usage.cache_read_tokens,
                  progress.usage.cache_write_tokens, progress.usage.output_tokens,
                  progress.usage.cost_micros, progress.usage.unpriced_tokens,
                  goes_on ? std::optional{holder} : std::nullopt,
                  goes_on ? std::optional{lease_until} : std::nullopt, now, progress.answered_by)});
}

void setRunStatus(Transaction& tx, RunId id, RunStatus status, Timestamp now) {
  tx.enqueue(
      {R"(update runs set status = $2, lease_holder = null, lease_until = null, updated_at = $3 where id = $1)",
       parameters(id, status, now)});
}

task<std::vector<StoredEvent>> selectEvents(Transaction& tx, RunId run, int after, int limit) {
  const auto rows =
      co_await tx.execute("select seq, type, data, created_at from " PARLEY_EVENTS
                          " where run_id = $1 and last_seq > $2 and seq > $2 order by seq limit $3",
                          parameters(run, after, limit));
  co_return database::rowsAs<StoredEvent>(rows);
}

database::Command selectDone(RunId run) {
  return {"select action, record_id from changes where run_id = $1 and undone_by is null",
          parameters(run)};
}

void resumeRun(Transaction& tx, RunId id, Uuid holder, Timestamp lease_until) {
  tx.enqueue(
      {"update runs set status = 'running', lease_holder = $2, lease_until = $3, stop_requested = "
       "false "
       "where id = $1",
       parameters(id, holder, lease_until)});
}

void requestStop(Transaction& tx, RunId id) {
  tx.enqueue({"update runs set stop_requested = true where id = $1", parameters(id)});
}

task<bool> wouldUndoOthers(Transaction& tx, UserId user, ConversationId conversation, int changes) {
  const auto rows = co_await tx.execute(
      R"(select exists (
           select 1
           from (select run_id from changes
                 where actor_id = $1 and undone_by is null and channel <> 'undo'
                 order by id desc limit $3) as last
           left join runs on runs.id = last.run_id
           where runs.conversation_id is distinct from $2))",
      parameters(user, conversation, changes));
  co_return database::valueAs<bool>(rows);
}

task<bool> isStopRequested(Transaction& tx, RunId id) {
  const auto rows =
      co_await tx.execute("select stop_requested from runs where id = $1", parameters(id));
  co_return !rows.empty() && database::valueAs<bool>(rows);
}

// ---- tool calls ----

void insertToolCalls(Transaction& tx, const Owner& owner, const std::vector<NewToolCall>& calls) {
  const auto result = [&](auto CallResult::* part) {
    return each(calls, [part](const NewToolCall& call) { return call.result.*part; });
  };
  tx.enqueue(
      {R"(insert into tool_calls (workspace_id, owner_id, run_id, call_id, step, position, tool, arguments, status,
                                  result, change_id, created_at, finished_at, whole_result, offered_version)
          select $1, $2, call.*
          from unnest($3::uuid[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[],
                      $11::uuid[], $12::timestamptz[], $13::timestamptz[], $14::text[], $15::int[]) as call)",
       parameters(owner.workspace_id, owner.user_id, result(&CallResult::run_id),
                  result(&CallResult::call_id), each(calls, &NewToolCall::step),
                  each(calls, &NewToolCall::position), each(calls, &NewToolCall::tool),
                  each(calls, &NewToolCall::arguments), result(&CallResult::status),
                  result(&CallResult::result), result(&CallResult::change_id),
                  each(calls, &NewToolCall::made_at), result(&CallResult::at),
                  result(&CallResult::whole_result), result(&CallResult::offered_version))});
}

void updateToolCall(Transaction& tx, const CallResult& result) {
  tx.enqueue(
      {R"(update tool_calls
                 set status = $3, result = $4, change_id = $5, finished_at = $6, whole_result = $7,
                     offered_version = $8
                 where run_id = $1 and call_id = $2)",
       parameters(result.run_id, result.call_id, result.status, result.result, result.change_id,
                  result.at, result.whole_result, result.offered_version)});
}

void setCallArguments(Transaction& tx, RunId run, const std::string& call_id,
                      const std::string& arguments) {
  tx.enqueue({"update tool_calls set arguments = $3 where run_id = $1 and call_id = $2",
              parameters(run, call_id, arguments)});
}

task<bool> isCallDone(Transaction& tx, RunId run, const std::string& call_id) {
  const auto rows = co_await tx.execute(
      "select status = 'done' from tool_calls where run_id = $1 and call_id = $2",
      parameters(run, call_id));
  co_return !rows.empty() && database::valueAs<bool>(rows);
}

task<std::optional<WholeResult>> selectWholeResult(Transaction& tx, RunId run,
                                                   const std::string& call_id, RunId reader) {
  const auto rows = co_await tx.execute(
      R"(select call.whole_result, conversation.untrusted
         from tool_calls call join runs on runs.id = call.run_id
         join conversations conversation on conversation.id = runs.conversation_id
         where call.run_id = $1 and call.call_id = $2 and call.whole_result is not null
           and conversation.id = (select conversation_id from runs where id = $3))",
      parameters(run, call_id, reader));
  co_return database::optionalRowAs<WholeResult>(rows);
}

database::Command selectLastCalls(ConversationId conversation) {
  return {
      "with last as (select " PARLEY_LAST_MESSAGE_RUN
      " as run_id) "
      "select run_id, call_id, step, position, tool, arguments, status, result, offered_version, "
      "(select approvals.status from approvals where approvals.run_id = tool_calls.run_id and "
      "approvals.call_id = tool_calls.call_id order by id desc limit 1) as approval "
      "from tool_calls "
      "where run_id = (select run_id from last) and step = (select max(step) from tool_calls "
      "where run_id = (select run_id from last)) order by position",
      parameters(conversation)};
}

// ---- approvals ----

void insertApproval(Transaction& tx, const Owner& owner, const ApprovalRow& row, Timestamp now) {
  tx.enqueue(
      {R"(insert into approvals (workspace_id, id, owner_id, conversation_id, run_id, call_id, tool, arguments,
                                        binding, summary, record, changes, status, expires_at, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14))",
       parameters(owner.workspace_id, row.id, owner.user_id, row.conversation_id, row.run_id,
                  row.call_id, row.tool, row.arguments, row.binding, row.summary, row.record,
                  row.changes, row.expires_at, now)});
}

task<std::optional<AskingRunRow>> selectAskingRun(Transaction& tx, ApprovalId approval) {
  const auto rows = co_await tx.execute(
      "select runs.conversation_id, model, answered_by from approvals join runs on runs.id = "
      "run_id "
      "where approvals.id = $1",
      parameters(approval));
  co_return database::optionalRowAs<AskingRunRow>(rows);
}

task<std::optional<ApprovalRow>> lockApproval(Transaction& tx, ApprovalId id) {
  const auto rows = co_await tx.execute(
      "select " PARLEY_APPROVAL_COLUMNS " from approvals where id = $1 for update", parameters(id));
  co_return database::optionalRowAs<ApprovalRow>(rows);
}

database::Command selectOpenApprovals(ConversationId conversation, Lock lock) {
  return {"select " PARLEY_APPROVAL_COLUMNS
          " from approvals where conversation_id = $1 and status = 'open' order by id" +
              locked(lock),
          parameters(conversation)};
}

void decideApproval(Transaction& tx, ApprovalId id, std::string status,
                    const std::string& arguments, const std::optional<std::string>& reason,
                    Timestamp now) {
  tx.enqueue(
      {"update approvals set status = $2, arguments = $3, reason = $4, decided_at = $5 where id = "
       "$1",
       parameters(id, status, arguments, reason, now)});
}

}  // namespace parley::assistant
