#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "fetch/message.hpp"
#include "fetch/sse_parser.hpp"
#include "language_model/anthropic/request.hpp"
#include "language_model/anthropic/turn.hpp"

namespace {

using parley::fetch::SseEvent;
using parley::fetch::SseParser;

/// The events of the stream when it comes in pieces of `piece` bytes; what came before a limit was
/// passed.
std::vector<SseEvent> parse(std::string_view stream, std::size_t piece) {
  SseParser parser{{.max_line_bytes = 4096, .max_event_bytes = 8192}};
  std::vector<SseEvent> events;
  try {
    for (; !stream.empty(); stream.remove_prefix(std::min(piece, stream.size()))) {
      parser.feed(stream.substr(0, piece),
                  [&](SseEvent event) { events.push_back(std::move(event)); });
    }
  } catch (const parley::fetch::Failure&) {
  }
  return events;
}

/// Whatever a provider sends, the turn is refused or can be sent back as valid JSON.
void readAsTurn(const std::vector<SseEvent>& events) {
  using namespace parley::language_model;
  const DeltaSink sink = [](const Delta&) {};
  anthropic::Turn turn{sink};
  try {
    for (const auto& event : events) turn.take(event);
    if (!turn.finished()) return;
    auto completion = turn.complete();
    Request request;
    request.model = completion.raw.model = "m";
    request.messages.push_back({Role::assistant, completion.parts, completion.raw});
    boost::json::error_code error;
    boost::json::parse(anthropic::buildBody(request, anthropic::factsByFamily("m"), ""), error);
    if (error) std::abort();
  } catch (const Malformed&) {
  } catch (const StreamError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto whole = parse(stream, stream.size() + 1);
  const auto pieces = parse(stream, data[0] % 16 + std::size_t{1});
  if (whole != pieces) std::abort();
  readAsTurn(whole);
  return 0;
}
