#pragma once

#include <string>
#include <vector>

#include "database/described_rows.hpp"
#include "json/write.hpp"

/// Rows of the database -> JSON, as json::write writes the structs that database::RowReader reads,
/// without the structs in between: what PostgreSQL sends of most fields is their JSON text already.
namespace parley::operations {

/// Appends a time as PostgreSQL sends it in a session whose time zone is UTC.
void writeTimestamp(std::string& out, std::string_view text);

template <class T>
void writeField(std::string& out, std::string_view text) {
  if constexpr (std::same_as<T, std::string> || json::DescribedEnum<T>) {
    json::writeString(out, text);
  } else if constexpr (json::Integer<T> || std::same_as<T, json::Metadata>) {
    out += text;
  } else if constexpr (json::IsId<T>::value) {
    out += '"';
    out += text;
    out += '"';
  } else if constexpr (std::same_as<T, Timestamp>) {
    writeTimestamp(out, text);
  } else if constexpr (json::IsOptional<T>::value) {
    writeField<typename T::value_type>(out, text);
  } else {
    json::write(out, database::fromText<T>(text));
  }
}

template <class T, class Columns>
void writeRow(std::string& out, const database::Rows& rows, int row, const Columns& columns) {
  static_assert(!requires { T::omitted; }, "a record shows all of its fields");
  std::size_t next = 0;
  json::writeMembers<T>(
      out, [](auto) { return true; },
      [&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
        const auto text = rows.at(row, columns[next++]);
        if (text) {
          writeField<Field>(out, *text);
        } else if constexpr (json::IsOptional<Field>::value) {
          out += "null";
        } else {
          database::throwUnexpectedNull(member.name);
        }
      });
}

/// The first `count` rows as an array.
template <class T>
json::Written<std::vector<T>> writeRows(const database::Rows& rows, int count) {
  json::Written<std::vector<T>> made;
  auto& out = made.text;
  out += '[';
  if (count > 0) {
    out.reserve(rows.bytes());
    const auto columns = database::columnsOf<T>(rows);
    for (int row = 0; row < count; ++row) {
      if (row > 0) out += ',';
      writeRow<T>(out, rows, row, columns);
    }
  }
  out += ']';
  return made;
}

}  // namespace parley::operations
