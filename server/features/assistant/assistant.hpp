#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "features/assistant/message_reader.hpp"
#include "features/assistant/model_directory.hpp"
#include "features/assistant/model_keys.hpp"
#include "features/assistant/run.hpp"
#include "operations/catalog.hpp"

/// Conversations with language models that use the catalog as their tools. Public face of the
/// feature.
namespace parley::assistant {

struct Options {
  RunLimits limits;
  ModelDirectory::Options models;
  CircuitBreakers::Options breakers;
  std::shared_ptr<const MessageReader> reader;  ///< none: models get messages unread
  /// No other process serves this database, so a run that is not here is not anywhere.
  bool sole_node = false;
  /// For a model to find a conversation's title; zero: none is asked to.
  std::chrono::milliseconds title_patience{20'000};
};

/// What a message began: the run at work, or the one that the same message began before.
struct Beginning {
  std::shared_ptr<Run> run;
  std::optional<RunId> before;
};

/// What all loops share. Thread-safe. Must outlive the catalog, and the loops must have stopped
/// before it goes.
class Assistant {
 public:
  /// All references must outlive this. `builtin` serves every loop.
  Assistant(Options options, const KeyStore& keys, const Connect& connect,
            std::shared_ptr<language_model::Model> builtin, const Clock& clock);

  /// To be called once the catalog is complete and before anything is served.
  void useTools(const operations::Catalog& catalog);

  /// Takes a message up: a run that goes on by itself, whoever waits for it. One whose client_id is
  /// a UUID is taken up once; throws 422 where another message had it.
  task<Beginning> start(operations::Call& call, ChatMessage input);
  /// Decides an approval; its run goes on.
  task<std::shared_ptr<Run>> decide(operations::Call& call, ApprovalDecision input);
  /// What a run answered that was started before, waiting for it while it goes on here. Throws 409
  /// while another process works on it.
  task<ChatAnswer> answerOf(operations::Call& call, RunId run);
  /// Asks a running run to stop. Throws 404, and 409 when it has ended.
  task<void> stop(operations::Call& call, RunId run);
  /// What a run told after `after`. Brings the log up to date first when the run is live here.
  task<std::vector<StoredEvent>> eventsAfter(operations::Call& call, RunId run, int after,
                                             ConversationId& conversation);
  /// Whether the run died with its process: it is said to be running, and nobody runs it.
  bool isDead(const RunRow& run) const {
    return isDead(run.id, run.status, run.lease_holder, run.lease_over);
  }
  bool isDead(RunId id, RunStatus status, const std::optional<Uuid>& lease_holder,
              bool lease_over) const;

  /// Interrupts all live runs: the process ends.
  void stopAll();
  std::size_t liveRuns() const;
  const RunFigures& figures() const { return figures_; }

  ModelDirectory& models() { return models_; }
  /// Empty until useTools().
  const std::optional<Toolbox>& toolbox() const { return toolbox_; }

 private:
  std::shared_ptr<Run> live(RunId run) const;
  std::optional<Beginning> atWorkOn(UserId user, const ChatMessage& input) const;
  std::shared_ptr<void> reserve(UserId user, ConversationId conversation);
  task<std::optional<ConversationState>> quietState(operations::Call& call, ConversationId id,
                                                    const ChosenModel& model,
                                                    std::vector<database::Rows> read,
                                                    std::optional<Uuid> claim,
                                                    std::optional<RunRow>& begun_before) const;
  std::shared_ptr<Run> launch(RunParts parts, Opening opening);
  RunParts partsFor(operations::Call& call, PersonRow person, ConversationRow conversation,
                    RunRow row, ChosenModel model);
  void nameAfter(Run& run) const;
  void requireRest(const ConversationState& state) const;
  bool isBound(const operations::Actor& actor, const ApprovalRow& approval) const;
  void openCalls(const operations::Actor& actor, database::Transaction& tx, Opening& opening,
                 ConversationState& state, Timestamp now) const;
  task<ChosenModel> modelOf(operations::Call& call, ApprovalId approval);
  /// A model that others serve is asked for something only when the message is safe; the
  /// interpreter's whole answer comes, and is made safe, at once.
  static database::Durability durabilityOf(const ChosenModel& model) {
    return model.remote ? database::Durability::now : database::Durability::with_next;
  }

  Options options_;
  const KeyStore& keys_;
  const Connect& connect_;
  ModelDirectory models_;
  CircuitBreakers breakers_;
  RunFigures figures_;
  Uuid holder_ = makeUuid();
  std::optional<Toolbox> toolbox_;
  mutable std::mutex mutex_;
  std::unordered_map<RunId, std::shared_ptr<Run>> live_;
  std::set<std::pair<UserId, ConversationId>> reserved_;  ///< a message is taken up or answered
};

/// The operations: chat, approvals, conversations, models and keys.
operations::Feature feature(Assistant& assistant, const KeyStore& keys, const Connect& connect);

}  // namespace parley::assistant
