#pragma once

#include <memory>

#include "language_model/protocol.hpp"

namespace parley::language_model::openai_responses {

inline constexpr auto default_base_url = "https://api.openai.com";

/// OpenAI, by its Responses API.
std::unique_ptr<const Protocol> protocol();

}  // namespace parley::language_model::openai_responses
