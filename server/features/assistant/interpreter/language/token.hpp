#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace parley::assistant::interpreter {

/// Whether a word is one of these.
inline bool anyOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// A word, number, address or mark of the text. `norm` is what is compared; the text itself is
/// never changed.
struct Token {
  enum class Kind : std::uint8_t { word, number, email, phone, url, quoted, mark, line };
  Kind kind = Kind::word;
  /// What is compared: folded, contractions written out (`don't` -> `do`, `not`), "'s" for a
  /// possessive.
  std::string norm = {};
  std::size_t begin = 0;  ///< in the cleaned text; for quoted: the inside
  std::size_t end = 0;
  bool capital = false;   ///< begins with an upper-case letter, as `al-Sayed` does too
  bool caseless = false;  ///< of a script without upper and lower case
  bool glued = false;     ///< nothing stands between the token before and this one

  bool is(std::string_view other) const { return norm == other; }
  bool word() const { return kind == Kind::word; }
  bool punctuation() const { return kind == Kind::mark || kind == Kind::line; }
};

/// A half-open range of tokens.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin >= end; }
  std::size_t size() const { return empty() ? 0 : end - begin; }
};

/// A cleaned text and its tokens.
struct Tokens {
  std::string text;
  std::vector<Token> list;
  bool lower = false;  ///< typed without capitals, the first letter and "I" aside
  bool upper = false;  ///< typed in capitals throughout

  std::size_t size() const { return list.size(); }
  /// Beyond the end: a mark without text, so that readers may look ahead.
  const Token& operator[](std::size_t i) const { return i < list.size() ? list[i] : beyond; }
  /// "" beyond the ends.
  std::string_view norm(std::size_t i) const {
    return i < list.size() ? std::string_view{list[i].norm} : std::string_view{};
  }
  bool is(std::size_t i, Token::Kind kind) const { return i < list.size() && list[i].kind == kind; }
  inline static const Token beyond{.kind = Token::Kind::mark};

  /// The original text of a range, blanks collapsed.
  std::string original(Span span) const;
};

/// Linear in the length of the text.
Tokens tokenize(std::string_view text);

}  // namespace parley::assistant::interpreter
