#pragma once

#include "http/router.hpp"
#include "interfaces/websocket/options.hpp"
#include "operations/catalog.hpp"

/// `/api/ws`: a page's live line. What happens to its user's records and runs comes down, messages
/// to operations go up.
namespace parley::websocket {

/// Adds the route. Catalog and services must outlive the router.
void mount(http::Router& router, const operations::Catalog& catalog, operations::Services& services,
           Options options);

}  // namespace parley::websocket
