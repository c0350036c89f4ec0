#include "http/server.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>

#include "foundation/uuid.hpp"
#include "http/connection.hpp"
#include "http/dispatch.hpp"

namespace parley::http {
namespace {

using Acceptor = boost::asio::basic_socket_acceptor<Tcp, Loop::executor_type>;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds accept_pause{50};  // when descriptors run out
constexpr std::chrono::milliseconds drain_poll{5};
constexpr std::chrono::seconds cut_patience{1};
constexpr std::size_t refusals_at_once = 64;  // beyond that, sockets are just closed

Address addressOf(const Socket& socket) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return {};
  auto text = endpoint.address().to_string();
  text = text.substr(0, text.find('%'));  // a link-local zone is no part of the address
  return Address::parse(text).value_or(Address{});
}

}  // namespace

/// The acceptor and what it touches belong to the first lane's loop.
struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  Impl(const std::vector<Lane>& chosen, Options options);

  void listen();
  static task<void> accept(std::shared_ptr<Impl> self);
  void take(Socket socket, std::shared_ptr<LaneState> lane);
  static task<void> refuse(std::shared_ptr<Impl> self, Socket socket, Address peer);
  void stopAccepting();
  void onEveryLane(void (LaneState::*action)());
  task<bool> waitUntilEmpty(Clock::time_point deadline) const;

  std::shared_ptr<ServerState> state;
  std::vector<std::shared_ptr<LaneState>> lanes;
  Acceptor acceptor;
  std::uint16_t port = 0;
  std::size_t next_lane = 0;
  std::size_t refusing = 0;
};

Server::Impl::Impl(const std::vector<Lane>& chosen, Options options)
    : state(std::make_shared<ServerState>(std::move(options))),
      acceptor(chosen.at(0).loop.get_executor()) {
  if (!state->options.error) throw std::logic_error("http::Options::error is required");
  for (const auto& lane : chosen) lanes.push_back(std::make_shared<LaneState>(lane, state));
}

void Server::Impl::listen() {
  const auto address = boost::asio::ip::make_address(state->options.listen);
  const Tcp::endpoint endpoint(address, state->options.port);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(Acceptor::reuse_address(true));
  acceptor.bind(endpoint);
  acceptor.listen(Acceptor::max_listen_connections);
  port = acceptor.local_endpoint().port();
}

task<void> Server::Impl::accept(std::shared_ptr<Impl> self) {
  Timer pause(self->acceptor.get_executor());
  while (!self->state->draining) {
    const auto lane = self->lanes[self->next_lane];
    auto [error, socket] =
        co_await self->acceptor.async_accept(lane->loop().get_executor(), as_tuple);
    if (error) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_tuple);
      continue;
    }
    self->next_lane = (self->next_lane + 1) % self->lanes.size();
    self->take(std::move(socket), lane);
  }
}

void Server::Impl::take(Socket socket, std::shared_ptr<LaneState> lane) {
  const Options& options = state->options;
  boost::system::error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  const Address peer = addressOf(socket);
  const bool counted = !containsAddress(options.trusted_proxies, peer) &&
                       !containsAddress(options.unlimited_networks, peer);
  auto place = state->limits.take(peer, counted);
  if (place) {
    ++state->opened;
    auto connection =
        std::make_shared<Connection>(std::move(socket), peer, lane, std::move(*place));
    boost::asio::post(lane->loop(), [connection] { Connection::start(connection); });
    return;
  }
  ++state->refused;
  if (refusing >= refusals_at_once) return;
  ++refusing;
  boost::asio::co_spawn(acceptor.get_executor(),
                        refuse(shared_from_this(), std::move(socket), peer),
                        [self = shared_from_this()](std::exception_ptr) { --self->refusing; });
}

/// Says 503 without reading the request.
task<void> Server::Impl::refuse(std::shared_ptr<Impl> self, Socket socket, Address peer) {
  // The socket was made for a lane; this runs on the acceptor's loop.
  const auto protocol = peer.isV4() ? Tcp::v4() : Tcp::v6();
  Stream stream(Socket(self->acceptor.get_executor(), protocol, socket.release()));
  const Options& options = self->state->options;
  Request request;
  request.request_id = makeUuid().toString();
  request.client_address = peer.toString();
  const auto full = unavailable("Too many connections are open.");
  const auto response = errorResponse(full, request, options);
  AnswerFacts facts;
  facts.request_id = request.request_id;
  facts.keep_alive = false;
  const auto head = formatHead(response, facts, options);
  const bool sent = co_await writeAll(stream, head, response.body, options.write_timeout);
  if (sent) co_await linger(stream, options);
}

void Server::Impl::stopAccepting() {
  boost::asio::post(acceptor.get_executor(), [self = shared_from_this()] {
    boost::system::error_code ignored;
    self->acceptor.close(ignored);
  });
}

void Server::Impl::onEveryLane(void (LaneState::*action)()) {
  for (const auto& lane : lanes) {
    boost::asio::post(lane->loop(), [lane, action] { (lane.get()->*action)(); });
  }
}

task<bool> Server::Impl::waitUntilEmpty(Clock::time_point deadline) const {
  const auto executor = co_await boost::asio::this_coro::executor;
  Timer pause(executor);
  while (state->limits.open() > 0 && Clock::now() < deadline) {
    pause.expires_after(drain_poll);
    co_await pause.async_wait(as_tuple);
  }
  co_return state->limits.open() == 0;
}

Server::Server(std::vector<Lane> lanes, Options options)
    : impl_(std::make_shared<Impl>(lanes, std::move(options))) {}

Server::~Server() = default;

void Server::start() {
  impl_->listen();
  boost::asio::co_spawn(impl_->acceptor.get_executor(), Impl::accept(impl_),
                        [impl = impl_](std::exception_ptr failure) {
                          const auto& log = impl->state->options.failure_log;
                          if (failure && log) log({}, "accepting connections failed");
                        });
}

std::uint16_t Server::port() const {
  return impl_->port;
}

task<bool> Server::drain(std::chrono::milliseconds patience) {
  const auto impl = impl_;
  const auto deadline = Clock::now() + patience;
  impl->state->draining = true;
  impl->stopAccepting();
  impl->onEveryLane(&LaneState::drainSessions);
  const bool ended = co_await impl->waitUntilEmpty(deadline);
  if (ended) co_return true;
  impl->onEveryLane(&LaneState::cutSessions);
  co_await impl->waitUntilEmpty(Clock::now() + cut_patience);
  co_return false;
}

Metrics Server::metrics() const {
  Metrics metrics;
  for (const auto& lane : impl_->lanes) lane->addTo(metrics);
  metrics.connections_opened = impl_->state->opened;
  metrics.connections_refused = impl_->state->refused;
  metrics.connections_open = impl_->state->limits.open();
  metrics.websockets_open = impl_->state->websockets;
  return metrics;
}

}  // namespace parley::http
