#include "http/request_reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "http/errors.hpp"
#include "http/head_scanner.hpp"
#include "http/text.hpp"
#include "http/url.hpp"

namespace parley::http {
namespace {

namespace beast = boost::beast;
using Clock = std::chrono::steady_clock;

constexpr std::size_t head_read_size = 4 * 1024;
constexpr std::size_t body_read_size = 16 * 1024;
constexpr std::size_t chunk_line_limit = 8 * 1024;  // a chunk header, or the whole trailer
constexpr std::size_t kept_buffer_size = 8 * 1024;

std::string_view viewOf(const beast::flat_buffer& buffer) {
  const auto data = buffer.cdata();
  return {static_cast<const char*>(data.data()), data.size()};
}

std::string_view viewOf(boost::core::string_view text) {
  return {text.data(), text.size()};
}

/// `host` or `host:port` in visible ASCII without what would make it a URL of its own.
bool isAuthority(std::string_view host) {
  return !host.empty() && host.size() <= 300 && std::ranges::all_of(host, [](char c) {
    return c > 0x20 && c < 0x7F &&
           std::string_view("/\\@?#,;\"<>{}|^`").find(c) == std::string_view::npos;
  });
}

bool isNumber(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Error> errorOf(HeadScanner::Result result) {
  switch (result) {
    case HeadScanner::Result::malformed:
      return malformed("The head of the request is malformed.");
    case HeadScanner::Result::target_too_long:
      return Error(Status::uri_too_long, "target_too_long",
                   "The address of the request is too long.");
    case HeadScanner::Result::head_too_long:
      return Error(Status::headers_too_large, "headers_too_large",
                   "The header fields of the request are too large.");
    case HeadScanner::Result::more:
    case HeadScanner::Result::complete:
      break;
  }
  return std::nullopt;
}

Error malformedBody() {
  return malformed("The body of the request is malformed.");
}

/// Whether the rest of a chunked body may still become a chunk header or trailer: Beast would wait
/// for the end of its line for as long as the client likes, even past a bare LF.
bool isLineBegun(std::string_view rest) {
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n', end + 1)) {
    if (end == 0 || rest[end - 1] != '\r') return false;
  }
  return rest.size() <= chunk_line_limit;
}

/// The framing of the body must have one meaning only, or two servers in a row see different
/// requests.
std::optional<Error> checkFraming(const Headers& headers, bool http10) {
  const auto lengths = headers.count("Content-Length");
  const auto codings = headers.count("Transfer-Encoding");
  if (lengths + codings > 1) return malformed("The request states the length of its body twice.");
  if (lengths == 1 && !isNumber(*headers.find("Content-Length"))) {
    return malformed("The Content-Length of the request is not a number.");
  }
  if (codings == 1 &&
      (http10 || !equalsIgnoringCase(*headers.find("Transfer-Encoding"), "chunked"))) {
    return malformed("The Transfer-Encoding of the request is not supported.");
  }
  return std::nullopt;
}

}  // namespace

void RequestReader::ChunkHeaderCheck::operator()(std::uint64_t, boost::core::string_view extensions,
                                                 boost::system::error_code& error) const {
  if (!extensions.empty()) error = beast::http::error::bad_chunk_extension;
}

RequestReader::RequestReader(Stream& stream, const Options& options)
    : stream_(stream),
      options_(options),
      buffer_(options.target_limit + options.head_limit + 4 * body_read_size) {}

bool RequestReader::wantsWebSocket() const {
  return parser_ && beast::websocket::is_upgrade(parser_->get());
}

std::string_view RequestReader::method() const {
  return viewOf(parser_->get().method_string());
}

std::uint64_t RequestReader::contentLength() const {
  return parser_->content_length().value_or(0);
}

task<ReadResult> RequestReader::readHead(Request& request) {
  parser_.reset();
  body_bytes_ = 0;
  expects_continue_ = false;
  if (buffer_.size() == 0 && buffer_.capacity() > kept_buffer_size) buffer_.shrink_to_fit();

  std::size_t size = 0;
  awaits_head_ = true;
  auto received = co_await receiveHead(size);
  awaits_head_ = false;
  if (received.gone || received.error) co_return received;
  received.error = parseHead(size, request);
  co_return received;
}

task<ReadResult> RequestReader::receiveHead(std::size_t& size) {
  HeadScanner scanner(options_.target_limit, options_.head_limit);
  bool skipped_empty_line = false;
  started_ = Clock::now();
  bool idle = buffer_.size() == 0;
  stream_.expires_after(idle ? options_.idle_timeout : options_.head_timeout);
  while (true) {
    // One empty line before a request is left over from sloppy clients and allowed (RFC 9112, 2.2).
    if (!skipped_empty_line && viewOf(buffer_).starts_with("\r\n")) {
      buffer_.consume(2);
      skipped_empty_line = true;
    }
    const auto result = scanner.scan(viewOf(buffer_));
    if (result == HeadScanner::Result::complete) {
      size = scanner.size();
      co_return ReadResult{};
    }
    if (result != HeadScanner::Result::more) co_return ReadResult{false, errorOf(result)};

    const auto room = buffer_.prepare(head_read_size);
    const auto [error, count] = co_await stream_.async_read_some(room, as_tuple);
    if (error) co_return ReadResult{true, std::nullopt};
    if (idle) {
      idle = false;
      started_ = Clock::now();
      stream_.expires_after(options_.head_timeout);
    }
    buffer_.commit(count);
  }
}

std::optional<Error> RequestReader::parseHead(std::size_t size, Request& request) {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(size));
  parser_->body_limit(boost::none);  // readBody() counts, so that it can drain what is too much
  parser_->on_chunk_header(chunk_check_);

  boost::system::error_code error;
  const auto head = boost::asio::buffer(buffer_.cdata(), size);
  const auto used = parser_->put(head, error);
  if (error == beast::http::error::bad_version) {
    return protocolError(505, "version_not_supported",
                         "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  }
  if (error || used != size || !parser_->is_header_done()) {
    return malformed("The head of the request is malformed.");
  }
  buffer_.consume(size);

  const auto& message = parser_->get();
  request.target = viewOf(message.target());
  request.headers.reserve(16);
  for (const auto& field : message) {
    if (request.headers.size() == options_.max_headers) {
      return Error(Status::headers_too_large, "headers_too_large",
                   "The request has too many header fields.");
    }
    request.headers.add(std::string(viewOf(field.name_string())),
                        std::string(viewOf(field.value())));
  }
  return checkHead(request);
}

std::optional<Error> RequestReader::checkHead(const Request& request) {
  const Headers& headers = request.headers;
  if (request.target.size() > options_.target_limit) {
    return errorOf(HeadScanner::Result::target_too_long);
  }
  if (auto error = checkFraming(headers, isHttp10())) return error;

  const auto hosts = headers.count("Host");
  if (hosts > 1 || (hosts == 0 && !isHttp10()) ||
      (hosts == 1 && !isAuthority(*headers.find("Host")))) {
    return malformed("The request must name exactly one host.");
  }
  const auto expect = headers.find("Expect");
  if (expect && !equalsIgnoringCase(*expect, "100-continue")) {
    return protocolError(417, "expectation_failed", "Only 100-continue can be expected here.");
  }
  expects_continue_ = expect && !isHttp10();
  return std::nullopt;
}

Clock::time_point RequestReader::bodyDeadline(Clock::time_point begun) const {
  const auto rate = std::max<std::size_t>(options_.body_bytes_per_second, 1);
  return begun + options_.body_grace + std::chrono::milliseconds(body_bytes_ * 1000 / rate);
}

/// Hands buffered bytes to the parser, which appends them to `target`. What it leaves in the buffer
/// is the beginning of a chunk header or of the trailer.
std::optional<Error> RequestReader::parseBody(std::string& target) {
  boost::system::error_code error;
  while (buffer_.size() > 0 && !parser_->is_done()) {
    const auto kept = target.size();
    const auto room = buffer_.size();  // no more than that can come out of it
    target.resize(kept + room);
    auto& body = parser_->get().body();
    body.data = target.data() + kept;
    body.size = room;
    body.more = true;
    buffer_.consume(parser_->put(buffer_.cdata(), error));
    const auto count = room - body.size;
    target.resize(kept + count);
    body_bytes_ += count;
    if (error == beast::http::error::need_more) break;
    if (error && error != beast::http::error::need_buffer) return malformedBody();
  }
  const bool waiting = error == beast::http::error::need_more;
  if (waiting && !isLineBegun(viewOf(buffer_))) return malformedBody();
  return std::nullopt;
}

task<ReadResult> RequestReader::readBody(Request& request, std::size_t limit) {
  if (!hasBody()) co_return ReadResult{};
  parser_->eager(true);
  const auto begun = Clock::now();
  std::string spill;  // where a body beyond the limit goes to be forgotten
  bool too_large = contentLength() > limit;
  while (true) {
    auto error = parseBody(too_large ? spill : request.body);
    if (error) co_return ReadResult{false, std::move(error)};
    spill.clear();
    if (request.body.size() > limit) {
      too_large = true;
      request.body = {};
    }
    if (parser_->is_done() || (too_large && body_bytes_ >= options_.drain_limit)) break;

    stream_.expires_at(bodyDeadline(begun));
    const auto room = buffer_.prepare(body_read_size);
    const auto [failure, count] = co_await stream_.async_read_some(room, as_tuple);
    if (failure) co_return ReadResult{true, std::nullopt};
    buffer_.commit(count);
  }
  if (!too_large) co_return ReadResult{};
  co_return ReadResult{false, Error(Status::payload_too_large, "body_too_large",
                                    "The body of the request is too large.")};
}

}  // namespace parley::http
