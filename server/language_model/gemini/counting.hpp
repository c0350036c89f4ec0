#pragma once

#include <string>

#include "language_model/protocol.hpp"

namespace parley::language_model::gemini {

/// The body of POST /v1beta/models/{model}:countTokens. That knows the older interface alone, so
/// the conversation is written in its form; thoughts, which are bound to the newer one, are left
/// out.
std::string buildCountBody(const Request& request, const ModelFacts& facts);

}  // namespace parley::language_model::gemini
