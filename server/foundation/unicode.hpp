#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Text as people mean it, in any script. Inputs are UTF-8; invalid UTF-8 gives nullopt where said,
/// else is replaced.
namespace parley::unicode {

/// Code points of valid UTF-8; nullopt when the text is not.
std::optional<std::size_t> countCharacters(std::string_view text);

/// NFC, outer white space removed; empty where nothing of the text is visible. Nullopt when the
/// text is not UTF-8.
std::optional<std::string> normalize(std::string_view text);

enum class LineBreaks { refused, allowed };
/// True when the text holds a control, a surrogate, a non-character or a bidirectional override.
/// With LineBreaks::allowed, tab and line feed are not counted.
bool hasForbiddenCharacters(std::string_view text, LineBreaks line_breaks);

/// The form in which names are compared and sorted: case and accents folded (ß = ss, ø = o, ł = l),
/// white space collapsed to one blank. Other scripts keep their letters.
std::string fold(std::string_view text);

/// The words of a text, folded, in order, joined by one blank and enclosed by blanks: " ada initech
/// com ". Letters, digits and marks make words; everything else separates them.
std::string searchText(std::string_view text);

/// The first `count` code points.
std::string_view prefix(std::string_view text, std::size_t count);

}  // namespace parley::unicode
