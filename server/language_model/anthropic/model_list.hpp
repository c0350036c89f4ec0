#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language_model/anthropic/request.hpp"

namespace parley::language_model::anthropic {

/// One page of GET /v1/models, without the models that are retired.
struct ModelPage {
  std::vector<ModelFacts> models;
  std::string next;  ///< id after which the next page begins; empty on the last
};

std::string listUrl(std::string_view base_url, int limit, std::string_view after);
/// nullopt when the body is no such page.
std::optional<ModelPage> parseModelPage(std::string_view body);

}  // namespace parley::language_model::anthropic
