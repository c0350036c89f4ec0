#pragma once

#include "operations/words.hpp"

namespace parley::tasks {

/// How people speak of tasks.
operations::EntityWords taskWords();

}  // namespace parley::tasks
