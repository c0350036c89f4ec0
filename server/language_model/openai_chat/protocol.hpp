#pragma once

#include <memory>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::openai_chat {

/// Any server with OpenAI's Chat Completions (Ollama, vLLM, a gateway), which people know by its
/// address.
std::unique_ptr<const Protocol> protocol(std::string_view base_url);

}  // namespace parley::language_model::openai_chat
