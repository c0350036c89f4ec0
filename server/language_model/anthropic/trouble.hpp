#pragma once

#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::anthropic {

/// Reads `{"error":{"type","message","details":{"error_code"}}}`; with status 200 the type says
/// which status it stands for.
ReportedError readError(const fetch::Head& head, std::string_view body);

}  // namespace parley::language_model::anthropic
