#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

struct pg_result;  // libpq's PGresult

namespace parley::database {

/// The answer to one statement; owns it. Views into it live as long as it does.
class Rows {
 public:
  Rows() = default;  ///< no rows, no columns
  /// Takes over a PGresult.
  explicit Rows(pg_result* result);

  int size() const;
  bool empty() const { return size() == 0; }
  int columnCount() const;
  /// The value in text form; nullopt is NULL. The indices must be in range.
  std::optional<std::string_view> at(int row, int column) const;
  /// Index of the named column, -1 when there is none.
  int column(std::string_view name) const;
  /// How much memory they take: no less than their text.
  std::size_t bytes() const;
  /// Rows that an INSERT, UPDATE, DELETE or SELECT touched; 0 for other commands.
  long long affected() const;

 private:
  struct Free {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Free> result_;
};

}  // namespace parley::database
