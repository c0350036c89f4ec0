#include <limits>
#include <utility>

#include "features/assistant/assistant.hpp"
#include "features/assistant/conversation_operations.hpp"
#include "features/assistant/result_operations.hpp"
#include "features/assistant/usage_operations.hpp"
#include "json/write.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

/// Longer than any run may take.
constexpr std::chrono::minutes chat_timeout{15};

struct RunRef {
  RunId run_id;
};
BOOST_DESCRIBE_STRUCT(RunRef, (), (run_id))

struct EventsAfter {
  RunId run_id;
  std::optional<int> after;
};
BOOST_DESCRIBE_STRUCT(EventsAfter, (), (run_id, after))

struct RunEvents {
  static constexpr std::string_view schema_name = "RunEvents";
  std::vector<json::Raw> events;
};
BOOST_DESCRIBE_STRUCT(RunEvents, (), (events))

/// The operations that start runs; they are the same but for who waits.
class Chat {
 public:
  explicit Chat(Assistant& assistant) : assistant_{assistant} {}

  task<ChatAnswer> answer(Call& call, ChatMessage input) const {
    if (const auto begun = begunBefore(call)) co_return co_await assistant_.answerOf(call, *begun);
    const auto begun = co_await assistant_.start(call, std::move(input));
    if (begun.before) co_return co_await assistant_.answerOf(call, *begun.before);
    co_return co_await begun.run->answer();
  }
  task<RunStarted> start(Call& call, ChatMessage input) const {
    if (const auto begun = begunBefore(call)) co_return co_await startedBefore(call, *begun);
    const auto begun = co_await assistant_.start(call, std::move(input));
    if (begun.before) co_return co_await startedBefore(call, *begun.before);
    co_return begun.run->started();
  }
  task<ChatAnswer> decide(Call& call, ApprovalDecision input) const {
    if (const auto begun = begunBefore(call)) co_return co_await assistant_.answerOf(call, *begun);
    const auto run = co_await assistant_.decide(call, std::move(input));
    co_return co_await run->answer();
  }
  task<RunStarted> startDecision(Call& call, ApprovalDecision input) const {
    if (const auto begun = begunBefore(call)) co_return co_await startedBefore(call, *begun);
    const auto run = co_await assistant_.decide(call, std::move(input));
    co_return run->started();
  }
  task<void> stop(Call& call, RunRef run) const { return assistant_.stop(call, run.run_id); }
  task<RunEvents> events(Call& call, EventsAfter input) const {
    ConversationId conversation;
    const auto stored =
        co_await assistant_.eventsAfter(call, input.run_id, input.after.value_or(0), conversation);
    RunEvents answer;
    for (const auto& event : stored)
      answer.events.push_back({eventJson(input.run_id, conversation, event)});
    co_return answer;
  }

 private:
  /// The run of the same request that was cut off before its answer was kept.
  static std::optional<RunId> begunBefore(const Call& call) {
    return call.idempotency ? call.idempotency->run_id : std::nullopt;
  }
  task<RunStarted> startedBefore(Call& call, RunId run) const {
    RunStarted started;
    started.run_id = run;
    started.repeated = true;
    constexpr int behind_all = std::numeric_limits<int>::max();
    co_await assistant_.eventsAfter(call, run, behind_all, started.conversation_id);
    co_return started;
  }

  Assistant& assistant_;
};

std::vector<Operation> chatOperations(Assistant& assistant) {
  const Chat chat{assistant};
  return {
      operation<ChatMessage, ChatAnswer>(
          {.name = "chat",
           .title = "Chat",
           .summary = "Say something to the assistant and wait for its answer; with Accept: "
                      "text/event-stream its events "
                      "stream.",
           .method = "POST",
           .path = "/api/chat",
           .effect = Effect::write,
           .transactions = Transactions::own,
           .streamed_by = "start_run",
           .timeout = chat_timeout},
          [chat](Call& call, ChatMessage input) { return chat.answer(call, std::move(input)); }),
      operation<ChatMessage, RunStarted>(
          {.name = "start_run",
           .title = "Start answer",
           .summary = "Say something to the assistant without waiting.",
           .effect = Effect::write,
           .transactions = Transactions::own},
          [chat](Call& call, ChatMessage input) { return chat.start(call, std::move(input)); }),
      operation<RunRef, NoContent>({.name = "stop_run",
                                    .title = "Stop answer",
                                    .summary = "Stop a running answer; what was done stays done.",
                                    .effect = Effect::write,
                                    .transactions = Transactions::own},
                                   [chat](Call& call, RunRef run) { return chat.stop(call, run); }),
      operation<EventsAfter, RunEvents>(
          {.name = "read_run_events",
           .title = "Read events",
           .summary = "The events of a run behind a number.",
           .effect = Effect::read,
           .transactions = Transactions::own},
          [chat](Call& call, EventsAfter input) { return chat.events(call, input); }),
      operation<ApprovalDecision, ChatAnswer>(
          {.name = "decide_approval",
           .title = "Decide approval",
           .summary = "Approve or deny what the assistant wants to do, as shown or as edited.",
           .method = "POST",
           .path = "/api/approvals/{id}",
           .effect = Effect::write,
           .transactions = Transactions::own,
           .streamed_by = "start_decision",
           .timeout = chat_timeout},
          [chat](Call& call, ApprovalDecision input) {
            return chat.decide(call, std::move(input));
          }),
      operation<ApprovalDecision, RunStarted>(
          {.name = "start_decision",
           .title = "Decide approval",
           .summary = "Decide without waiting for what comes of it.",
           .effect = Effect::write,
           .transactions = Transactions::own},
          [chat](Call& call, ApprovalDecision input) {
            return chat.startDecision(call, std::move(input));
          }),
  };
}

}  // namespace

Feature feature(Assistant& assistant, const KeyStore& keys, const Connect& connect) {
  Feature made;
  for (auto&& list :
       {chatOperations(assistant), conversationOperations(assistant), usageOperations(),
        modelOperations(assistant.models()), modelKeyOperations(keys, connect),
        toolPolicyOperations(assistant.toolbox()), resultOperations()}) {
    made.operations.insert(made.operations.end(), list.begin(), list.end());
  }
  return made;
}

}  // namespace parley::assistant
