#include "http/forwarded.hpp"

#include "http/text.hpp"

namespace parley::http {
namespace {

/// All fields of one name as the one list that they mean.
std::string joined(const Headers& headers, std::string_view name) {
  std::string list;
  for (const auto& [key, value] : headers) {
    if (!equalsIgnoringCase(key, name)) continue;
    if (!list.empty()) list += ',';
    list += value;
  }
  return list;
}

/// What the nearest proxy wrote: members before it may come from the client.
std::string_view lastMember(std::string_view list) {
  const auto comma = list.rfind(',');
  return trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

}  // namespace

void identifyClient(Request& request, const Address& peer, const std::vector<Network>& trusted) {
  request.client_address = peer.toString();
  request.host = request.header("Host").value_or(std::string_view{});
  request.secure = false;
  if (!containsAddress(trusted, peer)) return;

  const auto chain = joined(request.headers, "X-Forwarded-For");
  request.client_address = clientAddress(peer, chain, trusted).toString();
  const auto scheme = joined(request.headers, "X-Forwarded-Proto");
  request.secure = equalsIgnoringCase(lastMember(scheme), "https");
  const auto hosts = joined(request.headers, "X-Forwarded-Host");
  if (const auto host = lastMember(hosts); !host.empty()) request.host = host;
}

}  // namespace parley::http
