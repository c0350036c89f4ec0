#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON as text: for what has to be sent back byte for byte and so must never pass through a
/// document model.
namespace parley::language_model {

struct RawMember {
  std::string_view key;    ///< as written, without its quotes
  std::string_view value;  ///< as written, without blanks around it
};

/// The members of an object in order. `object` must be valid JSON text of an object; the views
/// point into it.
std::vector<RawMember> rawMembers(std::string_view object);
/// The value of one member of an object (valid JSON text); nullopt when there is none.
std::optional<std::string_view> rawMember(std::string_view object, std::string_view key);
/// The elements of an array in order, as written. `array` must be valid JSON text of an array.
std::vector<std::string_view> rawElements(std::string_view array);
/// What stands between the quotes of a JSON string; empty for any other value.
std::string_view insideQuotes(std::string_view value);

/// Appends `text` as a JSON string. Bytes that are not UTF-8 become U+FFFD.
void appendString(std::string& out, std::string_view text);
/// `text` as a JSON string.
std::string quoted(std::string_view text);
/// An array of what is JSON text already.
std::string joined(const std::vector<std::string>& items);

}  // namespace parley::language_model
