#include "operations/hub.hpp"

#include <utility>
#include <vector>

namespace parley::operations {

Hub::Subscription::~Subscription() {
  if (!entry_) return;
  const std::scoped_lock lock{entry_->mutex};
  entry_->listener = {};
}

Hub::Subscription& Hub::Subscription::operator=(Subscription&& other) noexcept {
  Subscription ended{std::exchange(entry_, std::exchange(other.entry_, {}))};
  return *this;
}

Hub::Subscription Hub::subscribe(UserId user, Listener listener) {
  auto entry = std::make_shared<Subscription::Entry>();
  entry->listener = std::move(listener);
  const std::scoped_lock lock{mutex_};
  const auto [begin, end] = entries_.equal_range(user);
  for (auto at = begin; at != end;) at = at->second.expired() ? entries_.erase(at) : std::next(at);
  entries_.emplace(user, entry);
  return Subscription{std::move(entry)};
}

std::size_t Hub::subscriptions(UserId user) const {
  const std::scoped_lock lock{mutex_};
  std::size_t count = 0;
  const auto [begin, end] = entries_.equal_range(user);
  for (auto at = begin; at != end; ++at) count += at->second.expired() ? 0 : 1;
  return count;
}

void Hub::publish(UserId user, const Notice& notice) {
  deliver(user, notice);
  if (relay_) relay_(user, notice);
}

void Hub::deliver(UserId user, const Notice& notice) {
  std::vector<std::shared_ptr<Subscription::Entry>> entries;
  {
    const std::scoped_lock lock{mutex_};
    const auto [begin, end] = entries_.equal_range(user);
    for (auto at = begin; at != end; ++at) {
      if (auto entry = at->second.lock()) entries.push_back(std::move(entry));
    }
  }
  for (const auto& entry : entries) {
    const std::scoped_lock lock{entry->mutex};
    if (entry->listener) entry->listener(notice);
  }
}

}  // namespace parley::operations
