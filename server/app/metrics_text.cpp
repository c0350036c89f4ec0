#include "app/metrics_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace parley::app {
namespace {

std::string number(double value) {
  return fmt::format("{:.15g}", value);
}

/// `method="GET",route="/api/contacts/{id}"` of `GET /api/contacts/{id}`.
std::string labelsOf(std::string_view route) {
  const auto blank = route.find(' ');
  if (blank == std::string_view::npos) return fmt::format(R"(method="",route="{}")", route);
  return fmt::format(R"(method="{}",route="{}")", route.substr(0, blank), route.substr(blank + 1));
}

void writeLatency(std::string& text, const std::string& labels, const http::RouteMetrics& route) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < http::latency_bounds.size(); ++i) {
    below += route.latency[i];
    fmt::format_to(std::back_inserter(text),
                   "parley_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                   number(http::latency_bounds[i]), below);
  }
  below += route.latency.back();
  fmt::format_to(std::back_inserter(text),
                 "parley_http_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels, below);
  fmt::format_to(std::back_inserter(text), "parley_http_request_seconds_sum{{{}}} {}\n", labels,
                 number(route.latency_sum));
  fmt::format_to(std::back_inserter(text), "parley_http_request_seconds_count{{{}}} {}\n", labels,
                 below);
}

database::Statistics sumOf(const std::vector<database::Statistics>& pools) {
  database::Statistics sum;
  for (const auto& pool : pools) {
    sum.open += pool.open;
    sum.idle += pool.idle;
    sum.waiting += pool.waiting;
    sum.round_trips += pool.round_trips;
    sum.statements += pool.statements;
    sum.commits += pool.commits;
    sum.durable_commits += pool.durable_commits;
    sum.prepared += pool.prepared;
    sum.errors += pool.errors;
    sum.connects += pool.connects;
    sum.connect_failures += pool.connect_failures;
    sum.lost += pool.lost;
    sum.refused += pool.refused;
    sum.rollbacks += pool.rollbacks;
  }
  return sum;
}

}  // namespace

void MetricsText::describe(std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricsText::add(std::string_view name, Kind kind, std::string_view help, double value) {
  describe(name, kind == Kind::counter ? "counter" : "gauge", help);
  fmt::format_to(std::back_inserter(text_), "{} {}\n", name, number(value));
}

void MetricsText::addHttp(const http::Metrics& metrics) {
  using enum Kind;
  const auto count = [](std::uint64_t value) { return static_cast<double>(value); };
  describe("parley_http_requests_total", "counter", "Answered requests by route and status.");
  for (const auto& [route, figures] : metrics.routes) {
    for (const auto& [status, requests] : figures.by_status) {
      fmt::format_to(std::back_inserter(text_),
                     "parley_http_requests_total{{{},status=\"{}\"}} {}\n", labelsOf(route), status,
                     requests);
    }
  }
  describe("parley_http_request_seconds", "histogram",
           "From the first byte of a request to the last of its answer.");
  for (const auto& [route, figures] : metrics.routes) writeLatency(text_, labelsOf(route), figures);
  add("parley_http_connections_opened_total", counter, "Connections accepted.",
      count(metrics.connections_opened));
  add("parley_http_connections_refused_total", counter, "Connections over a limit.",
      count(metrics.connections_refused));
  add("parley_http_connections_open", gauge, "Connections now.", count(metrics.connections_open));
  add("parley_websockets_open", gauge, "WebSockets now.", count(metrics.websockets_open));
  add("parley_websocket_messages_in_total", counter, "Messages received.",
      count(metrics.websocket_messages_in));
  add("parley_websocket_messages_out_total", counter, "Messages sent.",
      count(metrics.websocket_messages_out));
  add("parley_http_body_bytes_in_total", counter, "Bytes of request bodies.",
      count(metrics.body_bytes_in));
  add("parley_http_body_bytes_out_total", counter, "Bytes of answers' bodies as sent.",
      count(metrics.body_bytes_out));
  add("parley_http_failures_total", counter, "Requests that failed unexpectedly.",
      count(metrics.failures));
  add("parley_http_handler_timeouts_total", counter, "Requests that took too long.",
      count(metrics.handler_timeouts));
}

void MetricsText::addDatabase(const std::vector<database::Statistics>& pools) {
  using enum Kind;
  const auto count = [](std::uint64_t value) { return static_cast<double>(value); };
  const auto sum = sumOf(pools);
  add("parley_database_connections_open", gauge, "Connections, lent ones included.",
      count(sum.open));
  add("parley_database_connections_idle", gauge, "Connections ready to be lent.", count(sum.idle));
  add("parley_database_waiting", gauge, "Requests waiting for a connection.", count(sum.waiting));
  add("parley_database_round_trips_total", counter, "Round trips.", count(sum.round_trips));
  add("parley_database_statements_total", counter, "Statements.", count(sum.statements));
  add("parley_database_commits_total", counter, "Transactions committed.", count(sum.commits));
  add("parley_database_durable_commits_total", counter, "Of these, those that waited for the disk.",
      count(sum.durable_commits));
  add("parley_database_prepared_total", counter, "Statements prepared.", count(sum.prepared));
  add("parley_database_errors_total", counter, "Statements that the server refused.",
      count(sum.errors));
  add("parley_database_connects_total", counter, "Connections made.", count(sum.connects));
  add("parley_database_connect_failures_total", counter, "Connections that could not be made.",
      count(sum.connect_failures));
  add("parley_database_lost_total", counter, "Connections lost.", count(sum.lost));
  add("parley_database_refused_total", counter, "Requests answered 503 for want of a connection.",
      count(sum.refused));
  add("parley_database_rollbacks_total", counter, "Roll-backs before a connection was lent again.",
      count(sum.rollbacks));
}

void MetricsText::addProcess(const ProcessFigures& figures, double uptime_seconds) {
  using enum Kind;
  const auto count = [](std::uint64_t value) { return static_cast<double>(value); };
  add("process_cpu_seconds_total", counter, "User and system time of this process.",
      figures.cpu_seconds);
  add("process_resident_memory_bytes", gauge, "Resident memory.", count(figures.resident_bytes));
  add("process_virtual_memory_bytes", gauge, "Virtual memory.", count(figures.virtual_bytes));
  add("process_open_fds", gauge, "Open files and sockets.", count(figures.open_files));
  add("process_threads", gauge, "Threads.", count(figures.threads));
  add("parley_uptime_seconds", gauge, "Since the start.", uptime_seconds);
}

}  // namespace parley::app
