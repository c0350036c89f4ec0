#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "foundation/fields.hpp"
#include "foundation/uuid.hpp"
#include "json/raw.hpp"

/// What kinds of C++ types the JSON reader, writer and schema know: one list for the three of them.
namespace parley::json {

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

/// A self-validating text field: Text, EmailAddress, ...
template <class T>
concept TextField = requires(std::string_view text, const T& field) {
  { T::parse(text) } -> std::same_as<Parsed<T>>;
  { T::schema() } -> std::same_as<TextSchema>;
  field.value();
};

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <>
struct IsId<Uuid> : std::true_type {};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsPatch : std::false_type {};
template <class T>
struct IsPatch<Patch<T>> : std::true_type {};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

/// For inputs: an id, given as one or as the object that was read, `{"id": ..., "name": ...}`.
template <class Id>
struct Reference {
  Id id;
};

template <class T>
struct IsReference : std::false_type {};
template <class Id>
struct IsReference<Reference<Id>> : std::true_type {};

template <class T>
struct IsWritten : std::false_type {};
template <class T>
struct IsWritten<Written<T>> : std::true_type {
  using Type = T;
};

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;

/// The JSON name of a member: its own, without the underscore that keeps a C++ keyword off
/// (`default_`).
constexpr std::string_view nameOf(std::string_view member) {
  return member.ends_with('_') ? member.substr(0, member.size() - 1) : member;
}

/// A struct may name itself for `$ref` (`static constexpr std::string_view schema_name`) ...
template <class T>
concept NamedStruct = DescribedStruct<T> && requires { std::string_view{T::schema_name}; };

/// ... help with fields whose name is not enough (`static constexpr auto help =
/// std::to_array<json::Help>(...)`) ...
struct Help {
  std::string_view field;
  std::string_view text;
};

/// ... and list names that a client may send back from what it read, and that are then ignored
/// (`static constexpr auto ignored = std::to_array<std::string_view>({"id"})`).
template <class T>
constexpr bool ignores(std::string_view name) {
  if constexpr (requires { T::ignored; }) {
    for (const std::string_view ignored : T::ignored) {
      if (ignored == name) return true;
    }
  }
  return false;
}

/// Fields of an output that are left out, not null, when they are empty
/// (`static constexpr auto omitted = std::to_array<std::string_view>({"total"})`).
template <class T>
constexpr bool omits(std::string_view name) {
  if constexpr (requires { T::omitted; }) {
    for (const std::string_view omitted : T::omitted) {
      if (omitted == name) return true;
    }
  }
  return false;
}

template <class T>
constexpr std::string_view helpFor(std::string_view field) {
  if constexpr (requires { T::help; }) {
    for (const Help& entry : T::help) {
      if (entry.field == field) return entry.text;
    }
  }
  return {};
}

/// The described name of an enumerator; empty for a value outside the list.
template <DescribedEnum E>
std::string_view enumName(E value) {
  std::string_view name;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
    if (enumerator.value == value) name = enumerator.name;
  });
  return name;
}

}  // namespace parley::json
