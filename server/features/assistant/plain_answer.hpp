#pragma once

#include <string_view>

namespace parley::assistant {

enum class PlainAnswer { none, yes, no, yes_to_all, no_to_all };

/// What it answers: "delete it" is a yes to deletions only.
enum class Asked { anything, deletions };

/// What a typed message says to an open approval or an offer, when it says nothing else.
PlainAnswer plainAnswer(std::string_view message, Asked asked = Asked::anything);

}  // namespace parley::assistant
