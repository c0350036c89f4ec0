#include "http/event_stream.hpp"

namespace parley::http {
namespace {

constexpr std::chrono::seconds heartbeat{15};

void appendField(std::string& frame, std::string_view name, std::string_view value) {
  frame += name;
  frame += ": ";
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') frame += c;
  }
  frame += '\n';
}

}  // namespace

std::string format(const Event& event) {
  std::string frame;
  frame.reserve(event.data.size() + event.id.size() + event.event.size() + 32);
  if (!event.id.empty()) appendField(frame, "id", event.id);
  if (!event.event.empty()) appendField(frame, "event", event.event);
  std::string_view rest = event.data;
  while (true) {
    const auto end = rest.find_first_of("\r\n");
    appendField(frame, "data", rest.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool pair = rest.substr(end).starts_with("\r\n");
    rest.remove_prefix(end + (pair ? 2 : 1));
  }
  frame += '\n';
  return frame;
}

Response eventStream(BodyStream stream) {
  Response response;
  response.content_type = "text/event-stream; charset=utf-8";
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Accel-Buffering", "no");
  response.stream = std::move(stream);
  response.heartbeat = heartbeat;
  response.heartbeat_bytes = ":\n\n";
  return response;
}

}  // namespace parley::http
