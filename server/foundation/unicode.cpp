#include "foundation/unicode.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>
#include <stdexcept>

namespace parley::unicode {
namespace {

bool isAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

/// Calls `visit(code_point)`; a negative code point stands for a broken sequence. Stops when visit
/// returns false.
template <class Visit>
void forEachCodePoint(std::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(bytes, i, length, c);
    if (!visit(c)) return;
  }
}

bool isSpace(UChar32 c) {
  return u_isUWhiteSpace(c) != 0 || c == 0x200B || c == 0xFEFF;
}

/// Has no glyph of its own: soft hyphens, joiners, fillers, variation selectors.
bool isInvisible(UChar32 c) {
  return isSpace(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

const icu::Normalizer2& nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error{"ICU has no normalisation data"};
  return *instance;
}

/// One per thread: ICU's transliterators are not safe to share.
const icu::Transliterator& folder() {
  thread_local const std::unique_ptr<icu::Transliterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    // The named rules reach the Latin letters that are no base letter plus accent (ł, ø, đ, ß).
    std::unique_ptr<icu::Transliterator> made{icu::Transliterator::createInstance(
        "NFKC; Lower; [:Latin:] Latin-ASCII; NFD; [:Mn:] Remove; NFC; Lower", UTRANS_FORWARD,
        status)};
    if (U_FAILURE(status)) throw std::runtime_error{"ICU has no transliteration data"};
    return made;
  }();
  return *instance;
}

std::string foldLetters(std::string_view text) {
  if (isAscii(text)) {
    std::string lower{text};
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
  }
  auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  folder().transliterate(wide);
  std::string folded;
  wide.toUTF8String(folded);
  return folded;
}

bool isSeen(std::string_view text) {
  bool seen = false;
  forEachCodePoint(text, [&](UChar32 c) { return !(seen = !isInvisible(c)); });
  return seen;
}

void appendCodePoint(std::string& out, UChar32 c) {
  char buffer[4];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(reinterpret_cast<std::uint8_t*>(buffer), length, c);
  out.append(buffer, static_cast<std::size_t>(length));
}

/// Keeps what `keep` accepts, every run of the rest becomes one blank.
template <class Keep>
std::string collapse(std::string_view text, Keep keep) {
  std::string out;
  out.reserve(text.size());
  forEachCodePoint(text, [&](UChar32 c) {
    if (c >= 0 && keep(c)) {
      appendCodePoint(out, c);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    return true;
  });
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool isWordCharacter(UChar32 c) {
  return u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

}  // namespace

std::optional<std::size_t> countCharacters(std::string_view text) {
  std::size_t count = 0;
  bool valid = true;
  forEachCodePoint(text, [&](UChar32 c) {
    ++count;
    return valid = c >= 0;
  });
  return valid ? std::optional{count} : std::nullopt;
}

std::optional<std::string> normalize(std::string_view text) {
  if (!countCharacters(text)) return std::nullopt;
  std::string normal;
  if (isAscii(text)) {
    normal = text;
  } else {
    UErrorCode status = U_ZERO_ERROR;
    icu::StringByteSink<std::string> sink{&normal};
    nfc().normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr,
                        status);
    if (U_FAILURE(status)) return std::nullopt;
  }

  const auto* bytes = reinterpret_cast<const std::uint8_t*>(normal.data());
  const auto length = static_cast<std::int32_t>(normal.size());
  std::int32_t begin = 0;
  while (begin < length) {
    std::int32_t next = begin;
    UChar32 c;
    U8_NEXT(bytes, next, length, c);
    if (!isSpace(c)) break;
    begin = next;
  }
  std::int32_t end = length;
  while (end > begin) {
    std::int32_t previous = end;
    UChar32 c;
    U8_PREV(bytes, 0, previous, c);
    if (!isSpace(c)) break;
    end = previous;
  }
  auto trimmed =
      normal.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  return isSeen(trimmed) ? trimmed : std::string{};
}

bool hasForbiddenCharacters(std::string_view text, LineBreaks line_breaks) {
  bool forbidden = false;
  forEachCodePoint(text, [&](UChar32 c) {
    const bool line_break = c == '\n' || c == '\t';
    if (line_break && line_breaks == LineBreaks::allowed) return true;
    const bool override_direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    forbidden = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
                override_direction || U_IS_UNICODE_NONCHAR(c) || U_IS_SURROGATE(c);
    return !forbidden;
  });
  return forbidden;
}

std::string fold(std::string_view text) {
  const auto folded = foldLetters(text);
  return collapse(folded, [](UChar32 c) { return !isSpace(c); });
}

std::string searchText(std::string_view text) {
  const auto folded = foldLetters(text);
  return ' ' + collapse(folded, isWordCharacter) + ' ';
}

std::string_view prefix(std::string_view text, std::size_t count) {
  std::size_t bytes = 0;
  while (bytes < text.size() && count > 0) {
    ++bytes;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
    --count;
  }
  return text.substr(0, bytes);
}

}  // namespace parley::unicode
