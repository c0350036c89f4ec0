#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "features/assistant/assistant.hpp"
#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "json/read.hpp"

/// What is asked of runs that were started before: their answer, their end, their events.
namespace parley::assistant {
namespace {

using operations::Call;

constexpr int max_events = 10'000;

/// The end of a run that its process could still write before it ended.
bool tellsInterruption(const StoredEvent& event) {
  return event.type == run_finished_type &&
         json::parse(event.data, {.max_depth = 64}).at("status") == "interrupted";
}

/// What is asked of a run is worked on by its own loop.
template <class Value>
task<Value> on(const Run& run, task<Value> work) {
  co_return co_await boost::asio::co_spawn(run.loop(), std::move(work),
                                           boost::asio::use_awaitable_t<Loop::executor_type>{});
}

}  // namespace

task<ChatAnswer> Assistant::answerOf(Call& call, RunId id) {
  if (const auto run = live(id); run && run->user() == call.actor().user_id)
    co_return co_await on(*run, run->answer());
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  const auto run = co_await selectRun(tx, id, call.services.clock.now());
  if (!run) throw notFound("There is no such run, or it is not yours.");
  if (run->status == RunStatus::running && !isDead(*run)) {
    throw Error{Status::conflict, "run_in_progress",
                "The assistant is still working on the first request."};
  }
  // What is told of a run that died is how it died, not how a stretch before that ended.
  const bool died = run->status == RunStatus::running || run->status == RunStatus::interrupted;
  const auto events = co_await selectEvents(tx, id, 0, max_events);
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (died ? tellsInterruption(*event) : event->type == run_finished_type)
      co_return json::decode<ChatAnswer>(json::parse(event->data).as_object());
  }
  ChatAnswer cut_off;
  cut_off.conversation_id = run->conversation_id;
  cut_off.run_id = id;
  cut_off.status = RunStatus::interrupted;
  cut_off.reply = interrupted_reply;
  co_return cut_off;
}

task<void> Assistant::stop(Call& call, RunId id) {
  if (const auto run = live(id); run && run->user() == call.actor().user_id) {
    boost::asio::post(run->loop(), [run] { run->stop(); });
    co_return;
  }
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
  const auto now = call.services.clock.now();
  const auto run = co_await lockRun(tx, id, now);
  if (!run) throw notFound("There is no such run, or it is not yours.");
  if (run->status != RunStatus::running) {
    throw Error{Status::conflict, "run_ended", "This answer has ended already."};
  }
  // It died with its process, or works on another node, which looks at this before its next step.
  if (isDead(*run))
    setRunStatus(tx, id, RunStatus::interrupted, now);
  else
    requestStop(tx, id);
  co_await tx.commit();
  if (isDead(*run)) {
    call.services.hub.publish(call.actor().user_id,
                              interruptedNotice(id, run->conversation_id, run->last_seq));
  }
}

task<std::vector<StoredEvent>> Assistant::eventsAfter(Call& call, RunId id, int after,
                                                      ConversationId& conversation) {
  const auto working = live(id);
  if (working && working->user() == call.actor().user_id)
    co_await on(*working, working->writeOut());
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  const auto run = co_await selectRun(tx, id, call.services.clock.now());
  if (!run) throw notFound("There is no such run, or it is not yours.");
  conversation = run->conversation_id;
  auto events = co_await selectEvents(tx, id, after, max_events);
  // A run that died with its process did not write its end. One that was at work just now may have
  // written it since the row was read.
  const bool died = !working && (isDead(*run) || run->status == RunStatus::interrupted);
  const bool all = events.size() < static_cast<std::size_t>(max_events);
  const bool told =
      !events.empty() && (events.back().seq > run->last_seq || tellsInterruption(events.back()));
  if (died && all && !told && after <= run->last_seq)
    events.push_back(interruptedEvent(id, conversation, run->last_seq));
  co_return events;
}

}  // namespace parley::assistant
