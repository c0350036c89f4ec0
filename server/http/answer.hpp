#pragma once

// Private to server/http: how an answer becomes bytes.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "http/server.hpp"
#include "http/stream.hpp"

namespace parley::http {

/// What the connection adds to a handler's answer.
struct AnswerFacts {
  std::string_view request_id;
  bool keep_alive = true;
  bool head_only = false;  ///< HEAD: the header fields of the answer without its body
  bool http10 = false;
};

/// False when a header field holds what would let a value break out of its line.
bool isWellFormed(const Response& response);

/// Compresses the body if the client takes it, the type gains by it and it is large enough; sets
/// `Vary`.
void compressAnswer(const Request& request, Response& response, std::size_t threshold);

/// Status line and header fields up to the empty line.
std::string formatHead(const Response& response, const AnswerFacts& facts, const Options& options);

/// Whether the status allows a body at all.
bool mayHaveBody(int status);

/// Writes `head` and `body`, giving the peer `timeout` for each 64 KiB. False: it is gone or too
/// slow.
task<bool> writeAll(Stream& stream, std::string_view head, std::string_view body,
                    std::chrono::milliseconds timeout);

}  // namespace parley::http
