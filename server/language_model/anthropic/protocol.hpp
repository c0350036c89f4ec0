#pragma once

#include <memory>

#include "language_model/protocol.hpp"

namespace parley::language_model::anthropic {

inline constexpr auto default_base_url = "https://api.anthropic.com";

/// Claude, by Anthropic's Messages API.
std::unique_ptr<const Protocol> protocol();

}  // namespace parley::language_model::anthropic
