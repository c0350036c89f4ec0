#include "http/websocket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "http/test_server.hpp"

namespace parley::http {
namespace {

using namespace std::chrono_literals;
using Client = testing::WebSocketClient;

task<void> echo(std::shared_ptr<WebSocket> socket) {
  while (auto message = co_await socket->receive()) socket->send(std::move(*message));
}

class WebSockets : public ::testing::Test {
 protected:
  WebSocketOptions socket_options_;
  WebSocketHandler handler_ = echo;
  Options options_;
  std::optional<TestServer> server_;

  TestServer& start() {
    server_.emplace(
        [this](Router& router, std::size_t) {
          router.websocket("/ws/{room}", handler_, socket_options_);
        },
        options_);
    return *server_;
  }
  Client connect(const std::string& headers = "") {
    if (!server_) start();
    return Client(server_->port(), "/ws/1", headers);
  }
};

TEST_F(WebSockets, CarryTextBothWays) {
  options_.headers = {{"X-Content-Type-Options", "nosniff"}};
  auto client = connect();
  EXPECT_EQ(client.handshake.status, 101);
  EXPECT_EQ(client.handshake.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(client.handshake.header("x-content-type-options"), "nosniff");
  EXPECT_NE(client.handshake.header("x-request-id"), "");
  for (const std::size_t size : {1, 125, 126, 5'000, 64 * 1024}) {
    const std::string message(size, 'm');
    client.send(message);
    EXPECT_EQ(client.receive()->payload, message);
  }
  client.close(1000);
  EXPECT_EQ(client.receive()->closeCode(), 1000);
  EXPECT_EQ(client.receive(), std::nullopt);
}

TEST_F(WebSockets, KnowTheRequestThatOpenedThem) {
  handler_ = [](std::shared_ptr<WebSocket> socket) -> task<void> {
    const Request& request = socket->request();
    socket->send(request.parameter("room") + " " + request.client_address);
    co_return;
  };
  auto client = connect();
  EXPECT_EQ(client.receive()->payload, "1 127.0.0.1");
  EXPECT_EQ(client.receive()->closeCode(), 1000);
}

TEST_F(WebSockets, AreForPagesOfTheSameHost) {
  EXPECT_EQ(connect("Origin: http://test\r\n").handshake.status, 101);
  EXPECT_EQ(connect("Origin: https://TEST:443\r\n").handshake.status, 101);
  EXPECT_EQ(connect("Origin: http://evil.example\r\n").handshake.status, 403);
  EXPECT_EQ(connect("Origin: null\r\n").handshake.status, 403);
  EXPECT_EQ(connect("Origin: http://test.evil.example\r\n").handshake.status, 403);
}

TEST_F(WebSockets, AreForListedOriginsToo) {
  socket_options_.allowed_origins = {"https://app.example"};
  EXPECT_EQ(connect("Origin: https://app.example\r\n").handshake.status, 101);
  EXPECT_EQ(connect("Origin: http://app.example\r\n").handshake.status, 403);
}

TEST_F(WebSockets, ChooseTheFirstOfOurProtocolsThatIsOffered) {
  socket_options_.subprotocols = {"parley.2", "parley.1"};
  const auto client = connect("Sec-WebSocket-Protocol: other, parley.1, parley.2\r\n");
  EXPECT_EQ(client.handshake.header("sec-websocket-protocol"), "parley.2");
}

TEST_F(WebSockets, CanBeRefusedBeforeTheUpgrade) {
  socket_options_.admit = [](const Request& request) {
    if (!request.cookie("session")) throw Error(Status::unauthenticated, "no_session", "Sign in.");
  };
  EXPECT_EQ(connect().handshake.status, 401);
  EXPECT_EQ(connect("Cookie: session=1\r\n").handshake.status, 101);
}

TEST_F(WebSockets, NeedAProperHandshake) {
  auto& server = start();
  const auto plain = server.connect().get("/ws/1");
  EXPECT_EQ(plain.status, 426);
  EXPECT_EQ(plain.header("upgrade"), "websocket");
  const std::string upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  EXPECT_EQ(server.connect().get("/ws/1", upgrade + "Sec-WebSocket-Version: 8\r\n").status, 426);
  EXPECT_EQ(server.connect()
                .get("/ws/1", upgrade + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n")
                .status,
            400);
  EXPECT_EQ(server.connect().post("/ws/1", "").status, 405);
}

TEST_F(WebSockets, BeyondTheLimitAreRefused) {
  options_.max_websockets = 1;
  auto first = connect();
  EXPECT_EQ(first.handshake.status, 101);
  EXPECT_EQ(connect().handshake.status, 503);
  EXPECT_EQ(server_->server().metrics().websockets_open, 1U);
}

TEST_F(WebSockets, CloseOnMessagesThatAreTooLong) {
  socket_options_.message_limit = 100;
  auto client = connect();
  client.send(std::string(101, 'm'));
  EXPECT_EQ(client.receive()->closeCode(), 1009);
}

TEST_F(WebSockets, CloseOnBinaryMessages) {
  auto client = connect();
  client.send("abc", Client::binary);
  EXPECT_EQ(client.receive()->closeCode(), 1003);
}

TEST_F(WebSockets, CloseOnTextThatIsNoUtf8) {
  auto client = connect();
  client.send("\xC0\xAF");
  EXPECT_EQ(client.receive()->closeCode(), 1007);
}

TEST_F(WebSockets, CloseOnTooManyMessages) {
  socket_options_.messages_per_second = 0.001;
  socket_options_.message_burst = 3;
  handler_ = [](std::shared_ptr<WebSocket> socket) -> task<void> {
    while (co_await socket->receive()) {
    }
  };
  auto client = connect();
  for (int i = 0; i < 4; ++i) client.send("m");
  EXPECT_EQ(client.receive()->closeCode(), 1008);
}

TEST_F(WebSockets, CloseWith1011WhenTheHandlerFails) {
  handler_ = [](std::shared_ptr<WebSocket> socket) -> task<void> {
    co_await socket->receive();
    throw std::runtime_error("secret cause");
  };
  auto client = connect();
  client.send("m");
  const auto frame = client.receive();
  EXPECT_EQ(frame->closeCode(), 1011);
  EXPECT_EQ(frame->payload.size(), 2U);
  client.close(1011);
  EXPECT_TRUE(client.connection().isClosedByServer());
  EXPECT_THAT(server_->failures(), ::testing::Contains("secret cause"));
}

TEST_F(WebSockets, CloseClientsThatReadTooSlowly) {
  std::promise<int> refused_after;
  socket_options_.outbox_messages = 10;
  socket_options_.close_timeout = 1s;
  handler_ = [&refused_after](std::shared_ptr<WebSocket> socket) -> task<void> {
    const auto message = std::make_shared<const std::string>(8 * 1024 * 1024, 'x');
    int sent = 0;
    while (socket->send(message)) ++sent;
    refused_after.set_value(sent);
    EXPECT_FALSE(socket->isOpen());
    while (co_await socket->receive()) {
    }
  };
  auto client = connect();
  EXPECT_EQ(refused_after.get_future().get(), 1);
  EXPECT_TRUE(server_->drain(10s));
}

TEST_F(WebSockets, TellASlowClientToTryAgainLater) {
  socket_options_.outbox_messages = 2;
  handler_ = [](std::shared_ptr<WebSocket> socket) -> task<void> {
    while (socket->send("m")) {
    }
    while (co_await socket->receive()) {
    }
  };
  auto client = connect();
  auto frame = client.receive();
  while (frame && frame->opcode == Client::text) frame = client.receive();
  EXPECT_EQ(frame->closeCode(), 1013);
}

TEST_F(WebSockets, CanBeWrittenToFromAnyThreadInOrder) {
  std::promise<std::shared_ptr<WebSocket>> opened;
  handler_ = [&opened](std::shared_ptr<WebSocket> socket) -> task<void> {
    opened.set_value(socket);
    while (co_await socket->receive()) {
    }
  };
  socket_options_.outbox_messages = 1'000;
  auto client = connect();
  const auto socket = opened.get_future().get();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&socket, t] {
      for (int i = 0; i < 100; ++i) socket->send(std::to_string(t) + " " + std::to_string(i));
    });
  }
  std::array<int, 4> next{};
  for (int i = 0; i < 400; ++i) {
    const auto payload = client.receive()->payload;
    auto& expected = next.at(static_cast<std::size_t>(payload[0] - '0'));
    EXPECT_EQ(payload.substr(2), std::to_string(expected++));
  }
  for (auto& thread : threads) thread.join();
  socket->close(4401, "signed out");
  const auto frame = client.receive();
  EXPECT_EQ(frame->closeCode(), 4401);
  EXPECT_EQ(frame->payload.substr(2), "signed out");
  client.close(4401);
  EXPECT_TRUE(client.connection().isClosedByServer());
  EXPECT_FALSE(socket->send("late"));
}

TEST_F(WebSockets, PingSilentClientsAndDropThoseThatDoNotAnswer) {
  socket_options_.idle_timeout = 1s;
  auto client = connect();
  EXPECT_EQ(client.receive()->opcode, Client::ping);
  EXPECT_EQ(client.receive(), std::nullopt);
}

TEST_F(WebSockets, AnswerPings) {
  auto client = connect();
  client.send("are you there", Client::ping);
  const auto frame = client.receive();
  EXPECT_EQ(frame->opcode, Client::pong);
  EXPECT_EQ(frame->payload, "are you there");
}

TEST_F(WebSockets, AreClosedWith1012WhenTheServerDrains) {
  start();
  std::future<bool> drained;
  {
    auto client = connect();
    drained = server_->startDraining(5s);
    EXPECT_EQ(client.receive()->closeCode(), 1012);
    client.close(1012);
    EXPECT_TRUE(client.connection().isClosedByServer());
  }
  EXPECT_TRUE(drained.get());
}

TEST_F(WebSockets, WhoseClientIgnoresTheCloseAreCut) {
  socket_options_.close_timeout = 1s;
  auto client = connect();
  auto drained = server_->startDraining(10s);
  EXPECT_EQ(client.receive()->closeCode(), 1012);
  EXPECT_EQ(client.receive(), std::nullopt);
  EXPECT_TRUE(drained.get());
}

TEST_F(WebSockets, EndWhenTheClientVanishes) {
  std::promise<void> ended;
  handler_ = [&ended](std::shared_ptr<WebSocket> socket) -> task<void> {
    while (co_await socket->receive()) {
    }
    EXPECT_FALSE(socket->send("too late"));
    ended.set_value();
  };
  {
    auto client = connect();
    client.send("m");
  }
  EXPECT_EQ(ended.get_future().wait_for(10s), std::future_status::ready);
}

}  // namespace
}  // namespace parley::http
