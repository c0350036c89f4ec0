#pragma once

#include <functional>
#include <type_traits>
#include <vector>

namespace parley::assistant {

/// A column of rows that are inserted together.
template <class Row, class Field>
auto each(const std::vector<Row>& rows, const Field& field) {
  std::vector<std::decay_t<std::invoke_result_t<Field, const Row&>>> column;
  column.reserve(rows.size());
  for (const auto& row : rows) column.push_back(std::invoke(field, row));
  return column;
}

}  // namespace parley::assistant
