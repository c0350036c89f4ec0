#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "features/assistant/completions.hpp"
#include "features/assistant/run.hpp"
#include "features/assistant/summary.hpp"
#include "language_model/tokens.hpp"

/// How a conversation stays within what its model can read.
namespace parley::assistant {
namespace {

namespace lm = language_model;

/// Time and person, as they come with what a user says.
bool bringsContext(const lm::Message& message) {
  return std::ranges::any_of(message.parts, [](const lm::Part& part) {
    const auto* context = std::get_if<lm::Context>(&part);
    return context != nullptr && context->facts.contains("now");
  });
}

std::uint64_t estimateOf(const std::vector<lm::Message>& messages) {
  std::uint64_t tokens = 0;
  for (const auto& message : messages) tokens += lm::estimateTokens(message);
  return tokens;
}

}  // namespace

/// What the model is sent at most, with room for its answer.
std::uint64_t Run::contextLimit() const {
  const auto known = parts_.model.max_input_tokens;
  const auto model = known > 0 ? known - known / 5 : parts_.limits.unknown_context_tokens;
  return std::min<std::uint64_t>(model, parts_.limits.max_context_tokens);
}

/// By the provider's own count as far as it goes, and an estimate of what came since.
Run::ContextSize Run::contextSize() const {
  const auto& messages = request_.messages;
  const auto counted = std::min(counted_messages_, messages.size());
  ContextSize size;
  if (counted > 0) {
    size.counted = counted_tokens_;
  } else {
    size.estimated = lm::estimateTokens(request_.system);
    for (const auto& tool : request_.tools)
      size.estimated += lm::estimateTokens(tool.description) +
                        lm::estimateTokens(boost::json::serialize(tool.input_schema));
  }
  for (auto i = counted; i < messages.size(); ++i)
    size.estimated += lm::estimateTokens(messages[i]);
  return size;
}

/// Keeps what the provider counted: all that was sent, and the turn it made.
void Run::noteCount(const lm::Usage& usage) {
  if (!parts_.model.remote || usage.input_tokens == 0) return;
  counted_tokens_ = usage.input_tokens + usage.output_tokens;
  counted_messages_ = request_.messages.size();
  draft_.count({counted_tokens_, static_cast<int>(counted_messages_)});
}

/// Not where little was said: the tools alone are too much for such a model.
task<void> Run::compactIfLong() {
  const auto limit = contextLimit();
  const bool helps = parts_.model.remote && estimateOf(request_.messages) > limit / 4;
  if (!helps) co_return;
  co_await begun();
  co_await countIfClose(limit);
  if (contextSize().total() > limit) co_await compact(limit);
}

/// Has the provider count where the estimate alone could decide wrongly: it may be off by half,
/// which matters near the limit and where much of the conversation is estimated. A provider that
/// does not count is asked once in a stretch, and the estimate holds.
task<void> Run::countIfClose(std::uint64_t limit) {
  const auto size = contextSize();
  const auto error = size.estimated / 2;
  const bool certain = size.total() + error <= limit || size.total() - error > limit;
  if (certain || !counter_answers_) co_return;
  const auto tokens = co_await parts_.model.model->countTokens(request_, cancellation_);
  counter_answers_ = tokens.has_value();
  if (!tokens) co_return;
  counted_tokens_ = *tokens;
  counted_messages_ = request_.messages.size();
}

/// For a model that says itself that it got too much.
task<void> Run::compactByForce() {
  co_await compact(contextSize().total() / 2);
}

/// Lets a summary stand for the history, as far as it is not needed word by word. What is shown to
/// people stays as it is. The messages behind the summary are written anew, without what binds them
/// to the ones before, and with them prompt and tools may change.
task<void> Run::compact(std::uint64_t limit) {
  compacted_ = true;
  auto& messages = request_.messages;
  const auto cut = cutOf(messages, estimateOf(messages) * limit / (2 * contextSize().total()));
  const std::vector<lm::Message> old{messages.begin(),
                                     messages.begin() + static_cast<std::ptrdiff_t>(cut)};
  std::vector<lm::Message> rest{messages.begin() + static_cast<std::ptrdiff_t>(cut),
                                messages.end()};
  if (old.empty()) co_return;
  const int before = log_.lastSeq();
  log_.append(NoticeEvent{"compacting", "Summing up the earlier part of this conversation.", {}});
  const auto summary = co_await summed(old, limit);

  freezeAnew();
  messages.clear();
  counted_messages_ = 0;
  counted_tokens_ = 0;
  draft_.begin(next_position_);
  auto stands = summaryMessage(summary, old, rest.empty(), parts_.conversation.untrusted);
  // The words that brought time and person with them may be summed up, too.
  if (!std::ranges::any_of(rest, bringsContext))
    stands.parts.insert(stands.parts.begin() + 1, contextNow());
  appendToHistory(std::move(stands));
  for (auto& message : rest) appendToHistory(unbound(std::move(message)));
  log_.append(NoticeEvent{"compacted",
                          "This conversation has grown long, so the model got a summary of its "
                          "earlier part. You can still read all of it here.",
                          before});
}

/// By the model; by what is known without one when it does not answer.
task<std::string> Run::summed(const std::vector<lm::Message>& messages, std::uint64_t limit) {
  const auto request = summaryRequest(parts_.model.id, messages, limit / 2);
  const lm::DeltaSink unseen = [this](const lm::Delta& delta) {
    if (const auto* spent = std::get_if<lm::Spent>(&delta)) noteUsage(spent->usage);
  };
  std::string summary;
  try {
    const auto completion = co_await stream(*parts_.model.model, request, unseen);
    noteUsage(completion.usage);
    summary = textOf(completion);
  } catch (const lm::ModelFailure&) {
  }
  co_return summary.empty() ? plainSummary(messages) : std::move(summary);
}

}  // namespace parley::assistant
