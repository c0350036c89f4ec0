#pragma once

// Private to server/http.

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

#include "foundation/error.hpp"
#include "http/message.hpp"
#include "http/server.hpp"
#include "http/stream.hpp"

namespace parley::http {

/// What became of reading: fine (neither), the peer is gone or too slow, or it sent something to
/// refuse.
struct ReadResult {
  bool gone = false;
  std::optional<Error> error;
};

/// Reads one request after the other from a stream, within the limits and deadlines of the options.
class RequestReader {
 public:
  RequestReader(Stream& stream, const Options& options);

  /// Fills method, target, path, query and headers.
  task<ReadResult> readHead(Request& request);
  /// Fills the body. Beyond `limit` it is thrown away up to the drain limit and 413 comes back.
  task<ReadResult> readBody(Request& request, std::size_t limit);

  /// Facts of the head just read.
  bool keepsAlive() const { return parser_ && parser_->keep_alive(); }
  bool isHttp10() const { return parser_ && parser_->get().version() == 10; }
  bool hasBody() const { return parser_ && !parser_->is_done(); }
  bool expectsContinue() const { return expects_continue_; }
  bool wantsWebSocket() const;
  std::string_view method() const;
  std::uint64_t contentLength() const;
  /// Bytes after the request: the next one, sent without waiting.
  bool hasBufferedBytes() const { return buffer_.size() > 0; }

  /// True between requests, until the head of the next one is complete.
  bool awaitsHead() const { return awaits_head_; }
  std::chrono::steady_clock::time_point startedAt() const { return started_; }
  std::uint64_t bodyBytes() const { return body_bytes_; }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  struct ChunkHeaderCheck {
    void operator()(std::uint64_t size, boost::core::string_view extensions,
                    boost::system::error_code& error) const;
  };

  task<ReadResult> receiveHead(std::size_t& size);
  std::optional<Error> parseHead(std::size_t size, Request& request);
  std::optional<Error> checkHead(const Request& request);
  std::optional<Error> parseBody(std::string& target);
  std::chrono::steady_clock::time_point bodyDeadline(
      std::chrono::steady_clock::time_point begun) const;

  Stream& stream_;
  const Options& options_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  ChunkHeaderCheck chunk_check_;
  std::chrono::steady_clock::time_point started_{};
  std::uint64_t body_bytes_ = 0;
  bool awaits_head_ = false;
  bool expects_continue_ = false;
};

}  // namespace parley::http
