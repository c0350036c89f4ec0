#include "foundation/fields.hpp"

#include <fmt/format.h>
#include <unicode/timezone.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

namespace parley {
namespace {

constexpr std::size_t max_phone_characters = 50;
constexpr std::size_t min_phone_digits = 3;
constexpr std::size_t max_phone_digits = 20;
constexpr std::string_view phone_punctuation = "+-./()[]*#,;: ";
constexpr std::string_view email_specials = "!#$%&'*+-/=?^_`{|}~.";

std::string withoutCarriageReturns(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i];
  }
  return out;
}

bool isLetterOrDigit(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
}

bool isLocalPart(std::string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.')
    return false;
  if (local.contains("..")) return false;
  for (const char c : local) {
    if (!isLetterOrDigit(static_cast<unsigned char>(c)) && !email_specials.contains(c))
      return false;
  }
  return true;
}

bool isDomainLabel(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
    return false;
  for (const char c : label) {
    if (!isLetterOrDigit(static_cast<unsigned char>(c)) && c != '-') return false;
  }
  return true;
}

bool isDomain(std::string_view domain) {
  if (domain.size() > 253 || !domain.contains('.')) return false;
  std::string_view last;
  while (true) {
    const auto dot = domain.find('.');
    last = domain.substr(0, dot);
    if (!isDomainLabel(last)) return false;
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  const bool numeric = last.find_first_not_of("0123456789") == std::string_view::npos;
  return last.size() >= 2 && !numeric;
}

/// White space inside an address is never meant: "ada @initech.com" is refused, outer blanks are
/// not.
bool isEmailAddress(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return false;
  return isLocalPart(text.substr(0, at)) && isDomain(text.substr(at + 1));
}

/// Appends the digits of `text` in ASCII; false when a character belongs to no phone number.
bool takeDigits(std::string_view text, std::string& digits) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(bytes, i, length, c);
    if (const int digit = u_charDigitValue(c); digit >= 0) {
      digits += static_cast<char>('0' + digit);
      continue;
    }
    const bool dash_or_blank = c == 0xA0 || c == 0x202F || (c >= 0x2010 && c <= 0x2015);
    if (!dash_or_blank && (c < 0 || c > 0x7F || !phone_punctuation.contains(static_cast<char>(c))))
      return false;
  }
  return true;
}

/// "ext. 12", "x12", "extension 12" may end a number.
std::string_view withoutExtensionWord(std::string_view text, std::string& rest) {
  for (const std::string_view word : {"extension", "ext", "x"}) {
    for (std::size_t i = 1; i + word.size() < text.size(); ++i) {
      bool same = true;
      for (std::size_t k = 0; k < word.size() && same; ++k) same = (text[i + k] | 0x20) == word[k];
      if (!same) continue;
      rest = text.substr(i + word.size());
      return text.substr(0, i);
    }
  }
  return text;
}

}  // namespace

Parsed<std::string> detail::parseText(std::string_view text, std::size_t min, std::size_t max,
                                      unicode::LineBreaks breaks) {
  auto normal = unicode::normalize(
      breaks == unicode::LineBreaks::allowed ? withoutCarriageReturns(text) : std::string{text});
  if (!normal) return std::unexpected{"is not valid UTF-8"};
  if (unicode::hasForbiddenCharacters(*normal, breaks))
    return std::unexpected{"must not hold control characters"};
  const auto length = *unicode::countCharacters(*normal);
  if (length < min) {
    return std::unexpected{length == 0 ? std::string{"must not be empty"}
                                       : fmt::format("must have at least {} characters", min)};
  }
  if (length > max)
    return std::unexpected{fmt::format("must have at most {} characters, and has {}", max, length)};
  return std::move(*normal);
}

Parsed<EmailAddress> EmailAddress::parse(std::string_view text) {
  auto line = detail::parseText(text, 1, 320, unicode::LineBreaks::refused);
  if (!line) return std::unexpected{std::move(line.error())};
  if (!isEmailAddress(*line))
    return std::unexpected{"is not an e-mail address, like ada@example.com"};
  return EmailAddress{std::move(*line)};
}

std::string EmailAddress::key() const {
  auto wide = icu::UnicodeString::fromUTF8(value_);
  std::string folded;
  wide.foldCase().toUTF8String(folded);
  return folded;
}

Parsed<PhoneNumber> PhoneNumber::parse(std::string_view text) {
  auto line = detail::parseText(text, 1, max_phone_characters, unicode::LineBreaks::refused);
  if (!line) return std::unexpected{std::move(line.error())};
  std::string digits;
  std::string extension;
  const auto number = withoutExtensionWord(*line, extension);
  std::string_view tail = extension;
  if (tail.starts_with('.')) tail.remove_prefix(1);
  const bool known = takeDigits(number, digits) && takeDigits(tail, digits);
  if (!known || digits.size() < min_phone_digits || digits.size() > max_phone_digits) {
    return std::unexpected{"is not a phone number, like +44 20 7946 0958"};
  }
  return PhoneNumber{std::move(*line)};
}

std::string PhoneNumber::digits() const {
  std::string digits;
  std::string extension;
  const auto number = withoutExtensionWord(value_, extension);
  takeDigits(number, digits);
  takeDigits(std::string_view{extension}.substr(extension.starts_with('.') ? 1 : 0), digits);
  return digits.starts_with("00") ? digits.substr(2) : digits;
}

Parsed<TimeZone> TimeZone::parse(std::string_view text) {
  auto line = detail::parseText(text, 1, 64, unicode::LineBreaks::refused);
  if (!line) return std::unexpected{std::move(line.error())};
  const auto name = icu::UnicodeString::fromUTF8(*line);
  const std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(name)};
  const bool offset_form = line->starts_with("GMT") && line->size() > 3;
  if (*zone == icu::TimeZone::getUnknown() || offset_form) {
    return std::unexpected{"is not a time zone, like Europe/Paris"};
  }
  return TimeZone{std::move(*line)};
}

}  // namespace parley
