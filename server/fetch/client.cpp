#include "fetch/client.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <utility>

#include "fetch/engine.hpp"

namespace parley::fetch {
namespace {

constexpr auto awaiting =
    boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});

/// Scheme, host and port as libcurl itself will read them: a second parser might read them
/// differently.
struct Target {
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;
};

std::string part(CURLU* url, CURLUPart which, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string copy{text};
  curl_free(text);
  return copy;
}

std::optional<Target> parseTarget(const std::string& address) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url{curl_url(), &curl_url_cleanup};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return {};
  Target target{part(url.get(), CURLUPART_SCHEME, 0), part(url.get(), CURLUPART_HOST, 0), 0};
  const auto port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), target.port);
  return target;
}

/// Whether a request runs behind the address guard, or why it does not run at all.
struct Route {
  enum class Kind { trusted, guarded };
  Kind kind = Kind::guarded;
  std::optional<Failure> refusal;
};

Route refuse(std::string detail) {
  return {Route::Kind::guarded, Failure{FailureKind::invalid_request, std::move(detail)}};
}

Route chooseRoute(const Request& request, const Client::Options& options) {
  const auto target = parseTarget(request.url);
  if (!target) return refuse("The address is malformed.");
  if (request.network == Network::anywhere || options.allow_private_network) {
    return {Route::Kind::trusted, {}};
  }
  if (options.allowed_private.contains(fmt::format("{}:{}", target->host, target->port))) {
    return {Route::Kind::trusted, {}};
  }
  if (target->scheme != "https") return refuse("The address has to begin with https://.");
  if (!options.public_ports.contains(target->port)) {
    return refuse(fmt::format("Port {} is not allowed.", target->port));
  }
  return {Route::Kind::guarded, {}};
}

}  // namespace

Stream::Stream(std::shared_ptr<Transfer> transfer, std::shared_ptr<Engine*> engine)
    : transfer_{std::move(transfer)}, engine_{std::move(engine)} {}

Stream& Stream::operator=(Stream&& other) noexcept {
  if (this != &other) {
    cancel();
    transfer_ = std::move(other.transfer_);
    engine_ = std::move(other.engine_);
  }
  return *this;
}

Stream::~Stream() {
  cancel();
}

void Stream::start() {
  if (transfer_->state != Transfer::State::waiting || transfer_->engine) return;
  transfer_->startClock();
  if (*engine_)
    (*engine_)->start(transfer_);
  else
    transfer_->fail(shuttingDown());
}

void Stream::cancel() {
  if (!transfer_) return;
  if (transfer_->engine) transfer_->engine->abandon(*transfer_);
  if (transfer_->state != Transfer::State::done) {
    transfer_->fail({FailureKind::cancelled, "The request was cancelled."});
  }
}

task<void> Stream::progress() {
  const auto transfer = transfer_;
  transfer->signal.expires_at(transfer->deadline());
  const auto [error] = co_await transfer->signal.async_wait(awaiting);
  const bool late = !error && transfer->state != Transfer::State::done &&
                    std::chrono::steady_clock::now() >= transfer->deadline();
  if (!late) co_return;
  auto failure = transfer->late();
  if (transfer->engine) transfer->engine->abandon(*transfer);
  transfer->fail(std::move(failure));
}

task<Head> Stream::head() {
  const auto transfer = transfer_;
  while (!transfer->head_complete && transfer->state != Transfer::State::done) co_await progress();
  if (!transfer->head_complete) {
    if (transfer->failure) throw Failure{*transfer->failure};
    throw Failure{FailureKind::cut, "The other server closed the connection without an answer."};
  }
  co_return transfer->head;
}

task<std::optional<std::string>> Stream::read() {
  const auto transfer = transfer_;
  while (!transfer->hasBytes() && transfer->state != Transfer::State::done) co_await progress();
  if (transfer->hasBytes()) co_return transfer->take();
  if (transfer->failure) throw Failure{*transfer->failure};
  co_return std::nullopt;
}

Client::Client(Loop& loop, Options options)
    : options_{std::move(options)},
      loop_{loop},
      trusted_{std::make_unique<Engine>(loop, options_)},
      guarded_{std::make_unique<Engine>(loop, options_)} {}

Client::~Client() = default;

Stream Client::prepare(Request request) {
  const auto route = chooseRoute(request, options_);
  const bool guarded = route.kind == Route::Kind::guarded;
  auto transfer = std::make_shared<Transfer>(loop_, std::move(request), options_, guarded);
  if (route.refusal) transfer->fail(*route.refusal);
  return Stream{std::move(transfer), (guarded ? *guarded_ : *trusted_).self()};
}

Stream Client::start(Request request) {
  auto stream = prepare(std::move(request));
  stream.start();
  return stream;
}

task<Response> Client::send(Request request) {
  auto stream = start(std::move(request));
  auto head = co_await stream.head();
  Response response{head.status, std::move(head.headers), {}};
  while (true) {
    const auto bytes = co_await stream.read();
    if (!bytes) co_return response;
    response.body += *bytes;
  }
}

}  // namespace parley::fetch
