#pragma once

#include <functional>
#include <type_traits>
#include <vector>

/// The events of runs one by one; a row of the table holds those of one write. Who wants those
/// behind a number asks for a `last_seq` behind it too: that one is indexed.
#define PARLEY_EVENTS                                                                      \
  "(select run_id, last_seq, (last_seq - cardinality(types) + number)::int as seq, type, " \
  "event.data, created_at from run_events, unnest(types, run_events.data, times) "         \
  "with ordinality as event (type, data, created_at, number)) as events"

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
