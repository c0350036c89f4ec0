#pragma once

#include <array>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <utility>
#include <vector>

#include "database/rows.hpp"
#include "database/values.hpp"

namespace parley::database {

[[noreturn]] void throwNoColumn(std::string_view member);
[[noreturn]] void throwUnexpectedNull(std::string_view column);
[[noreturn]] void throwNoRow(int row, int size);

template <class T>
using RowMembers = boost::describe::describe_members<T, boost::describe::mod_public |
                                                            boost::describe::mod_inherited>;

/// The columns of a described struct's members, in their order. Extra columns are ignored, a
/// missing one is a mistake of ours (500).
template <class T>
auto columnsOf(const Rows& rows) {
  std::array<int, boost::mp11::mp_size<RowMembers<T>>::value> columns{};
  std::size_t next = 0;
  boost::mp11::mp_for_each<RowMembers<T>>([&](auto member) {
    const int index = rows.column(member.name);
    if (index < 0) throwNoColumn(member.name);
    columns[next++] = index;
  });
  return columns;
}

/// Reads a described struct from rows by column name. Looks the columns up once: make one per
/// result.
template <class T>
class RowReader {
 public:
  explicit RowReader(const Rows& rows) : rows_{rows}, columns_{columnsOf<T>(rows)} {}

  T read(int row) const {
    if (row < 0 || row >= rows_.size()) throwNoRow(row, rows_.size());
    T value{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<RowMembers<T>>([&](auto member) {
      assign(value.*member.pointer, rows_.at(row, columns_[next++]), member.name);
    });
    return value;
  }

 private:
  template <class Member>
  static void assign(std::optional<Member>& member, std::optional<std::string_view> text,
                     std::string_view) {
    if (text) member = fromText<Member>(*text);
  }
  template <class Member>
  static void assign(Member& member, std::optional<std::string_view> text, std::string_view name) {
    if (!text) throwUnexpectedNull(name);
    member = fromText<Member>(*text);
  }

  const Rows& rows_;
  decltype(columnsOf<T>(rows_)) columns_;
};

template <class T>
T rowAs(const Rows& rows, int row) {
  return RowReader<T>{rows}.read(row);
}

/// The only row, or nullopt when there is none.
template <class T>
std::optional<T> optionalRowAs(const Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return rowAs<T>(rows, 0);
}

template <class T>
std::vector<T> rowsAs(const Rows& rows) {
  std::vector<T> values;
  if (rows.empty()) return values;
  const RowReader<T> reader{rows};
  values.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) values.push_back(reader.read(row));
  return values;
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// One value, `select count(*) ...`: NULL needs T to be a std::optional.
template <class T>
T valueAs(const Rows& rows, int row = 0, int column = 0) {
  if (row < 0 || row >= rows.size()) throwNoRow(row, rows.size());
  const auto text = rows.at(row, column);
  if constexpr (is_optional<T>) {
    return text ? T{fromText<typename T::value_type>(*text)} : T{};
  } else {
    if (!text) throwUnexpectedNull("value");
    return fromText<T>(*text);
  }
}

}  // namespace parley::database
