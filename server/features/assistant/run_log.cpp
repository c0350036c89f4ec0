#include "features/assistant/run_log.hpp"

#include <algorithm>
#include <utility>

namespace parley::assistant {
namespace {

constexpr std::size_t gather_bytes = 512;

struct EventEnvelope {
  RunId run_id;
  ConversationId conversation_id;
  int seq;
  std::string type;
  json::Raw data;
};
BOOST_DESCRIBE_STRUCT(EventEnvelope, (), (run_id, conversation_id, seq, type, data))

}  // namespace

std::string eventJson(RunId run, ConversationId conversation, const StoredEvent& event) {
  return json::toJson(
      EventEnvelope{run, conversation, event.seq, event.type, json::Raw{event.data}});
}

StoredEvent interruptedEvent(RunId run, ConversationId conversation, int last_seq) {
  ChatAnswer answer;
  answer.conversation_id = conversation;
  answer.run_id = run;
  answer.status = RunStatus::interrupted;
  answer.reply = interrupted_reply;
  return {last_seq + 1, std::string{run_finished_type}, json::toJson(answer), Timestamp{}};
}

operations::Notice interruptedNotice(RunId run, ConversationId conversation, int last_seq) {
  const auto event = interruptedEvent(run, conversation, last_seq);
  operations::Notice notice;
  notice.run_id = run;
  notice.seq = event.seq;
  notice.last = true;
  notice.json = std::make_shared<const std::string>(eventJson(run, conversation, event));
  return notice;
}

RunLog::RunLog(operations::Services& services, operations::Actor actor, RunId run,
               ConversationId conversation, int last_seq, std::chrono::milliseconds gather_interval)
    : services_{services},
      actor_{actor},
      run_{run},
      conversation_{conversation},
      last_seq_{last_seq},
      gather_interval_{gather_interval} {}

int RunLog::append(std::string_view type, std::string data) {
  stage(type, std::move(data));
  entries_.back().waits = false;
  tell();
  return last_seq_;
}

int RunLog::stage(std::string_view type, std::string data) {
  flushText();
  entries_.push_back(
      {{++last_seq_, std::string{type}, std::move(data), services_.clock.now()}, true});
  return last_seq_;
}

void RunLog::release() {
  held_ = false;
  tell();
}

void RunLog::tell() {
  if (held_) return;
  for (auto& entry : entries_) {
    if (entry.waits) break;
    if (!entry.published) publish(entry);
  }
  std::erase_if(entries_, [](const Entry& entry) { return entry.published && entry.written; });
}

void RunLog::publish(Entry& entry) {
  entry.published = true;
  operations::Notice notice;
  notice.run_id = run_;
  notice.seq = entry.event.seq;
  notice.last = entry.event.type == run_finished_type;
  notice.json = std::make_shared<const std::string>(eventJson(run_, conversation_, entry.event));
  services_.hub.publish(actor_.user_id, notice);
  last_sent_ = services_.clock.now();
}

void RunLog::abandon() {
  entries_.clear();
  in_transaction_ = 0;
  gathered_type_.clear();
  gathered_.clear();
  held_ = true;
  services_.hub.publish(actor_.user_id, interruptedNotice(run_, conversation_, last_seq_));
}

void RunLog::retractEnd() {
  if (entries_.empty()) return;
  const auto& last = entries_.back();
  if (last.event.type != run_finished_type || last.published || last.written) return;
  entries_.pop_back();
  --last_seq_;
}

int RunLog::enqueuedSeq() const {
  for (auto i = in_transaction_; i-- > 0;) {
    if (!entries_[i].written) return entries_[i].event.seq;
  }
  return 0;
}

void RunLog::addText(std::string_view text) {
  gather(TextEvent::type, text);
}

void RunLog::addThinking(std::string_view text) {
  gather(ThinkingEvent::type, text);
}

void RunLog::gather(std::string_view type, std::string_view text) {
  if (gathered_type_ != type) flushText();
  if (gathered_type_.empty()) {
    gathered_type_ = type;
    gathered_since_ = services_.clock.now();
  }
  gathered_ += text;
  if (*textDue() <= services_.clock.now()) flushText();
}

std::optional<Timestamp> RunLog::textDue() const {
  if (gathered_type_.empty()) return std::nullopt;
  const bool at_once =
      gathered_.size() >= gather_bytes || gathered_since_ - last_sent_ >= gather_interval_;
  return at_once ? gathered_since_ : std::max(gathered_since_, last_sent_) + gather_interval_;
}

void RunLog::flushText() {
  if (gathered_type_.empty()) return;
  const auto type = std::exchange(gathered_type_, {});
  auto text = std::exchange(gathered_, {});
  append(type, json::toJson(TextEvent{std::move(text)}));
}

bool RunLog::hasUnwritten() const {
  return !std::ranges::all_of(entries_, &Entry::written);
}

void RunLog::enqueueUnwritten(database::Transaction& transaction) {
  flushText();
  in_transaction_ = entries_.size();
  if (!hasUnwritten()) return;
  std::vector<std::string> types, data;
  std::vector<Timestamp> times;
  for (const auto& [event, waits, published, written] : entries_) {
    if (written) continue;
    types.push_back(event.type);
    data.push_back(event.data);
    times.push_back(event.created_at);
  }
  transaction.enqueue(
      {R"(insert into run_events (workspace_id, run_id, owner_id, last_seq, types, data, times)
          values ($1, $2, $3, $4, $5, $6, $7))",
       database::parameters(actor_.workspace_id, run_, actor_.user_id, last_seq_, types, data,
                            times)});
}

void RunLog::written(database::Durability durability) {
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(in_transaction_);
  in_transaction_ = 0;
  std::for_each(entries_.begin(), end, [&](Entry& entry) {
    entry.written = true;
    if (durability == database::Durability::now) entry.waits = false;
  });
  tell();
}

}  // namespace parley::assistant
