#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>
#include <ranges>
#include <utility>

#include "features/assistant/binding.hpp"
#include "features/assistant/question.hpp"
#include "features/assistant/result_cut.hpp"
#include "features/assistant/result_operations.hpp"
#include "features/assistant/run.hpp"
#include "foundation/error.hpp"

/// The tool calls of a run: what runs at once, what waits, and what came of it.
namespace parley::assistant {
namespace {

namespace lm = language_model;
using operations::Effect;

ToolOutcome unknownTool(const std::string& name) {
  return failedOutcome(
      Error{Status::not_found, "unknown_tool", "There is no tool named " + name + "."});
}

/// What is said to a question must not be taken for what is said to a card.
ToolOutcome oneAtATime() {
  return failedOutcome(
      Error{Status::unprocessable, "one_at_a_time",
            "The user is asked one thing at a time, and something else of this step waits for "
            "them. Make this call again when that is answered."});
}

ToolOutcome blockedTool(const operations::Operation& operation) {
  return failedOutcome(Error{Status::forbidden, "tool_blocked",
                             "“" + operation.facts.title + "” is blocked for the assistant."});
}

}  // namespace

/// Runs the calls of one step. False: some wait for the user, so the results are not sent yet.
task<bool> Run::runCalls(std::vector<lm::ToolCall> made) {
  std::vector<StepCall> calls;
  calls.reserve(made.size());
  for (auto& call : made) {
    StepCall step;
    step.call = std::move(call);
    step.operation = parts_.toolbox.find(step.call.name);
    step.asks_user = step.call.name == ask_user_tool;
    calls.push_back(std::move(step));
  }
  co_await judge(calls);
  calls_made_ += calls.size();

  for (const auto& call : calls) {
    if (call.asks_user) continue;
    log_.append(ToolStartedEvent{call.call.id, call.call.name,
                                 parts_.toolbox.titleOf(call.call.name),
                                 json::Raw{boost::json::serialize(call.call.arguments)}});
  }
  const bool trusted = !parts_.conversation.untrusted;
  co_await runReads(calls);
  if (trusted && parts_.conversation.untrusted) co_await judge(calls);

  bool waits = false, shows_undo = false;
  std::size_t index = 0;
  for (auto& call : calls) {
    ++index;
    if (call.outcome) continue;
    if (call.asks_user) {
      if (waits)
        call.outcome = oneAtATime();
      else
        co_await askUser(call);
      waits = waits || !call.outcome;
    } else if (call.operation == nullptr) {
      call.outcome = unknownTool(call.call.name);
    } else if (const auto refusal = refusalOf(call)) {
      call.outcome = failedOutcome(*refusal);
    } else if (index > parts_.limits.max_calls_per_step) {
      call.outcome = failedOutcome(
          Error{Status::unprocessable, "too_many_calls", "Too many calls at once; do fewer."});
    } else if (call.verdict == Verdict::refuse) {
      call.outcome = blockedTool(*call.operation);
    } else if (call.verdict == Verdict::ask && call.operation->facts.takes_back &&
               std::exchange(shows_undo, true)) {
      call.outcome = failedOutcome(
          Error{Status::unprocessable, "one_at_a_time",
                "What this takes back depends on the undo before it. Make it after that one."});
    } else if (call.verdict == Verdict::ask && question_) {
      call.outcome = oneAtATime();
    } else if (call.verdict == Verdict::ask) {
      co_await requestApproval(call);
      waits = waits || call.approval.has_value();
    } else {
      checkStopped();
      const bool last = index == calls.size() && !waits && !parts_.model.remote;
      co_await runWrite(call, id(), {}, last ? [&] { return stepAhead(calls); } : Further{});
      if (last && call.stored) co_return true;
    }
    if (call.outcome && !call.asks_user) finished(log_, call);
  }
  conclude(calls, waits);
  co_return !waits;
}

/// What was written is cut as it is kept: a provider's model is sent nothing else later on. The
/// interpreter cannot read on, so it gets more at once, and of what it wrote all.
void Run::fit(StepCall& call, RunId owner_run) const {
  constexpr std::size_t most_at_once = 60'000;
  if (!call.outcome || call.stored) return;
  if (parts_.model.remote)
    cutForModel(*call.outcome, call, owner_run);
  else
    cutToFit(*call.outcome, most_at_once, {});
}

void Run::cutForModel(ToolOutcome& outcome, const StepCall& call, RunId owner_run) const {
  if (!parts_.model.remote) return;
  cutToFit(outcome, parts_.limits.max_result_bytes, resultHandle(owner_run, call.call.id));
}

/// Of a model that goes round in circles, which the interpreter cannot.
std::optional<Error> Run::refusalOf(const StepCall& call) const {
  return parts_.model.remote ? guard_.refusalOf(call.call) : std::nullopt;
}

/// Which of the calls may run.
task<void> Run::judge(std::vector<StepCall>& calls) {
  std::vector<PlannedCall> planned;
  for (const auto& call : calls) planned.push_back({call.operation, &call.call.arguments});
  const auto verdicts = co_await verdictsOf(std::move(planned));
  for (std::size_t i = 0; i < calls.size(); ++i) calls[i].verdict = verdicts[i];
}

/// What was done here may be taken back here, and whatever was done last when the user says so.
/// The interpreter takes back nothing else; what else a model would is shown first.
task<std::vector<Verdict>> Run::verdictsOf(std::vector<PlannedCall> planned) {
  const auto takesBack = [](const PlannedCall& call) {
    return call.operation != nullptr && call.operation->facts.takes_back;
  };
  const auto undone = std::ranges::count_if(planned, takesBack);
  const bool asked_for = !parts_.model.remote || (undo_asked_for_ && undone == 1);
  if (undone > 0 && !asked_for) {
    auto tx = co_await parts_.services.database.begin(identity(), database::Mode::read);
    const bool others = co_await wouldUndoOthers(tx, parts_.actor.user_id, parts_.conversation.id,
                                                 static_cast<int>(undone));
    for (auto& call : planned) call.takes_back_others = others && takesBack(call);
  }
  co_return policy_.judge(planned);
}

/// Keeps what came of the calls of a step.
void Run::conclude(std::vector<StepCall>& calls, bool waits) {
  for (auto& call : calls) {
    const bool writes = call.operation != nullptr && call.operation->facts.effect != Effect::read;
    if (call.outcome && parts_.model.remote) guard_.note(call.call, writes, *call.outcome);
    fit(call, id());
  }
  const auto at = speaks();
  for (const auto& call : calls) {
    if (call.outcome && !call.stored) {
      const auto status =
          call.outcome->status == ActionStatus::done ? CallStatus::done : CallStatus::failed;
      draft_.add(CallResult{
          id(), call.call.id, status, call.outcome->result, {}, now(), call.outcome->whole_result});
    }
    if (call.outcome) track(*call.outcome, at);
  }
  if (!waits) appendToHistory(resultsOf(calls));
}

/// Reads have no order among themselves, so they go together.
task<void> Run::runReads(std::vector<StepCall>& calls) {
  std::vector<StepCall*> reads;
  for (auto& call : calls | std::views::take(parts_.limits.max_calls_per_step)) {
    if (call.operation != nullptr && call.operation->facts.effect == Effect::read &&
        call.verdict == Verdict::run && !refusalOf(call))
      reads.push_back(&call);
  }
  if (reads.size() == 1) {
    co_await readOne(*reads.front());
    co_return;
  }
  // Shared by the readers below; all have ended when this returns, also when one failed.
  struct Progress {
    std::size_t running = 0;
    std::exception_ptr failure;
  };
  Progress progress;
  WaitTimer turn{loop(), forever};
  for (std::size_t next = 0; next < reads.size() || progress.running > 0;) {
    if (next < reads.size() && progress.running < parts_.limits.max_parallel_reads &&
        !progress.failure) {
      ++progress.running;
      boost::asio::co_spawn(loop(), readOne(*reads[next++]),
                            [&progress, &turn](std::exception_ptr failure) {
                              --progress.running;
                              if (failure) progress.failure = failure;
                              turn.cancel();
                            });
      continue;
    }
    if (progress.running == 0) break;
    co_await turn.async_wait(use_task);
  }
  if (progress.failure) std::rethrow_exception(progress.failure);
}

task<void> Run::readOne(StepCall& call) {
  co_await look(call);
  finished(log_, call);
}

task<void> Run::look(StepCall& call) {
  operations::Call invocation{parts_.services, parts_.actor, operations::Channel::assistant};
  invocation.run_id = id();
  call.outcome = co_await parts_.toolbox.run(invocation, *call.operation, call.call.arguments);
  seen_.noteRead(call.outcome->result);
  takeCare(*call.outcome);
}

/// From now on nothing happens in this conversation without the user where text of strangers came.
void Run::takeCare(const ToolOutcome& outcome) {
  if (!outcome.untrusted || parts_.conversation.untrusted) return;
  parts_.conversation.untrusted = true;
  policy_.distrust();
  draft_.distrust();
}

/// The write, its record as a done call, all that led to it and what `further` finds to follow
/// happen in one transaction.
task<void> Run::runWrite(StepCall& call, RunId owner_run, Shown shown, const Further& further) {
  operations::Call invocation{parts_.services, parts_.actor, operations::Channel::assistant};
  invocation.run_id = id();
  if (!shown.version) shown.version = seen_.of(call.call.arguments);
  if (shown.version) invocation.if_match = {false, {*shown.version}};
  invocation.durability = durability();
  co_await lockWriting();
  std::exception_ptr failure;
  std::optional<ToolOutcome> promised;
  bool ahead = false, told_late = false;
  try {
    call.outcome = co_await parts_.toolbox.run(
        invocation, *call.operation, call.call.arguments, shown,
        [&](database::Transaction& tx, const ToolOutcome& outcome) -> task<void> {
          promised = outcome;
          auto kept = outcome;
          cutForModel(kept, call, owner_run);
          draft_.add(CallResult{owner_run, call.call.id, CallStatus::done, std::move(kept.result),
                                kept.change_id, now(), std::move(kept.whole_result)});
          if (further) {
            // Once: a transaction that is repeated does not find the run as it was.
            if (std::exchange(ahead, true)) throw notKept();
            call.outcome = outcome;
            call.stored = true;
            call.safe = false;
            seen_.noteWrite(outcome.result);
            finished(log_, call);
            co_await further();
          }
          if (status_ != RunStatus::running) invocation.durability = database::Durability::now;
          enqueueDraft(tx);
        });
  } catch (...) {
    failure = std::current_exception();
  }
  if (promised && isOutcomeUnknown(failure)) {
    const auto made = co_await known([&] { return wasMade(owner_run, call.call.id); });
    failure = made == true ? nullptr : std::make_exception_ptr(notKept());
    if (!made) giveUp();
    told_late = made == true;
    if (told_late) call.outcome = std::move(promised);
  }
  call.stored = !failure && call.outcome->status == ActionStatus::done;
  if (ahead && !call.stored) {
    draft_.clear();
    giveUp();
    failure = std::make_exception_ptr(notKept());
  }
  if (call.stored) {
    call.safe = invocation.durability == database::Durability::now;
    const auto& changes = invocation.recorded();
    if (!call.safe || told_late) untold_.insert(untold_.end(), changes.begin(), changes.end());
    written(invocation.durability);
    seen_.noteWrite(call.outcome->result);
    if (call.operation->facts.takes_back) undo_asked_for_ = false;
    if (parts_.model.remote) guard_.wrote(call.call, creates(*call.operation));
    takeCare(*call.outcome);
    cutForModel(*call.outcome, call, owner_run);
  } else if (!lost_) {
    // It may have been noted as done for a transaction that then failed.
    draft_.add(CallResult{owner_run, call.call.id, CallStatus::pending, {}, {}, {}});
  }
  unlockWriting();
  if (failure) std::rethrow_exception(failure);
}

/// A tool may have been blocked since it was asked for.
task<void> Run::runApproved(StepCall& call, RunId owner_run, Shown shown) {
  if (policy_.isBlocked(*call.operation)) {
    call.outcome = blockedTool(*call.operation);
  } else if (call.operation->facts.effect == Effect::read) {
    co_await look(call);
  } else {
    co_await runWrite(call, owner_run, std::move(shown));
  }
}

/// What a call of `call`, or that it offers, would do. Unset where it cannot be done: then that is
/// what came of it.
task<std::optional<Preview>> Run::lookAhead(StepCall& call, const operations::Operation& operation,
                                            const json::object& arguments) {
  operations::Call invocation{parts_.services, parts_.actor, operations::Channel::assistant};
  invocation.run_id = id();
  try {
    operation.check(arguments);
    co_return co_await parts_.toolbox.preview(invocation, operation, arguments);
  } catch (const Error& error) {
    if (error.status == Status::unavailable) throw;
    call.outcome = failedOutcome(error);
  }
  co_return std::nullopt;
}

task<void> Run::requestApproval(StepCall& call) {
  auto looked = co_await lookAhead(call, *call.operation, call.call.arguments);
  if (!looked) co_return;
  const auto& preview = *looked;

  ApprovalRow row;
  row.id = ApprovalId::make();
  row.conversation_id = parts_.conversation.id;
  row.run_id = id();
  row.call_id = call.call.id;
  row.tool = call.call.name;
  row.arguments = boost::json::serialize(call.call.arguments);
  row.summary = preview.summary;
  if (preview.record) row.record = json::toJson(*preview.record);
  row.changes = json::toJson(preview.changes);
  row.expires_at = now() + parts_.limits.approval_life;
  row.binding = bindingOf({parts_.actor.user_id, parts_.conversation.id, row.tool, row.arguments,
                           preview.shown, parts_.toolbox.fingerprintOf(row.tool)});
  call.approval = row;
  // With what tells of it, wherever the stretch ends.
  draft_.add(NewApproval{row, now()});
  draft_.add(CallResult{id(), call.call.id, CallStatus::waiting, {}, {}, {}, {}, {}});

  log_.stage(ApprovalRequestedEvent{row.id, row.call_id, row.tool, parts_.toolbox.titleOf(row.tool),
                                    json::Raw{row.arguments}, row.summary, preview.record,
                                    preview.changes, row.expires_at, parts_.conversation.untrusted,
                                    policy_.canBeAllowed(*call.operation)});
  approvals_.push_back({row.id, row.tool, json::Raw{row.arguments}, row.summary});
  actions_.push_back(
      {row.tool, json::Raw{row.arguments}, ActionStatus::waiting, preview.record, std::nullopt});
}

task<void> Run::askUser(StepCall& call) {
  auto question = questionOf(call.call.arguments);
  if (question.text.empty()) {
    call.outcome = failedOutcome(invalid("text", "is missing: it is the question"));
    co_return;
  }
  if (const auto offer = offerIn(call.call)) {
    const auto* operation = parts_.toolbox.find(offer->name);
    if (operation == nullptr) {
      call.outcome = unknownTool(offer->name);
    } else if (operation->facts.effect != Effect::read) {
      if (const auto preview = co_await lookAhead(call, *operation, offer->arguments)) {
        call.offered_version = preview->shown.version;
        question.text = withOffered(std::move(question.text), *preview, offer->arguments);
      }
    }
    if (call.outcome) co_return;
  }
  question_ = std::move(question);
  draft_.add(
      CallResult{id(), call.call.id, CallStatus::waiting, {}, {}, {}, {}, call.offered_version});
  log_.stage(QuestionEvent{question_->text, question_->options});
}

void Run::finished(RunLog& log, const StepCall& call) {
  const auto& outcome = *call.outcome;
  ToolFinishedEvent event;
  event.call_id = call.call.id;
  event.tool = call.call.name;
  event.title = parts_.toolbox.titleOf(call.call.name);
  event.status = outcome.status;
  event.record = outcome.record;
  event.records = outcome.records;
  event.changes = outcome.changes;
  event.change_id = outcome.change_id;
  event.error = outcome.error;
  if (call.safe)
    log.append(event);
  else
    log.stage(event);
  actions_.push_back({call.call.name, json::Raw{boost::json::serialize(call.call.arguments)},
                      outcome.status, outcome.record, outcome.change_id});
  changed_.insert(changed_.end(), outcome.changed.begin(), outcome.changed.end());
}

/// All results of a step in one message, in the order of the calls.
lm::Message Run::resultsOf(const std::vector<StepCall>& calls) const {
  lm::Message message;
  for (const auto& call : calls) {
    message.parts.push_back(lm::ToolResult{call.call.id, call.outcome->result,
                                           call.outcome->status != ActionStatus::done});
  }
  return message;
}

}  // namespace parley::assistant
