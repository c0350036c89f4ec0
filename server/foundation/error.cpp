#include "foundation/error.hpp"

#include <utility>

namespace parley {

Error::Error(Status status, std::string code, std::string detail, std::vector<FieldError> fields)
    : status{status}, code{std::move(code)}, detail{std::move(detail)}, fields{std::move(fields)} {}

Error invalid(std::vector<FieldError> fields) {
  std::string detail = fields.empty() ? "The input is not valid." : "";
  for (const auto& [field, message] : fields) {
    if (!detail.empty()) detail += "; ";
    detail += field + ": " + message;
  }
  return Error{Status::unprocessable, "invalid", std::move(detail), std::move(fields)};
}

Error invalid(std::string field, std::string message) {
  std::vector<FieldError> fields;
  fields.push_back({std::move(field), std::move(message)});
  return invalid(std::move(fields));
}

Error notFound(std::string detail) {
  return Error{Status::not_found, "not_found", std::move(detail)};
}

Error unavailable(std::string detail, std::chrono::seconds retry_after) {
  Error error{Status::unavailable, "unavailable", std::move(detail)};
  error.retry_after = retry_after;
  return error;
}

}  // namespace parley
