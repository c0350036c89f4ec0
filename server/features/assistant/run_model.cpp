#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "features/assistant/run.hpp"
#include "foundation/error.hpp"

/// How a run asks its model, and what happens when that does not answer.
namespace parley::assistant {
namespace {

namespace lm = language_model;

/// Of the question to the model before the database, which would wait for the same processor.
constexpr std::chrono::milliseconds head_start{2};

/// A provider that did not answer may be stood in for; what the user has to mend may not.
bool isPassing(lm::FailureKind kind) {
  return kind == lm::FailureKind::unreachable || kind == lm::FailureKind::overloaded ||
         kind == lm::FailureKind::rate_limited;
}

/// Behind the name of the model.
std::string_view whyNot(lm::FailureKind kind) {
  if (kind == lm::FailureKind::overloaded) return "is overloaded just now";
  if (kind == lm::FailureKind::rate_limited) return "gets too many requests just now";
  return "does not answer just now";
}

std::string_view noticeCode(lm::FailureKind kind) {
  switch (kind) {
    case lm::FailureKind::key_invalid:
      return "key_invalid";
    case lm::FailureKind::forbidden:
      return "key_forbidden";
    case lm::FailureKind::unpaid:
      return "unpaid";
    case lm::FailureKind::rate_limited:
      return "rate_limited";
    case lm::FailureKind::model_unknown:
      return "model_unknown";
    case lm::FailureKind::too_long:
      return "context_exceeded";
    default:
      return "model_failed";
  }
}

}  // namespace

/// The model's next turn; when its provider does not answer, visibly, the fallback model's, and
/// else the command interpreter's, where the run has done nothing yet.
task<lm::Completion> Run::ask() {
  co_await compactIfLong();
  turn_began_ = log_.lastSeq();

  std::optional<lm::ModelFailure> failure;
  try {
    if (parts_.row.step > 0)  // its key may have been replaced since the step before
      co_await parts_.models.renew(parts_.services, parts_.actor, parts_.model);
    auto completion = co_await askIfItAnswers();
    co_await parts_.models.noteUse(parts_.services, parts_.actor, parts_.model);
    co_return completion;
  } catch (const lm::ModelFailure& thrown) {
    failure = thrown;
  }
  if (failure->kind == lm::FailureKind::too_long && !compacted_) {
    co_await compactByForce();
    co_return co_await ask();
  }
  co_await parts_.models.noteFailure(parts_.services, parts_.actor, parts_.model, failure->kind);
  if (co_await fallBack(*failure)) co_return co_await ask();
  const auto& reason = replaced_ ? replaced_->failure : *failure;
  const bool nothing_done = parts_.row.step == 0 && !goes_on_;
  const bool nothing_said = partial_text_.empty() && cut_text_.empty();
  if (isPassing(reason.kind) && nothing_said && nothing_done)
    co_return co_await askInterpreter(*failure);
  giveUpAsking(*failure);
}

/// Lets the workspace's fallback model go on where the chosen one passingly cannot, for the rest of
/// the run. False: it does not, or something of the turn has been said already.
task<bool> Run::fallBack(const lm::ModelFailure& failure) {
  if (replaced_ || !isPassing(failure.kind) || !partial_text_.empty()) co_return false;
  operations::Call call{parts_.services, parts_.actor, operations::Channel::assistant};
  auto fallback = co_await parts_.models.fallbackOf(call, parts_.model);
  if (!fallback) co_return false;
  NoticeEvent notice{"fallback_model",
                     fmt::format("{} {}, so {} answers in its place.", parts_.model.name,
                                 whyNot(failure.kind), fallback->name),
                     turn_began_};
  replaced_ = {parts_.model, failure, parts_.row.step, turn_began_};
  co_await handOver(std::move(*fallback), std::move(notice));
  request_.model = parts_.model.id;
  co_return true;
}

task<lm::Completion> Run::askInterpreter(const lm::ModelFailure& failure) {
  NoticeEvent notice{
      "builtin_model",
      explanationOf(failure) + " The command interpreter answers instead: no AI, fixed commands.",
      voidOfTurn()};
  stands_in_ = notice.text;
  auto builtin = parts_.models.builtin();
  co_await handOver(std::move(builtin), std::move(notice));
  co_return co_await askModel(*parts_.model.model);
}

/// From here on another model answers.
task<void> Run::handOver(ChosenModel model, NoticeEvent notice) {
  if (usage_ != counted_) co_await write();  // what is known by now is that one's
  notice.model = model.id;
  notice.model_name = model.name;
  log_.append(notice);
  parts_.model = std::move(model);
}

/// The card is about the chosen model, whatever became of the one in its place; and where that one
/// has answered nothing, so is the answer.
void Run::giveUpAsking(const lm::ModelFailure& failure) {
  const auto& reason = replaced_ ? replaced_->failure : failure;
  auto text = explanationOf(failure);
  const auto voided = voidOfTurn();
  const auto chosen = replaced_ ? replaced_->model : parts_.model;
  NoticeEvent notice{std::string{noticeCode(reason.kind)}, text, voided};
  if (voided && !cut_text_.empty()) {
    // What the chosen one had said is all there is, and stands under its name.
    log_.append(NoticeEvent{"retrying", parts_.model.name + " was tried in its place.", voided});
    notice.void_after.reset();
  }
  sayAgain();
  if (chosen.used) {
    notice.provider = chosen.used->provider;
    notice.key = chosen.used->holder;
  }
  if (voided) {
    parts_.model = chosen;
    notice.model = chosen.id;
    notice.model_name = chosen.name;
  }
  log_.append(notice);
  texts_.push_back(std::move(text));
  throw Error{Status::internal, "", ""};
}

/// What was cut off stays where no other try said anything after all.
void Run::sayAgain() {
  if (!partial_text_.empty() || cut_text_.empty()) return;
  partial_text_ = std::exchange(cut_text_, {});
  log_.addText(partial_text_);
}

std::string Run::explanationOf(const lm::ModelFailure& failure) const {
  auto text = explained(failure, parts_.model, parts_.actor.role);
  if (!replaced_) return text;
  const auto tried =
      isPassing(failure.kind) ? fmt::format(", but it {}.", whyNot(failure.kind)) : ": " + text;
  return fmt::format("{} {} was tried in its place{}", replaced_->failure.detail, parts_.model.name,
                     tried);
}

/// What the fallback's failure takes back of a turn that it did not make.
std::optional<int> Run::voidOfTurn() const {
  const bool tried = replaced_ && replaced_->step == parts_.row.step && partial_text_.empty();
  return tried ? std::optional{replaced_->turn_began} : std::nullopt;
}

/// A model that failed everybody who asks it with the same key just now is not waited for: another
/// key may have room where this one has used up its own.
task<lm::Completion> Run::askIfItAnswers() {
  if (!parts_.model.remote) co_return co_await askModel(*parts_.model.model);
  const auto& used = *parts_.model.used;
  const auto model = fmt::format("{} {} {} {} {}", parts_.actor.workspace_id.toString(),
                                 json::enumName(used.provider), used.account,
                                 used.base_url.value_or(""), parts_.model.own_id);
  if (const auto pause = parts_.breakers.pauseOf(model, now())) {
    throw lm::ModelFailure{
        lm::FailureKind::unreachable,
        fmt::format("{} has not been answering. Parley tries it again in {} seconds.",
                    parts_.model.name, pause->count())};
  }
  std::optional<lm::ModelFailure> failure;
  try {
    auto completion = co_await askModel(*parts_.model.model);
    parts_.breakers.answered(model);
    co_return completion;
  } catch (const lm::ModelFailure& thrown) {
    failure = thrown;
  }
  if (isPassing(failure->kind))
    parts_.breakers.failed(model, now());
  else
    parts_.breakers.answered(model);
  throw std::move(*failure);
}

task<lm::Completion> Run::askModel(lm::Model& model) {
  asked_ = true;
  if (!parts_.model.remote) co_await begun();  // what it calls refers to the run
  const lm::DeltaSink sink = [this](lm::Delta delta) {
    if (const auto* text = std::get_if<lm::TextDelta>(&delta)) {
      partial_text_ += text->text;
      log_.addText(text->text);
    } else if (const auto* thinking = std::get_if<lm::ThinkingDelta>(&delta)) {
      log_.addThinking(thinking->text);
    } else if (const auto* spent = std::get_if<lm::Spent>(&delta)) {
      noteUsage(spent->usage);
    } else {
      if (!partial_text_.empty()) cut_text_ = std::exchange(partial_text_, {});
      log_.append(NoticeEvent{"retrying", std::get<lm::Retrying>(delta).reason, turn_began_});
    }
    if (nextTending() < tends_at_) tend_timer_.cancel();
  };
  co_return co_await stream(model, request_, sink);
}

/// What was done so far is written meanwhile, and what is gathered goes out.
task<lm::Completion> Run::stream(lm::Model& model, const lm::Request& request,
                                 const lm::DeltaSink& sink) {
  if (parts_.model.remote) {
    streaming_ = tending_ = true;
    const auto self = shared_from_this();
    boost::asio::co_spawn(loop(), tendWhileStreaming(), [self](std::exception_ptr) {
      self->tending_ = false;
      self->tend_timer_.cancel();
    });
  }
  std::exception_ptr failure;
  std::optional<lm::Completion> completion;
  try {
    completion = co_await model.complete(request, sink, cancellation_);
  } catch (...) {
    failure = std::current_exception();
  }
  streaming_ = false;
  tend_timer_.cancel();
  while (tending_) {
    tend_timer_.expires_at(forever);
    co_await tend_timer_.async_wait(use_task);
  }
  log_.flushText();
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*completion);
}

/// Writes what led to the question while the model reads it; then sends out gathered text in time
/// and writes what was sent now and then, while the model talks.
task<void> Run::tendWhileStreaming() {
  tends_at_ = Timestamp::min();
  co_await begun();
  tend_timer_.expires_after(head_start);
  co_await tend_timer_.async_wait(use_task);
  if (hasUnwritten()) co_await writeMeanwhile(false);
  while (streaming_) {
    tends_at_ = nextTending();
    tend_timer_.expires_after(std::max(tends_at_ - now(), Timestamp::duration::zero()));
    co_await tend_timer_.async_wait(use_task);
    tends_at_ = Timestamp::min();  // busy: nobody needs to wake it
    if (!streaming_) break;
    timed_out_ = std::chrono::steady_clock::now() - started_at_ >= parts_.limits.max_time;
    if (timed_out_) cancellation_.stop();
    if (const auto due = log_.textDue(); due && *due <= now()) log_.flushText();
    const bool renew = leaseDue();
    if (renew || (log_.hasUnwritten() && now() - last_write_ >= parts_.limits.write_interval))
      co_await writeMeanwhile(renew);
  }
}

/// A database that is away passes: the next try comes in time.
task<void> Run::writeMeanwhile(bool looks_for_stop) {
  std::exception_ptr failure;
  try {
    co_await write();
    if (looks_for_stop && co_await stopRequestedElsewhere()) cancellation_.stop();
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure || lost_) co_return;
  if (isTakenOver(failure)) co_return giveUp();
  last_write_ = now();
  co_await rest(parts_.limits.write_interval);
}

/// When there is something to do beside what comes from the model.
Timestamp Run::nextTending() const {
  const auto left = parts_.limits.max_time - (std::chrono::steady_clock::now() - started_at_);
  auto next = std::min(last_lease_ + parts_.limits.lease / 3,
                       now() + std::chrono::ceil<Timestamp::duration>(left));
  if (const auto due = log_.textDue()) next = std::min(next, *due);
  if (log_.hasUnwritten()) next = std::min(next, last_write_ + parts_.limits.write_interval);
  return next;
}

}  // namespace parley::assistant
