#include "database/query_error.hpp"

#include <fmt/format.h>

#include <utility>

namespace parley::database {
namespace {

Error internalError() {
  return Error{Status::internal, "internal", "Something went wrong on our side."};
}

Error busy() {
  return unavailable("The database is busy. Please try again.");
}

Error away() {
  return unavailable("The database cannot be reached at the moment. Please try again.");
}

Error integrityError(std::string_view sqlstate) {
  if (sqlstate == "23505") return {Status::conflict, "conflict", "There is already such a record."};
  if (sqlstate == "23503") {
    return {Status::conflict, "conflict",
            "A record that this one refers to does not exist, or is still in use."};
  }
  return {Status::unprocessable, "invalid", "A value is missing or not allowed."};
}

Error errorFor(std::string_view sqlstate) {
  const std::string_view kind = sqlstate.substr(0, 2);
  if (kind == "23") return integrityError(sqlstate);
  if (sqlstate == "22P02" || sqlstate == "22001" || sqlstate == "22003" || sqlstate == "22007" ||
      sqlstate == "22008" || sqlstate == "22021" || sqlstate == "22P05") {
    return {Status::unprocessable, "invalid", "A value is not valid."};
  }
  if (sqlstate == "42501")
    return {Status::forbidden, "forbidden", "You are not allowed to do this."};
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") {
    return unavailable("Somebody else is changing the same data. Please try again.");
  }
  if (sqlstate == taken_over) return unavailable("Another server has taken this over.");
  if (sqlstate == "57014") return unavailable("The database took too long. Please try again.");
  if (kind == "53") return busy();
  if (kind == "08" || kind == "57" || sqlstate == "25P03") return away();
  return internalError();
}

}  // namespace

QueryError::QueryError(Error error, std::string sqlstate, std::string constraint,
                       std::string message)
    : Error{std::move(error)},
      sqlstate{std::move(sqlstate)},
      constraint{std::move(constraint)},
      message{std::move(message)} {}

QueryError queryError(std::string sqlstate, std::string constraint, std::string message) {
  Error error = errorFor(sqlstate);
  if (error.status == Status::internal) {
    // Messages about data quote it, and the log holds nothing of what people write.
    const bool quotes_data = sqlstate.starts_with("22");
    message = fmt::format("PostgreSQL answered {}{}{}", sqlstate, quotes_data ? "" : ": ",
                          quotes_data ? "" : message);
  }
  return {std::move(error), std::move(sqlstate), std::move(constraint), std::move(message)};
}

QueryError connectionLost(std::string message) {
  return {away(), "08006", {}, std::move(message)};
}

QueryError outcomeUnknown(std::string message) {
  Error error = unavailable(
      "The database went away before it could confirm the change: it may or may not have been "
      "saved. Please look "
      "before trying again.");
  error.code = "outcome_unknown";
  return {std::move(error), "08007", {}, std::move(message)};
}

}  // namespace parley::database
