#pragma once

#include <string>
#include <string_view>

#include "foundation/error.hpp"

namespace parley::database {

/// What the schema raises where another process has taken up what this one worked on; answered 503.
inline constexpr std::string_view taken_over = "TK001";

/// A statement, or the connection it ran on, failed. As an `Error` it is ready to be shown: busy,
/// lost, timed out and shutting down are 503 with Retry-After (`unavailable`; `outcome_unknown`
/// when the answer to a commit was lost), broken uniqueness and references 409, refused values 422,
/// rights 403, everything else 500 (`internal`).
class QueryError : public Error {
 public:
  QueryError(Error error, std::string sqlstate, std::string constraint = {},
             std::string message = {});

  bool isUniqueViolation(std::string_view of_constraint) const {
    return sqlstate == "23505" && constraint == of_constraint;
  }

  /// Of what the person is told nothing: what the log says about it.
  const char* what() const noexcept override {
    return status == Status::internal ? message.c_str() : Error::what();
  }

  std::string sqlstate;    ///< five characters; 08xxx when the connection was lost
  std::string constraint;  ///< name of the broken constraint, else empty
  std::string message;     ///< the server's primary message, for the log only
};

/// The error for what the server answered.
QueryError queryError(std::string sqlstate, std::string constraint, std::string message);
/// The connection is gone: 503, nothing of the transaction remains.
QueryError connectionLost(std::string message);
/// The answer to a commit was lost: 503 `outcome_unknown`.
QueryError outcomeUnknown(std::string message);

}  // namespace parley::database
