#pragma once

#include <string>

namespace parley::app {

/// The OpenAPI document of everything this program offers.
std::string describeApi();

}  // namespace parley::app
