#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests to other servers and what may become of them.
namespace parley::fetch {

/// Header fields in the order sent or received; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value);
  /// The first value of that name; empty when there is none.
  std::string_view get(std::string_view name) const;
  bool contains(std::string_view name) const;
  void clear() { fields_.clear(); }

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// Where a request may go.
enum class Network {
  public_only,  ///< the URL comes from a user: https to public addresses, on the allowed ports
  anywhere      ///< the URL comes from the operator of this installation
};

/// Zero switches a limit off, except where said otherwise.
struct Limits {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds total{60'000};  ///< from start to the last byte; zero for long streams
  std::chrono::milliseconds silence{30'000};  ///< longest wait for the next byte
  std::uint64_t body_bytes = 8 << 20;         ///< larger answers fail; never off
  std::uint32_t slow_bytes_per_second = 0;    ///< slower than this ...
  std::chrono::seconds slow_for{30};          ///< ... for so long fails as silence
};

struct Request {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  Network network = Network::public_only;
  Limits limits;
};

/// The beginning of an answer.
struct Head {
  int status = 0;
  Headers headers;
};

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
};

enum class FailureKind {
  invalid_request,  ///< not a URL we would call, or a header that cannot be sent
  refused_address,  ///< the name leads into a private network
  dns,
  connect,
  tls,
  timeout,    ///< connecting or the whole exchange took too long
  silence,    ///< connected, but nothing more came
  cut,        ///< the connection ended in the middle, or what came is not HTTP
  too_large,  ///< more than the limit allows
  busy,       ///< too many exchanges of our own are running
  cancelled
};

/// Thrown by the operations of Client and Stream. `detail` names neither headers nor body.
class Failure : public std::exception {
 public:
  Failure(FailureKind kind, std::string detail) : kind{kind}, detail{std::move(detail)} {}
  const char* what() const noexcept override { return detail.c_str(); }

  FailureKind kind;
  std::string detail;
};

}  // namespace parley::fetch
