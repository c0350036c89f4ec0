#pragma once

#include <curl/curl.h>

#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "fetch/client.hpp"

namespace parley::fetch {

using Moment = std::chrono::steady_clock::time_point;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;

Failure shuttingDown();

/// One exchange: the request, what has arrived of the answer, and its libcurl handle.
class Transfer {
 public:
  /// Has failed already when the request cannot be sent as it is.
  Transfer(Loop& loop, Request request, const Client::Options& options, bool guarded);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  enum class State { waiting, running, done };

  CURL* handle() const { return easy_; }
  /// The times that the request's limits speak of begin.
  void startClock();
  /// libcurl takes over.
  void begin();
  /// The moment at which the awaiting side gives up, given what has arrived so far.
  Moment deadline() const;
  /// Gives up; called at the deadline.
  Failure late() const;
  /// libcurl is through with it.
  void complete(CURLcode code);
  void fail(Failure failure);
  /// Wakes whoever awaits; never runs it inside this call.
  void wake();
  /// Takes what has arrived and lets libcurl go on if it was paused.
  std::string take();

  Engine* engine = nullptr;  ///< null once the engine is gone or has let go of it
  State state = State::waiting;
  Head head;
  bool head_complete = false;
  std::optional<Failure> failure;
  Timer signal;

  bool hasBytes() const { return !buffer_.empty(); }

 private:
  void prepare();
  void addHeaders();
  void setMethod();
  std::size_t onHeader(std::string_view line);
  std::size_t onBody(std::string_view bytes);
  Failure classify(CURLcode code) const;

  static std::size_t headerCallback(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t bodyCallback(char* bytes, std::size_t size, std::size_t count, void* self);
  static curl_socket_t openSocket(void* self, curlsocktype purpose, curl_sockaddr* address);

  Request request_;
  const Client::Options& options_;
  bool guarded_;
  CURL* easy_ = nullptr;
  curl_slist* header_list_ = nullptr;
  char error_[CURL_ERROR_SIZE] = {};
  Moment started_;
  Moment last_byte_;
  std::string buffer_;
  std::uint64_t received_ = 0;
  std::size_t header_bytes_ = 0;
  bool paused_ = false;
  bool refused_ = false;    ///< the guard turned an address down
  bool too_large_ = false;  ///< a callback of ours stopped the transfer
};

}  // namespace parley::fetch
