#pragma once

#include <optional>
#include <string_view>

#include "http/message.hpp"
#include "json/read.hpp"
#include "json/value.hpp"
#include "operations/operation.hpp"

namespace parley::rest {

/// An operation's input as the request carries it: the path's parameters over the query or the JSON
/// body.
struct Arguments {
  json::object fields;
  json::Source source = json::Source::body;
};

/// Throws 400 for a doubled or unexpected query parameter and for malformed JSON, 404 for an id
/// that is none, 415 for another content type, 422 for JSON that is no object.
Arguments argumentsOf(const http::Request& request, const operations::Facts& facts);

/// `If-Match`; absent accepts any version, a weak or foreign tag none.
operations::IfMatch ifMatchOf(const http::Request& request);

/// `Idempotency-Key` of a POST by somebody who is signed in, with what the request asks. Throws 400
/// for a key that is none.
std::optional<operations::Idempotency> idempotencyOf(const http::Request& request,
                                                     const operations::Facts& facts,
                                                     const Arguments& arguments);

/// Whether the answer is to be a stream of events.
bool wantsEvents(const http::Request& request);

/// The token of `Authorization: Bearer ...`; empty when there is none.
std::string bearerOf(const http::Request& request);

/// The refresh cookie. Under https its name binds it to this host.
struct RefreshCookie {
  static std::string_view name(bool secure);
  static std::string header(bool secure, std::string_view token, std::chrono::seconds life);
};

/// Throws 403 unless the request comes from a page of ours or from no page at all.
void checkOrigin(const http::Request& request, std::string_view public_origin);

}  // namespace parley::rest
