#include <algorithm>
#include <boost/json/serialize.hpp>
#include <limits>
#include <utility>

#include "features/assistant/plain_answer.hpp"
#include "features/assistant/question.hpp"
#include "features/assistant/run.hpp"
#include "foundation/unicode.hpp"
#include "json/parse.hpp"

/// What a message or a decision does with the calls that an earlier stretch left open.
namespace parley::assistant {

namespace lm = language_model;

namespace {

bool answersQuestion(const Opening& opening) {
  return std::ranges::any_of(opening.resolutions, [](const auto& entry) {
    return entry.second.kind == Resolution::Kind::answered;
  });
}

/// Of a call that nothing decides now: what was decided before, in a stretch that ended before it
/// was carried out.
Resolution cutOff(const ToolCallRow& row) {
  Resolution resolution;
  if (row.approval == "approved") resolution.kind = Resolution::Kind::cut_off;
  if (row.approval == "denied") resolution.kind = Resolution::Kind::denied;
  return resolution;
}

std::string decisionOf(const Resolution& resolution) {
  if (resolution.kind == Resolution::Kind::approved) return "approve";
  return resolution.kind == Resolution::Kind::denied ? "deny" : "expired";
}

}  // namespace

/// What began before the stretch, and by whom.
void Run::noteBeginning(const Opening& opening) {
  using Kind = Resolution::Kind;
  goes_on_ = std::ranges::any_of(opening.resolutions, [](const auto& entry) {
    const auto kind = entry.second.kind;
    return kind == Kind::approved || kind == Kind::denied || kind == Kind::cut_off;
  });
  const auto turn = std::ranges::find(request_.messages.rbegin(), request_.messages.rend(),
                                      lm::Role::assistant, &lm::Message::role);
  begun_by_model_ =
      turn != request_.messages.rend() && (!turn->raw || turn->raw->provider != builtin_model);
}

/// What the stretch ends with where some calls still wait.
void Run::stillWaiting(Opening& opening) {
  approvals_ = std::move(opening.undecided);
  for (const auto& call : opening.open_calls) {
    if (call.tool == ask_user_tool && call.status == CallStatus::waiting)
      question_ = questionOf(json::parse(call.arguments, {.max_depth = 64}).as_object());
  }
}

/// That the interpreter goes on behind a button: a message says itself who answers it.
void Run::tellTakeOver() {
  NoticeEvent notice{"builtin_model",
                     "The model that asked cannot be reached with the keys here. The command "
                     "interpreter goes on instead: no AI, fixed commands.",
                     {}};
  notice.model = parts_.model.id;
  notice.model_name = parts_.model.name;
  stands_in_ = notice.text;
  log_.append(notice);
}

/// Answers the calls that were left open, then appends the user's message. False: some calls still
/// wait.
task<bool> Run::settle(Opening& opening) {
  if (!opening.open_calls.empty()) co_await begun();  // what they change refers to it
  std::vector<StepCall> calls;
  for (const auto& row : opening.open_calls) calls.push_back(co_await settleCall(row, opening));
  keepSettled(calls, opening.left.id);
  if (!std::ranges::all_of(calls, [](const auto& call) { return call.outcome.has_value(); }))
    co_return false;
  if (takesOver() && !opening.message) tellTakeOver();
  lm::Message message;
  if (!calls.empty()) message = resultsOf(calls);
  if (opening.message) {
    message.parts.push_back(contextOfMessage(opening));
    for (const auto& lost : opening.lost_messages) message.parts.push_back(lm::Text{lost});
    if (!answersQuestion(opening)) message.parts.push_back(lm::Text{*opening.message});
  } else if (parts_.model.remote) {
    // A decision may come a day after the question.
    message.parts.push_back(contextNow());
  }
  if (!message.parts.empty()) appendToHistory(std::move(message));
  co_return true;
}

/// What came of an open call before, or comes of it now; without an outcome it goes on waiting.
task<Run::StepCall> Run::settleCall(const ToolCallRow& row, const Opening& opening) {
  StepCall call;
  call.call = {row.call_id, row.tool, json::parse(row.arguments, {.max_depth = 64}).as_object()};
  call.operation = parts_.toolbox.find(row.tool);
  call.offered_version = row.offered_version;
  if (row.result) {
    call.outcome.emplace();
    call.outcome->result = *row.result;
    call.outcome->status = row.status == CallStatus::done     ? ActionStatus::done
                           : row.status == CallStatus::denied ? ActionStatus::denied
                                                              : ActionStatus::failed;
    call.stored = true;
    co_return call;
  }
  const auto found = opening.resolutions.find(row.call_id);
  const bool open = row.status == CallStatus::waiting && row.approval.value_or("open") == "open";
  if (found == opening.resolutions.end() && open && !opening.message) co_return call;
  const auto resolution = found == opening.resolutions.end() ? cutOff(row) : found->second;

  // What is told, and kept with the call, is what runs.
  const bool approved = resolution.kind == Resolution::Kind::approved;
  if (approved) call.call.arguments = resolution.arguments;
  auto& log = left_log_ ? *left_log_ : log_;
  if (const auto approval = opening.approvals.find(row.call_id);
      approval != opening.approvals.end()) {
    log.append(ApprovalDecidedEvent{approval->second, row.call_id, decisionOf(resolution),
                                    json::Raw{boost::json::serialize(call.call.arguments)}});
  }
  if (approved && call.operation != nullptr) {
    co_await checkStoppedAnywhere();
    co_await runApproved(call, opening.left.id, resolution.shown);
  } else {
    call.outcome = resolveWithoutRunning(call, row, resolution);
    if (resolution.kind == Resolution::Kind::answered) co_await carryOutOffer(call, opening);
  }
  if (call.call.name != ask_user_tool) finished(log, call);
  co_return call;
}

/// Puts what came of the open calls to what is written, and what they speak of.
void Run::keepSettled(std::vector<StepCall>& calls, RunId left) {
  for (auto& call : calls) {
    if (!call.outcome || call.stored) continue;
    fit(call, left);
    const auto came = call.outcome->status;
    const bool answered = call.call.name == ask_user_tool && came == ActionStatus::done;
    const auto status = answered                       ? CallStatus::done
                        : came == ActionStatus::denied ? CallStatus::denied
                                                       : CallStatus::failed;
    draft_.add(CallResult{
        left, call.call.id, status, call.outcome->result, {}, now(), call.outcome->whole_result});
  }
  const auto at = speaks();
  for (const auto& call : calls) {
    if (call.outcome && call.outcome->record) track(*call.outcome, at);
  }
}

/// Time, person and what was spoken of, where nobody has said anything new.
lm::Context Run::contextNow() const {
  return contextOf(parts_.person, now(), parts_.page, tracked_);
}

/// What comes with the user's words; how hard a model thinks about them depends on it.
lm::Context Run::contextOfMessage(const Opening& opening) {
  auto context = contextOf(parts_.person, now(), parts_.page, tracked_);
  if (!parts_.model.remote || !parts_.reader) return context;
  const auto reading = parts_.reader->read(*opening.message, context.facts);
  // "The second" of a question's options is not the second of the last list.
  if (!chooses(opening)) addMeant(context, reading.meant);
  undo_asked_for_ = reading.undoes;
  const bool clear = reading.confidence >= parts_.limits.clear_confidence;
  if (!clear || answersQuestion(opening)) request_.effort = lm::Effort::high;
  return context;
}

/// Whether the words are a yes to what a question offers, or its option that means one, word by
/// word: what may be meant is not consent.
bool Run::accepts(const StepCall& question, const std::string& words) const {
  if (const auto said = plainAnswer(words); said != PlainAnswer::none)
    return said == PlainAnswer::yes;
  const auto text = unicode::searchText(words);
  return std::ranges::any_of(questionOf(question.call.arguments).options, [&](const auto& option) {
    return option.id == accepting_option && unicode::searchText(option.label) == text;
  });
}

/// A yes carries out exactly what was offered, once, whatever the model makes of it; what needs
/// approval is not done by a word. Where a yes was cut off behind what it did, the model hears of
/// that whatever the user says now.
task<void> Run::carryOutOffer(StepCall& question, const Opening& opening) {
  auto offered = offerIn(question.call);
  if (!offered) co_return;
  const auto made = std::ranges::find(opening.open_calls, offered->id, &ToolCallRow::call_id);
  const bool was_made = made != opening.open_calls.end() && made->result;
  StepCall call;
  call.call = std::move(*offered);
  call.operation = parts_.toolbox.find(call.call.name);
  auto answer = json::parse(question.outcome->result).as_object();
  if (!was_made && !accepts(question, *opening.message)) {
    answer["offer"] = json::object{
        {"carried_out", false},
        {"detail", "Not made: the answer is no plain yes. Make the call if it means that."}};
    question.outcome->result = boost::json::serialize(answer);
    co_return;
  }
  // The words of an offer are the model's; what needs approval is shown as it is.
  bool runs = was_made;
  if (!was_made && call.operation != nullptr) {
    std::vector<PlannedCall> planned{{call.operation, &call.call.arguments}};
    const auto verdicts = co_await verdictsOf(std::move(planned));
    runs = verdicts.front() == Verdict::run;
  }
  goes_on_ = goes_on_ || runs;
  if (!runs) {
    answer["offer"] = json::object{
        {"carried_out", false}, {"detail", "Not made. Make the call; the user approves it then."}};
    question.outcome->result = boost::json::serialize(answer);
    co_return;
  }
  if (was_made) {
    call.outcome.emplace();
    call.outcome->result = *made->result;
  } else {
    log_.append(ToolStartedEvent{call.call.id, call.call.name,
                                 parts_.toolbox.titleOf(call.call.name),
                                 json::Raw{boost::json::serialize(call.call.arguments)}});
    if (made == opening.open_calls.end())
      draft_.add(NewToolCall{{opening.left.id, call.call.id, CallStatus::pending, {}, {}, {}},
                             opening.left.step,
                             std::numeric_limits<int>::max(),
                             call.call.name,
                             boost::json::serialize(call.call.arguments),
                             now()});
    const Shown shown{question.offered_version, std::nullopt};
    co_await checkStoppedAnywhere();
    co_await runApproved(call, opening.left.id, shown);
    finished(log_, call);
    fit(call, opening.left.id);
    track(*call.outcome, speaks());
  }
  answer["offer"] = json::object{{"carried_out", call.outcome->status == ActionStatus::done},
                                 {"result", json::parse(call.outcome->result, {.max_depth = 64})}};
  question.outcome->result = boost::json::serialize(answer);
}

/// Which option of a question the user's words choose.
std::optional<QuestionOption> Run::choiceOf(const json::object& question,
                                            const std::string& words) const {
  const auto options = questionOf(question).options;
  const auto picked = parts_.reader ? parts_.reader->pick(words, options) : std::nullopt;
  if (!picked) return std::nullopt;
  return options[*picked];
}

/// Whether the message chooses an option of a question.
bool Run::chooses(const Opening& opening) const {
  return std::ranges::any_of(opening.open_calls, [&](const ToolCallRow& row) {
    const auto resolution = opening.resolutions.find(row.call_id);
    return resolution != opening.resolutions.end() &&
           resolution->second.kind == Resolution::Kind::answered &&
           choiceOf(json::parse(row.arguments, {.max_depth = 64}).as_object(), *opening.message);
  });
}

ToolOutcome Run::resolveWithoutRunning(const StepCall& call, const ToolCallRow& row,
                                       const Resolution& resolution) const {
  ToolOutcome outcome;
  json::object result;
  switch (resolution.kind) {
    case Resolution::Kind::answered:
      result = {{"answer", resolution.text}};
      if (!parts_.model.remote) break;
      if (const auto option = choiceOf(call.call.arguments, resolution.text))
        result["chosen"] = json::object{{"id", option->id}, {"label", option->label}};
      break;
    case Resolution::Kind::denied:
      outcome.status = ActionStatus::denied;
      result = {{"denied", true}, {"reason", resolution.text}};
      outcome.error = "You declined this.";
      break;
    case Resolution::Kind::cut_off:
      outcome.status = ActionStatus::failed;
      result = {{"dropped", true},
                {"detail",
                 "The user has approved this, but the work was interrupted before it was carried "
                 "out: it did not happen."}};
      outcome.error = "You approved this, but it was interrupted before it ran; nothing was done.";
      break;
    case Resolution::Kind::expired:
      outcome.status = ActionStatus::denied;
      result = {{"dropped", true}, {"detail", "The user did not decide this in time."}};
      outcome.error = "Not decided in time; nothing was done.";
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
