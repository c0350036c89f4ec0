#include "features/assistant/run_draft.hpp"

#include <algorithm>
#include <utility>

namespace parley::assistant {

template <class Self, class Each>
void RunDraft::forEachList(Self& self, const Each& each) {
  each(self.prompts_);
  each(self.distrusts_);
  each(self.beginnings_);
  each(self.counts_);
  each(self.titles_);
  each(self.messages_);
  each(self.calls_);
  each(self.results_);
  each(self.approvals_);
  each(self.forgets_);
  each(self.lists_);
  each(self.mentions_);
}

void RunDraft::add(CallResult result) {
  const auto on_its_way = static_cast<std::ptrdiff_t>(calls_.in_transaction);
  const auto call = std::find_if(calls_.begin() + on_its_way, calls_.end(), [&](const auto& entry) {
    return entry.result.run_id == result.run_id && entry.result.call_id == result.call_id;
  });
  if (call == calls_.end())
    results_.push_back(std::move(result));
  else
    call->result = std::move(result);
}

void RunDraft::add(Mention mention) {
  const auto on_its_way = static_cast<std::ptrdiff_t>(mentions_.in_transaction);
  const auto before =
      std::find_if(mentions_.begin() + on_its_way, mentions_.end(), [&](const auto& entry) {
        return entry.record.type == mention.record.type && entry.record.id == mention.record.id;
      });
  if (before != mentions_.end()) mentions_.erase(before);
  mentions_.push_back(std::move(mention));
}

bool RunDraft::empty() const {
  bool empty = true;
  forEachList(*this, [&](const auto& list) { empty = empty && list.empty(); });
  return empty;
}

void RunDraft::enqueue(database::Transaction& tx) {
  for (const auto& prompt : prompts_) freezePrompt(tx, owner_.workspace_id, conversation_, prompt);
  if (!distrusts_.empty()) distrustConversation(tx, conversation_);
  if (!beginnings_.empty()) setHistoryFrom(tx, conversation_, beginnings_.back());
  if (!counts_.empty()) setHistoryCount(tx, conversation_, counts_.back());
  for (const auto& title : titles_) tx.enqueue(nameConversation(conversation_, title, {}));
  if (!messages_.empty()) appendMessages(tx, owner_, conversation_, messages_);
  if (!calls_.empty()) insertToolCalls(tx, owner_, calls_);
  for (const auto& result : results_) updateToolCall(tx, result);
  for (const auto& approval : approvals_) insertApproval(tx, owner_, approval.row, approval.at);
  enqueueSpokenOf(tx);
  forEachList(*this, [](auto& list) { list.in_transaction = list.size(); });
}

/// In the order in which it was spoken of: a list outdates what was mentioned before it.
void RunDraft::enqueueSpokenOf(database::Transaction& tx) const {
  if (!forgets_.empty()) forgetOthers(tx, conversation_);
  std::vector<Mention> before, since;
  for (const auto& mention : mentions_) {
    const bool outdated = !lists_.empty() && mention.at < lists_.back().at;
    (outdated ? before : since).push_back(mention);
  }
  if (!before.empty()) trackMentions(tx, owner_, conversation_, before);
  if (!lists_.empty()) {
    const auto& list = lists_.back();
    trackList(tx, owner_, conversation_, list.records, list.at);
  }
  if (!since.empty()) trackMentions(tx, owner_, conversation_, since);
}

void RunDraft::written() {
  forEachList(*this, [](auto& list) {
    list.erase(list.begin(),
               list.begin() + static_cast<std::ptrdiff_t>(std::exchange(list.in_transaction, 0)));
  });
}

void RunDraft::clear() {
  forEachList(*this, [](auto& list) {
    list.clear();
    list.in_transaction = 0;
  });
}

}  // namespace parley::assistant
