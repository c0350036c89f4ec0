#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "features/assistant/run.hpp"
#include "json/parse.hpp"

/// What a message or a decision does with the calls that an earlier stretch left open.
namespace parley::assistant {

namespace lm = language_model;

/// Answers the calls that were left open, then appends the user's message. False: some calls still
/// wait.
task<bool> Run::settle(Opening& opening) {
  auto& log = left_log_ ? *left_log_ : log_;
  std::vector<StepCall> calls;
  bool waiting = false;
  for (const auto& row : opening.open_calls) {
    StepCall call;
    call.call = {row.call_id, row.tool, json::parse(row.arguments, {.max_depth = 64}).as_object()};
    call.operation = parts_.toolbox.find(row.tool);
    if (row.result) {
      call.outcome.emplace();
      call.outcome->result = *row.result;
      call.outcome->status = row.status == CallStatus::done     ? ActionStatus::done
                             : row.status == CallStatus::denied ? ActionStatus::denied
                                                                : ActionStatus::failed;
      call.stored = true;
      calls.push_back(std::move(call));
      continue;
    }
    const auto found = opening.resolutions.find(row.call_id);
    if (found == opening.resolutions.end() && row.status == CallStatus::waiting &&
        !opening.message) {
      waiting = true;
      calls.push_back(std::move(call));
      continue;
    }
    const auto resolution = found == opening.resolutions.end() ? Resolution{} : found->second;
    const auto approval = opening.approvals.find(row.call_id);
    if (approval != opening.approvals.end()) {
      const std::string_view decision = resolution.kind == Resolution::Kind::approved ? "approve"
                                        : resolution.kind == Resolution::Kind::denied ? "deny"
                                                                                      : "expired";
      log.append(ApprovalDecidedEvent{approval->second, row.call_id, std::string{decision},
                                      json::Raw{boost::json::serialize(call.call.arguments)}});
    }
    if (resolution.kind == Resolution::Kind::approved && call.operation != nullptr) {
      call.call.arguments = resolution.arguments;
      co_await runWrite(call, opening.left.id, resolution.version);
    } else {
      call.outcome = resolveWithoutRunning(row, resolution);
    }
    if (call.call.name != ask_user_tool) finished(log, call);
    calls.push_back(std::move(call));
  }

  for (const auto& call : calls) {
    if (!call.outcome || call.stored) continue;
    const bool answered =
        call.call.name == ask_user_tool && call.outcome->status == ActionStatus::done;
    const auto status = answered                                       ? CallStatus::done
                        : call.outcome->status == ActionStatus::denied ? CallStatus::denied
                                                                       : CallStatus::failed;
    draft_.add(CallResult{opening.left.id, call.call.id, status, call.outcome->result, {}, now()});
  }
  for (const auto& call : calls) {
    if (call.outcome && call.outcome->record) track(*call.outcome);
  }
  if (waiting) co_return false;
  lm::Message message;
  if (!calls.empty()) message = resultsOf(calls);
  if (opening.message) {
    message.parts.push_back(contextOf(parts_.person, now(), tracked_));
    const bool answers = std::ranges::any_of(opening.resolutions, [](const auto& entry) {
      return entry.second.kind == Resolution::Kind::answered;
    });
    if (!answers) message.parts.push_back(lm::Text{*opening.message});
  }
  if (!message.parts.empty()) appendToHistory(std::move(message));
  co_return true;
}

ToolOutcome Run::resolveWithoutRunning(const ToolCallRow& row, const Resolution& resolution) const {
  ToolOutcome outcome;
  json::object result;
  switch (resolution.kind) {
    case Resolution::Kind::answered:
      result = {{"answer", resolution.text}};
      break;
    case Resolution::Kind::denied:
      outcome.status = ActionStatus::denied;
      result = {{"denied", true}, {"reason", resolution.text}};
      outcome.error = "You declined this.";
      break;
    default:
      outcome.status =
          row.status == CallStatus::waiting ? ActionStatus::denied : ActionStatus::failed;
      result = {{"dropped", true},
                {"detail", row.status == CallStatus::waiting
                               ? "The user wrote something else instead of deciding."
                               : "This did not happen: the work was interrupted."}};
      outcome.error = row.status == CallStatus::waiting ? "Not decided; nothing was done."
                                                        : "Interrupted; nothing was done.";
  }
  outcome.result = boost::json::serialize(result);
  return outcome;
}

}  // namespace parley::assistant
