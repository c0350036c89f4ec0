#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::http {

/// An IP address. IPv4 is kept in its IPv6-mapped form, so both spellings are one address.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<Address> parse(std::string_view text);
  bool isV4() const;
  std::string toString() const;
  auto operator<=>(const Address&) const = default;
};

/// A network in CIDR notation: `10.0.0.0/8`, `fd00::/8`, or a single address.
struct Network {
  Address base;
  int prefix = 128;  ///< bits of the IPv6(-mapped) form

  static std::optional<Network> parse(std::string_view text);
  bool contains(const Address& address) const;
};

bool containsAddress(const std::vector<Network>& networks, const Address& address);

/// Who counts as one caller for limits: an IPv4 address, or the /64 of an IPv6 address
/// (`2001:db8:1:2::/64`). Text that is no address comes back unchanged.
std::string limitKey(std::string_view address);

/// The client behind trusted proxies: walks `X-Forwarded-For` from the right as long as the sender
/// is trusted.
Address clientAddress(const Address& peer, std::string_view forwarded_for,
                      const std::vector<Network>& trusted);

}  // namespace parley::http
