#include "foundation/uuid.hpp"

#include <sys/random.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace parley {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::array<bool, 16> dash_before = {false, false, false, false, true, false,
                                              true,  false, true,  false, true, false,
                                              false, false, false, false};

constexpr std::uint8_t no_digit = 0xff;
constexpr auto hex_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::uint8_t i = 0; i < 16; ++i) {
    values[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
    values[static_cast<unsigned char>("0123456789ABCDEF"[i])] = i;
  }
  return values;
}();

std::uint8_t hexValue(char c) {
  return hex_values[static_cast<unsigned char>(c)];
}

void fillRandom(void* data, std::size_t size) {
  // getrandom of up to 256 bytes is never short once the system has booted; without randomness ids
  // would collide.
  if (::getrandom(data, size, 0) != static_cast<ssize_t>(size)) std::abort();
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (dash_before[i] && text[at++] != '-') return std::nullopt;
    const auto high = hexValue(text[at]);
    const auto low = hexValue(text[at + 1]);
    if ((high | low) > 15) return std::nullopt;
    uuid.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  return uuid;
}

std::string Uuid::toString() const {
  std::string text(36, '-');
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (dash_before[i]) ++at;
    text[at++] = hex_digits[bytes[i] >> 4];
    text[at++] = hex_digits[bytes[i] & 15];
  }
  return text;
}

Uuid makeUuid() {
  static std::mutex mutex;
  static std::uint64_t last =
      0;  // milliseconds << 12 | counter: 4096 ids a millisecond before time is borrowed

  std::uint64_t stamp;
  {
    using namespace std::chrono;
    const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    const std::scoped_lock lock{mutex};
    stamp = std::max(static_cast<std::uint64_t>(now) << 12, last + 1);
    last = stamp;
  }

  Uuid uuid;
  fillRandom(uuid.bytes.data() + 8, 8);
  const std::uint64_t milliseconds = stamp >> 12;
  for (int i = 0; i < 6; ++i) {
    uuid.bytes[static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  }
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | ((stamp >> 8) & 0x0f));
  uuid.bytes[7] = static_cast<std::uint8_t>(stamp);
  uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));
  return uuid;
}

}  // namespace parley

std::size_t std::hash<parley::Uuid>::operator()(const parley::Uuid& uuid) const noexcept {
  std::size_t value;
  std::memcpy(&value, uuid.bytes.data() + 8, sizeof value);  // the random half
  return value;
}
