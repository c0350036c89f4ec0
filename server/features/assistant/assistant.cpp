#include "features/assistant/assistant.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "database/described_rows.hpp"
#include "database/query_error.hpp"
#include "features/assistant/replacement.hpp"
#include "foundation/error.hpp"
#include "operations/idempotency.hpp"

namespace parley::assistant {
namespace {

using operations::Call;

Owner ownerOf(const Call& call) {
  return {call.actor().workspace_id, call.actor().user_id};
}

/// What tells a message from every other: what clients count by themselves does not.
std::optional<Uuid> claimOf(const ChatMessage& input) {
  return input.client_id ? Uuid::parse(input.client_id->value()) : std::nullopt;
}

/// Answers `before` for the message that began it. Throws 422 for another one.
Beginning repeatedOf(const ChatMessage& input, const RunRow& before) {
  const bool here = !input.conversation_id || *input.conversation_id == before.conversation_id;
  if (here && before.message == input.message.value()) return {nullptr, before.id};
  throw Error{Status::unprocessable, "client_id_used",
              "Another message was sent under this client_id. Send this one under an id of its "
              "own."};
}

NewRun newRun(const Call& call, const ChatMessage& input, const ChosenModel& model) {
  NewRun run;
  run.row.id = RunId::make();
  run.row.message_id = MessageId::make();
  run.row.message = input.message.value();
  run.row.model = model.id;
  run.row.client_id = claimOf(input);
  run.channel = json::enumName(call.channel);
  if (input.model) run.chosen_model = model.full_id;
  run.replaces = input.replaces;
  return run;
}

/// Nothing is written of a choice that is known.
void putInto(const ConversationState& state, NewRun& run) {
  run.row.conversation_id = state.conversation.id;
  if (run.chosen_model == state.person.last_model) run.chosen_model.reset();
}

HistoryPart partFor(const ChosenModel& model) {
  return model.model->readsWholeHistory() ? HistoryPart::whole : HistoryPart::last_turn;
}

operations::Change changeOf(const ConversationRow& conversation, operations::Action action) {
  operations::Change change;
  change.action = action;
  change.record_type = "conversation";
  change.record_id = conversation.id.uuid;
  change.record_name = conversation.title;
  change.record_version = conversation.version;
  change.silent = true;
  return change;
}

Error runInProgress() {
  return Error{Status::conflict, "run_in_progress",
               "The assistant is still answering the last message."};
}

}  // namespace

Assistant::Assistant(Options options, const KeyStore& keys, const Connect& connect,
                     std::shared_ptr<language_model::Model> builtin, const Clock& clock)
    : options_{std::move(options)},
      keys_{keys},
      connect_{connect},
      models_{options_.models, keys_, connect_, std::move(builtin), clock},
      breakers_{options_.breakers} {}

void Assistant::useTools(const operations::Catalog& catalog) {
  toolbox_.emplace(catalog);
}

std::shared_ptr<Run> Assistant::live(RunId run) const {
  const std::scoped_lock lock{mutex_};
  const auto found = live_.find(run);
  return found == live_.end() ? nullptr : found->second;
}

/// Until what is answered goes.
std::shared_ptr<void> Assistant::reserve(UserId user, ConversationId conversation) {
  const std::scoped_lock lock{mutex_};
  if (!reserved_.emplace(user, conversation).second) throw runInProgress();
  return {nullptr, [this, user, conversation](std::nullptr_t) {
            const std::scoped_lock last{mutex_};
            reserved_.erase({user, conversation});
          }};
}

/// The run at work that the message began.
std::optional<Beginning> Assistant::atWorkOn(UserId user, const ChatMessage& input) const {
  const auto claim = claimOf(input);
  const std::scoped_lock lock{mutex_};
  const auto found = std::ranges::find_if(live_, [&](const auto& entry) {
    return claim && entry.second->user() == user && entry.second->row().client_id == claim;
  });
  if (found == live_.end()) return std::nullopt;
  return repeatedOf(input, found->second->row());
}

std::size_t Assistant::liveRuns() const {
  const std::scoped_lock lock{mutex_};
  return live_.size();
}

void Assistant::stopAll() {
  const std::scoped_lock lock{mutex_};
  for (const auto& [id, run] : live_) {
    boost::asio::post(run->loop(), [run] { run->interrupt(); });
  }
}

bool Assistant::isDead(RunId id, RunStatus status, const std::optional<Uuid>& lease_holder,
                       bool lease_over) const {
  if (status != RunStatus::running || live(id)) return false;
  return options_.sole_node || lease_holder == holder_ || lease_over;
}

RunParts Assistant::partsFor(Call& call, PersonRow person, ConversationRow conversation, RunRow row,
                             ChosenModel model) {
  return {call.services,
          *toolbox_,
          models_,
          breakers_,
          figures_,
          options_.limits,
          holder_,
          call.actor(),
          {call.actor().user_id.toString(), std::move(person.name), std::move(person.time_zone)},
          std::move(conversation),
          std::move(row),
          std::move(model),
          options_.reader,
          {},
          std::nullopt,
          std::nullopt,
          false,
          options_.sole_node,
          nullptr};
}

std::shared_ptr<Run> Assistant::launch(RunParts parts, Opening opening) {
  auto& loop = parts.services.loop;
  auto run = std::make_shared<Run>(std::move(parts));
  {
    const std::scoped_lock lock{mutex_};
    live_[run->id()] = run;
  }
  run->begin(opening);
  boost::asio::co_spawn(loop, run->work(std::move(opening)), [this, run](std::exception_ptr) {
    nameAfter(*run);
    const std::scoped_lock lock{mutex_};
    const auto found = live_.find(run->id());
    if (found != live_.end() && found->second == run) live_.erase(found);
  });
  return run;
}

/// The answer is there; its conversation may get a better name.
void Assistant::nameAfter(Run& run) const {
  auto subject = run.titleSubject();
  if (!subject || options_.title_patience.count() == 0) return;
  boost::asio::co_spawn(
      run.loop(), findTitle(run.services(), models_, options_.title_patience, std::move(*subject)),
      [](std::exception_ptr) {});
}

/// Throws 409 while somebody works on the conversation's last run.
void Assistant::requireRest(const ConversationState& state) const {
  const auto& last = state.last_run;
  if (last && last->status == RunStatus::running && !isDead(*last)) throw runInProgress();
}

task<Beginning> Assistant::start(Call& call, ChatMessage input) {
  std::optional<std::string> requested;
  if (input.model) requested = input.model->value();
  const auto now = call.services.clock.now();
  const auto owner = ownerOf(call);
  const auto user = call.actor().user_id;
  const auto conversation = input.conversation_id;
  if (input.replaces && !conversation)
    throw invalid("conversation_id", "is needed: it holds the answer to be replaced");
  std::shared_ptr<void> reservation;
  try {
    if (conversation) reservation = reserve(user, *conversation);
  } catch (const Error&) {
    if (auto before = atWorkOn(user, input)) co_return std::move(*before);
    throw;
  }
  const bool goes_on = conversation && !input.replaces;
  ReadAlong along;
  if (goes_on && requested)
    along.commands = selectState(call.actor(), *conversation, HistoryPart::whole, Lock::no, now);
  auto model = co_await models_.choose(call, requested, conversation, &along);

  Opening opening;
  opening.message = input.message.value();
  auto run = newRun(call, input, model);
  opening.durability = durabilityOf(model);
  std::optional<ConversationState> state;
  std::optional<RunRow> begun_before;
  if (goes_on)
    state = co_await quietState(call, *conversation, model, std::move(along.rows),
                                run.row.client_id, begun_before);
  if (begun_before) co_return repeatedOf(input, *begun_before);
  if (state && !model.remote && !call.idempotency) {
    putInto(*state, run);
    opening.unwritten = run;
  } else {
    auto tx =
        co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
    if (!state && conversation) {
      state = co_await readState(tx, call.actor(), *conversation, partFor(model), Lock::yes, now);
      // Before it is looked whether that one still is at work.
      const auto& last = state->last_run;
      if (run.row.client_id && last && last->client_id == run.row.client_id)
        co_return repeatedOf(input, *last);
      if (input.replaces) {
        requireRest(*state);
        co_await setAside(tx, *state, *input.replaces, run.row.id, partFor(model), now);
      }
      openCalls(call.actor(), tx, opening, *state, now);
    } else if (!state) {
      state = co_await newState(tx, call.actor());
      state->conversation.id = ConversationId::make();
      state->conversation.title = titleOf(input.message.value());
      state->conversation.model = model.id;
      state->conversation.full_model = model.full_id;
      insertConversation(tx, owner, state->conversation, now);
    }
    const bool in_history = state->last_run && state->history_end.run_id == state->last_run->id;
    if (model.remote && state->last_run && (!in_history || input.replaces))
      opening.lost_messages =
          co_await selectLostMessages(tx, state->conversation.id, input.replaces);
    putInto(*state, run);
    insertRun(tx, owner, run, {.id = run.row.id}, holder_, now, now + options_.limits.lease);
    operations::keepRun(tx, call, run.row.id);
    opening.transaction = std::move(tx);
  }

  state->conversation.full_model = model.full_id;
  state->moveInto(opening);
  opening.changes.push_back(changeOf(state->conversation, conversation
                                                              ? operations::Action::updated
                                                              : operations::Action::created));
  auto parts = partsFor(call, std::move(state->person), std::move(state->conversation),
                        std::move(run.row), std::move(model));
  if (input.client_id) parts.client_id = input.client_id->value();
  if (input.page) parts.page = input.page->value();
  parts.replaces = run.replaces;
  parts.first = !conversation;
  parts.reservation = std::move(reservation);
  auto started = launch(std::move(parts), std::move(opening));
  bool known = false;
  try {
    co_await started->begun();
  } catch (const database::QueryError& error) {
    if (error.isUniqueViolation("runs_one_running")) throw runInProgress();  // on another node
    known = error.isUniqueViolation("runs_by_client_id");
    if (!known) throw;
  }
  if (!known) co_return Beginning{std::move(started), std::nullopt};
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
  std::vector<database::Command> look{selectRunBegunBy(user, *claimOf(input), now)};
  const auto before =
      database::optionalRowAs<RunRow>((co_await tx.executeAll(std::move(look))).front());
  if (!before) throw runInProgress();  // it was deleted with its conversation meanwhile
  co_return repeatedOf(input, *before);
}

/// A conversation in which nothing is open, so that it need not be locked; what the choice of the
/// model read along of it, if it did. Two that try on two nodes write the same positions of the
/// history, and one fails. The interpreter's answer goes into the database as a whole, but for a
/// new conversation, which is there before its pages ask for it, and for a request under a key,
/// which is known before it is worked on. So it is looked first what else the message began.
task<std::optional<ConversationState>> Assistant::quietState(
    Call& call, ConversationId id, const ChosenModel& model, std::vector<database::Rows> read,
    std::optional<Uuid> claim, std::optional<RunRow>& begun_before) const {
  std::optional<ConversationState> state;
  if (!read.empty()) {
    state = stateFrom(std::move(read), call.actor());
  } else if (!model.remote && !call.idempotency) {
    auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
    const auto now = call.services.clock.now();
    auto commands = selectState(call.actor(), id, partFor(model), Lock::no, now);
    if (claim) commands.push_back(selectRunBegunBy(call.actor().user_id, *claim, now));
    auto rows = co_await tx.executeAll(std::move(commands));
    if (claim) begun_before = database::optionalRowAs<RunRow>(rows.back());
    state = stateFrom(std::move(rows), call.actor());
  }
  if (state && !state->isQuiet()) state.reset();
  co_return state;
}

}  // namespace parley::assistant
