#pragma once

#include "operations/words.hpp"

namespace parley::contacts {

/// How people speak of contacts.
operations::EntityWords contactWords();

}  // namespace parley::contacts
