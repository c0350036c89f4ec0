#include "database/notifications.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>
#include <utility>

#include "database/connection.hpp"

namespace parley::database {
namespace {

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;

std::string quotedName(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

Options connectionOptions(const ListenerOptions& options) {
  Options its;
  its.conninfo = options.conninfo;
  its.connect_timeout = options.connect_timeout;
  its.application_name = "parley-listener";
  return its;
}

}  // namespace

struct Listener::State {
  State(Loop& its_loop, ListenerOptions its_options)
      : options{std::move(its_options)},
        connection_options{connectionOptions(options)},
        loop{its_loop},
        pause{its_loop.get_executor()} {}

  const ListenerOptions options;
  const Options connection_options;
  Statistics statistics;
  Loop& loop;
  Timer pause;
  std::function<void(std::string)> on_notification;
  std::function<void()> on_listening;
  std::unique_ptr<Connection> connection;  // while one is open or being opened
  bool listening = false;
  bool stopped = false;
};

Listener::Listener(Loop& loop, ListenerOptions options,
                   std::function<void(std::string payload)> on_notification,
                   std::function<void()> on_listening)
    : state_{std::make_shared<State>(loop, std::move(options))} {
  state_->on_notification = std::move(on_notification);
  state_->on_listening = std::move(on_listening);
  boost::asio::co_spawn(loop, keepListening(state_), [](std::exception_ptr failure) {
    if (failure) spdlog::error("listening for notifications ended unexpectedly");
  });
}

Listener::~Listener() {
  stop();
}

bool Listener::listening() const {
  return state_->listening;
}

void Listener::stop() {
  state_->stopped = true;
  state_->pause.cancel();
  if (state_->connection) state_->connection->interrupt();
}

task<void> Listener::keepListening(std::shared_ptr<State> state) {
  std::minstd_rand random{std::random_device{}()};
  auto delay = state->options.first_retry;
  const auto ended = boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
  while (!state->stopped) {
    std::string reason;
    try {
      co_await listenUntilLost(state);
    } catch (const QueryError& error) {
      reason = error.message;
    }
    if (std::exchange(state->listening, false)) {
      if (!state->stopped) spdlog::warn("the notification channel is lost: {}", reason);
      delay = state->options.first_retry;
    }
    state->connection.reset();
    if (state->stopped) break;
    std::uniform_int_distribution<std::int64_t> jitter{delay.count() / 2, delay.count()};
    state->pause.expires_after(std::chrono::milliseconds{jitter(random)});
    co_await state->pause.async_wait(ended);
    delay = std::min(delay * 2, state->options.longest_retry);
  }
}

task<void> Listener::listenUntilLost(std::shared_ptr<State> state) {
  state->connection =
      std::make_unique<Connection>(state->loop, state->connection_options, state->statistics);
  auto& connection = *state->connection;
  co_await connection.open();
  const Command listen{"listen " + quotedName(state->options.channel)};
  std::vector<Step> listen_step{{&listen, Preparation::none}};
  const Trip listened = co_await connection.roundTrip(std::move(listen_step));
  if (listened.error) throw *listened.error;
  state->listening = true;
  if (state->on_listening && !state->stopped) state->on_listening();

  const Command look{"select 1"};
  while (!state->stopped) {
    auto payloads = co_await connection.notifications(state->options.look_interval);
    for (auto& payload : payloads) {
      if (!state->stopped) state->on_notification(std::move(payload));
    }
    if (!payloads.empty() || state->stopped) continue;
    // Silence: a connection that is gone without a word would stay silent for ever.
    std::vector<Step> look_step{{&look, Preparation::none}};
    co_await connection.roundTrip(std::move(look_step));
  }
}

Command notify(std::string channel, std::string payload) {
  std::vector<Parameter> values{std::move(channel), std::move(payload)};
  return {"select pg_notify($1, $2)", std::move(values)};
}

}  // namespace parley::database
