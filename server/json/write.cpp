#include "json/write.hpp"

#include <array>
#include <boost/json/serialize.hpp>

namespace parley::json {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

constexpr auto is_escaped = [] {
  std::array<bool, 256> escaped{};
  for (std::size_t c = 0; c < 0x20; ++c) escaped[c] = true;
  for (const unsigned char c : {'"', '\\', '\x7f'}) escaped[c] = true;
  return escaped;
}();

void writeEscape(std::string& out, char c) {
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
      out += "\\u00";
      out += hex_digits[static_cast<unsigned char>(c) >> 4];
      out += hex_digits[static_cast<unsigned char>(c) & 15];
  }
}

}  // namespace

void writeString(std::string& out, std::string_view text) {
  out += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_escaped[static_cast<unsigned char>(text[i])]) continue;
    out.append(text, begin, i - begin);
    writeEscape(out, text[i]);
    begin = i + 1;
  }
  out.append(text, begin);
  out += '"';
}

void writeValue(std::string& out, const value& tree) {
  out += boost::json::serialize(tree);
}

void writeObject(std::string& out, const object& tree) {
  out += boost::json::serialize(tree);
}

}  // namespace parley::json
