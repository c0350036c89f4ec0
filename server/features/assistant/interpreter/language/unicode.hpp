#pragma once

#include <string>
#include <string_view>

/// What the interpreter needs of Unicode. All strings are UTF-8.
namespace parley::assistant::interpreter {

/// Valid UTF-8 in NFC; control and invisible formatting characters become blanks, line breaks stay.
std::string clean(std::string_view text);

/// For comparing: lower case, no accents, compatibility forms unified. `Núñez` -> `nunez`, `Łódź`
/// -> `lodz`.
std::string fold(std::string_view text);

/// First letter of the text in upper case, the rest as it is.
std::string capitalise(std::string_view text);
/// First letter in upper case, the rest in lower case.
std::string titleCase(std::string_view text);
std::string upperCase(std::string_view text);

bool hasUpperCase(std::string_view text);
bool hasLowerCase(std::string_view text);

/// Number of code points.
std::size_t length(std::string_view text);

/// The code point at `offset` and where the next one starts.
struct CodePoint {
  char32_t value = 0;
  std::size_t next = 0;
};
CodePoint codePointAt(std::string_view text, std::size_t offset);

bool isLetter(char32_t c);
bool isMark(char32_t c);
bool isDigit(char32_t c);
bool isSpace(char32_t c);
bool isApostrophe(char32_t c);
bool isUpper(char32_t c);
/// A letter of a script without upper and lower case: Han, Arabic, Hebrew, ...
bool isCaseless(char32_t c);

}  // namespace parley::assistant::interpreter
