#pragma once

#include <boost/asio/ip/address.hpp>

struct sockaddr;

namespace parley::fetch {

/// Whether an address belongs to the public internet. Private, loopback, link-local, shared,
/// reserved, documentation and multicast ranges do not, nor do IPv6 forms that carry or tunnel to
/// an IPv4 address that does not.
bool isPublicAddress(const boost::asio::ip::address& address);

/// The same for the address a socket is about to connect to. Anything but IPv4 and IPv6 is not
/// public.
bool isPublicAddress(const sockaddr& address);

}  // namespace parley::fetch
