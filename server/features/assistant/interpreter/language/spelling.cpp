#include "features/assistant/interpreter/language/spelling.hpp"

#include <algorithm>
#include <array>

namespace parley::assistant::interpreter {

std::size_t spellingDistance(std::string_view a, std::string_view b, std::size_t limit) {
  constexpr std::size_t longest = 40;
  auto difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit || a.size() > longest || b.size() > longest) return limit + 1;
  std::array<std::array<std::size_t, longest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = i;
    auto best = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto cost = a[i - 1] == b[j - 1] ? 0U : 1U;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + cost});
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

bool isMisspelling(std::string_view typed, std::string_view meant) {
  if (typed.size() < 3 || meant.size() < 4) return false;
  std::size_t limit = meant.size() >= 7 && typed.size() >= 6 ? 2 : 1;
  bool first_kept = typed[0] == meant[0] || (typed[0] == meant[1] && typed[1] == meant[0]);
  return first_kept && typed != meant && spellingDistance(typed, meant, limit) <= limit;
}

}  // namespace parley::assistant::interpreter
