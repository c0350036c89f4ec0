#pragma once

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/approval_policy.hpp"
#include "features/assistant/chat.hpp"
#include "features/assistant/circuit_breakers.hpp"
#include "features/assistant/conversation_state.hpp"
#include "features/assistant/loop_guard.hpp"
#include "features/assistant/message_reader.hpp"
#include "features/assistant/model_directory.hpp"
#include "features/assistant/prompts.hpp"
#include "features/assistant/run_draft.hpp"
#include "features/assistant/run_log.hpp"
#include "features/assistant/run_store.hpp"
#include "features/assistant/seen_versions.hpp"
#include "features/assistant/titles.hpp"
#include "features/assistant/toolbox.hpp"

namespace parley::assistant {

struct RunLimits {
  int max_steps = 25;
  std::size_t max_calls = 60;          ///< of one stretch
  std::chrono::seconds max_time{600};  ///< of one stretch
  double max_dollars = 2;              ///< of one stretch, where the model's price is known
  LoopGuard::Limits loop;
  language_model::Effort effort = language_model::Effort::medium;
  double clear_confidence = 0.7;                  ///< below, a model thinks harder
  int many_messages = 20;                         ///< and behind as many of them
  std::uint64_t max_context_tokens = 200'000;     ///< then the earlier part is summed up
  std::uint64_t unknown_context_tokens = 32'000;  ///< of a model that does not tell what it reads
  std::size_t max_result_bytes = 32 << 10;        ///< of a tool, sent to a provider's model
  std::size_t max_parallel_reads = 8;
  std::size_t max_calls_per_step = 50;
  std::chrono::seconds lease{15};
  std::chrono::milliseconds write_interval{1'000};  ///< streamed text is stored this often
  std::chrono::milliseconds sync_interval{250};   ///< the interpreter waits for the disk this often
  std::chrono::milliseconds gather_interval{40};  ///< streamed text goes out this often
  std::chrono::minutes approval_life{60 * 24};
};

/// A timer that also serves to wait: cancelled when what is waited for has come.
using WaitTimer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>,
                                      Loop::executor_type>;

/// To await one of them: it answers its error instead of throwing it.
inline constexpr auto use_task =
    boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
inline constexpr auto forever = std::chrono::steady_clock::time_point::max();

/// Whether a transaction failed in a way that leaves open whether it was committed.
bool isOutcomeUnknown(const std::exception_ptr& failure);
/// Whether another process works on the run by now.
bool isTakenOver(const std::exception_ptr& failure);
Error notKept();
/// Whether the database did not serve it just now.
bool isUnavailable(const std::exception_ptr& failure);

/// What becomes of a call that an earlier stretch left open.
struct Resolution {
  /// cut_off: approved, in a stretch that ended before the call was carried out
  enum class Kind { approved, denied, dropped, answered, cut_off, expired };
  Kind kind = Kind::dropped;
  json::object arguments;  ///< approved: what runs
  Shown shown;             ///< approved
  std::string text;        ///< denied: the reason; answered: the user's words
};

/// How a stretch of a run begins.
struct Opening {
  std::optional<std::string>
      message;  ///< the user's new words; unset when an approval was decided by button
  std::vector<std::string> lost_messages;  ///< said before, and in no history
  RunRow left;  ///< the run whose last step has open calls; may be this one
  std::vector<ToolCallRow>
      open_calls;  ///< all calls of that step, done ones included; empty: nothing is open
  std::map<std::string, Resolution>
      resolutions;  ///< by call id; a waiting call without one goes on waiting
  std::map<std::string, ApprovalId> approvals;  ///< of the resolved calls
  std::vector<ChatApproval> undecided;          ///< of the calls that go on waiting
  database::Rows history;                       ///< as long as the model needs it
  int next_position = 0;
  std::vector<TrackedRow> tracked;
  ToolPolicies policies;
  std::vector<DoneChange> done;     ///< by the run, before
  std::optional<NewRun> unwritten;  ///< the run, where nothing of it is in the database yet
  std::optional<database::Transaction> transaction;  ///< with what begins it, not committed yet
  database::Durability durability = database::Durability::now;  ///< of that
  std::vector<operations::Change> changes;                      ///< that it makes
};

/// What operators are told of all runs since the start.
struct RunFigures {
  std::atomic<std::uint64_t> commits = 0;  ///< of what was safe before a remote model was asked
  std::atomic<std::uint64_t> commit_microseconds = 0;  ///< until their runs went on
};

struct RunParts {
  operations::Services& services;
  const Toolbox& toolbox;
  ModelDirectory& models;
  CircuitBreakers& breakers;
  RunFigures& figures;
  RunLimits limits;
  Uuid holder;  ///< this process, as the lease names it
  operations::Actor actor;
  Person person;
  ConversationRow conversation;
  RunRow row;
  ChosenModel model;
  std::shared_ptr<const MessageReader> reader;
  std::string page;  ///< that the user is on
  std::optional<std::string> client_id;
  std::optional<RunId> replaces;
  bool first = false;                 ///< nothing was said in the conversation before
  bool sole_node = false;             ///< nobody works on the database beside this process
  std::shared_ptr<void> reservation;  ///< of the conversation, as long as the stretch goes on
};

/// One stretch of a run: from a message or a decision until it is answered, waits or fails.
/// What it did is kept and written with its next transaction: every effect is in the database
/// together with its record and all that led to it, and nobody is told of it before it is safe.
/// Lives on one loop.
class Run : public std::enable_shared_from_this<Run> {
 public:
  explicit Run(RunParts parts);

  /// Commits what begins the stretch, if that is to be done; before the work.
  void begin(Opening& opening);
  /// Does the work; never throws. Once.
  task<void> work(Opening opening);
  /// Waits until what begins the stretch is committed. Throws why it could not be; then there is no
  /// run, and nobody has heard of it.
  task<void> begun();
  /// Waits for the end of the stretch. Throws 503 when the database went away under it.
  task<ChatAnswer> answer();
  /// Puts what the pages were told into the database.
  task<void> writeOut();
  void stop();
  /// Its process ends: so does it, and goes on when the user says so.
  void interrupt();

  RunId id() const { return parts_.row.id; }
  const RunRow& row() const { return parts_.row; }
  RunStarted started() const { return {parts_.row.id, parts_.conversation.id, false}; }
  Loop& loop() const { return parts_.services.loop; }
  UserId user() const { return parts_.actor.user_id; }
  operations::Services& services() const { return parts_.services; }
  /// What the conversation may be named after; set after the first answer of a remote model in it.
  std::optional<TitleSubject> titleSubject() const;

 private:
  struct StepCall {
    language_model::ToolCall call;
    const operations::Operation* operation = nullptr;
    std::optional<ToolOutcome> outcome;
    std::optional<ApprovalRow> approval;
    bool asks_user = false;
    Verdict verdict = Verdict::run;
    std::optional<int> offered_version;  ///< of the record that a question offers to change
    bool stored = false;                 ///< its outcome already lies in the database
    bool safe = true;                    ///< and may be told
  };

  // ---- the stretch ----
  task<void> commitOpening(database::Transaction tx, database::Durability durability);
  void noteCommit(std::chrono::steady_clock::duration took);
  task<bool> hasBegun();
  task<void> endIfOpen(std::exception_ptr failure);
  task<void> stretch(Opening opening);
  void noteBeginning(const Opening& opening);
  void stillWaiting(Opening& opening);
  void tellTakeOver();
  /// Whether the interpreter goes on with what a language model began.
  bool takesOver() const { return goes_on_ && begun_by_model_ && !parts_.model.remote; }
  task<bool> settle(Opening& opening);
  task<StepCall> settleCall(const ToolCallRow& row, const Opening& opening);
  void keepSettled(std::vector<StepCall>& calls, RunId left);
  task<void> steps();
  task<void> stepAhead(std::vector<StepCall>& calls);
  std::string limitReached() const;
  task<void> endAtLimit(std::string reason);
  task<bool> withinBudget();
  void noteUsage(const language_model::Usage& usage);
  std::vector<language_model::ToolCall> take(const language_model::Completion& completion);
  task<language_model::Completion> ask();
  task<language_model::Completion> askIfItAnswers();
  task<bool> fallBack(const language_model::ModelFailure& failure);
  task<language_model::Completion> askInterpreter(const language_model::ModelFailure& failure);
  task<void> handOver(ChosenModel model, NoticeEvent notice);
  [[noreturn]] void giveUpAsking(const language_model::ModelFailure& failure);
  void sayAgain();
  std::string explanationOf(const language_model::ModelFailure& failure) const;
  std::optional<int> voidOfTurn() const;
  task<language_model::Completion> askModel(language_model::Model& model);
  task<language_model::Completion> stream(language_model::Model& model,
                                          const language_model::Request& request,
                                          const language_model::DeltaSink& sink);
  void freezeAnew();
  void keepTurn(const language_model::Completion& completion,
                const std::vector<language_model::ToolCall>& calls);
  void end(RunStatus status);
  void keepPartialText();
  task<void> finish(RunStatus status);
  task<void> fail(std::string code, std::string text, RunStatus status);

  // ---- the length of the conversation ----
  std::uint64_t contextLimit() const;
  /// What the conversation takes of the model's context.
  struct ContextSize {
    std::uint64_t counted = 0;    ///< by the provider
    std::uint64_t estimated = 0;  ///< what came since
    std::uint64_t total() const { return counted + estimated; }
  };
  ContextSize contextSize() const;
  void noteCount(const language_model::Usage& usage);
  task<void> compactIfLong();
  task<void> countIfClose(std::uint64_t limit);
  task<void> compactByForce();
  task<void> askAnewShorter(const language_model::Completion& completion);
  task<void> compact(std::uint64_t limit);
  task<std::string> summed(const std::vector<language_model::Message>& messages,
                           std::uint64_t limit);

  // ---- calls ----
  task<bool> runCalls(std::vector<language_model::ToolCall> calls);
  task<void> judge(std::vector<StepCall>& calls);
  task<std::vector<Verdict>> verdictsOf(std::vector<PlannedCall> planned);
  task<void> runReads(std::vector<StepCall>& calls);
  task<void> readOne(StepCall& call);
  task<void> look(StepCall& call);
  using Further = std::function<task<void>()>;
  task<void> runWrite(StepCall& call, RunId owner_run, Shown shown, const Further& further = {});
  task<void> runApproved(StepCall& call, RunId owner_run, Shown shown);
  void conclude(std::vector<StepCall>& calls, bool waits);
  task<void> requestApproval(StepCall& call);
  task<std::optional<Preview>> lookAhead(StepCall& call, const operations::Operation& operation,
                                         const json::object& arguments);
  task<void> askUser(StepCall& call);
  void finished(RunLog& log, const StepCall& call);
  void fit(StepCall& call, RunId owner_run) const;
  void cutForModel(ToolOutcome& outcome, const StepCall& call, RunId owner_run) const;
  std::optional<Error> refusalOf(const StepCall& call) const;
  std::optional<QuestionOption> choiceOf(const json::object& question,
                                         const std::string& words) const;
  bool chooses(const Opening& opening) const;
  ToolOutcome resolveWithoutRunning(const StepCall& call, const ToolCallRow& row,
                                    const Resolution& resolution) const;
  language_model::Message resultsOf(const std::vector<StepCall>& calls) const;
  language_model::Context contextNow() const;
  language_model::Context contextOfMessage(const Opening& opening);
  bool accepts(const StepCall& question, const std::string& words) const;
  task<void> carryOutOffer(StepCall& question, const Opening& opening);
  Timestamp speaks();
  void track(const ToolOutcome& outcome, Timestamp at);
  void trackShown();
  void takeCare(const ToolOutcome& outcome);

  // ---- storage ----
  task<void> write();
  task<void> writeEnd();
  task<bool> wasWritten();
  task<bool> wasMade(RunId owner_run, const std::string& call_id);
  task<std::optional<bool>> known(std::function<task<bool>()> look);
  task<void> rest(std::chrono::milliseconds time);
  task<void> checkStoppedAnywhere();
  task<void> endWithoutDraft();
  void giveUp();
  void enqueueDraft(database::Transaction& tx);
  void written(database::Durability durability);
  void tellChanges();
  database::Durability durability() const;
  bool hasUnwritten() const { return !draft_.empty() || log_.hasUnwritten(); }
  task<void> takeUp(Opening& opening);
  void fitHistory();
  bool isLong() const;
  task<void> takeUpPrompt();
  task<bool> stopRequestedElsewhere();
  bool leaseDue() const;
  void appendToHistory(language_model::Message message);
  RunProgress progress() const;
  ModelUsage usage() const;
  task<void> lockWriting();
  void unlockWriting();
  task<void> tendWhileStreaming();
  task<void> writeMeanwhile(bool looks_for_stop);
  Timestamp nextTending() const;
  Owner owner() const { return {parts_.actor.workspace_id, parts_.actor.user_id}; }
  database::Identity identity() const { return operations::identityOf(parts_.actor); }
  Timestamp now() const { return parts_.services.clock.now(); }
  void checkStopped() const;

  std::string replyText() const;
  std::string unnamedChanges(const std::string& text) const;

  RunParts parts_;
  RunLog log_;
  RunDraft draft_;
  std::optional<NewRun> unwritten_;  ///< the run, until it is in the database
  bool touches_ = false;             ///< the next write makes the conversation its user's latest
  std::optional<RunLog> left_log_;   ///< of the earlier run whose calls are settled here
  ApprovalPolicy policy_;
  language_model::Cancellation cancellation_;
  language_model::Request request_;   ///< grows by what is said and done
  int next_position_ = 0;             ///< of its messages in the database
  std::uint64_t counted_tokens_ = 0;  ///< by the provider, of the first `counted_messages_`
  std::size_t counted_messages_ = 0;
  bool counter_answers_ = true;  ///< as far as it was asked
  bool compacted_ = false;
  std::vector<TrackedRow> tracked_;
  Timestamp spoke_at_;  ///< see speaks()
  SeenVersions seen_;
  LoopGuard guard_;

  std::size_t calls_made_ = 0;
  bool goes_on_ = false;         ///< with what was decided of an earlier stretch's calls
  bool begun_by_model_ = false;  ///< a language model made those
  bool asked_ = false;           ///< a model, in this stretch
  bool undo_asked_for_ = false;  ///< by the user's own words, and not made yet
  std::chrono::steady_clock::time_point started_at_;
  bool committed_ = true;              ///< what began the stretch
  std::exception_ptr commit_failure_;  ///< why it never will be
  WaitTimer commit_timer_;
  bool timed_out_ = false;                          ///< and therefore stopped
  std::optional<language_model::Completion> next_;  ///< asked for already
  RunStatus status_ = RunStatus::running;
  std::vector<std::string> texts_;  ///< what the model said, a text per turn; notices behind it
  std::size_t texts_of_turns_ = 0;
  std::string partial_text_;  ///< of the turn that is being made
  std::string cut_text_;      ///< of a try of it that was cut off
  std::string stands_in_;     ///< why the interpreter answers
  int turn_began_ = 0;        ///< number of the last event before it
  std::vector<ChatAction> actions_;
  std::vector<ShownList> found_;  ///< lists that a remote model looked up
  std::vector<std::pair<operations::Action, RecordRef>> changed_;  ///< records, in their order
  std::vector<ChatApproval> approvals_;
  std::optional<ChatQuestion> question_;
  ModelUsage usage_;           ///< of this stretch
  ModelUsage counted_;         ///< of that, what the database knows
  ModelUsage in_transaction_;  ///< and will know with the transaction on its way
  UsedModel used_;             ///< whose usage it is
  std::optional<std::string> answer_json_;
  ChatAnswer answer_;
  bool lost_ = false;  ///< nobody knows how the stretch ended, or another process works on the run
  RunStatus enqueued_status_ = RunStatus::running;  ///< in the last transaction
  bool ended_ = false;                              ///< the end is written
  bool interrupted_ = false;                        ///< by the end of the process

  /// The chosen model, when another answers in its place: why, and since when.
  struct Replaced {
    ChosenModel model;
    language_model::ModelFailure failure;
    int step = 0;
    int turn_began = 0;
  };
  std::optional<Replaced> replaced_;
  bool first_remote_ = false;  ///< no remote model had answered in the conversation

  bool done_ = false;
  WaitTimer done_timer_;
  std::vector<operations::Change> untold_;  ///< not safe yet, perhaps not committed
  bool writing_ = false;
  WaitTimer write_timer_;
  bool streaming_ = false;
  bool tending_ = false;
  WaitTimer tend_timer_;
  Timestamp tends_at_;    ///< next, while it waits
  Timestamp last_write_;  ///< that was safe
  Timestamp last_lease_;  ///< when it was renewed
};

}  // namespace parley::assistant
