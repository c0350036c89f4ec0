#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/connection.hpp"
#include "http/event_stream.hpp"
#include "http/router.hpp"

// Feeds arbitrary bytes to one connection, as a client would that sends them and hangs up. Whatever
// they are, the connection must end by itself without waiting for a clock, and every byte it
// answers must be HTTP.

namespace {

using namespace parley;
using namespace parley::http;

constexpr std::size_t input_limit = 64 * 1024;
constexpr int patience = 1'000;  // rounds without progress until the connection counts as stuck

[[noreturn]] void fail() {
  std::abort();
}

Response errorAnswer(const Error& error, const Request&) {
  Response response = text(error.code, static_cast<int>(error.status));
  response.content_type = "application/problem+json";
  return response;
}

task<Response> describe(Request& request) {
  std::string answer = request.path + "\n" + request.body;
  for (const auto& [name, value] : request.query) answer += name + "=" + value + "\n";
  if (const auto cookie = request.cookie("a")) answer += *cookie;
  co_return json(std::move(answer));
}

task<void> echo(std::shared_ptr<WebSocket> socket) {
  while (auto message = co_await socket->receive()) socket->send(std::move(*message));
}

task<void> stream(BodyWriter& writer) {
  for (int i = 0; i < 3; ++i) {
    const bool sent = co_await writer.write(format({std::to_string(i), "count", "x"}));
    if (!sent) co_return;
  }
}

void addRoutes(Router& router) {
  router.add(Method::get, "/", describe);
  router.add(Method::post, "/", describe);
  router.add(Method::put, "/a/{id}", describe);
  router.add(Method::get, "/s", [](Request&) -> task<Response> { co_return eventStream(stream); });
  router.websocket("/w", echo);
}

Options makeOptions() {
  Options options;
  options.error = errorAnswer;
  options.target_limit = 1024;
  options.head_limit = 2048;
  options.body_limit = 512;
  options.drain_limit = 4096;
  options.compression_threshold = 64;
  options.trusted_proxies = {*Network::parse("::/0")};
  return options;
}

/// What lives for the whole run.
struct Target {
  Loop loop{1};
  Router router;
  std::shared_ptr<ServerState> server = std::make_shared<ServerState>(makeOptions());
  std::shared_ptr<LaneState> lane;

  Target() {
    addRoutes(router);
    lane = std::make_shared<LaneState>(Lane{loop, router}, server);
  }
};

class Client {
 public:
  explicit Client(Target& target) : target_(target) {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()) != 0) fail();
    Socket socket(target.loop, Tcp::v4(), ends_[0]);
    auto place = target.server->limits.take({}, false);
    const auto connection =
        std::make_shared<Connection>(std::move(socket), Address{}, target.lane, std::move(*place));
    boost::asio::post(target.loop, [connection] { Connection::start(connection); });
  }
  ~Client() { ::close(ends_[1]); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(ends_[1], bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0 && errno != EAGAIN) return;  // refused already
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
      step();
    }
  }
  void hangUpAndWait() {
    ::shutdown(ends_[1], SHUT_WR);
    for (int idle = 0; target_.server->limits.open() > 0; ++idle) {
      if (step()) idle = 0;
      if (idle > patience) fail();
    }
    step();
  }
  const std::string& answer() const { return answer_; }

 private:
  /// True when anything moved.
  bool step() {
    target_.loop.restart();
    bool moved = target_.loop.poll() > 0;
    std::array<char, 16 * 1024> chunk;
    for (;;) {
      const auto count = ::recv(ends_[1], chunk.data(), chunk.size(), 0);
      if (count <= 0) return moved;
      moved = true;
      answer_.append(chunk.data(), static_cast<std::size_t>(count));
    }
  }

  Target& target_;
  std::array<int, 2> ends_{};
  std::string answer_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Target target;
  if (size < 1 || size > input_limit) return 0;
  const std::size_t piece = data[0] == 0 ? size : data[0];  // how the bytes arrive
  std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  Client client(target);
  while (!input.empty()) {
    client.send(input.substr(0, piece));
    input.remove_prefix(std::min(piece, input.size()));
  }
  client.hangUpAndWait();
  if (!client.answer().empty() && !client.answer().starts_with("HTTP/1.1 ")) fail();
  return 0;
}
