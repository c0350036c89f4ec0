#include "app/relay.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <mutex>
#include <utility>

#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

namespace parley::app {
namespace {

constexpr const char* channel = "parley_notices";

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Loop::executor_type>;

/// Quotes inside texts are escaped, so the name of the type cannot stand in one.
bool isDelta(const std::string& json) {
  return json.contains(R"("type":"text.delta")") || json.contains(R"("type":"thinking.delta")");
}

std::string packed(UserId user, const operations::Notice& notice) {
  std::string text =
      fmt::format(R"({{"user":"{}","seq":{},"last":{},)", user.toString(), notice.seq, notice.last);
  if (notice.run_id) text += fmt::format(R"("run":"{}",)", notice.run_id->toString());
  return text + R"("json":)" + *notice.json + '}';
}

void deliver(operations::Hub& hub, const json::value& item) {
  const auto& fields = item.as_object();
  const auto user = UserId::parse(std::string_view{fields.at("user").as_string()});
  if (!user) return;
  operations::Notice notice;
  notice.seq = fields.at("seq").to_number<std::int32_t>();
  notice.last = fields.at("last").as_bool();
  if (const auto* run = fields.if_contains("run"))
    notice.run_id = RunId::parse(std::string_view{run->as_string()});
  auto text = std::make_shared<std::string>();
  json::writeValue(*text, fields.at("json"));
  notice.json = std::move(text);
  hub.deliver(*user, notice);
}

}  // namespace

struct Relay::State {
  State(Loop& its_loop, database::Database& its_database, operations::Hub& its_hub,
        RelayOptions its_options)
      : loop{its_loop},
        database{its_database},
        hub{its_hub},
        options{std::move(its_options)},
        pause{loop} {}

  /// From any thread. True: a flush has to be started.
  bool add(UserId user, const operations::Notice& notice) {
    if (isDelta(*notice.json)) return false;
    auto text = packed(user, notice);
    if (text.size() > options.payload_limit - 100) return false;
    const std::scoped_lock lock{mutex};
    if (waiting.size() >= options.max_waiting) waiting.pop_front();
    waiting.push_back(std::move(text));
    return !std::exchange(flushing, true);
  }

  /// The next payload, as full as it may be; empty when nothing waits, and then the flush is over.
  std::string next() {
    const std::scoped_lock lock{mutex};
    if (waiting.empty() || stopped) {
      flushing = false;
      return {};
    }
    std::string payload = fmt::format(R"({{"node":"{}","notices":[)", node.toString());
    bool first = true;
    while (!waiting.empty() &&
           payload.size() + waiting.front().size() + 3 <= options.payload_limit) {
      if (!std::exchange(first, false)) payload += ',';
      payload += waiting.front();
      waiting.pop_front();
    }
    return payload + "]}";
  }

  Loop& loop;
  database::Database& database;
  operations::Hub& hub;
  const RelayOptions options;
  const Uuid node = makeUuid();
  Timer pause;

  std::mutex mutex;  // guards what follows
  std::deque<std::string> waiting;
  bool flushing = false;
  bool stopped = false;
};

Relay::Relay(Loop& loop, database::Database& database, operations::Hub& hub, RelayOptions options)
    : state_{std::make_shared<State>(loop, database, hub, options)},
      listener_{loop,
                {.conninfo = options.conninfo, .channel = channel},
                [state = state_](const std::string& payload) { receive(state, payload); }} {
  hub.relayThrough([state = state_](UserId user, const operations::Notice& notice) {
    if (!state->add(user, notice)) return;
    boost::asio::post(state->loop, [state] {
      boost::asio::co_spawn(state->loop, flush(state), [](const std::exception_ptr& failure) {
        if (failure) spdlog::error("the relay of notices between nodes ended a flush early");
      });
    });
  });
}

Relay::~Relay() {
  stop();
  state_->hub.relayThrough({});
}

bool Relay::listening() const {
  return listener_.listening();
}

void Relay::stop() {
  listener_.stop();
  const std::scoped_lock lock{state_->mutex};
  state_->stopped = true;
  state_->waiting.clear();
}

task<void> Relay::flush(std::shared_ptr<State> state) {
  constexpr boost::asio::use_awaitable_t<Loop::executor_type> awaiting{};
  for (auto payload = state->next(); !payload.empty(); payload = state->next()) {
    try {
      auto transaction = co_await state->database.begin(std::nullopt, database::Mode::write);
      transaction.enqueue(database::notify(channel, std::move(payload)));
      co_await transaction.commit();
    } catch (const Error& error) {
      spdlog::warn("notices for other nodes were lost: {}", error.detail);
    }
    state->pause.expires_after(state->options.pause);
    co_await state->pause.async_wait(boost::asio::as_tuple(awaiting));
  }
}

void Relay::receive(const std::shared_ptr<State>& state, const std::string& payload) {
  try {
    const auto parsed = json::parse(payload);
    if (std::string_view{parsed.at("node").as_string()} == state->node.toString()) return;
    for (const auto& item : parsed.at("notices").as_array()) deliver(state->hub, item);
  } catch (const std::exception& error) {
    spdlog::warn("another node sent a notice that cannot be read: {}", error.what());
  }
}

}  // namespace parley::app
