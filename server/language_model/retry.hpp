#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "language_model/model.hpp"

namespace parley::language_model {

/// When to try again, the same for every provider. Random numbers and waiting are injected by
/// tests.
struct RetryPolicy {
  int max_retries = 2;
  std::chrono::milliseconds first_delay{500};
  std::chrono::milliseconds longest_delay{8'000};
  /// What the provider asks us to wait is obeyed up to here; more is a failure that the person
  /// learns of.
  std::chrono::milliseconds longest_asked_delay{60'000};
  std::function<double()> random;  ///< 0 <= x < 1
  /// Waits; returns early when the cancellation is stopped.
  std::function<task<void>(std::chrono::milliseconds, Cancellation&)> wait;

  /// With real randomness and a real timer.
  RetryPolicy();

  /// Before retry number `retry` (0 is the first): doubles up to the longest, minus up to a quarter
  /// at random.
  std::chrono::milliseconds backoff(int retry) const;
  /// The wait before that retry, or nullopt when there is to be none: too many already, or asked to
  /// wait too long.
  std::optional<std::chrono::milliseconds> delayBefore(
      int retry, std::optional<std::chrono::milliseconds> asked) const;
};

}  // namespace parley::language_model
