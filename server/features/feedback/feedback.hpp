#pragma once

#include "operations/catalog.hpp"

/// What people say about Parley. Public face of the feature.
namespace parley::feedback {

operations::Feature feature();

}  // namespace parley::feedback
