#include "features/assistant/circuit_breakers.hpp"

namespace parley::assistant {

std::optional<std::chrono::seconds> CircuitBreakers::pauseOf(const std::string& model,
                                                             Timestamp now) {
  const std::scoped_lock lock{mutex_};
  const auto found = failing_.find(model);
  if (found == failing_.end() || found->second.failures < options_.failures) return std::nullopt;
  auto& state = found->second;
  if (now < state.closed_until)
    return std::chrono::ceil<std::chrono::seconds>(state.closed_until - now);
  // This one tries; the others wait for what comes of it.
  state.closed_until = now + options_.pause;
  return std::nullopt;
}

void CircuitBreakers::answered(const std::string& model) {
  const std::scoped_lock lock{mutex_};
  failing_.erase(model);
}

void CircuitBreakers::failed(const std::string& model, Timestamp now) {
  const std::scoped_lock lock{mutex_};
  if (failing_.size() >= options_.max_kept) failing_.clear();
  auto& state = failing_[model];
  if (++state.failures >= options_.failures) state.closed_until = now + options_.pause;
}

}  // namespace parley::assistant
