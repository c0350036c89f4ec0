#include "app/setting_values.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>

namespace parley::app {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr auto sizes = std::to_array<Unit>({{"GiB", std::uint64_t{1} << 30},
                                            {"MiB", std::uint64_t{1} << 20},
                                            {"KiB", std::uint64_t{1} << 10},
                                            {"GB", 1'000'000'000},
                                            {"MB", 1'000'000},
                                            {"kB", 1'000},
                                            {"B", 1}});

constexpr auto durations = std::to_array<Unit>(
    {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}});

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::uint64_t readMeasure(std::string_view text, std::span<const Unit> units, std::uint64_t plain,
                          const char* expected) {
  text = trimmed(text);
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) throw std::runtime_error{expected};
  const auto suffix = trimmed({end, static_cast<std::size_t>(text.data() + text.size() - end)});
  std::uint64_t factor = suffix.empty() ? plain : 0;
  for (const auto& unit : units) {
    if (unit.name == suffix) factor = unit.factor;
  }
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (factor == 0 || number > most / factor) throw std::runtime_error{expected};
  return number * factor;
}

}  // namespace

std::uint64_t readSize(std::string_view text) {
  return readMeasure(text, sizes, 1, "must be a size like 16KiB or 1MiB");
}

std::string showSize(std::uint64_t bytes) {
  for (const auto& unit : sizes) {
    if (unit.name.contains('i') && bytes >= unit.factor && bytes % unit.factor == 0) {
      return fmt::format("{}{}", bytes / unit.factor, unit.name);
    }
  }
  return std::to_string(bytes);
}

std::chrono::milliseconds readDuration(std::string_view text) {
  const auto milliseconds =
      readMeasure(text, durations, 1'000, "must be a duration like 500ms, 10s, 15m or 7d");
  // A century; sums with the present must not overflow.
  if (milliseconds > 100ULL * 365 * 86'400'000) throw std::runtime_error{"is too long"};
  return std::chrono::milliseconds{milliseconds};
}

std::string showDuration(std::chrono::milliseconds duration) {
  const auto milliseconds = static_cast<std::uint64_t>(duration.count());
  for (std::size_t i = durations.size(); i-- > 1;) {
    const auto& unit = durations[i];
    if (milliseconds >= unit.factor && milliseconds % unit.factor == 0) {
      return fmt::format("{}{}", milliseconds / unit.factor, unit.name);
    }
  }
  return fmt::format("{}ms", milliseconds);
}

std::uint64_t readCount(std::string_view text, std::uint64_t least, std::uint64_t most) {
  text = trimmed(text);
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || number < least ||
      number > most) {
    throw std::runtime_error{fmt::format("must be a whole number from {} to {}", least, most)};
  }
  return number;
}

double readNumber(std::string_view text) {
  text = trimmed(text);
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() ||
      !(number >= 0 && number <= 1e9)) {
    throw std::runtime_error{"must be a number, zero or more"};
  }
  return number;
}

bool readSwitch(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text == "1" || text == "true" || text == "yes" || text == "on") return true;
  if (text == "0" || text == "false" || text == "no" || text == "off") return false;
  throw std::runtime_error{"must be 1 or 0"};
}

std::vector<std::string> readList(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto item = trimmed(text.substr(0, comma));
    if (!item.empty()) items.emplace_back(item);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return items;
}

std::vector<http::Network> readNetworks(std::string_view text) {
  std::vector<http::Network> networks;
  for (const auto& item : readList(text)) {
    const auto network = http::Network::parse(item);
    if (!network)
      throw std::runtime_error{
          fmt::format("\"{}\" is no address or network like 10.0.0.0/8", item)};
    networks.push_back(*network);
  }
  return networks;
}

std::string readUrl(std::string_view text) {
  text = trimmed(text);
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.empty()) return {};
  const bool known = text.starts_with("https://") || text.starts_with("http://");
  const auto rest = text.substr(std::min(text.find("://") + 3, text.size()));
  if (!known || rest.empty() || text.find_first_of(" \t\"<>?#\\") != std::string_view::npos) {
    throw std::runtime_error{"must be a URL like https://crm.example.com"};
  }
  return std::string{text};
}

accounts::RegistrationMode readRegistration(std::string_view text) {
  if (trimmed(text) == "open") return accounts::RegistrationMode::open;
  if (trimmed(text) == "closed") return accounts::RegistrationMode::closed;
  throw std::runtime_error{"must be open or closed"};
}

language_model::Effort readEffort(std::string_view text) {
  using language_model::Effort;
  for (const auto effort : {Effort::low, Effort::medium, Effort::high}) {
    if (trimmed(text) == showEffort(effort)) return effort;
  }
  throw std::runtime_error{"must be low, medium or high"};
}

std::string showEffort(language_model::Effort effort) {
  using language_model::Effort;
  return effort == Effort::low ? "low" : effort == Effort::medium ? "medium" : "high";
}

std::string readLogLevel(std::string_view text) {
  for (const std::string_view level : {"debug", "info", "warn", "error", "off"}) {
    if (trimmed(text) == level) return std::string{level};
  }
  throw std::runtime_error{"must be debug, info, warn, error or off"};
}

}  // namespace parley::app
