#pragma once

#include "foundation/error.hpp"
#include "http/message.hpp"

namespace parley::rest {

/// The answer to an error: `application/problem+json` (RFC 9457).
http::Response problem(const Error& error, const http::Request& request);

}  // namespace parley::rest
