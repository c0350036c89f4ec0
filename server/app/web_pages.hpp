#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "http/message.hpp"
#include "http/static_files.hpp"

namespace parley::app {

/// The built web application, or null (and a line in the log) where there is none: then only the
/// API is served.
std::unique_ptr<const http::StaticFiles> loadWebPages(const Configuration& configuration);

/// What every answer carries so that a browser keeps strangers out of our pages. `pages` may be
/// null.
std::vector<http::Headers::Field> securityHeaders(const http::StaticFiles* pages,
                                                  const std::string& public_url);

/// `https://crm.example.com` of `https://crm.example.com/parley`.
std::string originOf(const std::string& public_url);

}  // namespace parley::app
