#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/described_rows.hpp"
#include "database/transaction.hpp"
#include "json/describe.hpp"
#include "operations/call.hpp"
#include "operations/row_writer.hpp"

/// Keyset pages over one table: search, filters, sort and cursor, the same for every kind of
/// record.
namespace parley::operations {

/// A field a list can be sorted and filtered by. The SQL comes from the store, never from a caller.
struct ListField {
  enum class Kind {
    text,
    folded,  ///< compared without case and accents; its key is never null
    folded_or_unset,
    digits,  ///< a phone number
    id,
    number,
    object,  ///< filter only: a JSON object
    time,
    date,    ///< sorted with the unset ones last
    before,  ///< filter only: a date; the column lies before it
    after,   ///< filter only: a date; the column lies after it
    choice,  ///< sorted in the order of `choices`; the filter may name several, between commas
    person,  ///< a member's id; the filter takes `me` as well
    people   ///< filter only: an array of members that holds this one
  };
  std::string_view name;
  std::string_view column;
  Kind kind = Kind::text;
  std::string_view key_column =
      {};  ///< of both folded kinds: the column holding the folded text; digits: the digits
  std::span<const std::string_view> choices = {};
};

/// The names of an enumeration, for ListField::choices.
template <json::DescribedEnum E>
inline constexpr auto enum_names = [] {
  using List = boost::describe::describe_enumerators<E>;
  std::array<std::string_view, boost::mp11::mp_size<List>::value> names;
  std::size_t next = 0;
  boost::mp11::mp_for_each<List>([&](auto enumerator) { names[next++] = enumerator.name; });
  return names;
}();

struct ListTable {
  std::string_view name;     ///< `contacts`
  std::string_view columns;  ///< of the record, as the described struct names them
  std::string_view search;   ///< expression holding every text folded, words between blanks
  std::span<const ListField> fields;
  /// Where a record may be seen for several reasons, each of them as a condition, no two true of
  /// the same row: each is then read in the order of its own index. Row-level security decides all
  /// the same. May use PARLEY_LIST_MEMBER.
  std::span<const std::string_view> reasons = {};
  /// A function of the database `(patterns text[], most int) -> uuid[]` that finds the ids in which
  /// all patterns occur by an index, newest first; null when they are more than `most`, or so many
  /// that the list in its order soon holds a page.
  std::string_view search_function = {};
  /// It finds the ids that row-level security shows and no others, so that the newest of them are
  /// the newest records.
  bool search_function_is_exact = false;
};

/// Who lists, in SQL.
#define PARLEY_LIST_MEMBER "(select nullif(current_setting('parley.user_id', true), '')::uuid)"
/// The projects that others share with whoever lists, for `= any`.
#define PARLEY_LIST_SHARED_PROJECTS "((select shared_projects())::uuid[])"

/// What every list understands; the record's own filters stand beside it.
struct ListRequest {
  int limit = 50;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
  std::optional<std::string> sort;  ///< `name`, `-updated_at`; unset: newest first
  /// Where a search is not sorted: records that are called so come before the others.
  bool best_first = false;
  bool count = false;
  std::vector<std::pair<std::string_view, std::optional<std::string>>>
      filters;  ///< "" asks for empty fields
};

inline constexpr int max_list_limit = 200;

/// The statements of a page: the rows (one more than asked for tells whether there is a next page)
/// and, on request, the exact count. Throws 400 for an unknown sort, a bad cursor or filter.
std::vector<database::Command> listCommands(const ListTable& table, const ListRequest& request);

/// The cursor behind the last row shown, from the columns that listCommands adds.
std::string nextCursor(const ListRequest& request, const database::Rows& rows, int last_row);

/// `ContactPage`
template <class Item>
inline constexpr auto page_name = [] {
  constexpr std::string_view end = "Page";
  std::array<char, Item::schema_name.size() + end.size()> name;
  std::ranges::copy(end, std::ranges::copy(Item::schema_name, name.begin()).out);
  return name;
}();

/// A page of records, as every list answers it.
template <class Item>
struct Page {
  static constexpr std::string_view schema_name{page_name<Item>.data(), page_name<Item>.size()};
  static constexpr auto omitted = std::to_array<std::string_view>({"total"});

  json::Written<std::vector<Item>> items;
  std::optional<std::string> next_cursor;
  std::optional<std::int64_t> total;

  BOOST_DESCRIBE_CLASS(Page, (), (items, next_cursor, total), (), ())
};

/// Runs the statements and writes the page.
template <class Item>
task<Page<Item>> listPage(Call& call, const ListTable& table, ListRequest request) {
  // A model looks for a record that was named; a page shows how a list went on.
  request.best_first = call.channel == Channel::assistant || call.channel == Channel::mcp;
  auto commands = listCommands(table, request);
  const auto results = co_await call.transaction().executeAll(std::move(commands));
  const auto& rows = results.front();
  const int shown = std::min(rows.size(), request.limit);
  Page<Item> page;
  page.items = writeRows<Item>(rows, shown);
  if (rows.size() > shown) page.next_cursor = nextCursor(request, rows, shown - 1);
  if (request.count) page.total = database::valueAs<std::int64_t>(results.back());
  co_return page;
}

/// Copies the common parameters of a list's input struct.
template <class Input>
ListRequest listRequest(const Input& input) {
  ListRequest request;
  request.limit = input.limit.value_or(50);
  request.cursor = input.cursor;
  request.search = input.search;
  request.sort = input.sort;
  request.count = input.count.has_value();
  return request;
}

enum class Count { exact };
BOOST_DESCRIBE_ENUM(Count, exact)

}  // namespace parley::operations
