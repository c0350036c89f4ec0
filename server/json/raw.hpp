#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace parley::json {

/// JSON text that is passed on as it is: what a database column or another document already holds.
struct Raw {
  std::string text = "null";

  static Raw fromDatabase(std::string_view text) { return Raw{std::string{text}}; }
  std::string toDatabase() const { return text; }
  bool operator==(const Raw&) const = default;
};

/// The user's own further fields: a JSON object of at most 16 KiB as text.
struct Metadata {
  static constexpr std::size_t max_bytes = 16 * 1024;

  std::string text = "{}";

  static Metadata fromDatabase(std::string_view text) { return Metadata{std::string{text}}; }
  std::string toDatabase() const { return text; }
  /// The same fields, however they are written: the database gives them back in a form of its own.
  bool operator==(const Metadata& other) const;
};

/// JSON text of a T that is written already: for answers too large to be built as structs first.
template <class T>
struct Written {
  std::string text;
};

}  // namespace parley::json
