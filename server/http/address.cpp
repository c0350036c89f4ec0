#include "http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "http/text.hpp"

namespace parley::http {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int mapped_bits = 96;

Address masked(Address address, int prefix) {
  for (int bit = prefix; bit < 128; ++bit) {
    address.bytes[static_cast<std::size_t>(bit / 8)] &=
        static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
  return address;
}

/// An `X-Forwarded-For` member: proxies write `1.2.3.4`, `1.2.3.4:5678`, `2001:db8::1` or
/// `[2001:db8::1]:5678`.
std::optional<Address> parseForwarded(std::string_view text) {
  if (text.starts_with('[')) return Address::parse(text.substr(1, text.find(']') - 1));
  if (std::ranges::count(text, ':') == 1) text = text.substr(0, text.find(':'));
  return Address::parse(text);
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const std::string copy(text);  // inet_pton wants a terminated string
  Address address;
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data() + mapped_prefix.size()) != 1) {
    return std::nullopt;
  }
  std::ranges::copy(mapped_prefix, address.bytes.begin());
  return address;
}

bool Address::isV4() const {
  return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

std::string Address::toString() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = isV4() ? AF_INET : AF_INET6;
  const auto* start = isV4() ? bytes.data() + mapped_prefix.size() : bytes.data();
  inet_ntop(family, start, text.data(), text.size());
  return text.data();
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto base = Address::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  if (slash == std::string_view::npos) return Network{*base, 128};

  const int offset = base->isV4() ? mapped_bits : 0;
  const auto digits = text.substr(slash + 1);
  int prefix = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  if (error != std::errc{} || end != digits.data() + digits.size() || prefix < 0 ||
      prefix + offset > 128) {
    return std::nullopt;
  }
  return Network{masked(*base, prefix + offset), prefix + offset};
}

bool Network::contains(const Address& address) const {
  return masked(address, prefix) == base;
}

bool containsAddress(const std::vector<Network>& networks, const Address& address) {
  return std::ranges::any_of(networks,
                             [&](const Network& network) { return network.contains(address); });
}

std::string limitKey(std::string_view address) {
  const auto parsed = Address::parse(address);
  if (!parsed) return std::string(address);
  return parsed->isV4() ? parsed->toString() : masked(*parsed, 64).toString() + "/64";
}

Address clientAddress(const Address& peer, std::string_view forwarded_for,
                      const std::vector<Network>& trusted) {
  Address client = peer;
  while (containsAddress(trusted, client) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    const auto member =
        comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    const auto next = parseForwarded(trim(member));
    if (!next) break;
    client = *next;
    forwarded_for =
        comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
  }
  return client;
}

}  // namespace parley::http
