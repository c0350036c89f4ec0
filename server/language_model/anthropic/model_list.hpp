#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::anthropic {

std::string listUrl(const std::string& base_url, int limit, std::string_view after);
/// One page of GET /v1/models, without the models that are retired; nullopt when the body is none.
std::optional<ModelPage> parseModelPage(std::string_view body);

}  // namespace parley::language_model::anthropic
