#include "features/assistant/replacement.hpp"

#include <algorithm>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/history_codec.hpp"
#include "features/assistant/question.hpp"
#include "features/assistant/toolbox.hpp"
#include "foundation/error.hpp"

namespace parley::assistant {
namespace {

namespace lm = language_model;

Error refused(std::string code, std::string detail) {
  return Error{Status::conflict, std::move(code), std::move(detail)};
}

struct TriedRow {
  bool changed = false;
  bool summed_up = false;            ///< the history that models get begins in it
  std::optional<std::string> parts;  ///< of its first message
};
BOOST_DESCRIBE_STRUCT(TriedRow, (), (changed, summed_up, parts))

/// What an answer left, and what it began with.
task<TriedRow> lookAt(database::Transaction& tx, ConversationId conversation, RunId run) {
  co_return database::rowAs<TriedRow>(co_await tx.execute(
                                          R"(select exists (select 1 from changes
                            where run_id = $2 and undone_by is null and channel <> 'undo') as changed,
                    exists (select 1 from conversation_messages
                            where conversation_id = $1 and run_id = $2 and position > 0 and position =
                              (select history_from from conversations where id = $1)) as summed_up,
                    (select parts from conversation_messages where conversation_id = $1 and run_id = $2
                     order by position limit 1) as parts)",
                                          database::parameters(conversation, run)),
                                      0);
}

/// Whether one of the calls was approved: the word that did it cannot be said again.
task<bool> wasApproved(database::Transaction& tx, const std::vector<ToolCallRow>& calls) {
  if (calls.empty()) co_return false;
  std::vector<std::string> ids;
  for (const auto& call : calls) ids.push_back(call.call_id);
  const auto rows = co_await tx.execute(
      R"(select 1 from approvals where run_id = $1 and call_id = any($2::text[]) and status = 'approved'
         limit 1)",
      database::parameters(calls.front().run_id, ids));
  co_return !rows.empty();
}

TrackedRow trackedRow(const json::object& entry) {
  const auto text = [&](std::string_view name) {
    return std::string{std::string_view{entry.at(name).as_string()}};
  };
  return {text("type"), text("id"), text("name")};
}

/// What the message found spoken of; its answer may have spoken of other things since.
std::optional<std::vector<TrackedRow>> trackedIn(const std::vector<lm::Part>& parts) {
  for (const auto& part : parts) {
    const auto* context = std::get_if<lm::Context>(&part);
    if (context == nullptr) continue;
    std::vector<TrackedRow> tracked;
    for (const auto& item : context->facts.at("entities").as_array()) {
      tracked.push_back(trackedRow(item.as_object()));
      tracked.back().list_position = static_cast<int>(item.at("ordinal").as_int64());
    }
    for (const auto& item : context->facts.at("mentioned").as_array()) {
      auto row = trackedRow(item.as_object());
      const auto listed = std::ranges::find_if(tracked, [&](const TrackedRow& other) {
        return other.record_type == row.record_type && other.record_id == row.record_id;
      });
      auto& kept = listed == tracked.end() ? tracked.emplace_back(std::move(row)) : *listed;
      // A message of an earlier release tells their order alone.
      const auto* at = item.as_object().if_contains("at");
      kept.mentioned_seq = at != nullptr ? at->as_int64() : -static_cast<int>(tracked.size());
      kept.before_list = at != nullptr && item.at("before_list").as_bool();
    }
    return tracked;
  }
  return std::nullopt;
}

/// Of a long list only the beginning is kept with a message; the rest is known where it is still
/// the last list.
void addRestOfList(std::vector<TrackedRow>& tracked, const std::vector<TrackedRow>& now) {
  int kept = 0;
  for (const auto& row : tracked) {
    if (!row.list_position) continue;
    const auto same = std::ranges::find(now, row.list_position, &TrackedRow::list_position);
    if (same == now.end() || same->record_id != row.record_id) return;
    kept = std::max(kept, *row.list_position);
  }
  if (kept == 0) return;
  for (const auto& row : now) {
    if (row.list_position && *row.list_position > kept) tracked.push_back(row);
  }
}

}  // namespace

task<void> setAside(database::Transaction& tx, ConversationState& state, RunId run, RunId by,
                    HistoryPart part, Timestamp now) {
  const auto conversation = state.conversation.id;
  if (!state.last_run || state.last_run->id != run)
    throw refused("not_last", "Only the last answer of a conversation can be made again.");
  const auto tried = co_await lookAt(tx, conversation, run);
  if (tried.changed) {
    throw refused("still_changed",
                  "What this answer changed still stands. Undo it first, then try again.");
  }
  if (tried.summed_up) {
    throw refused("summed_up",
                  "The conversation was summed up in this answer. Ask again in your own words.");
  }
  tx.enqueue(
      {"update conversation_messages set replaced_by = $3 where conversation_id = $1 and "
       "run_id = $2",
       database::parameters(conversation, run, by)});
  co_await readHistoryAgain(tx, state, part, now);
  if (co_await wasApproved(tx, state.calls)) {
    throw refused("decided",
                  "This answer carried out what you had approved. Ask again in your own words.");
  }
  for (const auto& approval : std::exchange(state.approvals, {}))
    decideApproval(tx, approval.id, "expired", approval.arguments, std::nullopt, now);
  if (state.last_run->status == RunStatus::awaiting_answer ||
      state.last_run->status == RunStatus::awaiting_approval) {
    state.last_run->status = RunStatus::completed;
    setRunStatus(tx, run, RunStatus::completed, now);
  }
  // The question that the message answered is open again.
  for (auto& call : state.calls) {
    if (call.call_id.ends_with(offer_suffix)) call.result.reset();  // and was taken back
    if (call.tool != ask_user_tool) continue;
    call.status = CallStatus::waiting;
    call.result.reset();
  }
  if (!tried.parts) co_return;
  if (auto tracked = trackedIn(decodeParts(*tried.parts))) {
    addRestOfList(*tracked, state.tracked);
    state.tracked = std::move(*tracked);
  }
}

}  // namespace parley::assistant
