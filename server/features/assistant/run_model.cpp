#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "features/assistant/run.hpp"
#include "foundation/error.hpp"

/// How a run asks its model, and what happens when that does not answer.
namespace parley::assistant {
namespace {

namespace lm = language_model;

constexpr auto use_task =
    boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
constexpr auto forever = std::chrono::steady_clock::time_point::max();

/// A provider that did not answer may be stood in for; what the user has to mend may not.
bool isPassing(lm::FailureKind kind) {
  return kind == lm::FailureKind::unreachable || kind == lm::FailureKind::overloaded ||
         kind == lm::FailureKind::rate_limited;
}

std::string_view noticeCode(lm::FailureKind kind) {
  switch (kind) {
    case lm::FailureKind::key_invalid:
      return "key_invalid";
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

/// The model's next turn; the command interpreter's, visibly, when the provider does not answer a
/// run that has done nothing yet.
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
  const bool untouched = calls_made_ == 0 && partial_text_.empty();
  if (!isPassing(failure->kind) || !untouched) {
    const auto text = explained(*failure, parts_.model, parts_.actor.role);
    NoticeEvent notice{std::string{noticeCode(failure->kind)}, text, {}};
    if (parts_.model.used) {
      notice.provider = parts_.model.used->provider;
      notice.key = parts_.model.used->holder;
    }
    log_.append(std::move(notice));
    texts_.push_back(text);
    throw Error{Status::internal, "", ""};
  }
  log_.append(NoticeEvent{
      "builtin_model",
      failure->detail + " The command interpreter answers instead: no AI, fixed commands.",
      {}});
  parts_.model = parts_.models.builtin();
  co_return co_await askModel(*parts_.model.model);
}

/// A model that failed everybody just now is not waited for.
task<lm::Completion> Run::askIfItAnswers() {
  if (!parts_.model.remote) co_return co_await askModel(*parts_.model.model);
  const auto model = parts_.actor.workspace_id.toString() + ' ' + parts_.model.id;
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
  const lm::DeltaSink sink = [this](lm::Delta delta) {
    if (const auto* text = std::get_if<lm::TextDelta>(&delta)) {
      partial_text_ += text->text;
      log_.addText(text->text);
    } else if (const auto* thinking = std::get_if<lm::ThinkingDelta>(&delta)) {
      log_.addThinking(thinking->text);
    } else {
      partial_text_.clear();
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
    // A failed write is not the stretch's end: the step's own write will tell.
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
  if (hasUnwritten()) co_await write();
  while (streaming_) {
    tends_at_ = nextTending();
    tend_timer_.expires_after(std::max(tends_at_ - now(), Timestamp::duration::zero()));
    co_await tend_timer_.async_wait(use_task);
    tends_at_ = Timestamp::min();
    if (!streaming_) break;
    if (const auto due = log_.textDue(); due && *due <= now()) log_.flushText();
    const bool renew = leaseDue();
    if (renew || (log_.hasUnwritten() && now() - last_write_ >= parts_.limits.write_interval))
      co_await write();
    if (renew && co_await stopRequestedElsewhere()) cancellation_.stop();
    timed_out_ = std::chrono::steady_clock::now() - began_ >= parts_.limits.max_time;
    if (timed_out_) cancellation_.stop();
  }
}

/// When there is something to do beside what comes from the model.
Timestamp Run::nextTending() const {
  const auto left = parts_.limits.max_time - (std::chrono::steady_clock::now() - began_);
  auto next = std::min(last_lease_ + parts_.limits.lease / 3,
                       now() + std::chrono::ceil<Timestamp::duration>(left));
  if (const auto due = log_.textDue()) next = std::min(next, *due);
  if (log_.hasUnwritten()) next = std::min(next, last_write_ + parts_.limits.write_interval);
  return next;
}

}  // namespace parley::assistant
