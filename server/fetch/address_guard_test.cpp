#include "fetch/address_guard.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <string>

namespace parley::fetch {
namespace {

bool isPublic(const std::string& text) {
  return isPublicAddress(boost::asio::ip::make_address(text));
}

class Closed : public ::testing::TestWithParam<const char*> {};

TEST_P(Closed, AddressIsNotPublic) {
  EXPECT_FALSE(isPublic(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    AddressGuard, Closed,
    ::testing::Values("0.0.0.0", "0.255.255.255", "10.0.0.1", "100.64.0.1", "100.127.255.255",
                      "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
                      "192.0.0.1", "192.0.2.5", "192.168.1.1", "198.18.0.1", "198.19.255.255",
                      "198.51.100.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
                      "::", "::1", "::127.0.0.1", "fc00::1", "fdff::1", "fe80::1", "fec0::1",
                      "ff02::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254",
                      "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1",
                      "2001::1", "2001:db8::1", "100::1", "3fff::1"));

class Open : public ::testing::TestWithParam<const char*> {};

TEST_P(Open, AddressIsPublic) {
  EXPECT_TRUE(isPublic(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(AddressGuard, Open,
                         ::testing::Values("1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255",
                                           "100.128.0.0", "160.79.104.10", "172.15.255.255",
                                           "172.32.0.0", "192.169.0.0", "223.255.255.255",
                                           "::ffff:8.8.8.8", "2606:4700::1111",
                                           "2001:4860:4860::8888", "2a00:1450:4001::1"));

TEST(AddressGuard, ReadsTheAddressASocketWouldUse) {
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_FALSE(isPublicAddress(reinterpret_cast<const sockaddr&>(in)));
  in.sin_addr.s_addr = htonl(0x08080808);
  EXPECT_TRUE(isPublicAddress(reinterpret_cast<const sockaddr&>(in)));
  sockaddr_in6 in6{};
  in6.sin6_family = AF_INET6;
  in6.sin6_addr = in6addr_loopback;
  EXPECT_FALSE(isPublicAddress(reinterpret_cast<const sockaddr&>(in6)));
}

TEST(AddressGuard, TakesNoUnixSocketForPublic) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(isPublicAddress(reinterpret_cast<const sockaddr&>(local)));
}

}  // namespace
}  // namespace parley::fetch
