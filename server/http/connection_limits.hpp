#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "http/address.hpp"

namespace parley::http {

/// Counts connections, in all and per client (IPv6: per /64). Thread-safe.
class ConnectionLimits {
 public:
  ConnectionLimits(std::size_t total, std::size_t per_client);

  /// One counted connection; destroying it frees the place. Must not outlive the limits.
  class Place {
   public:
    Place(ConnectionLimits& limits, std::optional<Address> client);
    Place(Place&& other) noexcept;
    Place& operator=(Place&&) = delete;
    ~Place();

   private:
    ConnectionLimits* limits_;
    std::optional<Address> client_;
  };

  /// nullopt when a limit is reached. `counted` false: only the total limits this client.
  std::optional<Place> take(const Address& client, bool counted);
  std::size_t open() const;

 private:
  void release(const std::optional<Address>& client);

  const std::size_t total_limit_;
  const std::size_t client_limit_;
  mutable std::mutex mutex_;
  std::size_t open_ = 0;
  std::map<Address, std::size_t> by_client_;
};

}  // namespace parley::http
