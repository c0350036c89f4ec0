#pragma once

#include <string>
#include <string_view>

#include "operations/catalog.hpp"

/// The OpenAPI 3.1 description of what REST offers, made from the catalog.
namespace parley::openapi {

/// As JSON, indented. The same catalog always gives the same text.
std::string document(const operations::Catalog& catalog, std::string_view version);

}  // namespace parley::openapi
