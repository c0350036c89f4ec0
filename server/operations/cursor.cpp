#include "operations/cursor.hpp"

#include <array>
#include <cstdint>

#include "foundation/clock.hpp"
#include "foundation/unicode.hpp"

namespace parley::operations {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char separator = '\x1f';
/// Holds the longest name folded: 200 characters of up to 33 bytes each, in base64.
constexpr std::size_t max_cursor_bytes = std::size_t{12} * 1024;

std::string toBase64Url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) text += alphabet[bits >> (count -= 6) & 63];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 63];
  return text;
}

std::optional<std::string> fromBase64Url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) bytes += static_cast<char>(bits >> (count -= 8));
  }
  return bytes;
}

}  // namespace

std::string encodeCursor(const std::vector<std::string>& parts) {
  std::string joined;
  for (const auto& part : parts) {
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return toBase64Url(joined);
}

std::optional<std::vector<std::string>> decodeCursor(std::string_view cursor) {
  if (cursor.empty() || cursor.size() > max_cursor_bytes) return std::nullopt;
  const auto joined = fromBase64Url(cursor);
  if (!joined || !unicode::countCharacters(*joined) || joined->contains('\0')) return std::nullopt;
  std::vector<std::string> parts;
  std::string_view rest = *joined;
  while (true) {
    const auto end = rest.find(separator);
    parts.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) return parts;
    rest.remove_prefix(end + 1);
  }
}

bool isTimeMark(const std::string& part) {
  constexpr std::string_view longest = "2026-11-23 09:30:00.123456+00";
  return part.size() <= longest.size() && parseTimestamp(part + ":00").has_value();
}

}  // namespace parley::operations
