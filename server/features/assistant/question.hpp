#pragma once

#include "features/assistant/chat.hpp"
#include "language_model/model.hpp"

namespace parley::assistant {

/// How a model asks the user: the definition of the tool `ask_user`.
language_model::ToolDefinition askUserDefinition();

/// The question that the arguments of a call of it hold.
ChatQuestion questionOf(const json::object& arguments);

}  // namespace parley::assistant
