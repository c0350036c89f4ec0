#include "operations/markdown.hpp"

#include <fmt/format.h>

namespace parley::operations {

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

std::string link(const EntityWords* words, std::string_view id, std::string_view name) {
  if (words == nullptr || words->page.empty() || id.empty())
    return fmt::format("**{}**", escaped(name));
  return fmt::format("[{}]({}/{})", escaped(name), words->page, id);
}

}  // namespace parley::operations
