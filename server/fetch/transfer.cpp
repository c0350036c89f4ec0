#include "fetch/transfer.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>

#include "fetch/address_guard.hpp"

namespace parley::fetch {
namespace {

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  if (const auto code = curl_easy_setopt(easy, option, value); code != CURLE_OK) {
    throw Failure{FailureKind::invalid_request, curl_easy_strerror(code)};
  }
}

bool isClean(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool isToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

int statusOf(std::string_view status_line) {
  const auto blank = status_line.find(' ');
  int status = 0;
  if (blank == std::string_view::npos) return status;
  std::from_chars(status_line.data() + blank + 1, status_line.data() + status_line.size(), status);
  return status;
}

}  // namespace

Failure shuttingDown() {
  return {FailureKind::cancelled, "Parley is shutting down."};
}

Transfer::Transfer(Loop& loop, Request request, const Client::Options& options, bool guarded)
    : signal{loop.get_executor()},
      request_{std::move(request)},
      options_{options},
      guarded_{guarded},
      easy_{curl_easy_init()} {
  startClock();
  try {
    prepare();
  } catch (const Failure& reason) {
    fail(reason);
  }
}

Transfer::~Transfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(header_list_);
}

void Transfer::prepare() {
  if (!easy_) throw Failure{FailureKind::busy, "No memory for another request."};
  if (!isClean(request_.url))
    throw Failure{FailureKind::invalid_request, "The address is malformed."};
  set(easy_, CURLOPT_URL, request_.url.c_str());
  set(easy_, CURLOPT_PRIVATE, this);
  set(easy_, CURLOPT_ERRORBUFFER, error_);
  set(easy_, CURLOPT_NOSIGNAL, 1L);
  set(easy_, CURLOPT_QUICK_EXIT, 1L);  // a cancelled transfer must not wait for its resolver thread
  set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy_, CURLOPT_PROXY, options_.proxy.c_str());
  set(easy_, CURLOPT_PROTOCOLS_STR, guarded_ ? "https" : "http,https");
  set(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
  if (!options_.ca_file.empty()) set(easy_, CURLOPT_CAINFO, options_.ca_file.c_str());
  const auto& limits = request_.limits;
  set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  set(easy_, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.slow_bytes_per_second));
  set(easy_, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.slow_for.count()));
  set(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::openSocket);
  set(easy_, CURLOPT_OPENSOCKETDATA, this);
  set(easy_, CURLOPT_HEADERFUNCTION, &Transfer::headerCallback);
  set(easy_, CURLOPT_HEADERDATA, this);
  set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::bodyCallback);
  set(easy_, CURLOPT_WRITEDATA, this);
  setMethod();
  addHeaders();
}

void Transfer::setMethod() {
  const auto& method = request_.method;
  if (!isToken(method)) throw Failure{FailureKind::invalid_request, "The method is malformed."};
  if (method == "HEAD") {
    set(easy_, CURLOPT_NOBODY, 1L);
    return;
  }
  if (method == "GET" && request_.body.empty()) {
    set(easy_, CURLOPT_HTTPGET, 1L);
    return;
  }
  set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  set(easy_, CURLOPT_POSTFIELDS, request_.body.data());
  if (method != "POST") set(easy_, CURLOPT_CUSTOMREQUEST, method.c_str());
}

void Transfer::addHeaders() {
  const auto append = [this](const std::string& line) {
    auto* longer = curl_slist_append(header_list_, line.c_str());
    if (!longer) throw Failure{FailureKind::busy, "No memory for another request."};
    header_list_ = longer;
  };
  for (const auto& [name, value] : request_.headers) {
    if (!isToken(name) || !isClean(value)) {
      throw Failure{FailureKind::invalid_request,
                    fmt::format("The header {} cannot be sent.", isToken(name) ? name : "")};
    }
    append(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  append("Expect:");  // never wait for 100-continue
  if (!request_.headers.contains("content-type")) append("Content-Type:");
  set(easy_, CURLOPT_HTTPHEADER, header_list_);
}

void Transfer::startClock() {
  started_ = last_byte_ = std::chrono::steady_clock::now();
}

void Transfer::begin() {
  state = State::running;
  last_byte_ = std::chrono::steady_clock::now();
}

Moment Transfer::deadline() const {
  if (state == State::waiting) return started_ + options_.max_wait;
  const auto& limits = request_.limits;
  auto moment = Moment::max();
  if (limits.silence.count() > 0) moment = std::min(moment, last_byte_ + limits.silence);
  if (limits.total.count() > 0) moment = std::min(moment, started_ + limits.total);
  return moment;
}

Failure Transfer::late() const {
  if (state == State::waiting)
    return {FailureKind::busy, "Too many requests to other servers are running."};
  const auto& limits = request_.limits;
  const auto now = std::chrono::steady_clock::now();
  if (limits.total.count() > 0 && now >= started_ + limits.total) {
    return {FailureKind::timeout, "The other server took too long."};
  }
  return {FailureKind::silence, "The other server has stopped answering."};
}

void Transfer::complete(CURLcode code) {
  state = State::done;
  if (code != CURLE_OK && !failure) failure = classify(code);
  wake();
}

void Transfer::fail(Failure reason) {
  state = State::done;
  if (!failure) failure = std::move(reason);
  wake();
}

void Transfer::wake() {
  signal.cancel();
}

std::string Transfer::take() {
  auto bytes = std::exchange(buffer_, {});
  if (std::exchange(paused_, false)) {
    last_byte_ = std::chrono::steady_clock::now();  // the wait was ours, not the server's
    if (state == State::running) curl_easy_pause(easy_, CURLPAUSE_CONT);
  }
  return bytes;
}

std::size_t Transfer::onHeader(std::string_view line) {
  last_byte_ = std::chrono::steady_clock::now();
  header_bytes_ += line.size();
  if (header_bytes_ > options_.header_bytes) {
    too_large_ = true;
    return 0;
  }
  if (head_complete) return line.size();  // a trailer
  if (line.starts_with("HTTP/")) {
    head = {.status = statusOf(line), .headers = {}};
    return line.size();
  }
  if (trimmed(line).empty()) {
    head_complete = head.status >= 200;  // what is below announces another head
    if (head_complete) wake();
    return line.size();
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  head.headers.add(std::string{trimmed(line.substr(0, colon))},
                   std::string{trimmed(line.substr(colon + 1))});
  return line.size();
}

std::size_t Transfer::onBody(std::string_view bytes) {
  last_byte_ = std::chrono::steady_clock::now();
  if (!buffer_.empty() && buffer_.size() + bytes.size() > options_.buffer_bytes) {
    paused_ = true;
    return CURL_WRITEFUNC_PAUSE;  // libcurl brings the same bytes again
  }
  received_ += bytes.size();
  if (received_ > request_.limits.body_bytes) {
    too_large_ = true;
    return 0;
  }
  buffer_.append(bytes);
  wake();
  return bytes.size();
}

Failure Transfer::classify(CURLcode code) const {
  if (too_large_)
    return {FailureKind::too_large, "The other server's answer is larger than allowed."};
  if (refused_ && !head_complete) {
    return {FailureKind::refused_address, "The address leads into a private network."};
  }
  curl_off_t connected_at = 0;
  curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &connected_at);
  // Once connected, "unsupported protocol" speaks of what the server sent, not of our URL.
  if (code == CURLE_UNSUPPORTED_PROTOCOL && connected_at > 0) code = CURLE_WEIRD_SERVER_REPLY;
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:
      return {FailureKind::invalid_request,
              "The address is malformed or of a kind that is not allowed."};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {FailureKind::dns, "There is no server of that name."};
    case CURLE_COULDNT_CONNECT:
      return {FailureKind::connect, "The other server does not accept connections."};
    case CURLE_OPERATION_TIMEDOUT:
      if (std::string_view{error_}.contains("too slow")) {
        return {FailureKind::silence, "The other server has all but stopped answering."};
      }
      return {FailureKind::timeout, "The other server took too long."};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return {FailureKind::tls, "No secure connection to the other server could be made."};
    default:
      return {FailureKind::cut, "The connection to the other server ended too early."};
  }
}

std::size_t Transfer::headerCallback(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->onHeader({bytes, size * count});
}

std::size_t Transfer::bodyCallback(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->onBody({bytes, size * count});
}

curl_socket_t Transfer::openSocket(void* self, curlsocktype purpose, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  // Checked here, on the address really used, no spelling of a name and no second DNS answer gets
  // around it.
  const bool behind_proxy = !transfer.options_.proxy.empty();
  if (transfer.guarded_ && !behind_proxy && !isPublicAddress(address->addr)) {
    transfer.refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace parley::fetch
