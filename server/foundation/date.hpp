#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "foundation/fields.hpp"

namespace parley {

/// A day of the calendar without a time or a zone, from year 1 to 9999: `2026-11-23`. Comparable in
/// order of time.
class Date {
 public:
  static constexpr TextSchema schema() { return {10, 10, "date"}; }
  static Parsed<Date> parse(std::string_view text);
  /// Throws std::logic_error when the column held no such date.
  static Date fromDatabase(std::string_view text);

  explicit Date(std::chrono::sys_days day) : day_{day} {}

  std::chrono::sys_days day() const { return day_; }
  std::string value() const;
  std::string toDatabase() const { return value(); }

  auto operator<=>(const Date&) const = default;

 private:
  std::chrono::sys_days day_;
};

}  // namespace parley
