#pragma once

#include <optional>
#include <string>

#include "foundation/clock.hpp"

namespace parley::fetch {

/// A date as HTTP headers write it (`Mon, 23 Nov 2026 09:30:00 GMT`, and the two obsolete forms).
std::optional<Timestamp> parseHttpDate(const std::string& text);

}  // namespace parley::fetch
