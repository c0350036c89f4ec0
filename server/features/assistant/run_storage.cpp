#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <stdexcept>
#include <utility>

#include "database/query_error.hpp"
#include "features/assistant/history_codec.hpp"
#include "features/assistant/result_cut.hpp"
#include "features/assistant/run.hpp"
#include "features/assistant/summary.hpp"
#include "features/assistant/usage_store.hpp"
#include "foundation/error.hpp"
#include "operations/change_log.hpp"

/// How a run reaches the database: one writer at a time, every write with the draft and the events
/// told so far.
namespace parley::assistant {

namespace lm = language_model;

namespace {

constexpr auto between_tries = std::to_array<std::chrono::milliseconds>(
    {std::chrono::milliseconds{100}, std::chrono::milliseconds{500}, std::chrono::seconds{2},
     std::chrono::seconds{4}});

bool is(const std::exception_ptr& failure, bool (*what)(const Error&)) {
  if (!failure) return false;
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return what(error);
  } catch (...) {
    return false;
  }
}

}  // namespace

bool isUnavailable(const std::exception_ptr& failure) {
  return is(failure, [](const Error& error) { return error.status == Status::unavailable; });
}

Error notKept() {
  return unavailable("The database did not keep this. Nothing is half done; try again.");
}

bool isTakenOver(const std::exception_ptr& failure) {
  return is(failure, [](const Error& error) {
    const auto* refusal = dynamic_cast<const database::QueryError*>(&error);
    return refusal != nullptr && refusal->sqlstate == database::taken_over;
  });
}

bool isOutcomeUnknown(const std::exception_ptr& failure) {
  return is(failure, [](const Error& error) { return error.code == "outcome_unknown"; });
}

/// What begins the stretch is committed while the question to the model is put together; nobody
/// hears of the run, and no model of the question, before it is.
void Run::begin(Opening& opening) {
  untold_ = std::move(opening.changes);
  touches_ = opening.message && !parts_.first;
  if (!opening.transaction) return;
  committed_ = false;
  log_.hold();
  const auto self = shared_from_this();
  boost::asio::co_spawn(loop(), commitOpening(std::move(*opening.transaction), opening.durability),
                        [self](std::exception_ptr) {});
}

task<void> Run::commitOpening(database::Transaction tx, database::Durability durability) {
  const auto sent = std::chrono::steady_clock::now();
  try {
    co_await tx.commit(durability);
    committed_ = true;
    if (durability == database::Durability::now)
      noteCommit(std::chrono::steady_clock::now() - sent);
  } catch (...) {
    commit_failure_ = std::current_exception();
    cancellation_.stop();
    parts_.reservation.reset();
  }
  commit_timer_.cancel();  // first, because the model takes longest
  if (!committed_) co_return;
  log_.release();
  if (durability == database::Durability::now && !touches_) tellChanges();
}

void Run::noteCommit(std::chrono::steady_clock::duration took) {
  using std::chrono::microseconds;
  ++parts_.figures.commits;
  parts_.figures.commit_microseconds +=
      static_cast<std::uint64_t>(std::chrono::duration_cast<microseconds>(took).count());
}

task<void> Run::begun() {
  while (!committed_ && !commit_failure_) co_await commit_timer_.async_wait(use_task);
  if (commit_failure_) std::rethrow_exception(commit_failure_);
}

task<bool> Run::hasBegun() {
  try {
    co_await begun();
  } catch (...) {
  }
  co_return committed_;
}

/// Takes up what began the stretch.
task<void> Run::takeUp(Opening& opening) {
  const auto& conversation = parts_.conversation;
  request_.model = parts_.model.id;
  if (parts_.model.remote) co_await takeUpPrompt();  // the interpreter knows it
  request_.messages = messagesFrom(std::exchange(opening.history, {}));
  if (parts_.model.remote) fitHistory();
  request_.effort = isLong() ? lm::Effort::high : parts_.limits.effort;
  next_position_ = opening.next_position;
  counted_tokens_ = conversation.counted_tokens;
  counted_messages_ = static_cast<std::size_t>(conversation.counted_messages);
  tracked_ = std::move(opening.tracked);
  constexpr std::ptrdiff_t most_unlisted = 50;
  const auto unlisted =
      std::ranges::count_if(tracked_, [](const TrackedRow& row) { return !row.list_position; });
  if (unlisted > most_unlisted) draft_.forget();
  policy_ = {std::move(opening.policies), conversation.untrusted};
  policy_.recall(opening.done);
  unwritten_ = std::move(opening.unwritten);
  if (!opening.open_calls.empty() && opening.left.id != parts_.row.id) {
    left_log_.emplace(parts_.services, parts_.actor, opening.left.id, parts_.conversation.id,
                      opening.left.last_seq, parts_.limits.gather_interval);
  }
}

/// What the interpreter got at once may be more than another model is sent.
void Run::fitHistory() {
  for (auto& message : request_.messages) {
    for (auto& part : message.parts) {
      auto* result = std::get_if<lm::ToolResult>(&part);
      if (result == nullptr || result->content.size() <= parts_.limits.max_result_bytes) continue;
      ToolOutcome outcome;
      outcome.result = std::move(result->content);
      cutToFit(outcome, parts_.limits.max_result_bytes, {});
      result->content = std::move(outcome.result);
    }
  }
}

/// Whether more was said than a few messages, or so much that it was summed up.
bool Run::isLong() const {
  const auto says = [](const lm::Message& message) {
    return std::ranges::any_of(
        message.parts, [](const lm::Part& part) { return std::holds_alternative<lm::Text>(part); });
  };
  return wasSummedUp(request_.messages) ||
         std::ranges::count_if(request_.messages, says) > parts_.limits.many_messages;
}

/// Today's, unless the conversation began with another.
task<void> Run::takeUpPrompt() {
  const auto& today = parts_.toolbox.prompt();
  const auto& frozen = parts_.conversation.prompt;
  if (!frozen || *frozen == today.digest) {
    request_.system = today.system;
    request_.tools = parts_.toolbox.definitions();
    co_return;
  }
  auto tx = co_await parts_.services.database.begin(identity(), database::Mode::read);
  auto prompt = co_await selectPrompt(tx, *frozen);
  request_.system = std::move(prompt.system);
  request_.tools = decodeTools(prompt.tools);
}

void Run::enqueueDraft(database::Transaction& tx) {
  const auto lease = now() + parts_.limits.lease;
  // What the model says changes nothing of its run, and comes in many writes.
  const bool only_talks = draft_.empty() && !unwritten_ && usage_ == counted_ &&
                          status_ == RunStatus::running && !leaseDue();
  if (!unwritten_) holdRun(tx, id(), parts_.holder);
  if (touches_) touchConversation(tx, parts_.conversation, parts_.row.model, now());
  if (unwritten_) insertRun(tx, owner(), *unwritten_, progress(), parts_.holder, now(), lease);
  enqueued_status_ = status_;
  draft_.enqueue(tx);
  if (left_log_) left_log_->enqueueUnwritten(tx);
  log_.enqueueUnwritten(tx);
  if (usage_ != counted_) {
    countRun(tx, owner(), id(), used_, usage(), now());
    in_transaction_ = usage_;
  }
  if (only_talks) return;
  if (!unwritten_) updateRun(tx, progress(), parts_.holder, now(), lease);
  last_lease_ = now();
}

/// The transaction with what was enqueued is committed. Called before the next one begins.
void Run::written(database::Durability durability) {
  draft_.written();
  counted_ = in_transaction_;
  unwritten_.reset();
  touches_ = false;
  // Whoever hears of the end may go on at once.
  ended_ = enqueued_status_ != RunStatus::running;
  if (ended_) parts_.reservation.reset();
  if (durability == database::Durability::now) {
    last_write_ = now();
    tellChanges();
  }
  if (left_log_) left_log_->written(durability);
  log_.written(durability);
}

void Run::tellChanges() {
  for (const auto& change : std::exchange(untold_, {}))
    operations::publishChange(parts_.services, parts_.actor, change);
}

/// The interpreter's answer is there, and safe, in an instant, so what it does on the way need not
/// wait for the disk. Whoever waits longer sees what was done so far.
database::Durability Run::durability() const {
  const bool soon = !parts_.model.remote && now() - last_write_ < parts_.limits.sync_interval;
  return soon ? database::Durability::with_next : database::Durability::now;
}

/// Writes the draft, and makes safe, and tells, all that was done.
task<void> Run::write() {
  co_await begun();
  co_await lockWriting();
  std::exception_ptr failure;
  try {
    if (lost_) throw notKept();
    if (!ended_) {
      auto tx = co_await parts_.services.database.begin(identity(), database::Mode::write);
      enqueueDraft(tx);
      co_await tx.commit();
      written(database::Durability::now);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  if (isOutcomeUnknown(failure)) {
    const auto made = co_await known([this] { return wasWritten(); });
    if (made == true) {
      written(database::Durability::now);
      failure = nullptr;
    } else {
      if (!made) giveUp();
      failure = std::make_exception_ptr(notKept());
    }
  }
  unlockWriting();
  if (failure) std::rethrow_exception(failure);
}

/// The end of a stretch is worth more than one try.
task<void> Run::writeEnd() {
  for (const auto pause : between_tries) {
    std::exception_ptr failure;
    try {
      co_await write();
    } catch (...) {
      failure = std::current_exception();
    }
    if (!failure) co_return;
    if (lost_ || isTakenOver(failure) || !isUnavailable(failure)) std::rethrow_exception(failure);
    co_await rest(pause);
  }
  co_await write();
}

/// What a look into the database tells, which may have to come back first; unset: nobody knows.
task<std::optional<bool>> Run::known(std::function<task<bool>()> look) {
  for (const auto pause : between_tries) {
    try {
      co_return co_await look();
    } catch (const std::exception&) {
    }
    co_await rest(pause);
  }
  co_return std::nullopt;
}

/// Whether a transaction of this run whose answer got lost was committed all the same. Waits for
/// one that still is at it: that holds the row.
task<bool> Run::wasWritten() {
  auto tx = co_await parts_.services.database.begin(identity(), database::Mode::write);
  co_await lockRun(tx, id(), now());
  const auto row = co_await selectRun(tx, id(), now());  // as it is behind the lock
  co_await tx.commit();
  if (!row) throw std::runtime_error{"what inserts the run may still be at it"};
  if (const auto seq = log_.enqueuedSeq(); seq > 0) co_return row->last_seq >= seq;
  if (enqueued_status_ != RunStatus::running) co_return row->status == enqueued_status_;
  if (!draft_.empty()) throw std::runtime_error{"nothing tells"};
  co_return false;  // a lease is renewed as well once more
}

/// The same of one that made a call.
task<bool> Run::wasMade(RunId owner_run, const std::string& call_id) {
  auto tx = co_await parts_.services.database.begin(identity(), database::Mode::write);
  if (!co_await lockRun(tx, id(), now()))
    throw std::runtime_error{"what inserts the run may still be at it"};
  const bool made = co_await isCallDone(tx, owner_run, call_id);
  co_await tx.commit();
  co_return made;
}

task<void> Run::rest(std::chrono::milliseconds time) {
  WaitTimer timer{loop(), std::chrono::steady_clock::now() + time};
  co_await timer.async_wait(use_task);
}

/// What was not written yet may be what cannot be written; the end itself perhaps can.
task<void> Run::endWithoutDraft() {
  draft_.clear();
  try {
    co_await write();
  } catch (const std::exception&) {
    giveUp();
  }
}

/// Its lease runs out, and the next message takes the conversation up from what is stored.
void Run::giveUp() {
  if (std::exchange(lost_, true)) return;
  cancellation_.stop();
  draft_.clear();
  tellChanges();  // the pages look for themselves what is there
  log_.abandon();
}

/// Another node cannot reach this run; it leaves a mark in the database.
task<bool> Run::stopRequestedElsewhere() {
  auto tx = co_await parts_.services.database.begin(identity(), database::Mode::read);
  co_return co_await isStopRequested(tx, id());
}

task<void> Run::writeOut() {
  const auto self = shared_from_this();
  if (!done_ && !lost_) co_await write();
}

RunProgress Run::progress() const {
  RunProgress progress;
  progress.id = id();
  progress.status = status_;
  progress.step = parts_.row.step;
  progress.reply = status_ == RunStatus::running ? std::string{} : answer_.reply;
  progress.answer = answer_json_;
  progress.usage = usage();
  progress.answered_by = parts_.row.answered_by;
  if (asked_)
    progress.answered_by =
        parts_.model.id == parts_.row.model ? std::nullopt : std::optional{parts_.model.id};
  return progress;
}

/// A run that goes on after a decision adds to what it used before.
ModelUsage Run::usage() const {
  ModelUsage sum = parts_.row.usage();
  sum += usage_;
  return sum;
}

void Run::appendToHistory(language_model::Message message) {
  auto kept = message;
  for (auto& part : kept.parts) {
    if (auto* context = std::get_if<lm::Context>(&part)) forgetUntold(*context);
  }
  draft_.add(NewMessage{id(), next_position_++, std::move(kept), now()});
  request_.messages.push_back(std::move(message));
}

bool Run::leaseDue() const {
  return now() - last_lease_ >= parts_.limits.lease / 3;
}

task<void> Run::lockWriting() {
  while (writing_) co_await write_timer_.async_wait(use_task);
  writing_ = true;
}

void Run::unlockWriting() {
  writing_ = false;
  write_timer_.cancel();
}

}  // namespace parley::assistant
