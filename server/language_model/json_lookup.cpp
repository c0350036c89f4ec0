#include "language_model/json_lookup.hpp"

#include <boost/json/parse.hpp>
#include <limits>
#include <utility>

namespace parley::language_model {

std::optional<json::object> parseObject(std::string_view text) {
  boost::json::error_code error;
  auto parsed = boost::json::parse(text, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

const json::value& member(const json::object& object, std::string_view key) {
  static const json::value none;
  const auto* value = object.if_contains(key);
  return value ? *value : none;
}

std::string_view stringOf(const json::value& value) {
  const auto* text = value.if_string();
  return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

std::string_view stringMember(const json::object& object, std::string_view key) {
  return stringOf(member(object, key));
}

const json::object* objectMember(const json::object* object, std::string_view key) {
  return object ? member(*object, key).if_object() : nullptr;
}

const json::array* arrayMember(const json::object* object, std::string_view key) {
  return object ? member(*object, key).if_array() : nullptr;
}

bool flag(const json::object* object, std::string_view key) {
  const auto* value = object ? member(*object, key).if_bool() : nullptr;
  return value && *value;
}

std::uint64_t count(const json::object* object, std::string_view key) {
  const auto* number = object ? member(*object, key).if_int64() : nullptr;
  return number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
}

std::uint32_t smallCount(const json::object* object, std::string_view key) {
  const auto number = count(object, key);
  return number <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(number)
                                                             : 0;
}

}  // namespace parley::language_model
