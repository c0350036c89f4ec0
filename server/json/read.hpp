#pragma once

#include <boost/json/serialize.hpp>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/error.hpp"
#include "json/describe.hpp"
#include "json/raw.hpp"
#include "json/value.hpp"

/// JSON -> struct. Every wrong field is reported with its path, not the first one alone, and
/// unknown fields are wrong.
namespace parley::json {

/// Where the input came from: in a query every value is text.
enum class Source { body, query };

/// Collects what is wrong while it walks the input.
class Reader {
 public:
  explicit Reader(Source source) : source_{source} {}

  template <class T>
  std::optional<T> read(const value& input);
  template <DescribedStruct T>
  std::optional<T> readStruct(const object& input);

  std::vector<FieldError> takeErrors() { return std::move(errors_); }

 private:
  static constexpr std::size_t max_items = 1000;
  static constexpr std::size_t max_errors = 100;

  template <class T, std::size_t... I>
  std::optional<T> assemble(const object& input, std::index_sequence<I...>);
  template <class T>
  std::optional<T> readMember(const object& input, std::string_view name);
  template <class T>
  std::optional<T> readInteger(const value& input);
  template <class T>
  std::optional<T> readEnum(std::string_view text);
  template <class T>
  std::optional<std::vector<T>> readVector(const value& input);

  std::optional<bool> readBool(const value& input);
  std::optional<Metadata> readMetadata(const value& input);
  std::optional<std::string> readString(const value& input);
  std::optional<object> readObject(const value& input);

  void fail(std::string message);
  std::nullopt_t refuse(std::string message) {
    fail(std::move(message));
    return std::nullopt;
  }

  /// Puts a step on the path for as long as it lives.
  class Step {
   public:
    Step(Reader& reader, std::string_view name);
    Step(Reader& reader, std::size_t index);
    ~Step() { reader_.path_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Reader& reader_;
    std::size_t length_;
  };

  Source source_;
  std::string path_;
  std::vector<FieldError> errors_;
};

/// The struct, or Error: 422 for a body, 400 for a query, naming every bad field.
template <DescribedStruct T>
T decode(const object& input, Source source = Source::body);

/// Whether a text says this enumerator, in any case, with or without blanks, hyphens and
/// underscores: "In Progress" is in_progress, "To Do" is todo.
bool isNameOf(std::string_view enumerator, std::string_view text);

namespace detail {
[[noreturn]] void throwErrors(std::vector<FieldError> errors, Source source);
}  // namespace detail

template <class T>
std::optional<T> Reader::read(const value& input) {
  if constexpr (std::same_as<T, Raw>) {
    Raw raw;
    raw.text.clear();
    raw.text = boost::json::serialize(input);
    return raw;
  } else if constexpr (std::same_as<T, Metadata>) {
    return readMetadata(input);
  } else if constexpr (std::same_as<T, object>) {
    return readObject(input);
  } else if constexpr (std::same_as<T, value>) {
    return input;
  } else if constexpr (std::same_as<T, bool>) {
    return readBool(input);
  } else if constexpr (Integer<T>) {
    return readInteger<T>(input);
  } else if constexpr (std::same_as<T, std::string>) {
    return readString(input);
  } else if constexpr (IsOptional<T>::value) {
    if (input.is_null()) return T{};
    auto inner = read<typename T::value_type>(input);
    if (!inner) return std::nullopt;
    return T{std::move(*inner)};
  } else if constexpr (IsPatch<T>::value) {
    auto inner = read<decltype(T::value)>(input);
    if (!inner) return std::nullopt;
    return T{true, std::move(*inner)};
  } else if constexpr (IsVector<T>::value) {
    return readVector<typename T::value_type>(input);
  } else if constexpr (IsReference<T>::value) {
    const auto* given = input.is_object() ? input.get_object().if_contains("id") : &input;
    if (given == nullptr) return refuse("must be an id, or an object with one");
    auto id = read<decltype(T::id)>(*given);
    if (!id) return std::nullopt;
    return T{*id};
  } else if constexpr (DescribedStruct<T>) {
    if (!input.is_object()) return refuse("must be an object");
    return readStruct<T>(input.get_object());
  } else {
    auto text = readString(input);
    if (!text) return std::nullopt;
    if constexpr (IsId<T>::value) {
      auto id = T::parse(*text);
      if (!id) return refuse("is not an id");
      return id;
    } else if constexpr (std::same_as<T, Timestamp>) {
      auto time = parseTimestamp(*text);
      if (!time) return refuse("is not a time, like 2026-11-23T09:30:00Z");
      return time;
    } else if constexpr (DescribedEnum<T>) {
      return readEnum<T>(*text);
    } else {
      static_assert(TextField<T>, "no JSON form is known for this type");
      auto parsed = T::parse(*text);
      if (!parsed) return refuse(std::move(parsed.error()));
      return std::move(*parsed);
    }
  }
}

template <DescribedStruct T>
std::optional<T> Reader::readStruct(const object& input) {
  for (const auto& [key, ignored_value] : input) {
    bool known = ignores<T>(key);
    boost::mp11::mp_for_each<Members<T>>(
        [&](auto member) { known = known || key == nameOf(member.name); });
    if (known) continue;
    const Step step{*this, key};
    fail(source_ == Source::query ? "is not a known parameter" : "is not a known field");
  }
  return assemble<T>(input, std::make_index_sequence<boost::mp11::mp_size<Members<T>>::value>{});
}

template <class T, std::size_t... I>
std::optional<T> Reader::assemble(const object& input, std::index_sequence<I...>) {
  using List = Members<T>;
  // Braces evaluate in order, so errors come in the order of the fields.
  auto values = std::tuple{[&] {
    constexpr auto member = boost::mp11::mp_at_c<List, I>{};
    using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    return readMember<Field>(input, nameOf(member.name));
  }()...};
  if (!(std::get<I>(values).has_value() && ...)) return std::nullopt;
  return T{std::move(*std::get<I>(values))...};
}

template <class T>
std::optional<T> Reader::readMember(const object& input, std::string_view name) {
  const Step step{*this, name};
  if (const auto* found = input.if_contains(name)) return read<T>(*found);
  if constexpr (IsOptional<T>::value || IsPatch<T>::value || std::same_as<T, Metadata> ||
                IsVector<T>::value) {
    return T{};
  } else {
    return refuse("is required");
  }
}

template <class T>
std::optional<T> Reader::readInteger(const value& input) {
  T number{};
  if (source_ == Source::query && input.is_string()) {
    const std::string_view text = input.get_string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
      return refuse("must be a whole number");
    return number;
  }
  boost::system::error_code error;
  number = input.to_number<T>(error);
  if (error) return refuse("must be a whole number");
  return number;
}

template <class T>
std::optional<T> Reader::readEnum(std::string_view text) {
  std::optional<T> found;
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
    if (isNameOf(enumerator.name, text)) found = enumerator.value;
    if (!names.empty()) names += ", ";
    names += enumerator.name;
  });
  if (!found) return refuse("must be one of " + names);
  return found;
}

template <class T>
std::optional<std::vector<T>> Reader::readVector(const value& input) {
  if (!input.is_array()) return refuse("must be a list");
  const auto& items = input.get_array();
  if (items.size() > max_items) return refuse("must have at most 1000 items");
  std::vector<T> values;
  values.reserve(items.size());
  bool complete = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Step step{*this, i};
    auto item = read<T>(items[i]);
    if (item) values.push_back(std::move(*item));
    complete = complete && item.has_value();
  }
  if (!complete) return std::nullopt;
  return values;
}

template <DescribedStruct T>
T decode(const object& input, Source source) {
  Reader reader{source};
  auto decoded = reader.readStruct<T>(input);
  auto errors = reader.takeErrors();
  if (!errors.empty()) detail::throwErrors(std::move(errors), source);
  return std::move(*decoded);
}

}  // namespace parley::json
