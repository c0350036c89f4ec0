#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "fetch/message.hpp"
#include "foundation/clock.hpp"
#include "language_model/model.hpp"

namespace parley::language_model::anthropic {

/// Why one attempt failed, and whether another may help.
struct Trouble {
  ModelFailure failure;
  bool retryable = false;
  std::optional<std::chrono::milliseconds> retry_after;  ///< as the provider asks
};

/// From an answer with another status than 200. `now` is for Retry-After dates.
Trouble troubleFromAnswer(const fetch::Head& head, std::string_view body, Timestamp now);
/// From an `error` event in a stream that had begun with status 200; `body` is its data.
Trouble troubleFromStream(const fetch::Head& head, std::string_view body);
/// From a transport that failed.
Trouble troubleFromTransport(const fetch::Failure& failure);
/// From a stream that cannot be read, or ends before its turn.
Trouble troubleFromBrokenStream(const fetch::Head& head);

/// What a person reads while another attempt is on its way.
std::string retryNotice(const ModelFailure& failure);

}  // namespace parley::language_model::anthropic
