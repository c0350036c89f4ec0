#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// The log: one JSON object a line on standard error. Never a secret, a query, a header or the text
/// of a message.
namespace parley::app {

using LogValue = std::variant<std::string_view, std::int64_t, double>;
using LogField = std::pair<std::string_view, LogValue>;

/// From here on every `spdlog::info(...)` of any folder becomes such a line. The lines are written
/// by a thread of their own; when it cannot keep up, the oldest are lost, and no request waits.
void startLogging(const std::string& level);
/// Writes what is still waiting.
void stopLogging();

/// A line with fields of its own beside `time`, `level` and `message`.
void logInfo(std::string_view message, std::initializer_list<LogField> fields);
void logError(std::string_view message, std::initializer_list<LogField> fields);

}  // namespace parley::app
