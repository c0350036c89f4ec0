#pragma once

#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::gemini {

/// Reads `{"error":{"code","status","message","details"}}`, whose code is a number in answers and a
/// word in streams.
ReportedError readError(const fetch::Head& head, std::string_view body);

}  // namespace parley::language_model::gemini
