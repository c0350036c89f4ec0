#include "fetch/sse_parser.hpp"

#include <charconv>
#include <utility>

#include "fetch/message.hpp"

namespace parley::fetch {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

void SseParser::feed(std::string_view bytes, const Sink& sink) {
  bytes = skipByteOrderMark(bytes);
  while (!bytes.empty()) {
    if (after_carriage_return_ && bytes.front() == '\n') bytes.remove_prefix(1);
    after_carriage_return_ = false;
    const auto end = bytes.find_first_of("\r\n");
    if (end == std::string_view::npos) {
      append(line_, bytes, options_.max_line_bytes);
      return;
    }
    after_carriage_return_ = bytes[end] == '\r';
    append(line_, bytes.substr(0, end), options_.max_line_bytes);
    bytes.remove_prefix(end + 1);
    takeLine(std::exchange(line_, {}), sink);
  }
}

std::string_view SseParser::skipByteOrderMark(std::string_view bytes) {
  while (byte_order_mark_seen_ < byte_order_mark.size() && !bytes.empty()) {
    if (bytes.front() != byte_order_mark[byte_order_mark_seen_]) {
      line_.append(byte_order_mark.substr(0, byte_order_mark_seen_));
      byte_order_mark_seen_ = byte_order_mark.size();
      return bytes;
    }
    ++byte_order_mark_seen_;
    bytes.remove_prefix(1);
  }
  return bytes;
}

void SseParser::takeLine(std::string_view line, const Sink& sink) {
  if (line.empty()) {
    dispatch(sink);
    return;
  }
  const auto colon = line.find(':');
  if (colon == 0) return;  // a comment
  const auto name = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  takeField(name, value);
}

void SseParser::takeField(std::string_view name, std::string_view value) {
  if (name == "data") {
    if (has_data_) append(data_, "\n", options_.max_event_bytes);
    append(data_, value, options_.max_event_bytes);
    has_data_ = true;
  } else if (name == "event") {
    type_ = value;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) id_ = value;
  } else if (name == "retry") {
    long milliseconds = 0;
    const auto* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, milliseconds);
    if (error == std::errc{} && stop == end && milliseconds >= 0) retry_ = milliseconds;
  }
}

void SseParser::dispatch(const Sink& sink) {
  const bool complete = std::exchange(has_data_, false);
  SseEvent event{std::exchange(type_, {}), std::exchange(data_, {}), id_};
  if (!complete) return;
  if (event.type.empty()) event.type = "message";
  sink(std::move(event));
}

void SseParser::append(std::string& target, std::string_view bytes, std::size_t limit) const {
  if (bytes.size() > limit - target.size()) {
    throw Failure{FailureKind::too_large, "An event of the stream is larger than allowed."};
  }
  target.append(bytes);
}

}  // namespace parley::fetch
