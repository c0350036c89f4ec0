#pragma once

#include "app/configuration.hpp"

namespace parley::app {

/// The commands of the program. They return its exit status and throw std::runtime_error that says
/// what to do.
int serve(const Configuration& configuration);
int migrate(const Configuration& configuration);
int rotateKeys(const Configuration& configuration);
int printOpenApi();

}  // namespace parley::app
