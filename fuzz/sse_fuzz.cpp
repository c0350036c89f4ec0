#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "fetch/message.hpp"
#include "fetch/sse_parser.hpp"
#include "language_model/anthropic/protocol.hpp"
#include "language_model/gemini/protocol.hpp"
#include "language_model/openai_chat/protocol.hpp"
#include "language_model/openai_responses/protocol.hpp"

namespace {

using parley::fetch::SseEvent;
using parley::fetch::SseParser;
using namespace parley::language_model;

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
void readAsTurn(const Protocol& protocol, const std::vector<SseEvent>& events) {
  const DeltaSink sink = [](const Delta&) {};
  Request request;
  const auto reader = protocol.reader(request, sink);
  try {
    for (const auto& event : events) reader->take(event);
    if (!reader->finished() && !reader->mayEnd()) return;
    auto completion = reader->complete();
    completion.raw.model = "m";
    request.messages.push_back({Role::assistant, completion.parts, completion.raw});
    boost::json::error_code error;
    boost::json::parse(protocol.body(request, protocol.factsByFamily("m"), ""), error);
    if (error) std::abort();
  } catch (const Malformed&) {
  } catch (const StreamError& error) {
    protocol.readError({200, {}}, error.body);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto whole = parse(stream, stream.size() + 1);
  const auto pieces = parse(stream, data[0] % 16 + std::size_t{1});
  if (whole != pieces) std::abort();
  static const std::unique_ptr<const Protocol> protocols[] = {
      anthropic::protocol(), openai_responses::protocol(), gemini::protocol(),
      openai_chat::protocol("http://localhost/v1")};
  for (const auto& protocol : protocols) readAsTurn(*protocol, whole);
  return 0;
}
