#pragma once

#include <optional>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::openai_responses {

/// GET /v1/models, the newest first, without the models that cannot hold a conversation with tools:
/// the list says only what they are called. nullopt when the body is none.
std::optional<ModelPage> parseModelPage(std::string_view body);

}  // namespace parley::language_model::openai_responses
