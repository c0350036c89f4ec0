#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace parley::testing {

/// An answer as it came. Header names are in lower case; of equal ones the last is kept.
struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

/// A blocking client over one plain socket that sends exactly the bytes it is given: for tests of
/// what well-behaved clients never do. Every read gives up after ten seconds (std::runtime_error).
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port, const std::string& address = "127.0.0.1") {
    const bool v6 = address.find(':') != std::string::npos;
    socket_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (!(v6 ? connectV6(port, address) : connectV4(port, address))) {
      ::close(socket_);
      throw std::runtime_error("cannot connect");
    }
  }
  ~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
  }
  HttpClient(HttpClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void finishSending() { ::shutdown(socket_, SHUT_WR); }
  int socket() const { return socket_; }

  /// The next answer; `head_only` for the answer to HEAD. nullopt when the connection ends before
  /// it.
  std::optional<HttpAnswer> receive(bool head_only = false) {
    auto answer = receiveHead();
    if (!answer || head_only || answer->status == 204 || answer->status == 304 ||
        answer->status < 200) {
      return answer;
    }
    if (answer->header("transfer-encoding") == "chunked") {
      while (auto chunk = receiveChunk()) {
        if (chunk->empty()) return answer;
        answer->body += *chunk;
      }
      return std::nullopt;
    }
    const auto length = answer->header("content-length");
    if (length.empty()) {
      answer->body = receiveRest();
      return answer;
    }
    const auto body = take(std::stoul(length));
    if (!body) return std::nullopt;
    answer->body = *body;
    return answer;
  }

  std::optional<HttpAnswer> receiveHead() {
    const auto end = find("\r\n\r\n");
    if (!end) return std::nullopt;
    HttpAnswer answer;
    std::string head = *take(*end + 4);
    answer.status = std::stoi(head.substr(9, 3));
    auto line = head.find("\r\n") + 2;
    while (line + 2 < head.size()) {
      const auto next = head.find("\r\n", line);
      const auto colon = head.find(": ", line);
      std::string name = head.substr(line, colon - line);
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      answer.headers[name] = head.substr(colon + 2, next - colon - 2);
      line = next + 2;
    }
    return answer;
  }

  /// One chunk's data, empty for the last; nullopt when the connection ends before it.
  std::optional<std::string> receiveChunk() {
    const auto end = find("\r\n");
    if (!end) return std::nullopt;
    const auto size = std::stoul(*take(*end + 2), nullptr, 16);
    auto data = take(size + 2);
    if (!data) return std::nullopt;
    data->resize(size);
    return data;
  }

  /// Everything up to the end of the connection.
  std::string receiveRest() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
  }
  /// True when the server ends the connection without sending more.
  bool isClosedByServer() { return receiveRest().empty(); }

  HttpAnswer exchange(std::string_view request, bool head_only = false) {
    send(request);
    auto answer = receive(head_only);
    if (!answer) throw std::runtime_error("the connection ended without an answer");
    return *answer;
  }
  HttpAnswer get(const std::string& target, const std::string& headers = "") {
    return exchange("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n");
  }
  HttpAnswer post(const std::string& target, const std::string& body,
                  const std::string& headers = "") {
    return exchange("POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
  }

  /// Exactly `count` bytes; nullopt when the connection ends before.
  std::optional<std::string> take(std::size_t count) {
    while (buffer_.size() < count) {
      if (!fill()) return std::nullopt;
    }
    std::string bytes = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return bytes;
  }

 private:
  bool connectV4(std::uint16_t port, const std::string& address) {
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(port);
    inet_pton(AF_INET, address.c_str(), &target.sin_addr);
    return ::connect(socket_, reinterpret_cast<sockaddr*>(&target), sizeof target) == 0;
  }
  bool connectV6(std::uint16_t port, const std::string& address) {
    sockaddr_in6 target{};
    target.sin6_family = AF_INET6;
    target.sin6_port = htons(port);
    inet_pton(AF_INET6, address.c_str(), &target.sin6_addr);
    return ::connect(socket_, reinterpret_cast<sockaddr*>(&target), sizeof target) == 0;
  }
  std::optional<std::size_t> find(std::string_view text) {
    while (true) {
      const auto at = buffer_.find(text);
      if (at != std::string::npos) return at;
      if (!fill()) return std::nullopt;
    }
  }
  bool fill() {
    std::array<char, 16 * 1024> chunk;
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      throw std::runtime_error("the server neither answers nor closes");
    }
    if (count <= 0) return false;
    buffer_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
  }

  int socket_ = -1;
  std::string buffer_;
};

/// A WebSocket client on HttpClient: whole, masked frames.
class WebSocketClient {
 public:
  struct Frame {
    int opcode = 0;
    std::string payload;
    /// Of a close frame; 1005 when it names none.
    int closeCode() const {
      if (payload.size() < 2) return 1005;
      return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    }
  };
  static constexpr int text = 1;
  static constexpr int binary = 2;
  static constexpr int closing = 8;
  static constexpr int ping = 9;
  static constexpr int pong = 10;

  WebSocketClient(std::uint16_t port, const std::string& target, const std::string& headers = "")
      : client_(port) {
    client_.send("GET " + target +
                 " HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                 headers + "\r\n");
    auto answer = client_.receive();
    if (!answer) throw std::runtime_error("the connection ended without an answer");
    handshake = std::move(*answer);
  }

  bool send(std::string_view payload, int opcode = text) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    if (payload.size() < 126) {
      frame += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
      frame += static_cast<char>(0x80 | 126);
      frame += static_cast<char>(payload.size() >> 8);
      frame += static_cast<char>(payload.size() & 255);
    } else {
      frame += static_cast<char>(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame += static_cast<char>(payload.size() >> shift & 255);
      }
    }
    constexpr std::string_view mask = "mask";
    frame += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) {
      frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    }
    return client_.send(frame);
  }
  void close(std::uint16_t code) {
    send(std::string{static_cast<char>(code >> 8), static_cast<char>(code & 255)}, closing);
  }
  /// nullopt when the connection has ended.
  std::optional<Frame> receive() {
    const auto head = client_.take(2);
    if (!head) return std::nullopt;
    std::size_t size = static_cast<unsigned char>((*head)[1]) & 127;
    if (size >= 126) {
      const auto longer = client_.take(size == 126 ? 2 : 8);
      if (!longer) return std::nullopt;
      size = 0;
      for (const char byte : *longer) size = size << 8 | static_cast<unsigned char>(byte);
    }
    const auto payload = client_.take(size);
    if (!payload) return std::nullopt;
    return Frame{static_cast<unsigned char>((*head)[0]) & 15, *payload};
  }
  HttpClient& connection() { return client_; }

  HttpAnswer handshake;

 private:
  HttpClient client_;
};

}  // namespace parley::testing
