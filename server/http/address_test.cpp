#include "http/address.hpp"

#include <gtest/gtest.h>

#include "http/forwarded.hpp"

namespace parley::http {
namespace {

Address address(std::string_view text) {
  return *Address::parse(text);
}
Network network(std::string_view text) {
  return *Network::parse(text);
}

TEST(Address, OfIpv4IsTheSameInItsMappedForm) {
  EXPECT_EQ(address("::ffff:10.1.2.3"), address("10.1.2.3"));
  EXPECT_EQ(address("::ffff:10.1.2.3").toString(), "10.1.2.3");
  EXPECT_EQ(address("2001:DB8::1").toString(), "2001:db8::1");
  EXPECT_EQ(Address::parse("10.1.2"), std::nullopt);
  EXPECT_EQ(Address::parse(""), std::nullopt);
}

TEST(Network, ContainsTheAddressesOfItsPrefix) {
  EXPECT_TRUE(network("10.0.0.0/8").contains(address("10.255.0.1")));
  EXPECT_FALSE(network("10.0.0.0/8").contains(address("11.0.0.1")));
  EXPECT_TRUE(network("192.168.1.77/25").contains(address("192.168.1.1")));
  EXPECT_FALSE(network("192.168.1.77/25").contains(address("192.168.1.128")));
  EXPECT_TRUE(network("fd00::/8").contains(address("fdab::1")));
  EXPECT_FALSE(network("fd00::/8").contains(address("fe80::1")));
  EXPECT_TRUE(network("0.0.0.0/0").contains(address("1.2.3.4")));
  EXPECT_FALSE(network("0.0.0.0/0").contains(address("2001:db8::1")));
  EXPECT_TRUE(network("::1").contains(address("::1")));
}

TEST(Network, RefusesWhatIsNone) {
  for (const auto* text :
       {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "ten/8", "/8", "10.0.0.0/8x"}) {
    EXPECT_EQ(Network::parse(text).has_value(), false) << text;
  }
}

TEST(LimitKey, IsTheAddressOrTheNetworkOfAnIpv6Customer) {
  EXPECT_EQ(limitKey("203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(limitKey("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(limitKey("unknown"), "unknown");
}

TEST(ForwardedFor, IsBelievedAsFarAsTheChainIsTrusted) {
  const std::vector<Network> trusted{network("10.0.0.0/8"), network("fd00::/8")};
  EXPECT_EQ(clientAddress(address("10.0.0.1"), "203.0.113.9", trusted).toString(), "203.0.113.9");
  EXPECT_EQ(
      clientAddress(address("10.0.0.1"), "1.1.1.1, 203.0.113.9, 10.0.0.2", trusted).toString(),
      "203.0.113.9");
  EXPECT_EQ(clientAddress(address("203.0.113.1"), "1.1.1.1", trusted).toString(), "203.0.113.1");
  EXPECT_EQ(clientAddress(address("10.0.0.1"), "evil, 10.0.0.3", trusted).toString(), "10.0.0.3");
  EXPECT_EQ(clientAddress(address("fd00::1"), "[2001:db8::7]:443", trusted).toString(),
            "2001:db8::7");
  EXPECT_EQ(clientAddress(address("10.0.0.1"), "203.0.113.9:5000", trusted).toString(),
            "203.0.113.9");
  EXPECT_EQ(clientAddress(address("10.0.0.1"), "", trusted).toString(), "10.0.0.1");
}

Request forwarded() {
  Request request;
  request.headers = {{"Host", "inner:8080"},
                     {"X-Forwarded-For", "203.0.113.9"},
                     {"X-Forwarded-Proto", "https"},
                     {"X-Forwarded-Host", "crm.example.org"}};
  return request;
}

TEST(ForwardedFields, FromATrustedProxyNameTheClient) {
  Request request = forwarded();
  identifyClient(request, address("10.0.0.1"), {network("10.0.0.0/8")});
  EXPECT_EQ(request.client_address, "203.0.113.9");
  EXPECT_TRUE(request.secure);
  EXPECT_EQ(request.origin(), "https://crm.example.org");
}

TEST(ForwardedFields, FromAnybodyElseAreIgnored) {
  Request request = forwarded();
  identifyClient(request, address("10.0.0.1"), {});
  EXPECT_EQ(request.client_address, "10.0.0.1");
  EXPECT_FALSE(request.secure);
  EXPECT_EQ(request.origin(), "http://inner:8080");
}

}  // namespace
}  // namespace parley::http
