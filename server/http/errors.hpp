#pragma once

#include <string>

#include "foundation/error.hpp"

namespace parley::http {

/// A path that exists, asked with a method it does not have.
class MethodNotAllowed : public Error {
 public:
  explicit MethodNotAllowed(std::string allowed);

  std::string allow;  ///< value of the `Allow` header
};

/// For statuses that only HTTP itself needs (408, 417, 426, 501, 505).
Error protocolError(int status, std::string code, std::string detail);

/// 400 for a message that breaks the rules of HTTP.
Error malformed(std::string detail);

}  // namespace parley::http
