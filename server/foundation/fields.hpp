#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/unicode.hpp"

/// Field types that cannot hold a wrong value: made by parse() alone, and describing themselves to
/// the schema by schema(). A struct of such fields needs no validator.
namespace parley {

/// What JSON Schema can say about a text field. Lengths are in characters (code points).
struct TextSchema {
  std::size_t min_length = 0;
  std::size_t max_length = 0;
  std::string_view format;  ///< `email`, `uuid`, ... or empty
};

/// The parsed value, or a sentence saying what is wrong with it.
template <class T>
using Parsed = std::expected<T, std::string>;

namespace detail {
Parsed<std::string> parseText(std::string_view text, std::size_t min, std::size_t max,
                              unicode::LineBreaks breaks);
}

/// One line of text: trimmed, NFC, no control characters, Min to Max characters.
template <std::size_t Min, std::size_t Max>
class Text {
 public:
  static constexpr TextSchema schema() { return {Min, Max, {}}; }
  static Parsed<Text> parse(std::string_view text) {
    auto parsed = detail::parseText(text, Min, Max, unicode::LineBreaks::refused);
    if (!parsed) return std::unexpected{std::move(parsed.error())};
    return Text{std::move(*parsed)};
  }

  const std::string& value() const { return value_; }
  bool operator==(const Text&) const = default;

 private:
  explicit Text(std::string value) : value_{std::move(value)} {}
  std::string value_;
};

/// Several lines of text, else like Text. CR LF becomes LF.
template <std::size_t Min, std::size_t Max>
class Prose {
 public:
  static constexpr TextSchema schema() { return {Min, Max, {}}; }
  static Parsed<Prose> parse(std::string_view text) {
    auto parsed = detail::parseText(text, Min, Max, unicode::LineBreaks::allowed);
    if (!parsed) return std::unexpected{std::move(parsed.error())};
    return Prose{std::move(*parsed)};
  }

  const std::string& value() const { return value_; }
  bool operator==(const Prose&) const = default;

 private:
  explicit Prose(std::string value) : value_{std::move(value)} {}
  std::string value_;
};

/// An address whose syntax is that of RFC 5321 (no quoted local part, no address literal; UTF-8
/// allowed).
class EmailAddress {
 public:
  static constexpr TextSchema schema() { return {3, 320, "email"}; }
  static Parsed<EmailAddress> parse(std::string_view text);

  const std::string& value() const { return value_; }
  /// The form in which addresses are compared: case folded.
  std::string key() const;
  bool operator==(const EmailAddress&) const = default;

 private:
  explicit EmailAddress(std::string value) : value_{std::move(value)} {}
  std::string value_;
};

/// A phone number kept as given; it must hold 3 to 20 digits and nothing that no phone number
/// holds.
class PhoneNumber {
 public:
  static constexpr TextSchema schema() { return {3, 50, {}}; }
  static Parsed<PhoneNumber> parse(std::string_view text);

  const std::string& value() const { return value_; }
  /// Digits alone, for search and matching: a leading + or 00 is dropped, any script's digits
  /// become ASCII.
  std::string digits() const;
  bool operator==(const PhoneNumber&) const = default;

 private:
  explicit PhoneNumber(std::string value) : value_{std::move(value)} {}
  std::string value_;
};

/// An IANA time-zone name that the system's zone files know.
class TimeZone {
 public:
  static constexpr TextSchema schema() { return {1, 64, {}}; }
  static Parsed<TimeZone> parse(std::string_view text);

  const std::string& value() const { return value_; }
  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(std::string value) : value_{std::move(value)} {}
  std::string value_;
};

/// A field of a partial update: left out, set to null, or given.
template <class T>
struct Patch {
  bool given = false;
  std::optional<T> value;  ///< when given: nullopt clears the field

  bool operator==(const Patch&) const = default;
};

}  // namespace parley
