#include "operations/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "foundation/date.hpp"
#include "foundation/unicode.hpp"
#include "operations/bad_query.hpp"
#include "operations/cursor.hpp"
#include "operations/list_conditions.hpp"

namespace parley::operations {
namespace {

/// Rarer words are found by the index; of commoner ones the list in its order soon holds a page.
constexpr int max_index_hits = 2500;
/// Of a text that has no key column; a cursor holds them. What begins alike is ordered by its ids.
constexpr int max_sort_characters = 320;

bool isFilterOnly(ListField::Kind kind) {
  using enum ListField::Kind;
  return kind == object || kind == before || kind == after || kind == people;
}

std::string quotedList(std::span<const std::string_view> names) {
  std::string list;
  for (const auto name : names) list += fmt::format("{}'{}'", list.empty() ? "" : ",", name);
  return list;
}

struct Order {
  std::string expression;  ///< never null; empty: the record's own id
  std::string cast;
  bool descending = true;
  ListField::Kind kind = ListField::Kind::text;
};

Order orderOf(const ListTable& table, const std::optional<std::string>& sort) {
  if (!sort) return {};
  const bool descending = sort->starts_with('-');
  const auto name = std::string_view{*sort}.substr(descending ? 1 : 0);
  const auto* field = findField(table, name);
  if (field == nullptr || isFilterOnly(field->kind)) {
    std::string names;
    for (const auto& each : table.fields) {
      if (!isFilterOnly(each.kind)) names += (names.empty() ? "" : ", ") + std::string{each.name};
    }
    throw badQuery("sort", "must be one of " + names + ", with - in front for the reverse");
  }
  switch (field->kind) {
    case ListField::Kind::id:
    case ListField::Kind::person:
      if (field->column == "id") return {.descending = descending};
      return {fmt::format("coalesce({}::text, '')", field->column), "", descending};
    case ListField::Kind::number:
      return {std::string{field->column}, "::int", descending, field->kind};
    case ListField::Kind::time:
      return {std::string{field->column}, "::timestamptz", descending, field->kind};
    case ListField::Kind::date:
      return {fmt::format("coalesce({}, 'infinity'::date)", field->column), "::date", descending,
              field->kind};
    case ListField::Kind::choice:
      return {
          fmt::format("array_position(array[{}], {})", quotedList(field->choices), field->column),
          "::int", descending, field->kind};
    case ListField::Kind::folded:
      return {std::string{field->key_column}, "", descending};
    case ListField::Kind::folded_or_unset:
      return {fmt::format("coalesce({}, '')", field->key_column), "", descending};
    default:
      return {fmt::format("lower(left(coalesce({}, ''), {})) collate \"C\"", field->column,
                          max_sort_characters),
              "", descending};
  }
}

std::string keyOfSort(const ListRequest& request) {
  return request.sort.value_or("-id");
}

/// Whether PostgreSQL can read it as a value of that kind.
bool isSortValue(ListField::Kind kind, const std::string& value) {
  switch (kind) {
    case ListField::Kind::time:
      return isTimeMark(value);
    case ListField::Kind::date:
      return value == "infinity" || Date::parse(value).has_value();
    case ListField::Kind::number:
      return !value.empty() && value.size() < 10 &&
             value.find_first_not_of("0123456789") == value.npos;
    case ListField::Kind::choice:
      return value.size() == 1 && value.front() >= '1' && value.front() <= '9';
    default:
      return true;
  }
}

using CursorParts = std::vector<std::string>;

CursorParts readCursor(const std::string& text) {
  auto parts = decodeCursor(text);
  if (!parts || parts->size() < 2 || !Uuid::parse(parts->back()))
    throw badQuery("cursor", "is not a cursor of this list");
  return *std::move(parts);
}

void addCursor(Conditions& where, const Order& order, std::string_view key,
               const CursorParts& cursor) {
  const bool with_value = !order.expression.empty();
  if (cursor.size() != (with_value ? 3U : 2U) || cursor.front() != key ||
      (with_value && !isSortValue(order.kind, cursor.at(1)))) {
    throw badQuery("cursor", "is not a cursor of this list");
  }
  const auto id = where.add(cursor.back()) + "::uuid";
  const std::string_view comparison = order.descending ? "<" : ">";
  if (!with_value) {
    where.require(fmt::format("id {} {}", comparison, id));
    return;
  }
  where.require(fmt::format("({}, id) {} ({}{}, {})", order.expression, comparison,
                            where.add(cursor.at(1)), order.cast, id));
}

/// Ways to the rows, of which one statement takes those that apply: for each reason to see a
/// record, and for a search by the ids that the index found or, when they are too many, without.
std::vector<std::string> waysTo(const ListTable& table, const std::string& where, bool searched,
                                const std::string& slice = "") {
  std::vector<std::string> ways;
  const auto with = [&](std::string_view condition) {
    return fmt::format("{} {} {}", where, where.empty() ? "where" : "and", condition);
  };
  if (searched) {
    // Each id is looked up on its own: left to choose, the planner would rather read everything of
    // the owner and compare.
    ways.push_back(
        fmt::format("unnest((select ids{} from hits)::uuid[]) as hit (hit_id) cross join lateral "
                    "(select * from {}{} offset 0) as {}",
                    slice, table.name, with("id = hit_id"), table.name));
  }
  const std::string_view common = searched ? " and (select ids from hits) is null" : "";
  const auto add = [&](const std::string& conditions) {
    ways.push_back(fmt::format("{}{}{}", table.name, conditions, common));
  };
  if (table.reasons.empty()) add(where);
  for (const auto reason : table.reasons) add(with(reason));
  return ways;
}

/// What a page is selected from: the table, or the first rows of each way.
std::string sourceOf(const ListTable& table, const std::vector<std::string>& ways,
                     const std::string& tail) {
  if (ways.size() == 1) return ways.front();
  std::string parts;
  for (const auto& way : ways) {
    parts += fmt::format("{}(select {}.* from {}{})", parts.empty() ? "" : " union all ",
                         table.name, way, tail);
  }
  return fmt::format("({}) as {}", parts, table.name);
}

/// `with` clause that asks the search function once.
std::string hitsOf(const ListTable& table, Conditions& where) {
  const auto patterns = where.add(*database::toParameter(where.patterns));
  return fmt::format("with hits as materialized (select {}({}::text[], {}) as ids) ",
                     table.search_function, patterns, max_index_hits);
}

/// Of the ids that the search finds, newest first, as many as a page can need; all of them unless
/// nothing but the search decides. One page of them may stand before the others already.
std::string firstHits(const ListTable& table, const ListRequest& request) {
  const auto given = [](const auto& filter) { return filter.second.has_value(); };
  if (!table.search_function_is_exact || request.sort || request.cursor ||
      std::ranges::any_of(request.filters, given)) {
    return {};
  }
  return fmt::format("[1:{}]", (request.limit + 1) * (request.best_first ? 2 : 1));
}

/// `order by` and `limit` of a page and the row that tells whether there is another. The limit is
/// not a parameter: PostgreSQL would plan for a tenth of all rows and sort them.
std::string tailOf(const Order& order, const ListRequest& request) {
  const std::string_view direction = order.descending ? "desc" : "asc";
  const auto by = order.expression.empty()
                      ? fmt::format("id {}", direction)
                      : fmt::format("{} {}, id {}", order.expression, direction, direction);
  return fmt::format(" order by {} limit {}", by, request.limit + 1);
}

std::string pageOf(const ListTable& table, const ListRequest& request, Conditions& where,
                   bool searched) {
  const auto order = orderOf(table, request.sort);
  if (request.cursor) addCursor(where, order, keyOfSort(request), readCursor(*request.cursor));
  const auto tail = tailOf(order, request);
  const auto ways =
      waysTo(table, where.text, searched, searched ? firstHits(table, request) : std::string{});
  const auto sort_column = order.expression.empty()
                               ? std::string{}
                               : fmt::format(", ({})::text as sort_value", order.expression);
  return fmt::format("select {}{} from {}{}", table.columns, sort_column,
                     sourceOf(table, ways, tail), tail);
}

/// The field whose words put some of what a search finds before the rest; nullptr where the order
/// is another.
const ListField* rankedBy(const ListTable& table, const ListRequest& request) {
  const auto* name = findField(table, "name");
  const bool ranked = request.best_first && request.search && !request.sort && name != nullptr &&
                      name->kind == ListField::Kind::folded;
  return ranked ? name : nullptr;
}

/// The names that begin with the search, as a range of the index of names.
std::string namesThatBegin(Conditions& where, const ListField& name, const std::string& search) {
  constexpr std::string_view last_character = "\U0010FFFF";
  auto begin = unicode::fold(unicode::normalize(search).value_or(search));
  const auto from = where.add(begin);
  return fmt::format("({0} >= {1} and {0} < {2})", name.key_column, from,
                     where.add(begin.append(last_character)));
}

constexpr std::string_view marks_in_names = "-.,;:/()[]&+_@'\"!?*#|\u2019\u2018\u2013";

/// The names in which each word of the search begins one.
std::string namesWithWords(Conditions& where, const ListField& name) {
  std::vector<std::string> patterns;
  for (const auto& word : where.words) patterns.push_back("% " + word + "%");
  // A key keeps the marks that part words in names.
  const auto marks = where.add(std::string{marks_in_names});
  const auto blanks = where.add(std::string(*unicode::countCharacters(marks_in_names), ' '));
  return fmt::format("((' ' || translate({}, {}, {})) like all ({}::text[]))", name.key_column,
                     marks, blanks, where.add(*database::toParameter(patterns)));
}

/// A part of what a search finds, better or worse than the others. A cursor names it by its key.
struct Rank {
  std::string_view key;
  std::string condition;
  Order order;
  bool by_index = true;  ///< of the search, else of the names
};

/// Rows whose names begin with the search, so that the name itself comes first; rows whose names
/// hold its words, where the index of the search finds them; then the others, newest first.
std::string bestFirst(const ListTable& table, const ListRequest& request, const ListField& name,
                      Conditions& where, bool searched) {
  const auto begins = namesThatBegin(where, name, *request.search);
  const auto holds = namesWithWords(where, name);
  const Order by_name{std::string{name.key_column}, "", false, name.kind};
  // Words that too many records hold are not looked for in names: nothing finds them there but
  // reading all.
  const auto unheld =
      searched ? "((select ids from hits) is null or not " + holds + ")" : "not " + holds;
  const auto ranks = std::to_array<Rank>({{"begins", begins, by_name, false},
                                          {"holds", holds + " and not " + begins, by_name},
                                          {"-id", unheld + " and not " + begins, {}}});
  const auto cursor = request.cursor ? readCursor(*request.cursor) : CursorParts{};
  const auto* rank =
      cursor.empty() ? ranks.begin() : std::ranges::find(ranks, cursor.front(), &Rank::key);
  if (rank == ranks.end()) throw badQuery("cursor", "is not a cursor of this list");

  const auto common = where.text;
  std::string parts;
  for (bool first = true; rank != ranks.end(); ++rank, first = false) {
    where.text = common;
    where.require(rank->condition);
    if (first && !cursor.empty()) addCursor(where, rank->order, rank->key, cursor);
    const auto tail = tailOf(rank->order, request);
    const auto slice = rank->order.expression.empty() ? firstHits(table, request) : "";
    auto ways = waysTo(table, where.text, searched && rank->by_index, slice);
    if (searched && rank->key == "holds") ways.resize(1);
    parts +=
        fmt::format("{}(select {} as rank, '{}' as rank_key, {} as sort_value, {}.* from {}{})",
                    first ? "" : " union all ", rank - ranks.begin(), rank->key,
                    rank->order.expression.empty() ? "null" : rank->order.expression, table.name,
                    sourceOf(table, ways, tail), tail);
  }
  return fmt::format(
      "select {0}, rank_key, sort_value from ({1}) as {2} order by rank, sort_value, "
      "case when sort_value is not null then id end, id desc limit {3}",
      table.columns, parts, table.name, request.limit + 1);
}

}  // namespace

std::vector<database::Command> listCommands(const ListTable& table, const ListRequest& request) {
  if (request.limit < 1 || request.limit > max_list_limit)
    throw badQuery("limit", "must be from 1 to 200");

  Conditions where;
  if (request.search) addSearch(where, table, *request.search);
  for (const auto& [name, value] : request.filters) {
    if (value) addFilter(where, *findField(table, name), *value);
  }
  const bool searched = !table.search_function.empty() && !where.patterns.empty();
  const auto hits = searched ? hitsOf(table, where) : std::string{};
  const auto counted = where;
  const auto* ranked_by = where.patterns.empty() ? nullptr : rankedBy(table, request);
  const auto page = ranked_by ? bestFirst(table, request, *ranked_by, where, searched)
                              : pageOf(table, request, where, searched);

  std::vector<database::Command> commands;
  commands.emplace_back(hits + page, std::move(where.parameters));
  if (request.count) {
    commands.emplace_back(fmt::format("{}select count(*) from {}", hits,
                                      sourceOf(table, waysTo(table, counted.text, searched), "")),
                          counted.parameters);
  }
  return commands;
}

std::string nextCursor(const ListRequest& request, const database::Rows& rows, int last_row) {
  const auto value = [&](std::string_view column) {
    const int index = rows.column(column);
    return index < 0 ? std::nullopt : rows.at(last_row, index);
  };
  CursorParts parts;
  parts.emplace_back(value("rank_key").value_or(keyOfSort(request)));
  if (const auto sort_value = value("sort_value")) parts.emplace_back(*sort_value);
  parts.emplace_back(value("id").value_or(""));
  return encodeCursor(parts);
}

}  // namespace parley::operations
