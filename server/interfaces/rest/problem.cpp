#include "interfaces/rest/problem.hpp"

#include <boost/describe/class.hpp>

#include "json/raw.hpp"
#include "json/write.hpp"

namespace parley {
BOOST_DESCRIBE_STRUCT(FieldError, (), (field, message))
}  // namespace parley

namespace parley::rest {
namespace {

struct Problem {
  static constexpr auto omitted = std::to_array<std::string_view>({"current"});

  std::string type;
  std::string title;
  int status;
  std::string detail;
  std::string code;
  std::string request_id;
  std::vector<FieldError> errors;
  std::optional<json::Raw> current;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (type, title, status, detail, code, request_id, errors, current))

std::string_view titleOf(int status) {
  switch (status) {
    case 400:
      return "Bad request";
    case 401:
      return "Not signed in";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "Method not allowed";
    case 409:
      return "Conflict";
    case 412:
      return "Changed meanwhile";
    case 413:
      return "Too large";
    case 414:
      return "Address too long";
    case 415:
      return "Wrong content type";
    case 417:
      return "Expectation failed";
    case 422:
      return "Not valid";
    case 426:
      return "Upgrade required";
    case 429:
      return "Too many requests";
    case 431:
      return "Headers too large";
    case 503:
      return "Not available";
    case 505:
      return "HTTP version not supported";
    default:
      return "Internal error";
  }
}

}  // namespace

http::Response problem(const Error& error, const http::Request& request) {
  Problem body{"about:blank", "",          static_cast<int>(error.status),
               error.detail,  error.code,  request.request_id,
               error.fields,  std::nullopt};
  body.title = titleOf(body.status);
  if (!error.current.empty()) body.current = json::Raw{error.current};

  http::Response response;
  response.status = body.status;
  response.content_type = "application/problem+json";
  response.body = json::toJson(body);
  response.headers.set("Cache-Control", "no-store");
  if (error.retry_after)
    response.headers.set("Retry-After", std::to_string(error.retry_after->count()));
  if (error.status == Status::unauthenticated) response.headers.set("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace parley::rest
