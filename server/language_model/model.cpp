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

}  // namespace parley::language_model
