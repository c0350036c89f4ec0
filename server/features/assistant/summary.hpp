#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "language_model/model.hpp"

/// How the earlier part of a long conversation is summed up, so that a model can go on in it.
namespace parley::assistant {

/// Where the history may be cut: before the last message of the user that answers no call and from
/// which on the rest fits in `tokens`. The number of messages where only everything can go.
std::size_t cutOf(const std::vector<language_model::Message>& messages, std::uint64_t tokens);

/// Asks a model to sum up messages. What does not fit in `tokens` is left out from the beginning,
/// but for an earlier summary.
language_model::Request summaryRequest(const std::string& model,
                                       const std::vector<language_model::Message>& messages,
                                       std::uint64_t tokens);

/// What is known without a model: an earlier summary, what the user said, and what was done.
std::string plainSummary(const std::vector<language_model::Message>& messages);

/// Whether the history begins with a summary.
bool wasSummedUp(const std::vector<language_model::Message>& messages);

/// The message that stands for those that were summed up. `goes_on`: nothing follows it, so it also
/// says what the user asked for last. `untrusted`: strangers wrote some of what it sums up.
language_model::Message summaryMessage(const std::string& summary,
                                       const std::vector<language_model::Message>& messages,
                                       bool goes_on, bool untrusted);

/// A message as it may stand behind a summary: without what its provider bound to what stood before
/// it.
language_model::Message unbound(language_model::Message message);

}  // namespace parley::assistant
