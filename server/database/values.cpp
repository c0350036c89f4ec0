#include "database/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::database {
namespace {

bool isNull(std::string_view element) {
  if (element.size() != 4) return false;
  constexpr std::string_view null = "null";
  for (std::size_t i = 0; i < 4; ++i) {
    if ((element[i] | 0x20) != null[i]) return false;
  }
  return true;
}

/// Reads the text form of a one-dimensional array, one element after the other.
class ArrayParser {
 public:
  explicit ArrayParser(std::string_view text) : text_{text} {}

  std::vector<std::optional<std::string>> parse() {
    std::vector<std::optional<std::string>> elements;
    expect('{');
    if (peek() == '}') {
      ++at_;
    } else {
      do {
        elements.push_back(peek() == '"' ? quoted() : plain());
      } while (separator());
    }
    if (at_ != text_.size()) fail();
    return elements;
  }

 private:
  char peek() const {
    if (at_ >= text_.size()) fail();
    return text_[at_];
  }

  void expect(char expected) {
    if (peek() != expected) fail();
    ++at_;
  }

  /// True for a comma, false for the closing brace.
  bool separator() {
    const char next = peek();
    if (next != ',' && next != '}') fail();
    ++at_;
    return next == ',';
  }

  std::optional<std::string> quoted() {
    std::string element;
    expect('"');
    while (peek() != '"') {
      if (peek() == '\\') ++at_;
      element += peek();
      ++at_;
    }
    ++at_;
    return element;
  }

  std::optional<std::string> plain() {
    std::string element;
    while (peek() != ',' && peek() != '}') {
      if (peek() == '{' || peek() == '"') fail();
      if (peek() == '\\') ++at_;
      element += peek();
      ++at_;
    }
    if (element.empty()) fail();
    if (isNull(element)) return std::nullopt;
    return element;
  }

  [[noreturn]] void fail() const { throwUnreadable("array", text_); }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void throwUnreadable(std::string_view type, std::string_view) {
  // The stored text stays out of the message: it may be somebody's data.
  throw std::logic_error(fmt::format("a stored {} cannot be read as its C++ type", type));
}

void throwNoColumn(std::string_view member) {
  throw std::logic_error(fmt::format("the statement selects no column named '{}'", member));
}

void throwUnexpectedNull(std::string_view column) {
  throw std::logic_error(fmt::format("NULL in '{}', which is not optional", column));
}

void throwNoRow(int row, int size) {
  throw std::logic_error(fmt::format("row {} of {} was asked for", row, size));
}

Timestamp timestampFromDatabase(std::string_view text) {
  // The session's time zone is UTC, so the offset is always the short "+00". Not in a string: it
  // would not fit into one without an allocation.
  constexpr std::string_view short_offset = "+00";
  std::array<char, 48> rfc3339;
  if (!text.ends_with(short_offset) || text.size() > rfc3339.size()) throwUnreadable("time", text);
  const auto end =
      std::ranges::copy(text.substr(0, text.size() - short_offset.size()), rfc3339.begin()).out;
  *end = 'Z';
  const auto time = parseTimestamp({rfc3339.begin(), end + 1});
  if (!time) throwUnreadable("time", text);
  return *time;
}

Bytes Bytes::fromDatabase(std::string_view text) {
  return {fromBytea(text)};
}

Parameter Bytes::toDatabase() const {
  return toBytea(data);
}

std::vector<std::optional<std::string>> arrayFromDatabase(std::string_view text) {
  return ArrayParser{text}.parse();
}

std::string arrayToDatabase(const std::vector<Parameter>& elements) {
  std::string text = "{";
  for (const auto& element : elements) {
    if (text.size() > 1) text += ',';
    if (!element) {
      text += "NULL";
      continue;
    }
    text += '"';
    for (const char c : *element) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  text += '}';
  return text;
}

}  // namespace parley::database
