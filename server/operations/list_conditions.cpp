#include "operations/list_conditions.hpp"

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

namespace parley::operations {
namespace {

constexpr std::size_t max_search_characters = 200;
constexpr std::size_t max_search_words = 12;
constexpr std::size_t min_inside_characters = 3;

/// Reads an object as it is read where it is written.
struct ObjectFilter {
  json::Metadata metadata;
};
BOOST_DESCRIBE_STRUCT(ObjectFilter, (), (metadata))

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
    const auto name = std::string_view{value}.substr(begin, end - begin);
    const auto choice = std::ranges::find_if(
        field.choices, [&](std::string_view known) { return json::isNameOf(known, name); });
    if (choice == field.choices.end()) {
      throw badQuery(std::string{field.name},
                     fmt::format("must be one of {}", fmt::join(field.choices, ", ")));
    }
    wanted.emplace_back(*choice);
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

}  // namespace

const ListField* findField(const ListTable& table, std::string_view name) {
  const auto found = std::ranges::find(table.fields, name, &ListField::name);
  return found == table.fields.end() ? nullptr : &*found;
}

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
    where.words.push_back(word);
  }
  // Only punctuation finds nothing, rather than everything.
  if (words == 0 && !unicode::normalize(search).value_or("").empty()) where.require("false");
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

}  // namespace parley::operations
