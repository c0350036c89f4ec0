#include "secrets/flat_json.hpp"

#include <algorithm>
#include <charconv>

namespace parley::secrets {
namespace {

constexpr std::size_t max_members = 16;

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

/// Printable ASCII between quotes: nothing that would need an escape, so two spellings of one
/// string cannot exist.
std::optional<std::string_view> takeString(std::string_view& text) {
  if (!take(text, '"')) return std::nullopt;
  std::size_t size = 0;
  while (size < text.size() && text[size] != '"') {
    const char c = text[size];
    if (c < 0x20 || c > 0x7e || c == '\\') return std::nullopt;
    ++size;
  }
  if (size == text.size()) return std::nullopt;
  const std::string_view value = text.substr(0, size);
  text.remove_prefix(size + 1);
  return value;
}

/// 0, or digits without a leading zero, as far as 2^53: no sign, no fraction, no exponent.
std::optional<std::int64_t> takeNumber(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
  if (size == 0 || size > 16 || (size > 1 && text.front() == '0')) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + size, value);
  if (value > (std::int64_t{1} << 53)) return std::nullopt;
  text.remove_prefix(size);
  return value;
}

std::optional<FlatObject::Value> takeValue(std::string_view& text) {
  if (!text.empty() && text.front() == '"') {
    if (const auto string = takeString(text)) return *string;
    return std::nullopt;
  }
  if (const auto number = takeNumber(text)) return *number;
  return std::nullopt;
}

}  // namespace

std::optional<FlatObject> FlatObject::parse(std::string_view text) {
  FlatObject object;
  if (!take(text, '{')) return std::nullopt;
  do {
    const auto key = takeString(text);
    if (!key || object.has(*key) || object.size() == max_members) return std::nullopt;
    if (!take(text, ':')) return std::nullopt;
    const auto value = takeValue(text);
    if (!value) return std::nullopt;
    object.members_.push_back({*key, *value});
  } while (take(text, ','));
  if (!take(text, '}') || !text.empty()) return std::nullopt;
  return object;
}

const FlatObject::Value* FlatObject::find(std::string_view key) const {
  const auto found = std::ranges::find(members_, key, &Member::key);
  return found == members_.end() ? nullptr : &found->value;
}

std::optional<std::string_view> FlatObject::string(std::string_view key) const {
  const Value* value = find(key);
  const auto* text = value ? std::get_if<std::string_view>(value) : nullptr;
  return text ? std::optional{*text} : std::nullopt;
}

std::optional<std::int64_t> FlatObject::number(std::string_view key) const {
  const Value* value = find(key);
  const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
  return number ? std::optional{*number} : std::nullopt;
}

}  // namespace parley::secrets
