#include "http/errors.hpp"

namespace parley::http {

MethodNotAllowed::MethodNotAllowed(std::string allowed)
    : Error(Status::method_not_allowed, "method_not_allowed",
            "This path does not have that method."),
      allow(std::move(allowed)) {}

Error protocolError(int status, std::string code, std::string detail) {
  return Error(static_cast<Status>(status), std::move(code), std::move(detail));
}

Error malformed(std::string detail) {
  return Error(Status::bad_request, "malformed_request", std::move(detail));
}

}  // namespace parley::http
