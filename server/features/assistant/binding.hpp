#pragma once

#include <optional>
#include <string>

#include "foundation/uuid.hpp"

namespace parley::assistant {

/// A record as a person was shown it: what runs is refused if it is another by then.
struct Shown {
  std::optional<int> version;
  std::optional<std::string> removal;  ///< fingerprint of all that a deletion removes
};

/// What an approval is good for: this user, conversation, tool, these exact arguments, and the
/// record as it was shown.
struct Binding {
  UserId user;
  ConversationId conversation;
  std::string tool;
  std::string arguments;  ///< JSON text
  Shown shown;
  std::string definition;  ///< fingerprint of what the tool says it does and takes
};

/// What was shown in front, then a hash over everything.
std::string bindingOf(const Binding& binding);
Shown shownIn(const std::string& binding);

}  // namespace parley::assistant
