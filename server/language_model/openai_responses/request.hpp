#pragma once

#include <string>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::openai_responses {

inline constexpr std::string_view provider = "openai";

/// The list tells ids alone, so that the family is all there is to go by: from its fifth generation
/// on a model thinks, and so do those called o1, o3 and o4. Of any other id nothing is asked.
ModelFacts factsByFamily(std::string_view id);

/// The body of POST /v1/responses. Nothing is stored at the provider, so every item of every turn
/// goes back, reasoning included.
std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account);

/// The same for POST /v1/responses/input_tokens, which makes no turn.
std::string buildCountBody(const Request& request, const ModelFacts& facts,
                           std::string_view account);

}  // namespace parley::language_model::openai_responses
