// What tells operators how a node is: liveness, readiness, metrics.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/metrics_text.hpp"
#include "app/node.hpp"
#include "app/process.hpp"
#include "foundation/error.hpp"

namespace parley::app {
namespace {

constexpr boost::asio::use_awaitable_t<Loop::executor_type> awaiting{};

task<http::Response> alive() {
  co_return http::json(R"({"status":"ok"})");
}

task<database::Statistics> statisticsOf(database::Database& database) {
  co_return database.statistics();
}

}  // namespace

void Node::addHealth(http::Router& router) {
  router.add(http::Method::get, "/healthz", [](http::Request&) { return alive(); });
  router.add(http::Method::get, "/readyz", [this](http::Request&) { return readiness(); });
  router.add(http::Method::get, "/metrics", [this](http::Request&) { return metrics(); });
}

task<http::Response> Node::readiness() {
  if (draining_) throw unavailable("This server is about to stop.", std::chrono::seconds{5});
  // Connections of its own: a busy core does not look like a lost database.
  const bool answers = co_await boost::asio::co_spawn(control_, health_database_.ping(), awaiting);
  if (!answers) throw unavailable("The database does not answer.");
  co_return http::json(R"({"status":"ready"})");
}

task<http::Response> Node::metrics() {
  std::vector<database::Statistics> pools;
  for (const auto& core : cores_) {
    pools.push_back(
        co_await boost::asio::co_spawn(core->loop, statisticsOf(core->database), awaiting));
  }
  MetricsText text;
  text.addHttp(server_->metrics());
  text.addDatabase(pools);
  const auto uptime = std::chrono::steady_clock::now() - started_;
  text.add("parley_runs_live", MetricsText::Kind::gauge, "Runs of the assistant under way.",
           static_cast<double>(assistant_.assistant().liveRuns()));
  const auto& runs = assistant_.assistant().figures();
  constexpr double micros = 1e6;
  text.add("parley_run_commits_total", MetricsText::Kind::counter,
           "Messages made safe before a provider's model was asked.",
           static_cast<double>(runs.commits.load()));
  text.add("parley_run_commit_seconds_total", MetricsText::Kind::counter,
           "What that took, until the run went on.",
           static_cast<double>(runs.commit_microseconds.load()) / micros);
  text.addProcess(processFigures(), std::chrono::duration<double>(uptime).count());
  http::Response response;
  response.body = text.take();
  response.content_type = MetricsText::content_type;
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

}  // namespace parley::app
