#include "app/node.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>
#include <stdexcept>
#include <utility>

#include "app/catalog.hpp"
#include "app/database_home.hpp"
#include "app/logging.hpp"
#include "app/run_to_end.hpp"
#include "app/web_pages.hpp"
#include "foundation/error.hpp"
#include "interfaces/openapi/pages.hpp"
#include "interfaces/rest/problem.hpp"
#include "interfaces/rest/rest.hpp"
#include "interfaces/websocket/websocket.hpp"
#include "secrets/key_file.hpp"

namespace parley::app {
namespace {

constexpr std::chrono::minutes maintenance_interval{1};
constexpr std::chrono::seconds patience_of_cores{5};
constexpr std::chrono::milliseconds drain_poll{20};

/// For the node's own work, so that requests cannot keep it from it.
database::Options controlOptions(const Configuration& configuration, const std::string& conninfo) {
  auto options = configuration.database;
  options.conninfo = conninfo;
  options.connections = 3;
  options.application_name = "parley-control";
  return options;
}

/// For readiness, which is told within a second, a database that hangs included.
database::Options healthOptions(const Configuration& configuration, const std::string& conninfo) {
  auto options = configuration.database;
  options.conninfo = conninfo;
  options.connections = 2;
  options.wait_timeout = std::chrono::milliseconds{400};
  options.statement_timeout = std::chrono::milliseconds{300};
  options.answer_grace = std::chrono::milliseconds{200};
  options.application_name = "parley-health";
  return options;
}

secrets::InstallationKey loadKey(const Configuration& configuration, Loop& loop,
                                 database::Database& database) {
  using secrets::MissingKeyFile;
  const bool known = runToEnd(loop, accounts::knowsInstallationKey(database));
  std::filesystem::create_directories(configuration.data_dir);
  const auto load = [file = configuration.keyFile(),
                     given = configuration.installation_key](MissingKeyFile when_missing) {
    return secrets::loadInstallationKeys(file, given, when_missing);
  };
  if (!known) load(MissingKeyFile::create);
  return secrets::InstallationKey{[load] { return load(MissingKeyFile::refuse); }};
}

accounts::Options accountOptions(const Configuration& configuration) {
  auto options = configuration.accounts;
  const auto& limits = configuration.limits;
  options.limits.failures_per_account = {limits.sign_in_failure_interval,
                                         limits.sign_in_failure_burst};
  options.limits.failures_per_address = RateLimit::perMinute(limits.sign_in_failures_per_minute);
  options.limits.registrations_per_address = RateLimit::perMinute(limits.registrations_per_minute);
  options.limits.taken_per_address = RateLimit::perMinute(limits.taken_addresses_per_minute);
  options.limits.max_keys = limits.max_keys;
  return options;
}

task<operations::Actor> actorOf(accounts::SessionGate& gate, std::string token) {
  const auto bearer = co_await gate.authenticate(std::move(token));
  co_return bearer.actor;
}

task<websocket::Bearer> bearerOf(accounts::SessionGate& gate, std::string token) {
  const auto bearer = co_await gate.authenticate(std::move(token));
  co_return websocket::Bearer{bearer.actor, bearer.expires_at};
}

void logAccess(const http::Access& access) {
  logInfo("request", {{"method", access.method},
                      {"route", access.route},
                      {"status", std::int64_t{access.status}},
                      {"milliseconds", access.milliseconds},
                      {"bytes", static_cast<std::int64_t>(access.bytes)},
                      {"request_id", access.request_id},
                      {"client", access.client_address}});
}

}  // namespace

Node::Node(const Configuration& configuration, const std::string& conninfo, bool database_shared)
    : configuration_{configuration},
      user_limit_{{.limit = RateLimit::perSecond(configuration.limits.requests_per_second,
                                                 configuration.limits.request_burst),
                   .max_keys = configuration.limits.max_keys},
                  clock_},
      control_database_{control_, controlOptions(configuration, conninfo)},
      health_database_{control_, healthOptions(configuration, conninfo)},
      key_{loadKey(configuration, control_, control_database_)},
      maintenance_{control_},
      signals_{control_, SIGTERM, SIGINT},
      accounts_{accountOptions(configuration), key_, clock_},
      assistant_{configuration, key_, clock_, !database_shared},
      catalog_{configuration.operations},
      pages_{loadWebPages(configuration)} {
  runToEnd(control_, accounts_.start(control_database_));
  fillCatalog(catalog_, {accounts_, assistant_});
  if (database_shared) {
    RelayOptions options = configuration.relay;
    options.conninfo = conninfo;
    relay_ = std::make_unique<Relay>(control_, control_database_, hub_, options);
  }

  const Shared shared{configuration_, clock_, hub_, accounts_};
  std::vector<http::Lane> lanes;
  for (std::size_t i = 0; i < coreCount(configuration); ++i) {
    auto& core = *cores_.emplace_back(std::make_unique<Core>(shared, conninfo));
    assistant_.addCore(core.loop, core.fetch);
    addRoutes(core);
    lanes.push_back({core.loop, core.router});
  }
  server_ = std::make_unique<http::Server>(std::move(lanes), serverOptions());
}

Node::~Node() = default;

http::Options Node::serverOptions() const {
  auto options = configuration_.http;
  options.headers = securityHeaders(pages_.get(), configuration_.public_url);
  options.error = rest::problem;
  options.access_log = logAccess;
  options.failure_log = [](std::string_view request_id, std::string_view what) {
    logError("a request failed unexpectedly", {{"request_id", request_id}, {"what", what}});
  };
  return options;
}

void Node::addRoutes(Core& core) {
  const auto origin = originOf(configuration_.public_url);

  rest::Options rest_options;
  rest_options.authenticate = [&gate = core.gate](std::string token) {
    return actorOf(gate, std::move(token));
  };
  rest_options.limit = [this](UserId user) { countRequest(user); };
  rest_options.public_origin = origin;
  rest_options.upload_limit = configuration_.http.body_limit;
  rest_options.stream_queue = configuration_.stream_queue;
  rest::mount(core.router, catalog_, core.services, rest_options);

  auto socket_options = configuration_.websocket;
  socket_options.authenticate = [&gate = core.gate](std::string token) {
    return bearerOf(gate, std::move(token));
  };
  socket_options.limit = rest_options.limit;
  if (!origin.empty()) socket_options.socket.allowed_origins = {origin};
  websocket::mount(core.router, catalog_, core.services, socket_options);

  openapi::mount(core.router, catalog_);
  addHealth(core.router);
  if (pages_) core.router.fallback(pages_->handler());
}

void Node::countRequest(UserId user) {
  const auto wait = user_limit_.take(user.toString());
  if (!wait) return;
  Error error{Status::too_many_requests, "too_many_requests",
              "You are making too many requests. Slow down a little."};
  error.retry_after = retryAfter(*wait);
  throw error;
}

bool Node::run(const std::function<void(const std::string& url)>& serving) {
  signals_.async_wait([this](const boost::system::error_code& failure, int) {
    if (!failure) beginShutDown();
  });
  for (auto& core : cores_) core->start();
  bool listening = false;
  std::string trouble;
  try {
    server_->start();
    listening = true;
  } catch (const boost::system::system_error& error) {
    trouble = fmt::format(
        "Parley cannot listen on {} port {}: {}. Choose another with --listen or --port (0 picks "
        "one).",
        configuration_.http.listen, configuration_.http.port, error.code().message());
  }
  if (listening) {
    boost::asio::co_spawn(control_, maintain(), [](const std::exception_ptr& failure) {
      if (failure) spdlog::error("maintenance ended unexpectedly");
    });
    logInfo("serving", {{"url", url()},
                        {"version", PARLEY_VERSION},
                        {"cores", static_cast<std::int64_t>(cores_.size())}});
    serving(url());
  } else {
    beginShutDown();
  }
  control_.run();
  bool clean = true;
  for (auto& core : cores_) clean = core->stop(patience_of_cores) && clean;
  if (!listening) throw std::runtime_error{trouble};
  return clean;
}

void Node::stop() {
  boost::asio::post(control_, [this] { beginShutDown(); });
}

void Node::beginShutDown() {
  if (draining_.exchange(true)) return;
  boost::asio::co_spawn(control_, shutDown(), [](const std::exception_ptr& failure) {
    if (failure) spdlog::error("the shutdown met an unexpected failure");
  });
}

task<void> Node::shutDown() {
  spdlog::info("stopping: no new work is accepted");
  if (!co_await drain())
    spdlog::warn("some requests were cut off because they did not end in time");
  if (relay_) relay_->stop();
  maintenance_.cancel();
  control_database_.stop();
  health_database_.stop();
  signals_.cancel();
}

/// True when every answer could be given and every run could be put down.
task<bool> Node::drain() {
  constexpr boost::asio::use_awaitable_t<Loop::executor_type> awaiting{};
  const auto deadline = std::chrono::steady_clock::now() + configuration_.shutdown_patience;
  std::optional<bool> drained;
  boost::asio::co_spawn(control_, server_->drain(configuration_.shutdown_patience),
                        [&drained](const std::exception_ptr& failure, bool complete) {
                          drained = !failure && complete;
                        });
  auto& assistant = assistant_.assistant();
  Timer pause{control_};
  // Requests under way may still start runs, so they are told again and again.
  while (!drained || (assistant.liveRuns() > 0 && std::chrono::steady_clock::now() < deadline)) {
    assistant.stopAll();
    pause.expires_after(drain_poll);
    co_await pause.async_wait(boost::asio::as_tuple(awaiting));
  }
  co_return *drained&& assistant.liveRuns() == 0;
}

task<void> Node::maintain() {
  constexpr boost::asio::use_awaitable_t<Loop::executor_type> awaiting{};
  while (!draining_) {
    maintenance_.expires_after(maintenance_interval);
    co_await maintenance_.async_wait(boost::asio::as_tuple(awaiting));
    if (draining_) break;
    try {
      co_await accounts_.maintain(control_database_);
    } catch (const std::exception& error) {
      spdlog::warn("maintenance of accounts will be tried again in a minute: {}", error.what());
    }
  }
}

std::string Node::url() const {
  const auto& listen = configuration_.http.listen;
  const bool v6 = listen.contains(':') && !listen.starts_with('[');
  return fmt::format("http://{}{}{}:{}", v6 ? "[" : "", listen, v6 ? "]" : "", server_->port());
}

}  // namespace parley::app
