#pragma once

#include <string>
#include <string_view>

#include "operations/words.hpp"

/// Records in texts that people read.
namespace parley::operations {

/// On one line, and nothing in it is markup.
std::string escaped(std::string_view text);
/// `[Ada Park](/contacts/ID)`; in bold where there are no words with a page, or no id.
std::string link(const EntityWords* words, std::string_view id, std::string_view name);

}  // namespace parley::operations
