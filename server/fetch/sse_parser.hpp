#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley::fetch {

/// One event of a text/event-stream body.
struct SseEvent {
  std::string type;  ///< "message" when the stream names none
  std::string data;  ///< its data lines, joined by line feeds
  std::string id;    ///< the last id seen so far in the stream

  bool operator==(const SseEvent&) const = default;
};

/// Reads a text/event-stream (WHATWG HTML, "Server-sent events") in pieces of any size. An event
/// whose closing empty line never came is dropped, as the standard wants.
class SseParser {
 public:
  struct Options {
    std::size_t max_line_bytes = 4 << 20;
    std::size_t max_event_bytes = 8 << 20;
  };
  using Sink = std::function<void(SseEvent)>;

  SseParser() : SseParser{Options{}} {}
  explicit SseParser(Options options) : options_{options} {}

  /// Calls `sink` for every event that `bytes` completes. Throws Failure{too_large} beyond a limit;
  /// the parser is then of no further use.
  void feed(std::string_view bytes, const Sink& sink);

  /// Milliseconds the server asked to wait before a reconnect.
  std::optional<long> retry() const { return retry_; }

 private:
  std::string_view skipByteOrderMark(std::string_view bytes);
  void takeLine(std::string_view line, const Sink& sink);
  void takeField(std::string_view name, std::string_view value);
  void dispatch(const Sink& sink);
  void append(std::string& target, std::string_view bytes, std::size_t limit) const;

  Options options_;
  std::size_t byte_order_mark_seen_ =
      0;  ///< bytes of it matched so far; 3 or more when past the start
  bool after_carriage_return_ = false;
  std::string line_;  ///< the part of a line that came in earlier pieces
  std::string type_;
  std::string data_;
  bool has_data_ = false;
  std::string id_;
  std::optional<long> retry_;
};

}  // namespace parley::fetch
