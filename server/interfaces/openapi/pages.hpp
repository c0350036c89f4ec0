#pragma once

#include "http/router.hpp"
#include "operations/catalog.hpp"

namespace parley::openapi {

/// `GET /api/openapi.json` and, for people, `GET /api/docs`. The catalog must be complete.
void mount(http::Router& router, const operations::Catalog& catalog);

}  // namespace parley::openapi
