#include "features/assistant/run.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "features/assistant/completions.hpp"
#include "features/assistant/history_codec.hpp"
#include "foundation/error.hpp"
#include "json/parse.hpp"

namespace parley::assistant {
namespace {

namespace lm = language_model;

void logUnexpected(const std::exception& failure) {
  spdlog::error("a run failed unexpectedly: {}", failure.what());
}

/// Why a stretch ended before its end.
struct Cut {
  bool stopped = false;
  std::optional<Error> error;
};

Cut cutBy(const std::exception_ptr& failure) {
  if (!failure) return {};
  try {
    std::rethrow_exception(failure);
  } catch (const lm::Stopped&) {
    return {true, {}};
  } catch (const Error& error) {
    if (error.status == Status::internal && !error.detail.empty()) logUnexpected(error);
    return {false, error};
  } catch (const std::exception& error) {
    logUnexpected(error);
    return {false, Error{Status::internal, "internal",
                         "Something went wrong on our side. Nothing is half done; try again."}};
  }
}

}  // namespace

Run::Run(RunParts parts)
    : parts_{std::move(parts)},
      log_{parts_.services,        parts_.actor,        parts_.row.id,
           parts_.conversation.id, parts_.row.last_seq, parts_.limits.gather_interval},
      draft_{owner(), parts_.conversation.id},
      guard_{parts_.limits.loop},
      started_at_{std::chrono::steady_clock::now()},
      commit_timer_{parts_.services.loop, forever},
      done_timer_{parts_.services.loop, forever},
      write_timer_{parts_.services.loop, forever},
      tend_timer_{parts_.services.loop, forever},
      tends_at_{Timestamp::max()},
      last_write_{now()},
      last_lease_{now()} {
  request_.permission = [this] { return begun(); };
}

// ---- the stretch ----

task<void> Run::work(Opening opening) {
  const auto self = shared_from_this();
  std::exception_ptr failure;
  try {
    co_await stretch(std::move(opening));
  } catch (...) {
    failure = std::current_exception();
  }
  if (co_await hasBegun())
    co_await endIfOpen(failure);
  else
    lost_ = true;
  parts_.reservation.reset();
  done_ = true;
  done_timer_.cancel();
}

/// What stopped it or went wrong is its end, if it has none yet.
task<void> Run::endIfOpen(std::exception_ptr failure) {
  if (lost_) co_return;  // given up already: nothing of it is to be written after all
  // Its end was reached, and could not be written for as long as that was tried.
  const bool unwritten = status_ != RunStatus::running && isUnavailable(failure);
  if (unwritten || isTakenOver(failure)) co_return giveUp();
  const auto [stopped, error] = cutBy(failure);
  if (!stopped && !error) co_return;
  // Its end was not written; it may have been all that there was to write.
  log_.retractEnd();
  bool unwritable = false;
  try {
    if (stopped && timed_out_)
      co_await endAtLimit(parts_.model.name + " had not finished its answer in time");
    else if (stopped)
      co_await finish(interrupted_ ? RunStatus::interrupted : RunStatus::stopped);
    if (error) co_await fail(error->code, error->detail, RunStatus::failed);
  } catch (const std::exception&) {
    unwritable = true;
  }
  if (unwritable) co_await endWithoutDraft();
}

task<ChatAnswer> Run::answer() {
  while (!done_) co_await done_timer_.async_wait(use_task);
  if (lost_)
    throw unavailable(
        "The database is not available. Nothing is half done; look again in a moment.");
  co_return answer_;
}

void Run::stop() {
  cancellation_.stop();
}

void Run::interrupt() {
  interrupted_ = true;
  cancellation_.stop();
}

/// Also on a node that cannot reach this run. One that cannot be asked has not said so.
task<void> Run::checkStoppedAnywhere() {
  checkStopped();
  if (parts_.sole_node) co_return;
  bool stopped = false;
  try {
    stopped = co_await stopRequestedElsewhere();
  } catch (const Error&) {
  }
  if (stopped) throw lm::Stopped{};
}

void Run::checkStopped() const {
  if (cancellation_.stopped()) throw lm::Stopped{};
}

task<void> Run::stretch(Opening opening) {
  if (opening.message) {
    log_.append(StartedEvent{*opening.message, parts_.row.message_id, parts_.model.id,
                             parts_.model.name, parts_.client_id, parts_.replaces});
  }
  co_await takeUp(opening);
  noteBeginning(opening);
  if (!co_await settle(opening)) {
    stillWaiting(opening);
    co_await finish(question_ ? RunStatus::awaiting_answer : RunStatus::awaiting_approval);
    co_return;
  }
  co_await steps();
}

task<void> Run::steps() {
  while (true) {
    if (status_ != RunStatus::running) co_return;
    checkStopped();
    if (auto reason = limitReached(); !next_ && !reason.empty()) {
      co_await endAtLimit(std::move(reason));
      co_return;
    }
    if (!next_ && !co_await withinBudget()) co_return;
    if (parts_.model.remote && parts_.row.step > 0) co_await checkStoppedAnywhere();
    const auto completion = next_ ? *std::exchange(next_, std::nullopt) : co_await ask();
    if (completion.stop == lm::StopReason::context_exceeded && !compacted_) {
      co_await askAnewShorter(completion);
      continue;
    }
    auto calls = take(completion);
    guard_.beginStep();
    if (completion.stop == lm::StopReason::refusal) {
      co_await fail("refusal",
                    completion.explanation.empty() ? "The model declined to answer this."
                                                   : completion.explanation,
                    RunStatus::failed);
      co_return;
    }
    if (completion.stop == lm::StopReason::context_exceeded) {
      co_await fail("context_exceeded",
                    "This conversation has grown too long for the model. Start a new one.",
                    RunStatus::failed);
      co_return;
    }
    if (completion.stop == lm::StopReason::max_tokens) {
      log_.append(NoticeEvent{"limit", "The answer was cut at the model's length limit.", {}});
    }
    if (completion.stop == lm::StopReason::pause) continue;
    if (calls.empty()) {
      co_await finish(RunStatus::completed);
      co_return;
    }
    if (!co_await runCalls(std::move(calls))) {
      co_await finish(question_ ? RunStatus::awaiting_answer : RunStatus::awaiting_approval);
      co_return;
    }
  }
}

/// What the model began to say before it ran out of room is said again, behind a summary: no model
/// goes on with half a turn.
task<void> Run::askAnewShorter(const lm::Completion& completion) {
  noteUsage(completion.usage);
  partial_text_.clear();
  log_.append(NoticeEvent{"retrying",
                          parts_.model.name + " ran out of room for its answer. Trying again.",
                          turn_began_});
  co_await compactByForce();
}

/// What there was too much of; empty when the run may go on.
std::string Run::limitReached() const {
  if (parts_.row.step >= parts_.limits.max_steps || calls_made_ >= parts_.limits.max_calls)
    return "That took many steps";
  if (std::chrono::steady_clock::now() - started_at_ >= parts_.limits.max_time)
    return "That took long";
  constexpr double micros = 1e6;
  if (static_cast<double>(usage_.cost_micros) >= parts_.limits.max_dollars * micros)
    return "That has cost " + dollarText(usage_.cost_micros);
  return {};
}

/// Not a failure: what was done stays, and the user says whether it goes on.
task<void> Run::endAtLimit(std::string reason) {
  sayAgain();
  auto text = std::move(reason) + ", so I stopped here. Say “continue” to go on.";
  log_.append(NoticeEvent{"limit", text, {}});
  texts_.push_back(std::move(text));
  co_await finish(RunStatus::completed);
}

/// Keeps a turn; what it calls is still to be run.
std::vector<lm::ToolCall> Run::take(const lm::Completion& completion) {
  noteUsage(completion.usage);
  auto calls = callsOf(completion);
  const bool cut =
      completion.stop == lm::StopReason::max_tokens || completion.stop == lm::StopReason::refusal;
  if (cut) calls.clear();
  if (auto text = textOf(completion); !text.empty()) texts_.push_back(std::move(text));
  texts_of_turns_ = texts_.size();
  partial_text_.clear();
  cut_text_.clear();
  ++parts_.row.step;
  keepTurn(completion, calls);
  return calls;
}

/// Before the last write of a step commits: the interpreter's next turn follows at once, so that
/// the end of the run, if it is that, goes into the same transaction.
task<void> Run::stepAhead(std::vector<StepCall>& calls) {
  conclude(calls, false);
  if (!limitReached().empty() || cancellation_.stopped()) co_return;
  next_ = co_await ask();
  if (next_->stop != lm::StopReason::end_turn || !callsOf(*next_).empty()) co_return;
  take(*std::exchange(next_, std::nullopt));
  end(RunStatus::completed);
}

void Run::keepTurn(const lm::Completion& completion, const std::vector<lm::ToolCall>& calls) {
  // A refused turn does not belong into the history; an empty one cannot be sent back.
  const bool keeps = completion.stop != lm::StopReason::refusal && !completion.parts.empty();
  lm::Message message;
  message.role = lm::Role::assistant;
  message.parts = completion.parts;
  message.raw = completion.raw;
  if (completion.stop == lm::StopReason::max_tokens) {
    std::erase_if(message.parts,
                  [](const lm::Part& part) { return std::holds_alternative<lm::ToolCall>(part); });
    message.raw.reset();
  }
  if (parts_.model.remote && !parts_.conversation.prompt) {
    first_remote_ = true;
    freezeAnew();
  }
  if (keeps && !message.parts.empty()) appendToHistory(std::move(message));
  noteCount(completion.usage);
  int position = 0;
  for (const auto& call : calls) {
    draft_.add(NewToolCall{{id(), call.id, CallStatus::pending, {}, {}, {}},
                           parts_.row.step,
                           position++,
                           call.name,
                           boost::json::serialize(call.arguments),
                           now()});
  }
}

/// Prompt and tools stay as they are for as long as the history goes on.
void Run::freezeAnew() {
  const auto& prompt = parts_.toolbox.prompt();
  request_.system = prompt.system;
  request_.tools = parts_.toolbox.definitions();
  parts_.conversation.prompt = prompt.digest;
  draft_.freeze(prompt);
}

/// Ends the stretch with the next write: the status is true before anybody is told.
void Run::end(RunStatus status) {
  sayAgain();
  log_.flushText();
  status_ = status;
  // What was said stays said; calls that had not run get their answer with the next message.
  if (!partial_text_.empty()) keepPartialText();
  trackShown();
  if (parts_.first && !parts_.model.remote) {
    if (auto title = titleOfWork(parts_.row.message, actions_, parts_.toolbox))
      draft_.name(std::move(*title));
  }
  answer_ = {parts_.conversation.id, id(), status, replyText(), actions_, approvals_, question_,
             shown(usage())};
  answer_json_ = json::toJson(answer_);
  log_.stage(run_finished_type, *answer_json_);
}

/// Of a turn that was stopped or cut off.
void Run::keepPartialText() {
  lm::Message message;
  message.role = lm::Role::assistant;
  message.parts.push_back(lm::Text{partial_text_});
  appendToHistory(std::move(message));
  // What is said about the end was put behind it.
  texts_.insert(texts_.begin() + static_cast<std::ptrdiff_t>(texts_of_turns_),
                std::exchange(partial_text_, {}));
}

task<void> Run::finish(RunStatus status) {
  end(status);
  co_await writeEnd();
}

task<void> Run::fail(std::string code, std::string text, RunStatus status) {
  sayAgain();
  if (!text.empty()) {
    log_.append(NoticeEvent{std::move(code), text, {}});
    texts_.push_back(std::move(text));
  }
  co_await finish(status);
}

}  // namespace parley::assistant
