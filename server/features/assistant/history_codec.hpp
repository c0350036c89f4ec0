#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language_model/model.hpp"

namespace parley::assistant {

/// The neutral parts of a message as JSON text, for `conversation_messages.parts`, and back. Exact
/// both ways.
std::string encodeParts(const std::vector<language_model::Part>& parts);
std::vector<language_model::Part> decodeParts(std::string_view text);

/// The same for the frozen tools of a conversation.
std::string encodeTools(const language_model::Tools& tools);
language_model::Tools decodeTools(std::string_view text);

}  // namespace parley::assistant
