#pragma once

#include <cstddef>
#include <string_view>

#include "json/value.hpp"

namespace parley::json {

struct ParseLimits {
  std::size_t max_depth = 32;
};

/// One JSON document (RFC 8259, UTF-8). Refuses duplicate keys, numbers beyond a double and
/// anything after the document. Throws Error (400 malformed_json) saying where.
value parse(std::string_view text, ParseLimits limits = {});

}  // namespace parley::json
