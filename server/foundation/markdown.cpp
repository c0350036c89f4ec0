#include "foundation/markdown.hpp"

#include <fmt/format.h>

namespace parley::markdown {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (std::string_view{"\\`*_[]<>|#~"}.contains(c)) out += '\\';
    out += c;
  }
  return out;
}

std::string link(std::string_view page, std::string_view id, std::string_view name) {
  if (page.empty() || id.empty()) return fmt::format("**{}**", escaped(name));
  return fmt::format("[{}]({}/{})", escaped(name), page, id);
}

}  // namespace parley::markdown
