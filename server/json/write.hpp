#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "foundation/clock.hpp"
#include "json/describe.hpp"
#include "json/raw.hpp"
#include "json/value.hpp"

/// Struct -> JSON text, written straight into one string: no tree in between.
namespace parley::json {

/// Appends a quoted, escaped string. Broken UTF-8 must have been refused before.
void writeString(std::string& out, std::string_view text);
/// Appends a parsed value.
void writeValue(std::string& out, const value& tree);
/// Appends an object; boost::json::object is not a value.
void writeObject(std::string& out, const object& tree);

/// `,"name":` of a described member.
template <class Member>
inline constexpr auto member_key = [] {
  constexpr std::string_view name = nameOf(Member::name);
  std::array<char, name.size() + 4> key{',', '"'};
  auto* end = std::ranges::copy(name, key.begin() + 2).out;
  *end++ = '"';
  *end = ':';
  return key;
}();

/// Appends the object of a described struct. Where its fields come from is the caller's:
/// `has(member)` says whether an optional one is set, `write_field(member)` appends its value.
template <DescribedStruct T>
void writeMembers(std::string& out, auto has, auto write_field) {
  out += '{';
  std::size_t comma = 1;  // the first key goes without
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if constexpr (omits<T>(nameOf(member.name))) {
      if (!has(member)) return;
    }
    constexpr std::string_view key{member_key<decltype(member)>.data(),
                                   member_key<decltype(member)>.size()};
    out += key.substr(comma);
    comma = 0;
    write_field(member);
  });
  out += '}';
}

template <class T>
void write(std::string& out, const T& thing) {
  if constexpr (std::same_as<T, Raw> || std::same_as<T, Metadata> || IsWritten<T>::value) {
    out += thing.text;
  } else if constexpr (std::same_as<T, value>) {
    writeValue(out, thing);
  } else if constexpr (std::same_as<T, object>) {
    writeObject(out, thing);
  } else if constexpr (std::same_as<T, bool>) {
    out += thing ? "true" : "false";
  } else if constexpr (Integer<T>) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, thing).ptr;
    out.append(digits, end);
  } else if constexpr (std::floating_point<T>) {
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, thing).ptr;
    out.append(digits, end);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    writeString(out, thing);
  } else if constexpr (IsId<T>::value) {
    out += '"';
    out += thing.toString();
    out += '"';
  } else if constexpr (std::same_as<T, Timestamp>) {
    out += '"';
    out += toString(thing);
    out += '"';
  } else if constexpr (TextField<T>) {
    writeString(out, thing.value());
  } else if constexpr (DescribedEnum<T>) {
    writeString(out, enumName(thing));
  } else if constexpr (IsOptional<T>::value) {
    if (thing) {
      write(out, *thing);
    } else {
      out += "null";
    }
  } else if constexpr (IsPatch<T>::value) {
    write(out, thing.value);
  } else if constexpr (IsVector<T>::value) {
    out += '[';
    bool first = true;
    for (const auto& item : thing) {
      if (!first) out += ',';
      first = false;
      write(out, item);
    }
    out += ']';
  } else {
    static_assert(DescribedStruct<T>, "no JSON form is known for this type");
    writeMembers<T>(
        out,
        [&](auto member) {
          using Field = std::remove_cvref_t<decltype(thing.*member.pointer)>;
          if constexpr (IsOptional<Field>::value) return (thing.*member.pointer).has_value();
          return true;
        },
        [&](auto member) { write(out, thing.*member.pointer); });
  }
}

template <class T>
std::string toJson(const T& thing) {
  std::string out;
  write(out, thing);
  return out;
}

}  // namespace parley::json
