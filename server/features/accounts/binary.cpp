#include "features/accounts/binary.hpp"

#include "database/values.hpp"
#include "secrets/random.hpp"

namespace parley::accounts {
namespace {

int digitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string toBytea(std::string_view bytes) {
  return "\\x" + secrets::toHex(bytes);
}

std::string fromBytea(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) database::throwUnreadable("bytea", "");
  std::string bytes;
  bytes.reserve(text.size() / 2 - 1);
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = digitOf(text[i]);
    const int low = digitOf(text[i + 1]);
    if (high < 0 || low < 0) database::throwUnreadable("bytea", "");
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace parley::accounts
