#pragma once

// Private to server/http: one streamed answer while it runs.

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "http/server.hpp"
#include "http/stream.hpp"

namespace parley::http {

/// Runs a handler's stream function as a coroutine of its own and does all writing itself, so that
/// heartbeats and chunks never overlap. While it runs, it watches whether the client hangs up.
class StreamedBody final : public BodyWriter, public std::enable_shared_from_this<StreamedBody> {
 public:
  StreamedBody(Stream& stream, const Options& options, bool chunked);

  /// Returns once the stream function has ended. True: the answer is complete and the connection
  /// usable. `response` belongs to the caller.
  task<bool> run(const Response& response);
  /// Makes the writer tell the stream function to end; what was written stays valid.
  void end();

  std::uint64_t bytes() const { return bytes_; }
  /// What the stream function threw.
  std::exception_ptr failure() const { return failure_; }

  task<bool> write(std::string bytes) override;
  bool gone() const override { return ending_; }
  void onGone(std::function<void()> wake) override;

 private:
  void watchClient();
  void clientSaidSomething();
  void lose();
  task<void> serve(std::chrono::seconds heartbeat, std::string_view heartbeat_bytes);
  task<void> send(std::string bytes);

  Stream& stream_;
  const Options& options_;
  const bool chunked_;
  Timer wake_;      // run() waits on it for a chunk or the end
  Timer accepted_;  // write() waits on it for its chunk to be sent
  std::optional<std::string> pending_;
  std::vector<std::function<void()>> on_gone_;
  std::exception_ptr failure_;
  std::uint64_t bytes_ = 0;
  bool done_ = false;      // the stream function has returned
  bool ending_ = false;    // it has been told to
  bool lost_ = false;      // nothing can be written any more
  bool watching_ = false;  // a wait on the socket is pending
};

}  // namespace parley::http
