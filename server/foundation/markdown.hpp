#pragma once

#include <string>
#include <string_view>

/// Texts that people read.
namespace parley::markdown {

/// On one line, and nothing in it is markup.
std::string escaped(std::string_view text);
/// `[Ada Park](/contacts/ID)`; in bold where there is no page, or no id.
std::string link(std::string_view page, std::string_view id, std::string_view name);

}  // namespace parley::markdown
