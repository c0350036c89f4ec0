#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/assistant.hpp"
#include "features/assistant/binding.hpp"
#include "features/assistant/plain_answer.hpp"
#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "operations/idempotency.hpp"

/// What the user says, by a message or a button, to what waits for them.
namespace parley::assistant {
namespace {

using operations::Call;

json::object argumentsOf(const std::string& text) {
  return json::parse(text, {.max_depth = 64}).as_object();
}

Resolution resolutionOf(PlainAnswer answer, const ApprovalRow& approval, const std::string& words) {
  Resolution resolution;
  if (answer == PlainAnswer::yes) {
    resolution.kind = Resolution::Kind::approved;
    resolution.arguments = argumentsOf(approval.arguments);
    resolution.shown = shownIn(approval.binding);
  } else if (answer == PlainAnswer::no) {
    resolution.kind = Resolution::Kind::denied;
    resolution.text = words;
  }
  return resolution;
}

std::string statusOf(const Resolution& resolution) {
  switch (resolution.kind) {
    case Resolution::Kind::approved:
      return "approved";
    case Resolution::Kind::denied:
      return "denied";
    default:
      return "expired";
  }
}

Error alreadyDecided() {
  return Error{Status::conflict, "already_decided",
               "This was decided already; look at the conversation again."};
}

/// The others that ask for the same step: they go on waiting as long as they may.
void leaveUndecided(database::Transaction& tx, const std::vector<ApprovalRow>& open,
                    Opening& opening, Timestamp now) {
  for (const auto& approval : open) {
    if (opening.resolutions.contains(approval.call_id)) continue;
    if (approval.expires_at > now) {
      opening.undecided.push_back(
          {approval.id, approval.tool, json::Raw{approval.arguments}, approval.summary});
      continue;
    }
    Resolution expired;
    expired.kind = Resolution::Kind::expired;
    decideApproval(tx, approval.id, statusOf(expired), approval.arguments, std::nullopt, now);
    opening.approvals.emplace(approval.call_id, approval.id);
    opening.resolutions.emplace(approval.call_id, expired);
  }
}

/// The user may change what is done, not to what.
void checkEdited(const json::object& shown, const json::object& edited,
                 const operations::Operation& operation) {
  const auto* before = shown.if_contains("id");
  const auto* after = edited.if_contains("id");
  if (before != nullptr && (after == nullptr || *after != *before)) {
    throw invalid("arguments.id", "must stay as it was shown");
  }
  operation.check(edited);
}

}  // namespace

/// Whether the approval is for what the tool still is.
bool Assistant::isBound(const operations::Actor& actor, const ApprovalRow& approval) const {
  return approval.binding ==
         bindingOf({actor.user_id, approval.conversation_id, approval.tool, approval.arguments,
                    shownIn(approval.binding), toolbox_->fingerprintOf(approval.tool)});
}

/// What the last run left open, and what the new message says to it.
void Assistant::openCalls(const operations::Actor& actor, database::Transaction& tx,
                          Opening& opening, ConversationState& state, Timestamp now) const {
  const auto& conversation = state.conversation;
  const auto& message = *opening.message;
  const auto& last = state.last_run;
  if (!last) return;
  requireRest(state);
  if (last->status == RunStatus::running) {
    setRunStatus(tx, last->id, RunStatus::interrupted, now);
  }
  const bool waited =
      last->status == RunStatus::awaiting_approval || last->status == RunStatus::awaiting_answer;
  if (waited) setRunStatus(tx, last->id, RunStatus::completed, now);
  const bool answerable = !conversation.untrusted;

  const auto isOpen = [&](const ApprovalRow& approval) { return approval.expires_at > now; };
  const auto deletes = [&](const ApprovalRow& approval) {
    const auto* operation = toolbox_->find(approval.tool);
    return operation != nullptr && operation->facts.effect == operations::Effect::destroy;
  };
  const auto asked =
      std::ranges::all_of(state.approvals, deletes) ? Asked::deletions : Asked::anything;
  auto said = answerable ? plainAnswer(message, asked) : PlainAnswer::none;
  if (said == PlainAnswer::yes_to_all)
    said = PlainAnswer::yes;
  else if (said == PlainAnswer::no_to_all)
    said = PlainAnswer::no;
  else if (std::ranges::count_if(state.approvals, isOpen) > 1)
    said = PlainAnswer::none;  // which one is for the user to say

  for (const auto& approval : state.approvals) {
    const bool counts = isOpen(approval) && isBound(actor, approval);
    auto resolution = counts ? resolutionOf(said, approval, message) : Resolution{};
    decideApproval(tx, approval.id, statusOf(resolution), approval.arguments, std::nullopt, now);
    opening.approvals.emplace(approval.call_id, approval.id);
    opening.resolutions.emplace(approval.call_id, std::move(resolution));
  }
  for (const auto& call : state.calls) {
    if (call.tool != ask_user_tool || call.status != CallStatus::waiting) continue;
    Resolution answered;
    answered.kind = Resolution::Kind::answered;
    answered.text = message;
    opening.resolutions.emplace(call.call_id, std::move(answered));
  }
  opening.open_calls = std::move(state.calls);
  // A run that failed before it said anything leaves the calls of the one before it open.
  opening.left = state.left ? std::move(*state.left) : *last;
}

/// What goes on behind an approval: what the interpreter began, it ends, and so does the model that
/// stood in for another.
task<ChosenModel> Assistant::modelOf(Call& call, ApprovalId approval) {
  std::optional<AskingRunRow> asking;
  {
    auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::read);
    asking = co_await selectAskingRun(tx, approval);
  }
  if (!asking) throw notFound("There is no such approval, or it is not yours.");
  if (asking->answered_by.value_or(asking->model) == builtin_model) co_return models_.builtin();
  co_return co_await models_.resume(call, asking->answered_by, asking->conversation_id);
}

task<std::shared_ptr<Run>> Assistant::decide(Call& call, ApprovalDecision input) {
  // Before the decision counts: what goes on with it may be out of reach.
  auto model = co_await modelOf(call, input.id);
  const auto now = call.services.clock.now();
  auto tx = co_await call.services.database.begin(identityOf(call.actor()), database::Mode::write);
  const auto approval = co_await lockApproval(tx, input.id);
  if (!approval) throw notFound("There is no such approval, or it is not yours.");
  if (approval->status != "open") throw alreadyDecided();
  if (approval->expires_at <= now) {
    throw Error{Status::conflict, "approval_expired",
                "This approval has expired; ask the assistant again."};
  }
  auto reservation = reserve(call.actor().user_id, approval->conversation_id);
  auto state = co_await readState(tx, call.actor(), approval->conversation_id, HistoryPart::whole,
                                  Lock::yes, now);
  auto& run = state.left;
  if (!run || run->id != approval->run_id) throw alreadyDecided();
  if (run->status == RunStatus::running && !isDead(*run)) {
    throw Error{Status::conflict, "run_in_progress",
                "The assistant is still carrying out your last decision."};
  }

  if (input.decision == Decision::approve && !isBound(call.actor(), *approval)) {
    throw Error{Status::conflict, "tool_changed",
                "What this would do has changed since it was shown; ask the assistant again."};
  }
  const bool always = input.always.value_or(false) && input.decision == Decision::approve;
  if (always && state.conversation.untrusted) {
    throw invalid("always",
                  "does not apply here: this conversation holds text that strangers wrote");
  }
  if (always &&
      state.policies.ofWorkspace(approval->tool).value_or(ToolPolicy::allow) != ToolPolicy::allow)
    throw invalid("always", "does not apply here: the workspace wants this to be asked each time");
  if (always) {
    writeToolPolicy(tx, call.actor().workspace_id, call.actor().user_id.uuid, approval->tool,
                    ToolPolicy::allow, now);
    state.policies.setOwn(approval->tool, ToolPolicy::allow);
  }
  const auto shown = argumentsOf(approval->arguments);
  Resolution resolution;
  if (input.decision == Decision::approve) {
    resolution.kind = Resolution::Kind::approved;
    resolution.arguments = shown;
    resolution.shown = shownIn(approval->binding);
    if (input.arguments) {
      const auto* operation = toolbox_->find(approval->tool);
      if (operation == nullptr) throw alreadyDecided();
      checkEdited(shown, *input.arguments, *operation);
      resolution.arguments = *input.arguments;
    }
  } else {
    resolution.kind = Resolution::Kind::denied;
    if (input.reason) resolution.text = input.reason->value();
  }

  Opening opening;
  opening.open_calls = std::move(state.calls);
  state.moveInto(opening);
  opening.left = *run;
  opening.done =
      database::rowsAs<DoneChange>((co_await tx.executeAll({selectDone(run->id)})).front());
  const bool edited = resolution.kind == Resolution::Kind::approved && input.arguments;
  const auto arguments =
      edited ? boost::json::serialize(resolution.arguments) : approval->arguments;
  if (edited) setCallArguments(tx, run->id, approval->call_id, arguments);
  decideApproval(tx, approval->id, statusOf(resolution), arguments,
                 resolution.text.empty() ? std::nullopt : std::optional{resolution.text}, now);
  opening.approvals.emplace(approval->call_id, approval->id);
  opening.resolutions.emplace(approval->call_id, std::move(resolution));
  leaveUndecided(tx, state.approvals, opening, now);
  resumeRun(tx, run->id, holder_, now + options_.limits.lease);
  operations::keepRun(tx, call, run->id);
  co_await tx.commit(durabilityOf(model));

  auto parts = partsFor(call, std::move(state.person), std::move(state.conversation),
                        std::move(*run), std::move(model));
  parts.reservation = std::move(reservation);
  co_return launch(std::move(parts), std::move(opening));
}

}  // namespace parley::assistant
