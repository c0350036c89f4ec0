#include "operations/row_writer.hpp"

#include <algorithm>
#include <array>

namespace parley::operations {

void writeTimestamp(std::string& out, std::string_view text) {
  // `2026-11-23 09:30:00.123456+00`, the fraction as short as it can be. By hand: a page of records
  // holds a hundred of these.
  constexpr std::string_view zone = "+00";
  constexpr std::size_t date_length = 10;
  constexpr std::size_t length = 19;  // without fraction and zone
  const bool has_fraction = text.size() > length && text[length] == '.';
  const bool usual = text.size() >= length + zone.size() && text[date_length] == ' ' &&
                     text.ends_with(zone) && (has_fraction || text.size() == length + zone.size());
  if (!usual) {
    json::write(out, database::fromText<Timestamp>(text));
    return;
  }
  std::array<char, 26> json{'"', '0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                            '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z', '"'};
  std::ranges::copy(text.substr(0, date_length), json.begin() + 1);
  std::ranges::copy(text.substr(date_length + 1, length - date_length - 1), json.begin() + 12);
  if (has_fraction) {
    const auto digits = text.substr(length + 1, text.size() - length - 1 - zone.size());
    std::ranges::copy(digits.substr(0, 3), json.begin() + 21);
  }
  out.append(json.data(), json.size());
}

}  // namespace parley::operations
