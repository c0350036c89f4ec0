#pragma once

#include <string>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::gemini {

inline constexpr std::string_view provider = "gemini";

/// The facts by the model's family, for when the list cannot be had: Gemini thinks from 2.5 on.
ModelFacts factsByFamily(std::string_view id);

/// The body of POST /v1/interactions. Nothing is stored at the provider, so every step of every
/// turn goes back, with the signatures in its thoughts.
std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account);

}  // namespace parley::language_model::gemini
