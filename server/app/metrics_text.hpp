#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/process.hpp"
#include "database/database.hpp"
#include "http/metrics.hpp"

namespace parley::app {

/// Writes figures in the text format of Prometheus (version 0.0.4).
class MetricsText {
 public:
  static constexpr const char* content_type = "text/plain; version=0.0.4; charset=utf-8";

  enum class Kind { counter, gauge };
  /// One figure without labels.
  void add(std::string_view name, Kind kind, std::string_view help, double value);

  void addHttp(const http::Metrics& metrics);
  /// One pool per core.
  void addDatabase(const std::vector<database::Statistics>& pools);
  void addProcess(const ProcessFigures& figures, double uptime_seconds);

  std::string take() { return std::move(text_); }

 private:
  void describe(std::string_view name, std::string_view type, std::string_view help);

  std::string text_;
};

}  // namespace parley::app
