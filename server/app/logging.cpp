#include "app/logging.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "foundation/clock.hpp"
#include "json/write.hpp"

namespace parley::app {
namespace {

constexpr std::size_t queued_lines = 8192;
constexpr std::string_view fields_logger = "fields";

/// Lines of the logger `fields` hold JSON members already; those of any other are one message.
class JsonLines final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto time = std::chrono::time_point_cast<std::chrono::milliseconds>(message.time);
    const auto level = spdlog::level::to_string_view(message.level);
    std::string line = fmt::format(R"({{"time":"{}","level":"{}",)", toString(time),
                                   std::string_view{level.data(), level.size()});
    const std::string_view payload{message.payload.data(), message.payload.size()};
    if (std::string_view{message.logger_name.data(), message.logger_name.size()} == fields_logger) {
      line += payload;
    } else {
      line += R"("message":)";
      json::writeString(line, payload);
    }
    line += "}\n";
    out.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

std::string members(std::string_view message, std::initializer_list<LogField> fields) {
  std::string text = R"("message":)";
  json::writeString(text, message);
  for (const auto& [name, value] : fields) {
    text += fmt::format(R"(,"{}":)", name);
    if (const auto* words = std::get_if<std::string_view>(&value)) {
      json::writeString(text, *words);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      text += std::to_string(*number);
    } else {
      text += fmt::format("{:.3f}", std::get<double>(value));
    }
  }
  return text;
}

std::shared_ptr<spdlog::logger> makeLogger(std::string name, const spdlog::sink_ptr& sink,
                                           const std::string& level) {
  auto logger = std::make_shared<spdlog::async_logger>(
      std::move(name), sink, spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  return logger;
}

std::shared_ptr<spdlog::logger>& fieldsLogger() {
  static std::shared_ptr<spdlog::logger> logger =
      std::make_shared<spdlog::logger>(std::string{fields_logger});
  return logger;
}

}  // namespace

void startLogging(const std::string& level) {
  spdlog::init_thread_pool(queued_lines, 1);
  const auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_formatter(std::make_unique<JsonLines>());
  spdlog::set_default_logger(makeLogger("parley", sink, level));
  fieldsLogger() = makeLogger(std::string{fields_logger}, sink, level);
}

void stopLogging() {
  fieldsLogger() = std::make_shared<spdlog::logger>(std::string{fields_logger});
  spdlog::shutdown();
}

void logInfo(std::string_view message, std::initializer_list<LogField> fields) {
  auto& logger = *fieldsLogger();
  if (logger.should_log(spdlog::level::info)) logger.info(members(message, fields));
}

void logError(std::string_view message, std::initializer_list<LogField> fields) {
  auto& logger = *fieldsLogger();
  if (logger.should_log(spdlog::level::err)) logger.error(members(message, fields));
}

}  // namespace parley::app
