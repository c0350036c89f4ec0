#pragma once

#include <optional>
#include <string>

#include "foundation/uuid.hpp"

namespace parley::assistant {

/// What an approval is good for: this user, conversation, tool, these exact arguments, and the
/// record as it was shown.
struct Binding {
  UserId user;
  ConversationId conversation;
  std::string tool;
  std::string arguments;  ///< JSON text
  std::optional<int> version;
  std::string definition;  ///< fingerprint of what the tool says it does and takes
};

/// The version in front, then a hash over everything.
std::string bindingOf(const Binding& binding);
/// The version of the record as it was shown.
std::optional<int> versionOf(const std::string& binding);

}  // namespace parley::assistant
