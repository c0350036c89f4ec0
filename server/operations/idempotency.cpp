#include "operations/idempotency.hpp"

#include "database/described_rows.hpp"
#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace parley::operations {
namespace {

/// An answer but for its body.
struct KeptAnswer {
  int status = 200;
  std::string content_type;
  std::string location;
  std::optional<int> version;
  std::optional<ChangeId> change_id;
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (status, content_type, location, version, change_id))

struct ClaimedKey {
  bool same = false;
  bool abandoned = false;
  std::optional<RunId> run_id;
  std::optional<std::string> answer;
  std::optional<std::string> body;
};
BOOST_DESCRIBE_STRUCT(ClaimedKey, (), (same, abandoned, run_id, answer, body))

Answer answerOf(const ClaimedKey& claimed) {
  const auto kept = json::decode<KeptAnswer>(json::parse(*claimed.answer).as_object());
  Answer answer;
  answer.status = kept.status;
  answer.content_type = kept.content_type;
  answer.body = claimed.body.value_or("");
  answer.reply.location = kept.location;
  answer.reply.version = kept.version;
  if (kept.change_id) {
    Change change;
    change.id = *kept.change_id;
    answer.changes.push_back(std::move(change));
  }
  return answer;
}

}  // namespace

task<std::optional<Answer>> claimKey(database::Transaction& transaction, Call& call,
                                     const Options& options) {
  auto& idempotency = *call.idempotency;
  const auto now = call.services.clock.now();
  transaction.enqueue({"delete from idempotency_keys where owner_id = $1 and created_at < $2",
                       database::parameters(call.actor().user_id, now - options.idempotency_life)});
  const auto made = co_await transaction.execute(
      R"(insert into idempotency_keys (workspace_id, owner_id, key, request, created_at)
         values ($1, $2, $3, sha256(convert_to($4, 'UTF8')), $5) on conflict do nothing)",
      database::parameters(call.actor().workspace_id, call.actor().user_id, idempotency.key,
                           idempotency.request, now));
  if (made.affected() == 1) co_return std::nullopt;

  const auto rows = co_await transaction.execute(
      R"(select request = sha256(convert_to($3, 'UTF8')) as same, created_at < $4 as abandoned, run_id, answer, body
         from idempotency_keys where owner_id = $1 and key = $2 for update)",
      database::parameters(call.actor().user_id, idempotency.key, idempotency.request,
                           now - options.idempotency_lease));
  const auto claimed = database::rowAs<ClaimedKey>(rows, 0);
  if (!claimed.same) {
    throw Error{Status::unprocessable, "idempotency_key_reused",
                "This Idempotency-Key was used for another request. Use a new one."};
  }
  if (claimed.answer) co_return answerOf(claimed);
  if (!claimed.run_id && !claimed.abandoned) {
    throw Error{Status::conflict, "request_in_progress",
                "The first request with this Idempotency-Key is still being worked on."};
  }
  // Of two that take up what was abandoned, the second finds it at work.
  if (!claimed.run_id)
    transaction.enqueue(
        {"update idempotency_keys set created_at = $3 where owner_id = $1 and key = $2",
         database::parameters(call.actor().user_id, idempotency.key, now)});
  idempotency.run_id = claimed.run_id;
  co_return std::nullopt;
}

database::Command keepAnswer(const Call& call, const Answer& answer) {
  KeptAnswer kept{answer.status, answer.content_type, call.reply.location, call.reply.version, {}};
  const auto& changes = answer.changes;
  if (!changes.empty() && !changes.back().silent) kept.change_id = changes.back().id;
  return {"update idempotency_keys set answer = $3, body = $4 where owner_id = $1 and key = $2",
          database::parameters(call.actor().user_id, call.idempotency->key, json::toJson(kept),
                               answer.body)};
}

void keepRun(database::Transaction& transaction, const Call& call, RunId run) {
  if (!call.idempotency) return;
  transaction.enqueue({"update idempotency_keys set run_id = $3 where owner_id = $1 and key = $2",
                       database::parameters(call.actor().user_id, call.idempotency->key, run)});
}

database::Command releaseKey(const Call& call) {
  return {R"(delete from idempotency_keys
             where owner_id = $1 and key = $2 and answer is null and run_id is null)",
          database::parameters(call.actor().user_id, call.idempotency->key)};
}

}  // namespace parley::operations
