#include "features/assistant/run_log.hpp"

#include <algorithm>
#include <utility>

namespace parley::assistant {
namespace {

constexpr std::chrono::milliseconds gather_time{40};
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

RunLog::RunLog(operations::Services& services, operations::Actor actor, RunId run,
               ConversationId conversation, int last_seq)
    : services_{services},
      actor_{actor},
      run_{run},
      conversation_{conversation},
      last_seq_{last_seq} {}

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

void RunLog::tell() {
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
  operations::Notice notice;
  notice.run_id = run_;
  notice.seq = last_seq_;
  notice.last = true;
  services_.hub.deliver(actor_.user_id, notice);
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
  if (textDue()) flushText();
}

bool RunLog::textDue() const {
  if (gathered_type_.empty()) return false;
  return gathered_.size() >= gather_bytes ||
         services_.clock.now() - std::max(gathered_since_, last_sent_) >= gather_time ||
         gathered_since_ - last_sent_ >= gather_time;
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
  std::vector<int> numbers;
  std::vector<std::string> types, data;
  std::vector<Timestamp> times;
  for (const auto& [event, waits, published, written] : entries_) {
    if (written) continue;
    numbers.push_back(event.seq);
    types.push_back(event.type);
    data.push_back(event.data);
    times.push_back(event.created_at);
  }
  transaction.enqueue(
      {R"(insert into run_events (workspace_id, run_id, owner_id, seq, type, data, created_at)
          select $1, $2, $3, event.seq, event.type, event.data, event.at
          from unnest($4::int[], $5::text[], $6::text[], $7::timestamptz[]) as event (seq, type, data, at))",
       database::parameters(actor_.workspace_id, run_, actor_.user_id, numbers, types, data,
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
