#pragma once

#include <string>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::anthropic {

inline constexpr std::string_view provider = "anthropic";

/// The facts by the model's family, for when the provider's list cannot be had. An id of no known
/// family is taken to support nothing optional.
ModelFacts factsByFamily(std::string_view id);

/// The body of POST /v1/messages. The provider binds its signatures to the exact earlier bytes, so
/// a history that only grew has to give a body that only grew.
std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account);

/// The same for POST /v1/messages/count_tokens, which makes no turn.
std::string buildCountBody(const Request& request, const ModelFacts& facts,
                           std::string_view account);

}  // namespace parley::language_model::anthropic
