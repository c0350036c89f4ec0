#pragma once

#include <string>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::openai_chat {

inline constexpr std::string_view provider = "compatible";

/// The body of POST {base}/chat/completions, with nothing in it that only some servers know: an
/// effort and a limit of tokens are refused by those that do not, or by models smaller than the
/// limit, so the server's own hold.
std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account);

}  // namespace parley::language_model::openai_chat
