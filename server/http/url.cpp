#include "http/url.hpp"

#include <algorithm>
#include <cstdint>

#include "foundation/error.hpp"

namespace parley::http {
namespace {

int hexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

Error badTarget(std::string detail, std::vector<FieldError> fields = {}) {
  return {Status::bad_request, "bad_target", std::move(detail), std::move(fields)};
}

bool isControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

/// Bytes that may stand unescaped in a target: visible ASCII but `#`, which no client sends.
bool isTargetCharacter(char c) {
  return c > 0x20 && c < 0x7F && c != '#';
}

void parsePath(std::string_view text, Request& request) {
  text.remove_prefix(1);
  request.path = "/";
  request.segments.clear();
  if (text.empty()) return;
  while (true) {
    const auto slash = text.find('/');
    auto segment = percentDecode(text.substr(0, slash), false);
    if (!segment || std::ranges::any_of(*segment, isControl) || *segment == "." ||
        *segment == "..") {
      throw badTarget("The path of the request is malformed.");
    }
    request.path += *segment;
    request.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return;
    request.path += '/';
    text.remove_prefix(slash + 1);
  }
}

void parseQuery(std::string_view text, Request& request) {
  request.query.clear();
  while (!text.empty()) {
    const auto ampersand = text.find('&');
    const auto pair = text.substr(0, ampersand);
    if (!pair.empty()) {
      const auto equals = pair.find('=');
      auto name = percentDecode(pair.substr(0, equals), true);
      auto value = equals == std::string_view::npos ? std::optional<std::string>{std::in_place}
                                                    : percentDecode(pair.substr(equals + 1), true);
      if (!name) throw badTarget("The query of the request is malformed.");
      if (!value) {
        throw badTarget("The query of the request is malformed.",
                        {{std::move(*name), "is not well-formed UTF-8 text, percent-encoded"}});
      }
      request.query.emplace_back(std::move(*name), std::move(*value));
    }
    if (ampersand == std::string_view::npos) return;
    text.remove_prefix(ampersand + 1);
  }
}

}  // namespace

bool isUtf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - i < static_cast<std::size_t>(length)) {
      return false;
    }
    std::uint32_t point = lead & (0xFFU >> (length + 1));
    for (int k = 1; k < length; ++k) {
      const auto next = static_cast<std::uint8_t>(text[i + static_cast<std::size_t>(k)]);
      if ((next & 0xC0) != 0x80) return false;
      point = point << 6 | (next & 0x3F);
    }
    const std::uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least || point > 0x10FFFF || surrogate) return false;
    i += static_cast<std::size_t>(length);
  }
  return true;
}

std::optional<std::string> percentDecode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded += ' ';
      continue;
    }
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hexValue(text[i + 1]);
    const int low = hexValue(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!isUtf8(decoded)) return std::nullopt;
  return decoded;
}

void parseTarget(Request& request) {
  const std::string_view target = request.target;
  if (target.empty() || target.front() != '/') {
    throw badTarget("The target of the request must be a path that begins with a slash.");
  }
  if (!std::ranges::all_of(target, isTargetCharacter)) {
    throw badTarget("The target of the request holds characters that must be escaped.");
  }
  const auto question = target.find('?');
  parsePath(target.substr(0, question), request);
  if (question != std::string_view::npos) parseQuery(target.substr(question + 1), request);
}

}  // namespace parley::http
