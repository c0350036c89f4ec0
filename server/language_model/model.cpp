#include "language_model/model.hpp"

#include <utility>

namespace parley::language_model {

void Cancellation::stop() {
  stopped_ = true;
  if (auto callback = std::exchange(callback_, {})) callback();
}

void Cancellation::onStop(std::function<void()> callback) {
  if (stopped_) {
    if (callback) callback();
    return;
  }
  callback_ = std::move(callback);
}

task<std::optional<std::uint64_t>> Model::countTokens(const Request&, Cancellation&) {
  co_return std::nullopt;
}

}  // namespace parley::language_model
