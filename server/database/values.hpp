#pragma once

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/uuid.hpp"

namespace parley::database {

/// One parameter of a statement in text form; nullopt is NULL.
using Parameter = std::optional<std::string>;

/// The stored text is not what the C++ type expects: a mistake of ours, std::logic_error.
[[noreturn]] void throwUnreadable(std::string_view type, std::string_view text);

Timestamp timestampFromDatabase(std::string_view text);
/// `{a,"b c",NULL}`, one dimension; nullopt elements are NULL.
std::vector<std::optional<std::string>> arrayFromDatabase(std::string_view text);
std::string arrayToDatabase(const std::vector<Parameter>& elements);

/// A bytea value.
struct Bytes {
  std::string data;

  static Bytes fromDatabase(std::string_view text);
  Parameter toDatabase() const;
  auto operator<=>(const Bytes&) const = default;
};

template <class T>
struct Value;  // text <-> T; specialise for types that can have neither of the members below

template <class T>
concept FromDatabase = requires(std::string_view text) {
  { T::fromDatabase(text) } -> std::convertible_to<T>;
};
template <class T>
concept ToDatabase = requires(const T& value) {
  { value.toDatabase() } -> std::convertible_to<Parameter>;
};
template <class T>
concept Parsed = requires(std::string_view text) {
  { T::parse(text) } -> std::same_as<std::optional<T>>;
};
template <class T>
concept Printed = requires(const T& value) {
  { value.toString() } -> std::convertible_to<std::string>;
};

/// Reads one value from its text. NULL is the business of std::optional alone.
template <class T>
T fromText(std::string_view text) {
  if constexpr (FromDatabase<T>) {
    return T::fromDatabase(text);
  } else if constexpr (std::same_as<T, std::string>) {
    return std::string{text};
  } else if constexpr (std::same_as<T, bool>) {
    return text == "t";
  } else if constexpr (std::same_as<T, Timestamp>) {
    return timestampFromDatabase(text);
  } else if constexpr (std::is_arithmetic_v<T>) {
    T number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) throwUnreadable("number", text);
    return number;
  } else if constexpr (std::is_enum_v<T>) {
    T value{};
    if (!boost::describe::enum_from_string(std::string{text}.c_str(), value)) {
      throwUnreadable("enumeration", text);
    }
    return value;
  } else if constexpr (Parsed<T>) {
    auto parsed = T::parse(text);
    if (!parsed) throwUnreadable("value", text);
    return *std::move(parsed);
  } else {
    return Value<T>::fromText(text);
  }
}

template <class T>
Parameter toParameter(const T& value) {
  if constexpr (ToDatabase<T>) {
    return value.toDatabase();
  } else if constexpr (std::same_as<T, std::nullopt_t> || std::same_as<T, std::nullptr_t>) {
    return std::nullopt;
  } else if constexpr (std::same_as<T, bool>) {
    return value ? "t" : "f";
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return std::string{std::string_view{value}};
  } else if constexpr (std::same_as<T, Timestamp>) {
    return toString(value);
  } else if constexpr (std::is_arithmetic_v<T>) {
    char text[64];
    return std::string{text, std::to_chars(text, text + sizeof text, value).ptr};
  } else if constexpr (std::is_enum_v<T>) {
    return std::string{boost::describe::enum_to_string(value, "")};
  } else if constexpr (Printed<T>) {
    return value.toString();
  } else {
    return Value<T>::toParameter(value);
  }
}

template <class T>
struct Value<std::optional<T>> {
  static Parameter toParameter(const std::optional<T>& value) {
    return value ? database::toParameter(*value) : Parameter{};
  }
};

/// PostgreSQL arrays, for `= any($1)` and array columns.
template <class T>
struct Value<std::vector<T>> {
  static std::vector<T> fromText(std::string_view text) {
    std::vector<T> values;
    for (const auto& element : arrayFromDatabase(text)) {
      if (!element) throwUnreadable("array without NULL", text);
      values.push_back(database::fromText<T>(*element));
    }
    return values;
  }
  static Parameter toParameter(const std::vector<T>& values) {
    std::vector<Parameter> elements;
    for (const auto& value : values) elements.push_back(database::toParameter(value));
    return arrayToDatabase(elements);
  }
};

/// `co_await transaction.execute(sql, parameters(workspace_id, name, email));`
template <class... T>
std::vector<Parameter> parameters(const T&... values) {
  std::vector<Parameter> list;
  list.reserve(sizeof...(T));
  (list.push_back(toParameter(values)), ...);
  return list;
}

}  // namespace parley::database
