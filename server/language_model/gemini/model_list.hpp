#pragma once

#include <optional>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::gemini {

/// One page of GET /v1/models, without the models that cannot hold a conversation; nullopt when the
/// body is none.
std::optional<ModelPage> parseModelPage(std::string_view body);

}  // namespace parley::language_model::gemini
