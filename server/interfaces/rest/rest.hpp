#pragma once

#include <functional>
#include <string>

#include "http/router.hpp"
#include "operations/catalog.hpp"

/// REST made from the catalog: every operation with a path becomes a route.
namespace parley::rest {

struct Options {
  /// Who bears the token; throws 401. On the loop of the call.
  std::function<task<operations::Actor>(std::string token)> authenticate;
  /// Throws 429 when the user makes too many requests. Any thread.
  std::function<void(UserId)> limit;
  std::string public_origin;  ///< `https://crm.example.com`; empty: the host the client asked for
  std::size_t upload_limit = 1024 * 1024;
  std::size_t stream_queue =
      4096;  ///< events waiting for one slow reader; more are read from the log again
};

/// Adds the routes. Catalog and services must outlive the router.
void mount(http::Router& router, const operations::Catalog& catalog, operations::Services& services,
           const Options& options);

}  // namespace parley::rest
