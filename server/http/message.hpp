#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/task.hpp"

namespace parley::http {

enum class Method { get, head, post, put, patch, delete_, options };

/// `GET`, `DELETE`, ...
std::string_view toString(Method method);
/// Case-sensitive, as HTTP wants; nullopt for a method that Parley does not know.
std::optional<Method> parseMethod(std::string_view text);

/// Header fields in their order. Names compare without case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  /// Replaces every field of that name.
  void set(std::string_view name, std::string value);
  /// The first field of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name).has_value(); }
  std::size_t count(std::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }
  void reserve(std::size_t count) { fields_.reserve(count); }

 private:
  std::vector<Field> fields_;
};

/// One request as a handler sees it: complete (the body is read), decoded and within the limits.
struct Request {
  Method method = Method::get;
  std::string target;                 ///< as sent: path and query
  std::string path;                   ///< percent-decoded, for display and files
  std::vector<std::string> segments;  ///< percent-decoded one by one: `%2F` stays inside
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
  Headers headers;
  std::string body;
  std::vector<std::pair<std::string, std::string>> path_parameters;
  std::string route;           ///< template that matched, `/api/contacts/{id}`; empty without one
  std::string client_address;  ///< the peer, or what a trusted proxy says about it
  std::string host;            ///< authority the client used, `crm.example.org:8080`
  std::string request_id;      ///< UUIDv7, ours; goes into the log and `X-Request-Id`
  bool secure = false;         ///< https between client and proxy
  std::chrono::steady_clock::time_point deadline{};  ///< when the caller gets 503 instead

  std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }
  std::optional<std::string_view> cookie(std::string_view name) const;
  /// The first query parameter of that name.
  std::optional<std::string_view> queryParameter(std::string_view name) const;
  /// The `{name}` of the route. A name the template lacks is a programming error
  /// (std::logic_error).
  const std::string& parameter(std::string_view name) const;
  /// `https://host` or `http://host`: what a page of this server sends as `Origin`.
  std::string origin() const;
};

/// The open end of a streamed answer. Lives on the connection's loop; used by one coroutine.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  /// Waits until the bytes were handed to the network. False: the client has gone or the server
  /// drains, so end the stream.
  virtual task<bool> write(std::string bytes) = 0;
  virtual bool gone() const = 0;
  /// Called once on the loop when the client goes while the stream waits for something else; at
  /// once if it has gone already. Must not throw, and must wake the stream, not run it.
  virtual void onGone(std::function<void()> wake) = 0;
};

/// Produces a streamed body. The function object lives until its coroutine has ended, so captures
/// are safe.
using BodyStream = std::function<task<void>(BodyWriter&)>;

struct Response {
  int status = 200;
  Headers headers;
  std::string content_type;
  std::string body;

  BodyStream stream;  ///< if set, `body` is unused and the answer goes out in chunks
  std::chrono::seconds
      heartbeat{};  ///< streams: silence after which `heartbeat_bytes` are sent; 0 = never
  std::string heartbeat_bytes;

  bool compressible = true;  ///< false keeps secrets out of compression next to a caller's text
};

/// Body of `application/json; charset=utf-8`.
Response json(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response noContent();

using Handler = std::function<task<Response>(Request&)>;

/// True if an `If-None-Match` / `If-Match` list names the entity tag (quotes included), by strong
/// or weak comparison, or is `*`.
bool matchesEntityTag(std::string_view list, std::string_view entity_tag);

}  // namespace parley::http
