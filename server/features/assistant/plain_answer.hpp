#pragma once

#include <string_view>

namespace parley::assistant {

enum class PlainAnswer { none, yes, no, yes_to_all, no_to_all };

/// What a typed message says to an open approval or an offer, when it says nothing else. "Delete
/// it" is a yes to nothing but deletions.
PlainAnswer plainAnswer(std::string_view message, bool deletes = false);

}  // namespace parley::assistant
