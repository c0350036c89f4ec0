#pragma once

#include <string_view>

namespace parley::http {

/// ASCII letters without case, as header names, hosts and codings compare.
bool equalsIgnoringCase(std::string_view left, std::string_view right);

/// Without blanks and tabs at both ends.
std::string_view trim(std::string_view text);

/// Takes the next member of a comma-separated list off `list`, trimmed; empty members are skipped.
/// False at the end.
bool nextListMember(std::string_view& list, std::string_view& member);

}  // namespace parley::http
