#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::secrets {

/// In code points. No rule asks for digits or signs, and nothing expires (NIST 800-63B).
inline constexpr std::size_t min_password_length = 8;
inline constexpr std::size_t max_password_length = 256;

/// What an attacker who knows the person would try first.
struct PasswordOwner {
  std::string name;
  std::string email;
  std::string workspace_name;
};

/// Why a password is refused, as a sentence for the person; nullopt when it is good. Refuses what
/// is too short or too long; and what is a single common word, owner's or product's word, repeat,
/// sequence or keyboard walk, with or without signs and l33t spelling.
std::optional<std::string> refusePassword(std::string_view password, const PasswordOwner& owner);

}  // namespace parley::secrets
