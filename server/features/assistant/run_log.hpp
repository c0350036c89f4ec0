#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "database/transaction.hpp"
#include "features/assistant/run_events.hpp"
#include "operations/actor.hpp"
#include "operations/call.hpp"

namespace parley::assistant {

/// The event log of one live run: numbers events, tells the user's open pages in their order, at
/// once unless it is held or something waits, and writes them with the run's next transaction.
/// Streamed text is gathered for a short while, so that an event is a few words and not a token.
/// One loop.
class RunLog {
 public:
  RunLog(operations::Services& services, operations::Actor actor, RunId run,
         ConversationId conversation, int last_seq, std::chrono::milliseconds gather_interval);

  template <class Event>
  int append(const Event& event) {
    return append(Event::type, json::toJson(event));
  }
  int append(std::string_view type, std::string data);
  /// For what must not be seen before it is safe: waits, with all behind it, for a durable write.
  template <class Event>
  int stage(const Event& event) {
    return stage(Event::type, json::toJson(event));
  }
  int stage(std::string_view type, std::string data);

  /// Streamed pieces: gathered until the kind changes, flushText() or append().
  void addText(std::string_view text);
  void addThinking(std::string_view text);
  void flushText();
  /// When what is gathered should go out; unset when nothing is.
  std::optional<Timestamp> textDue() const;

  /// Between them nobody is told anything.
  void hold() { held_ = true; }
  void release();
  /// Nothing more comes from here: tells the pages that the run was interrupted.
  void abandon();

  /// Takes back an end that nobody was told and that was not written.
  void retractEnd();

  int lastSeq() const { return last_seq_; }
  /// Of the last event in the transaction on its way; 0: it has none.
  int enqueuedSeq() const;
  RunId run() const { return run_; }
  bool hasUnwritten() const;
  /// Adds what is not yet in the database to a transaction. Call written() after its commit.
  void enqueueUnwritten(database::Transaction& transaction);
  void written(database::Durability durability);

 private:
  struct Entry {
    StoredEvent event;
    bool waits = false;  ///< for a durable write
    bool published = false;
    bool written = false;
  };
  void tell();
  void publish(Entry& entry);
  void gather(std::string_view type, std::string_view text);

  operations::Services& services_;
  operations::Actor actor_;
  RunId run_;
  ConversationId conversation_;
  int last_seq_;
  std::chrono::milliseconds gather_interval_;
  bool held_ = false;
  std::deque<Entry> entries_;  ///< those that are not told or not written yet
  std::size_t in_transaction_ = 0;
  std::string gathered_;
  std::string gathered_type_;
  Timestamp gathered_since_;
  Timestamp last_sent_;
};

}  // namespace parley::assistant
