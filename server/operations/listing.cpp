#include "operations/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/date.hpp"
#include "foundation/fields.hpp"
#include "foundation/unicode.hpp"
#include "json/parse.hpp"
#include "json/read.hpp"
#include "json/write.hpp"
#include "operations/bad_query.hpp"
#include "operations/cursor.hpp"

namespace parley::operations {
namespace {

constexpr std::size_t max_search_characters = 200;
constexpr std::size_t max_search_words = 12;
constexpr std::size_t min_inside_characters = 3;
/// Rarer words are found by the index; of commoner ones the list in its order soon holds a page.
constexpr int max_index_hits = 2500;
/// Of a text that has no key column; a cursor holds them. What begins alike is ordered by its ids.
constexpr int max_sort_characters = 320;

/// Reads an object as it is read where it is written.
struct ObjectFilter {
  json::Metadata metadata;
};
BOOST_DESCRIBE_STRUCT(ObjectFilter, (), (metadata))

const ListField* findField(const ListTable& table, std::string_view name) {
  const auto found = std::ranges::find(table.fields, name, &ListField::name);
  return found == table.fields.end() ? nullptr : &*found;
}

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

/// Newest first is the order of the ids.
bool isOrderOfIds(const ListRequest& request) {
  return !request.sort || *request.sort == "id" || *request.sort == "-id";
}

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

class Conditions {
 public:
  std::string add(std::string parameter) {
    parameters.emplace_back(std::move(parameter));
    return "$" + std::to_string(parameters.size());
  }
  void require(std::string condition) {
    text += text.empty() ? " where " : " and ";
    text += condition;
  }

  std::string text;
  std::vector<database::Parameter> parameters;
  std::vector<std::string> patterns;  ///< of the search
};

void addSearch(Conditions& where, const ListTable& table, const std::string& search) {
  const auto length = unicode::countCharacters(search);
  if (!length || *length > max_search_characters)
    throw badQuery("search", "must have at most 200 characters");
  const auto folded = unicode::searchText(search);
  std::size_t words = 0;
  for (std::size_t begin = 1; begin < folded.size();) {
    const auto end = folded.find(' ', begin);
    const auto word = folded.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    if (++words > max_search_words) throw badQuery("search", "must have at most 12 words");
    const bool inside = unicode::countCharacters(word).value_or(0) >= min_inside_characters;
    auto pattern = (inside ? "%" : "% ") + word + "%";
    where.require(fmt::format("{} like {}", table.search, where.add(pattern)));
    where.patterns.push_back(std::move(pattern));
  }
  // Only punctuation finds nothing, rather than everything.
  if (words == 0 && !unicode::normalize(search).value_or("").empty()) where.require("false");
}

std::string memberCondition(Conditions& where, const ListField& field, const std::string& value) {
  if (value == "me") return PARLEY_LIST_MEMBER;
  if (!UserId::parse(value)) throw badQuery(std::string{field.name}, "is neither an id nor me");
  return where.add(value) + "::uuid";
}

std::string dateCondition(Conditions& where, const ListField& field, const std::string& value) {
  const auto date = Date::parse(value);
  if (!date) throw badQuery(std::string{field.name}, date.error());
  return where.add(value) + "::date";
}

std::string choiceCondition(Conditions& where, const ListField& field, const std::string& value) {
  std::vector<std::string> wanted;
  for (std::size_t begin = 0; begin <= value.size();) {
    const auto end = std::min(value.find(',', begin), value.size());
    auto key = json::detail::enumKey(value.substr(begin, end - begin));
    if (std::ranges::find(field.choices, key) == field.choices.end()) {
      throw badQuery(std::string{field.name},
                     fmt::format("must be one of {}", fmt::join(field.choices, ", ")));
    }
    wanted.push_back(std::move(key));
    begin = end + 1;
  }
  return where.add(*database::toParameter(wanted)) + "::text[]";
}

std::string objectCondition(Conditions& where, const std::string& value) {
  json::value object;
  try {
    object = json::parse(value);
  } catch (const Error&) {
    throw badQuery("metadata", R"(is not a JSON object, like {"vip":true})");
  }
  return where.add(json::decode<ObjectFilter>({{"metadata", object}}, json::Source::query)
                       .metadata.toDatabase()) +
         "::jsonb";
}

void addFilter(Conditions& where, const ListField& field, const std::string& value) {
  using enum ListField::Kind;
  if (value.empty() && field.kind != before && field.kind != after) {
    const bool never_null = field.kind == people || field.kind == object;
    const auto unset = never_null ? "{} = '{{}}'" : "{} is null";
    where.require(fmt::format(fmt::runtime(unset), field.column));
    return;
  }
  if (!unicode::countCharacters(value) || value.contains('\0')) {
    throw badQuery(std::string{field.name}, "is not valid text");
  }
  switch (field.kind) {
    case id:
      if (!Uuid::parse(value)) throw badQuery(std::string{field.name}, "is not an id");
      where.require(fmt::format("{} = {}::uuid", field.column, where.add(value)));
      return;
    case number: {
      int number = 0;
      const auto* end = value.data() + value.size();
      if (std::from_chars(value.data(), end, number) != std::from_chars_result{end, {}})
        throw badQuery(std::string{field.name}, "is not a whole number");
      where.require(fmt::format("{} = {}::int", field.column, where.add(std::to_string(number))));
      return;
    }
    case object:
      where.require(fmt::format("{} = {}", field.column, objectCondition(where, value)));
      return;
    case time: {
      const auto moment = parseTimestamp(value);
      if (!moment)
        throw badQuery(std::string{field.name}, "is not a time, like 2026-11-23T09:30:00Z");
      where.require(fmt::format("date_trunc('milliseconds', {}) = {}::timestamptz", field.column,
                                where.add(toString(*moment))));
      return;
    }
    case date:
      where.require(fmt::format("{} = {}", field.column, dateCondition(where, field, value)));
      return;
    case before:
      where.require(fmt::format("{} < {}", field.column, dateCondition(where, field, value)));
      return;
    case after:
      where.require(fmt::format("{} > {}", field.column, dateCondition(where, field, value)));
      return;
    case choice:
      where.require(
          fmt::format("{} = any({})", field.column, choiceCondition(where, field, value)));
      return;
    case person:
      where.require(fmt::format("{} = {}", field.column, memberCondition(where, field, value)));
      return;
    case people:
      where.require(
          fmt::format("{} @> array[{}]", field.column, memberCondition(where, field, value)));
      return;
    case folded:
    case folded_or_unset:
      where.require(fmt::format("{} = {}", field.key_column, where.add(unicode::fold(value))));
      return;
    case digits: {
      const auto number = PhoneNumber::parse(value);
      if (!number) throw badQuery(std::string{field.name}, number.error());
      where.require(fmt::format("{} = {}", field.key_column, where.add(number->digits())));
      return;
    }
    case text:
      where.require(fmt::format("lower({}) = lower({})", field.column,
                                where.add(unicode::normalize(value).value_or(value))));
      return;
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

void addCursor(Conditions& where, const Order& order, const ListRequest& request) {
  const auto cursor = decodeCursor(*request.cursor);
  const bool with_value = !order.expression.empty();
  if (!cursor || cursor->size() != (with_value ? 3U : 2U) ||
      cursor->front() != keyOfSort(request) || !Uuid::parse(cursor->back())) {
    throw badQuery("cursor", "is not a cursor of this list");
  }
  const auto id = where.add(cursor->back()) + "::uuid";
  const std::string_view comparison = order.descending ? "<" : ">";
  if (!with_value) {
    where.require(fmt::format("id {} {}", comparison, id));
    return;
  }
  if (!isSortValue(order.kind, cursor->at(1)))
    throw badQuery("cursor", "is not a cursor of this list");
  where.require(fmt::format("({}, id) {} ({}{}, {})", order.expression, comparison,
                            where.add(cursor->at(1)), order.cast, id));
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

/// Whether the first ids that the search finds are the page: newest first, and nothing but the
/// search decides.
bool isFirstHits(const ListTable& table, const ListRequest& request) {
  const auto given = [](const auto& filter) { return filter.second.has_value(); };
  return table.search_function_is_exact && !request.sort && !request.cursor &&
         std::ranges::none_of(request.filters, given);
}

}  // namespace

std::vector<database::Command> listCommands(const ListTable& table, const ListRequest& request) {
  if (request.limit < 1 || request.limit > max_list_limit)
    throw badQuery("limit", "must be from 1 to 200");
  const auto order = orderOf(table, request.sort);

  Conditions where;
  if (request.search) addSearch(where, table, *request.search);
  for (const auto& [name, value] : request.filters) {
    if (value) addFilter(where, *findField(table, name), *value);
  }
  const bool searched = !table.search_function.empty() && !where.patterns.empty();
  const auto hits = searched ? hitsOf(table, where) : std::string{};
  const auto counted = where;
  if (request.cursor) addCursor(where, order, request);

  const std::string_view direction = order.descending ? "desc" : "asc";
  const bool by_id = order.expression.empty();
  const auto by = by_id ? fmt::format("id {}", direction)
                        : fmt::format("{} {}, id {}", order.expression, direction, direction);
  // Not a parameter: PostgreSQL would plan for a tenth of all rows and sort them.
  const auto limit = request.limit + 1;
  const auto tail = fmt::format(" order by {} limit {}", by, limit);
  const auto slice =
      searched && isFirstHits(table, request) ? fmt::format("[1:{}]", limit) : std::string{};
  const auto sort_column =
      by_id ? std::string{} : fmt::format(", ({})::text as sort_value", order.expression);
  auto sql = fmt::format("{}select {}{} from {}{}", hits, table.columns, sort_column,
                         sourceOf(table, waysTo(table, where.text, searched, slice), tail), tail);

  std::vector<database::Command> commands;
  commands.emplace_back(std::move(sql), std::move(where.parameters));
  if (request.count) {
    commands.emplace_back(fmt::format("{}select count(*) from {}", hits,
                                      sourceOf(table, waysTo(table, counted.text, searched), "")),
                          counted.parameters);
  }
  return commands;
}

std::string nextCursor(const ListRequest& request, const database::Rows& rows, int last_row) {
  std::vector<std::string> parts{keyOfSort(request)};
  if (!isOrderOfIds(request))
    parts.emplace_back(rows.at(last_row, rows.column("sort_value")).value_or(""));
  parts.emplace_back(rows.at(last_row, rows.column("id")).value_or(""));
  return encodeCursor(parts);
}

}  // namespace parley::operations
