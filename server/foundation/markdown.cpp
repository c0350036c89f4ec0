#include "foundation/markdown.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace parley::markdown {
namespace {

/// Neither white space nor punctuation, on which the rules of `_` hang.
bool isOfWord(UChar32 c) {
  return c >= 0 && (u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0);
}

bool isInsideWord(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin == 0 || end == text.size()) return false;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto before = static_cast<std::int32_t>(begin);
  auto after = static_cast<std::int32_t>(end);
  UChar32 last;
  UChar32 next;
  U8_PREV(bytes, 0, before, last);
  U8_NEXT(bytes, after, static_cast<std::int32_t>(text.size()), next);
  return isOfWord(last) && isOfWord(next);
}

/// Whether the run of one character, from `begin` to `end`, may be markup.
bool isMarkup(std::string_view text, std::size_t begin, std::size_t end) {
  if (text[begin] == '_') return !isInsideWord(text, begin, end);
  if (text[begin] == '#') return text.find_first_not_of(" \t\r\n") == begin;
  return std::string_view{"\\`*[]<>|~"}.contains(text[begin]);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const char c = text[begin];
    const auto end = std::min(text.find_first_not_of(c, begin), text.size());
    const bool markup = isMarkup(text, begin, end);
    for (; begin < end; ++begin) {
      if (markup) out += '\\';
      out += c == '\n' || c == '\r' ? ' ' : c;
    }
  }
  return out;
}

std::string link(std::string_view page, std::string_view id, std::string_view name) {
  if (page.empty() || id.empty()) return fmt::format("**{}**", escaped(name));
  return fmt::format("[{}]({}/{})", escaped(name), page, id);
}

}  // namespace parley::markdown
