#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::language_model {

/// A JSON object that arrives in pieces and is kept as text, so that it can be sent back byte for
/// byte: members that nobody here knows stay as they are.
class RawObject {
 public:
  RawObject() = default;
  /// `object` is valid JSON text of an object.
  explicit RawObject(std::string_view object);

  /// A member's JSON text; null when there is none.
  const std::string* find(std::string_view key) const;
  std::string* find(std::string_view key);
  /// The decoded text of a member that is a string; else empty.
  std::string text(std::string_view key) const;
  /// Replaces the member in its place, or adds it.
  void set(std::string_view key, std::string value);
  void erase(std::string_view key);
  /// Appends to a member that is a string what stands between the quotes of `json_string`; makes it
  /// if it is none.
  void extendString(std::string_view key, std::string_view json_string);
  /// Appends an element to a member that is an array; makes it if it is none.
  void extendArray(std::string_view key, std::string_view element);
  std::string write() const;
  const auto& members() const { return members_; }

 private:
  std::vector<std::pair<std::string, std::string>>
      members_;  ///< key and value as JSON text, in the order received
};

}  // namespace parley::language_model
