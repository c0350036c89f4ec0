#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/planner.hpp"

/// Changes of many records, a part after the other, because a step makes no more calls.
namespace parley::assistant::interpreter {
namespace {

/// As large as the others, so that none of many changes is one by itself, which would ask nobody.
std::size_t partSize(std::size_t total) {
  const auto parts = std::max<std::size_t>(1, (total + most_at_once - 1) / most_at_once);
  return std::max<std::size_t>(1, (total + parts - 1) / parts);
}

}  // namespace

std::string countedIn(const Part& part, std::size_t records) {
  if (part.total <= most_at_once) return fmt::format("{} records", records);
  return fmt::format("records {} to {} of {}", part.at + 1, part.at + records, part.total);
}

/// `make` answers whether anything of a part was done: nobody is asked about the rest who has just
/// declined a whole part.
void Planner::inParts(std::size_t total,
                      const std::function<bool(const Part&, std::size_t)>& make) {
  const auto size = partSize(total);
  for (std::size_t at = 0; at < total; at += size) {
    const bool done = make({at, total}, std::min(size, total - at));
    const auto next = at + size;
    if (done || next >= total) continue;
    session_.say(fmt::format("The other {} stay as they are, too.", total - next));
    return;
  }
}

/// What stands over an approval; behind the first part, what became of the ones before as well.
std::string Planner::announced(const Part& part, std::string text) {
  if (part.at == 0) return text;
  auto said = session_.takeReply();
  return said.empty() ? text : said + "\n\n" + text;
}

}  // namespace parley::assistant::interpreter
