#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "features/assistant/run_store.hpp"

namespace parley::assistant {

struct NewApproval {
  ApprovalRow row;
  Timestamp at;
};
struct ShownList {
  std::vector<RecordRef> records;
  Timestamp at;
};

/// What a run did since it was last written, in as few statements as it takes. Enqueued with one
/// transaction, dropped by written() when that is committed; kept when it is not.
class RunDraft {
 public:
  RunDraft(Owner owner, ConversationId conversation) : owner_{owner}, conversation_{conversation} {}

  void freeze(Prompt prompt) { prompts_.push_back(std::move(prompt)); }
  /// Text of strangers is in the conversation from now on.
  void distrust() { distrusts_.push_back({}); }
  /// More was spoken of than anybody means any more.
  void forget() { forgets_.push_back({}); }
  /// Where the history that a model is sent begins from now on.
  void begin(int position) { beginnings_.push_back(position); }
  /// What the provider counted of it.
  void count(HistoryCount count) { counts_.push_back(count); }
  /// Names the conversation, unless the user has.
  void name(std::string title) { titles_.push_back(std::move(title)); }
  void add(NewMessage message) { messages_.push_back(std::move(message)); }
  void add(NewToolCall call) { calls_.push_back(std::move(call)); }
  void add(NewApproval approval) { approvals_.push_back(std::move(approval)); }
  /// What came of a call: of one that is new here, or that was written before.
  void add(CallResult result);
  /// The list that was shown last.
  void add(ShownList list) { lists_.push_back(std::move(list)); }
  /// The record that was spoken of last.
  void add(Mention mention);

  bool empty() const;
  void enqueue(database::Transaction& tx);
  void written();
  /// Gives up what cannot be written.
  void clear();

 private:
  struct Distrust {};
  struct Forget {};
  /// Those from `in_transaction` on were added after the transaction was made.
  template <class T>
  struct List : std::vector<T> {
    std::size_t in_transaction = 0;
  };

  template <class Self, class Each>
  static void forEachList(Self& self, const Each& each);
  void enqueueSpokenOf(database::Transaction& tx) const;

  Owner owner_;
  ConversationId conversation_;
  List<Prompt> prompts_;
  List<Distrust> distrusts_;
  List<int> beginnings_;
  List<HistoryCount> counts_;
  List<std::string> titles_;
  List<NewMessage> messages_;
  List<NewToolCall> calls_;
  List<CallResult> results_;  ///< of calls that were written before
  List<NewApproval> approvals_;
  List<Forget> forgets_;
  List<ShownList> lists_;
  List<Mention> mentions_;
};

}  // namespace parley::assistant
