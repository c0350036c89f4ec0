#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "foundation/clock.hpp"

namespace parley::assistant {

/// Keeps runs from waiting for a model that did not answer the last ones: after some failures in a
/// row nobody asks it for a while, then one run tries. Of this process. Thread-safe.
class CircuitBreakers {
 public:
  struct Options {
    int failures = 5;
    std::chrono::seconds pause{30};
    std::size_t max_kept = 10'000;
  };

  explicit CircuitBreakers(Options options) : options_{options} {}

  /// How long nobody asks the model yet; nullopt: ask it, and tell what came of it.
  std::optional<std::chrono::seconds> pauseOf(const std::string& model, Timestamp now);
  void answered(const std::string& model);
  void failed(const std::string& model, Timestamp now);

 private:
  struct State {
    int failures = 0;
    Timestamp closed_until;  ///< once there were too many
  };

  Options options_;
  std::mutex mutex_;
  std::map<std::string, State> failing_;
};

}  // namespace parley::assistant
