#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

/// A moment in UTC, to the millisecond.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in UTC with milliseconds: `2026-11-23T09:30:00.000Z`.
std::string toString(Timestamp time);
/// RFC 3339 with any offset and fraction; nullopt when it is none or the day does not exist.
std::optional<Timestamp> parseTimestamp(std::string_view text);

/// Where the time comes from. Tests inject their own; there is no setting for it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
};

}  // namespace parley
