#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace parley {

/// One wrong field of an input. `field` is its path (`email`, `assignees[0].id`).
struct FieldError {
  std::string field;
  std::string message;
};

/// What went wrong, in the terms of HTTP because every protocol we speak maps from them.
enum class Status : int {
  bad_request = 400,
  unauthenticated = 401,
  forbidden = 403,
  not_found = 404,
  method_not_allowed = 405,
  conflict = 409,
  precondition_failed = 412,
  payload_too_large = 413,
  uri_too_long = 414,
  unsupported_media_type = 415,
  unprocessable = 422,
  too_many_requests = 429,
  headers_too_large = 431,
  internal = 500,
  unavailable = 503,
};

/// The one exception of Parley. Thrown anywhere, caught at the edges only (interfaces, job runner,
/// tool call). `detail` is written for the person who made the request and never holds SQL, paths
/// or secrets.
class Error : public std::exception {
 public:
  Error(Status status, std::string code, std::string detail, std::vector<FieldError> fields = {});

  const char* what() const noexcept override { return detail.c_str(); }

  Status status;
  std::string code;    ///< stable, snake_case, for programs: `name_taken`
  std::string detail;  ///< one sentence for a person
  std::vector<FieldError> fields;
  std::optional<std::chrono::seconds> retry_after;
  std::string current;  ///< 412 only: the record as it is now, as JSON text
};

/// 422 with the given fields; the detail sums them up.
Error invalid(std::vector<FieldError> fields);
/// 422 for one field.
Error invalid(std::string field, std::string message);
/// 404 that does not tell "not there" from "not yours".
Error notFound(std::string detail = "There is no such record, or it is not yours.");
/// 503 with Retry-After.
Error unavailable(std::string detail, std::chrono::seconds retry_after = std::chrono::seconds{1});

}  // namespace parley
