#include "database/host_addresses.hpp"

#include <libpq-fe.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "database/query_error.hpp"

namespace parley::database {
namespace {

using boost::asio::ip::tcp;

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> items;
  while (true) {
    const auto comma = list.find(',');
    items.emplace_back(list.substr(0, comma));
    if (comma == list.npos) return items;
    list.remove_prefix(comma + 1);
  }
}

struct Named {
  std::vector<std::string> hosts;
  std::vector<std::string> ports;
};

bool isName(const std::string& host) {
  if (host.empty() || host.starts_with('/') || host.starts_with('@')) return false;
  boost::system::error_code failure;
  boost::asio::ip::make_address(host, failure);
  return static_cast<bool>(failure);
}

/// The hosts of a conninfo, nullopt when none of them is a name.
std::optional<Named> namedHosts(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
      PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree};
  if (!options) return std::nullopt;  // libpq says what is wrong when it connects
  std::string host;
  std::string address;
  std::string port;
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
    const std::string_view keyword = option->keyword;
    const char* value = option->val ? option->val : "";
    if (keyword == "host") host = value;
    if (keyword == "hostaddr") address = value;
    if (keyword == "port") port = value;
  }
  Named named{split(host), split(port)};
  if (!address.empty()) return std::nullopt;
  for (const auto& item : named.hosts) {
    if (isName(item)) return named;
  }
  return std::nullopt;
}

void add(HostAddresses& all, const std::string& host, const std::string& address,
         const std::string& port) {
  if (!all.host.empty()) {
    all.host += ',';
    all.hostaddr += ',';
    all.port += ',';
  }
  all.host += host;
  all.hostaddr += address;
  all.port += port;
}

}  // namespace

task<HostAddresses> findHosts(Loop& loop, std::string conninfo) {
  HostAddresses all;
  const auto named = namedHosts(conninfo);
  if (!named) co_return all;
  boost::asio::ip::basic_resolver<tcp, Loop::executor_type> resolver{loop.get_executor()};
  const auto ended = boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
  for (std::size_t index = 0; index < named->hosts.size(); ++index) {
    const auto& host = named->hosts[index];
    const auto& port =
        named->ports.size() == named->hosts.size() ? named->ports[index] : named->ports.front();
    if (!isName(host)) {
      add(all, host, "", port);
      continue;
    }
    const auto [failure, found] = co_await resolver.async_resolve(host, "", ended);
    if (failure) continue;
    for (const auto& entry : found) add(all, host, entry.endpoint().address().to_string(), port);
  }
  if (all.host.empty()) throw connectionLost("the host name of the database is not known");
  co_return all;
}

}  // namespace parley::database
