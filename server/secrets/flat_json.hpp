#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::secrets {

/// The JSON of a token's two parts: one flat object of plain strings and whole numbers. What a
/// token of ours never holds (escapes, fractions, nesting, blanks, a key twice) is not read at all.
/// Inside `secrets` only.
class FlatObject {
 public:
  using Value = std::variant<std::string_view, std::int64_t>;

  /// The views point into `text`. nullopt for anything that is not exactly such an object.
  static std::optional<FlatObject> parse(std::string_view text);

  std::optional<std::string_view> string(std::string_view key) const;
  std::optional<std::int64_t> number(std::string_view key) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }
  std::size_t size() const { return members_.size(); }

 private:
  struct Member {
    std::string_view key;
    Value value;
  };

  const Value* find(std::string_view key) const;

  std::vector<Member> members_;
};

}  // namespace parley::secrets
