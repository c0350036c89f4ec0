#include "operations/bad_query.hpp"

#include <utility>

namespace parley::operations {

Error badQuery(std::string field, std::string message) {
  auto error = invalid(std::move(field), std::move(message));
  error.status = Status::bad_request;
  error.code = "bad_query";
  return error;
}

}  // namespace parley::operations
