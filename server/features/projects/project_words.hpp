#pragma once

#include "operations/words.hpp"

namespace parley::projects {

/// How people speak of projects.
operations::EntityWords projectWords();

}  // namespace parley::projects
