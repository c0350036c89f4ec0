#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::secrets {

/// In code points. No rule asks for digits or signs, and nothing expires (NIST 800-63B).
inline constexpr std::size_t min_password_length = 12;
inline constexpr std::size_t max_password_length = 256;

/// What an attacker who knows the person would try first.
struct PasswordOwner {
  std::string name;
  std::string email;
  std::string workspace_name;
};

/// Why a password is refused, as a sentence for the person; nullopt when it is good. Refuses what
/// is too short or too long, and what is made of nothing but common words, the product's or the
/// owner's own words, repeats, sequences and keyboard walks, with or without digits, signs and l33t
/// spelling around them.
std::optional<std::string> refusePassword(std::string_view password, const PasswordOwner& owner);

}  // namespace parley::secrets
