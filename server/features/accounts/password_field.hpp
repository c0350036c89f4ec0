#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/fields.hpp"
#include "foundation/unicode.hpp"
#include "secrets/password_rules.hpp"

namespace parley::accounts {

/// A password exactly as it was typed: nothing is trimmed or normalised, and every character
/// counts.
template <std::size_t Min, std::size_t Max>
class Password {
 public:
  static constexpr TextSchema schema() { return {Min, Max, "password"}; }
  static Parsed<Password> parse(std::string_view text) {
    const auto length = unicode::countCharacters(text);
    if (!length) return std::unexpected{"is not readable text"};
    if (*length < Min) {
      if (Min == 1) return std::unexpected{"must not be empty"};
      return std::unexpected{"must have at least " + std::to_string(Min) + " characters"};
    }
    if (*length > Max)
      return std::unexpected{"must have at most " + std::to_string(Max) + " characters"};
    return Password{std::string{text}};
  }

  const std::string& value() const { return value_; }
  bool operator==(const Password&) const = default;

 private:
  explicit Password(std::string value) : value_{std::move(value)} {}
  std::string value_;
};

/// One that is to be set. Whether it is easily guessed is the handler's question: that depends on
/// whose it is.
using NewPassword = Password<secrets::min_password_length, secrets::max_password_length>;
/// One that is to be compared; the limit keeps a body of passwords from costing anything.
using GivenPassword = Password<1, 1024>;

}  // namespace parley::accounts
