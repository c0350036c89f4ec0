#pragma once

#include "operations/words.hpp"

namespace parley::organizations {

/// How people speak of organizations.
operations::EntityWords organizationWords();

}  // namespace parley::organizations
