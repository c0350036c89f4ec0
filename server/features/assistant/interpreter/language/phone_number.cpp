#include "features/assistant/interpreter/language/phone_number.hpp"

#include <algorithm>
#include <array>

#include "features/assistant/interpreter/language/unicode.hpp"

namespace parley::assistant::interpreter {
namespace {

constexpr std::size_t longest_number = 48;  ///< bytes
constexpr std::size_t longest_gap = 4;

bool isAsciiDigit(char c) {
  return c >= '0' && c <= '9';
}

char byteAt(std::string_view text, std::size_t i) {
  return i < text.size() ? text[i] : '\0';
}

/// Digits with blanks, brackets, dots, dashes and slashes between them.
std::size_t groupsEnd(std::string_view text, std::size_t at) {
  auto end = at;
  std::size_t gap = 0;
  auto limit = std::min(text.size(), at + longest_number);
  for (auto i = at; i < limit && gap < longest_gap; ++i) {
    auto rest = text.substr(i);
    if (isAsciiDigit(text[i])) {
      end = i + 1;
      gap = 0;
    } else if (std::string_view{"+() -./"}.contains(text[i])) {
      if (text[i] == '+' && end > at) break;
      ++gap;
    } else if (rest.starts_with("\xE2\x80\x91") || rest.starts_with("\xE2\x80\x93")) {
      i += 2;
      ++gap;
    } else {
      break;
    }
  }
  return end;
}

std::size_t extensionEnd(std::string_view text, std::size_t end) {
  constexpr std::size_t most_digits = 6;
  auto i = end;
  while (i < end + 3 && (byteAt(text, i) == ' ' || byteAt(text, i) == ',')) ++i;
  auto rest = text.substr(std::min(i, text.size()), 10);
  static constexpr std::array<std::string_view, 8> words{"extension", "ext.", "ext", "x",
                                                         "Ext.",      "Ext",  "EXT", "#"};
  for (auto word : words) {
    if (!rest.starts_with(word)) continue;
    auto digit = i + word.size();
    if (byteAt(text, digit) == ' ') ++digit;
    auto stop = digit;
    while (stop - digit <= most_digits && isAsciiDigit(byteAt(text, stop))) ++stop;
    if (stop > digit && stop - digit <= most_digits) return stop;
  }
  return end;
}

/// 2026-11-22, 22.11.2026, 11/22/26
bool isDate(std::string_view text) {
  auto digitsFrom = [&](std::size_t from) {
    std::size_t n = 0;
    while (from + n < text.size() && isAsciiDigit(text[from + n])) ++n;
    return n;
  };
  auto first = digitsFrom(0);
  if ((first != 4 && first > 2) || first >= text.size() || text.size() > 10) return false;
  char separator = text[first];
  if (!std::string_view{"-/."}.contains(separator)) return false;
  auto second = digitsFrom(first + 1);
  auto third_at = first + second + 2;
  if (second == 0 || second > 2 || third_at > text.size() || text[third_at - 1] != separator)
    return false;
  return third_at + digitsFrom(third_at) == text.size();
}

}  // namespace

std::size_t phoneNumberEnd(std::string_view text, std::size_t at) {
  char first = byteAt(text, at);
  if (first != '+' && first != '(' && !isAsciiDigit(first)) return at;
  auto end = groupsEnd(text, at);
  auto digits = std::ranges::count_if(text.substr(at, end - at), isAsciiDigit);
  bool enough = digits >= 7 || (first == '+' && digits >= 5);
  if (!enough || digits > 20 || isDate(text.substr(at, end - at))) return at;
  bool runs_on =
      end < text.size() && (isLetter(codePointAt(text, end).value) || isAsciiDigit(text[end]));
  return runs_on ? at : extensionEnd(text, end);
}

}  // namespace parley::assistant::interpreter
