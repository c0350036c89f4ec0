#include "features/accounts/revoked_sessions.hpp"

namespace parley::accounts {

void RevokedSessions::add(SessionId session) {
  const std::scoped_lock lock{mutex_};
  recent_.push_back(session);
  if (recent_.size() > capacity_) recent_.pop_front();
  end_.fetch_add(1, std::memory_order_release);
}

std::optional<std::vector<SessionId>> RevokedSessions::since(std::uint64_t& position) const {
  if (position == this->position()) return std::vector<SessionId>{};
  const std::scoped_lock lock{mutex_};
  const std::uint64_t missed = end_ - position;
  position = end_;
  if (missed > recent_.size()) return std::nullopt;
  return std::vector<SessionId>{recent_.end() - static_cast<std::ptrdiff_t>(missed), recent_.end()};
}

}  // namespace parley::accounts
