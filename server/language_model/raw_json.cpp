#include "language_model/raw_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace parley::language_model {
namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Walks over valid JSON text. On text that is not, it stops at the end and never reads beyond it.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_{text} {}

  void skipBlanks() {
    while (at_ < text_.size() && isBlank(text_[at_])) ++at_;
  }

  bool take(char expected) {
    skipBlanks();
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  bool ended() const { return at_ >= text_.size(); }

  std::string_view takeValue() {
    skipBlanks();
    const auto start = at_;
    if (ended()) return {};
    if (text_[at_] == '"') {
      skipString();
    } else if (text_[at_] == '{' || text_[at_] == '[') {
      skipNested();
    } else {
      while (!ended() && !isBlank(text_[at_]) && text_[at_] != ',' && text_[at_] != '}' &&
             text_[at_] != ']')
        ++at_;
    }
    return text_.substr(start, at_ - start);
  }

 private:
  void skipString() {
    ++at_;
    while (!ended() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  void skipNested() {
    std::size_t depth = 0;
    while (!ended()) {
      const char c = text_[at_];
      if (c == '"') {
        skipString();
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Length of the well-formed UTF-8 sequence at the front; 0 when there is none.
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                             : (lead & 0xF0) == 0xE0       ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;   // overlong
  if (lead == 0xED && byte(1) >= 0xA0) return 0;  // surrogate
  if (lead == 0xF0 && byte(1) < 0x90) return 0;   // overlong
  if (lead == 0xF4 && byte(1) >= 0x90) return 0;  // beyond U+10FFFF
  return length;
}

void appendAscii(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  } else {
    out += c;
  }
}

}  // namespace

std::vector<RawMember> rawMembers(std::string_view object) {
  std::vector<RawMember> members;
  Scanner scanner{object};
  if (!scanner.take('{') || scanner.take('}')) return members;
  do {
    const auto key = insideQuotes(scanner.takeValue());
    if (!scanner.take(':')) break;
    const auto value = scanner.takeValue();
    members.push_back({key, value});
  } while (scanner.take(','));
  return members;
}

std::optional<std::string_view> rawMember(std::string_view object, std::string_view key) {
  const auto members = rawMembers(object);
  const auto found = std::ranges::find(members, key, &RawMember::key);
  return found == members.end() ? std::nullopt : std::optional{found->value};
}

std::vector<std::string_view> rawElements(std::string_view array) {
  std::vector<std::string_view> elements;
  Scanner scanner{array};
  if (!scanner.take('[') || scanner.take(']')) return elements;
  do elements.push_back(scanner.takeValue());
  while (scanner.take(','));
  return elements;
}

std::string_view insideQuotes(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return {};
  return value.substr(1, value.size() - 2);
}

void appendString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto length = sequenceLength(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else if (length == 1) {
      appendAscii(out, text.front());
      text.remove_prefix(1);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  out += '"';
}

std::string quoted(std::string_view text) {
  std::string out;
  appendString(out, text);
  return out;
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

}  // namespace parley::language_model
