#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "foundation/clock.hpp"
#include "language_model/protocol.hpp"

namespace parley::language_model {

/// Why one attempt failed, and whether another may help.
struct Trouble {
  ModelFailure failure;
  bool retryable = false;
  std::optional<std::chrono::milliseconds> retry_after;  ///< as the provider asks
};

/// From an answer with another status than 200. `now` is for Retry-After dates.
Trouble troubleFromAnswer(const Names& names, const ReportedError& error,
                          const fetch::Headers& headers, Timestamp now);
/// From an error in a stream that had begun with status 200.
Trouble troubleFromStream(const Names& names, const ReportedError& error);
/// From a transport that failed.
Trouble troubleFromTransport(const Names& names, const fetch::Failure& failure);
/// From a stream that cannot be read, or ends before its turn.
Trouble troubleFromBrokenStream(const Names& names, const fetch::Headers& headers);

/// What a person reads while another attempt is on its way.
std::string retryNotice(const Names& names, const ModelFailure& failure);

/// The provider's number for the exchange, for its support.
std::string requestId(const fetch::Headers& headers);

}  // namespace parley::language_model
