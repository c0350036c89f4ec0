#include "http/connection_limits.hpp"

#include <algorithm>
#include <utility>

namespace parley::http {
namespace {

/// IPv6 customers get whole /64 networks, so one of them is one client.
Address clientOf(Address address) {
  if (!address.isV4()) std::fill(address.bytes.begin() + 8, address.bytes.end(), std::uint8_t{0});
  return address;
}

}  // namespace

ConnectionLimits::ConnectionLimits(std::size_t total, std::size_t per_client)
    : total_limit_(total), client_limit_(per_client) {}

ConnectionLimits::Place::Place(ConnectionLimits& limits, std::optional<Address> client)
    : limits_(&limits), client_(client) {}

ConnectionLimits::Place::Place(Place&& other) noexcept
    : limits_(std::exchange(other.limits_, nullptr)), client_(other.client_) {}

ConnectionLimits::Place::~Place() {
  if (limits_) limits_->release(client_);
}

std::optional<ConnectionLimits::Place> ConnectionLimits::take(const Address& client, bool counted) {
  const std::lock_guard lock(mutex_);
  if (open_ >= total_limit_) return std::nullopt;
  if (!counted) {
    ++open_;
    return Place(*this, std::nullopt);
  }
  const Address key = clientOf(client);
  std::size_t& count = by_client_[key];
  if (count >= client_limit_) {
    if (count == 0) by_client_.erase(key);
    return std::nullopt;
  }
  ++count;
  ++open_;
  return Place(*this, key);
}

std::size_t ConnectionLimits::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

void ConnectionLimits::release(const std::optional<Address>& client) {
  const std::lock_guard lock(mutex_);
  --open_;
  if (!client) return;
  const auto found = by_client_.find(*client);
  if (--found->second == 0) by_client_.erase(found);
}

}  // namespace parley::http
