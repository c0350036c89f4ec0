#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

/// Reading what a provider sent, where every member may be missing or of another type.
namespace parley::language_model {

/// The object that `text` is; nullopt for anything else.
std::optional<json::object> parseObject(std::string_view text);
/// null when there is none.
const json::value& member(const json::object& object, std::string_view key);
/// Empty unless it is a string.
std::string_view stringOf(const json::value& value);
std::string_view stringMember(const json::object& object, std::string_view key);
const json::object* objectMember(const json::object* object, std::string_view key);
const json::array* arrayMember(const json::object* object, std::string_view key);
bool flag(const json::object* object, std::string_view key);
/// 0 unless it is a whole number above.
std::uint64_t count(const json::object* object, std::string_view key);
/// The count as far as 32 bits hold it; 0 beyond.
std::uint32_t smallCount(const json::object* object, std::string_view key);

}  // namespace parley::language_model
