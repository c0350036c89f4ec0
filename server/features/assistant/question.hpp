#pragma once

#include <optional>

#include "features/assistant/chat.hpp"
#include "language_model/model.hpp"

namespace parley::assistant {

/// Behind the id of a question: the id of the call that it offered.
inline constexpr std::string_view offer_suffix = "_offer";

/// The id of the option that means a yes to what is offered.
inline constexpr std::string_view accepting_option = "yes";

/// How a model asks the user: the definition of the tool `ask_user`.
language_model::ToolDefinition askUserDefinition();

/// The question that the arguments of a call of it hold.
ChatQuestion questionOf(const json::object& arguments);

/// The call that a question offers to make.
std::optional<language_model::ToolCall> offerIn(const language_model::ToolCall& question);

}  // namespace parley::assistant
