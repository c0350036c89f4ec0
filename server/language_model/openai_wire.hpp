#pragma once

#include <string>
#include <string_view>

#include "language_model/history.hpp"
#include "language_model/json_lookup.hpp"
#include "language_model/protocol.hpp"

/// What OpenAI's two interfaces share with each other and with the servers that copy them.
namespace parley::language_model::openai {

/// Reads `{"error":{"message","type","param","code"}}` and what others make of it. With status 200,
/// from a stream, the code says which status it stands for.
ReportedError readError(const fetch::Head& head, std::string_view body);

void authorize(fetch::Headers& headers, const std::string& key);

/// A tool's answer as text; there is no other mark for an error.
std::string outputOf(const Answer& answer);

/// The arguments of a call, which arrive as text. Empty text is no arguments; nullopt when they are
/// no object.
std::optional<json::object> argumentsOf(std::string_view text);

}  // namespace parley::language_model::openai
