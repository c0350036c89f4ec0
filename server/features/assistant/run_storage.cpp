#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "features/assistant/run.hpp"

/// How a run reaches the database: one writer at a time, every write with the events told so far.
namespace parley::assistant {
namespace {

constexpr auto use_task =
    boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});

}  // namespace

task<void> Run::write(std::function<void(database::Transaction&)> more) {
  co_await lockWriting();
  std::exception_ptr failure;
  try {
    auto tx = co_await parts_.services.database.begin(identity(), database::Mode::write);
    if (more) more(tx);
    log_.enqueueUnwritten(tx);
    updateRun(tx, progress(), parts_.holder, now(), now() + parts_.limits.lease);
    co_await tx.commit();
    last_write_ = now();
    log_.written();
  } catch (...) {
    failure = std::current_exception();
  }
  unlockWriting();
  if (failure) std::rethrow_exception(failure);
}

task<void> Run::writeOut() {
  const auto self = shared_from_this();
  if (!done_) co_await write({});
}

RunProgress Run::progress() const {
  RunProgress progress;
  progress.id = id();
  progress.status = status_;
  progress.step = parts_.row.step;
  progress.last_seq = log_.lastSeq();
  progress.reply = status_ == RunStatus::running ? std::string{} : answer_.reply;
  progress.answer = answer_json_;
  // A run that goes on after a decision adds to what it used before.
  progress.usage = {parts_.row.input_tokens + usage_.input_tokens,
                    parts_.row.cache_read_tokens + usage_.cache_read_tokens,
                    parts_.row.cache_write_tokens + usage_.cache_write_tokens,
                    parts_.row.output_tokens + usage_.output_tokens};
  return progress;
}

void Run::appendToHistory(database::Transaction& tx, language_model::Message message) {
  appendMessage(tx, owner(), parts_.conversation.id, id(), static_cast<int>(history_.size()),
                message, now());
  history_.push_back(std::move(message));
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
