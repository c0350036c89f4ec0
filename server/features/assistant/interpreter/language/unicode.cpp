#include "features/assistant/interpreter/language/unicode.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace parley::assistant::interpreter {
namespace {

bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string toUtf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString fromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<int>(text.size())});
}

/// Joiners carry meaning in Persian and Indic names; every other format character is noise.
bool isNoise(UChar32 c) {
  if (c == '\n') return false;
  auto type = u_charType(c);
  if (type == U_CONTROL_CHAR) return true;
  if (type == U_FORMAT_CHAR) return c != 0x200C && c != 0x200D;
  return type == U_SURROGATE || c == 0x2028 || c == 0x2029;
}

/// Letters that have no decomposition into a base letter and a mark.
const char16_t* plainForm(UChar32 c) {
  switch (c) {
    case 0x0142:
      return u"l";
    case 0x00F8:
      return u"o";
    case 0x00DF:
      return u"ss";
    case 0x00E6:
      return u"ae";
    case 0x0153:
      return u"oe";
    case 0x0111:
      return u"d";
    case 0x00F0:
      return u"d";
    case 0x00FE:
      return u"th";
    case 0x0131:
      return u"i";
    case 0x0127:
      return u"h";
    case 0x2018:
    case 0x2019:
    case 0x02BC:
      return u"'";
    default:
      return nullptr;
  }
}

const icu::Normalizer2* nfc() {
  UErrorCode status = U_ZERO_ERROR;
  return icu::Normalizer2::getNFCInstance(status);
}

const icu::Normalizer2* nfkd() {
  UErrorCode status = U_ZERO_ERROR;
  return icu::Normalizer2::getNFKDInstance(status);
}

std::string mapFirst(std::string_view text, bool lower_rest) {
  if (text.empty()) return {};
  auto wide = fromUtf8(text);
  auto first_end = wide.moveIndex32(0, 1);
  icu::UnicodeString head{wide, 0, first_end};
  icu::UnicodeString rest{wide, first_end};
  head.toUpper();
  if (lower_rest) rest.toLower();
  return toUtf8(head + rest);
}

}  // namespace

std::string clean(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  auto wide = fromUtf8(text);
  if (!isAscii(text)) {
    icu::UnicodeString normalized;
    nfc()->normalize(wide, normalized, status);
    if (U_SUCCESS(status)) wide = normalized;
  }
  icu::UnicodeString out;
  for (int i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) {
    auto c = wide.char32At(i);
    if (c == '\r') {
      if (i + 1 >= wide.length() || wide[i + 1] != '\n') out.append(static_cast<UChar32>('\n'));
      continue;
    }
    bool invisible = c == 0x200B || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || c == 0x00AD;
    if (invisible) continue;
    out.append(isNoise(c) ? static_cast<UChar32>(' ') : c);
  }
  return toUtf8(out);
}

std::string fold(std::string_view text) {
  if (isAscii(text)) {
    std::string out{text};
    for (auto& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  auto wide = fromUtf8(text);
  wide.foldCase();
  icu::UnicodeString decomposed;
  nfkd()->normalize(wide, decomposed, status);
  if (U_FAILURE(status)) return std::string{text};
  icu::UnicodeString out;
  for (int i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    auto c = decomposed.char32At(i);
    // Marks of caseless scripts are vowels and stay; Latin, Greek and Cyrillic ones are accents.
    if (u_charType(c) == U_NON_SPACING_MARK && c >= 0x0300 && c <= 0x036F) continue;
    if (const auto* plain = plainForm(c)) {
      out.append(icu::UnicodeString{plain});
    } else {
      out.append(c);
    }
  }
  icu::UnicodeString composed;
  nfc()->normalize(out, composed, status);
  return toUtf8(U_SUCCESS(status) ? composed : out);
}

std::string capitalise(std::string_view text) {
  return mapFirst(text, false);
}
std::string titleCase(std::string_view text) {
  return mapFirst(text, true);
}
std::string upperCase(std::string_view text) {
  return toUtf8(fromUtf8(text).toUpper());
}

bool hasUpperCase(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto c = codePointAt(text, i);
    if (isUpper(c.value)) return true;
    i = c.next;
  }
  return false;
}

bool hasLowerCase(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto c = codePointAt(text, i);
    if (u_islower(static_cast<UChar32>(c.value))) return true;
    i = c.next;
  }
  return false;
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

CodePoint codePointAt(std::string_view text, std::size_t offset) {
  auto length = static_cast<int32_t>(text.size());
  auto i = static_cast<int32_t>(offset);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(text.data(), i, length, c);
  return {static_cast<char32_t>(c), static_cast<std::size_t>(i)};
}

bool isLetter(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c));
}
bool isMark(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0 || c == 0x200C || c == 0x200D;
}
bool isDigit(char32_t c) {
  return u_isdigit(static_cast<UChar32>(c));
}
bool isSpace(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c));
}
bool isUpper(char32_t c) {
  return u_isupper(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c));
}
bool isApostrophe(char32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0x2018 || c == '`';
}

bool isCaseless(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c)) && !u_isupper(static_cast<UChar32>(c)) &&
         !u_islower(static_cast<UChar32>(c)) && !u_istitle(static_cast<UChar32>(c));
}

}  // namespace parley::assistant::interpreter
