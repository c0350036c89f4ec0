#pragma once

#include <string_view>

namespace parley::assistant {

enum class PlainAnswer { none, yes, no, yes_to_all, no_to_all };

/// What a typed message says to an open approval, when it says nothing else.
PlainAnswer plainAnswer(std::string_view message);

}  // namespace parley::assistant
