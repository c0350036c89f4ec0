#include "fetch/address_guard.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace parley::fetch {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct Range4 {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array closed4 = {
    Range4{quad(0, 0, 0, 0), 8},        // this network
    Range4{quad(10, 0, 0, 0), 8},       // private
    Range4{quad(100, 64, 0, 0), 10},    // shared by carriers
    Range4{quad(127, 0, 0, 0), 8},      // loopback
    Range4{quad(169, 254, 0, 0), 16},   // link-local, cloud metadata
    Range4{quad(172, 16, 0, 0), 12},    // private
    Range4{quad(192, 0, 0, 0), 24},     // protocol assignments
    Range4{quad(192, 0, 2, 0), 24},     // documentation
    Range4{quad(192, 88, 99, 0), 24},   // 6to4 relays
    Range4{quad(192, 168, 0, 0), 16},   // private
    Range4{quad(198, 18, 0, 0), 15},    // benchmarks
    Range4{quad(198, 51, 100, 0), 24},  // documentation
    Range4{quad(203, 0, 113, 0), 24},   // documentation
    Range4{quad(224, 0, 0, 0), 3},      // multicast, reserved, broadcast
};

bool isPublic(address_v4 address) {
  const auto value = address.to_uint();
  return std::ranges::none_of(closed4, [value](const Range4& range) {
    return (value ^ range.network) >> (32 - range.bits) == 0;
  });
}

bool isPublic(const address_v6& address) {
  if (address.is_v4_mapped()) {
    return isPublic(boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address));
  }
  const auto bytes = address.to_bytes();
  const unsigned first = static_cast<unsigned>(bytes[0]) << 8 | bytes[1];
  const unsigned second = static_cast<unsigned>(bytes[2]) << 8 | bytes[3];
  if (first >> 13 != 1)
    return false;  // only 2000::/3 is global unicast; 64:ff9b::/96 and fc00::/7 lie outside
  if (first == 0x2002) return false;                       // 6to4 carries an IPv4 address
  if (first == 0x2001 && second < 0x0200) return false;    // Teredo, ORCHID, benchmarks
  if (first == 0x2001 && second == 0x0db8) return false;   // documentation
  if (first == 0x3fff && second >> 12 == 0) return false;  // documentation
  return true;
}

}  // namespace

bool isPublicAddress(const boost::asio::ip::address& address) {
  return address.is_v4() ? isPublic(address.to_v4()) : isPublic(address.to_v6());
}

bool isPublicAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return isPublic(address_v4{ntohl(in.sin_addr.s_addr)});
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, &address, sizeof in6);
    address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &in6.sin6_addr, bytes.size());
    return isPublic(address_v6{bytes});
  }
  return false;
}

}  // namespace parley::fetch
