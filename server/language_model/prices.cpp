#include "language_model/prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace parley::language_model {
namespace {

constexpr MicroDollars dollar = 1'000'000;
constexpr MicroDollars cent = dollar / 100;
constexpr std::uint64_t most_tokens = 100'000'000;      ///< of one turn; more is no count
constexpr MicroDollars highest_rate = 10'000 * dollar;  ///< so that sums stay within 64 bits

constexpr CacheFactors anthropic_cache{10, 125, 200};
constexpr CacheFactors openai_cache{10, 125, 125};

struct KnownPrice {
  std::string_view provider;
  std::string_view family;
  Price price;
};

/// As of November 2026. OpenAI's are not from its own pages.
constexpr auto known = std::to_array<KnownPrice>({
    {"anthropic", "claude-opus-5-5", {{4 * dollar, 20 * dollar}, 0, {}, anthropic_cache}},
    {"anthropic", "claude-sonnet-5-5", {{2 * dollar, 10 * dollar}, 0, {}, anthropic_cache}},
    {"anthropic",
     "claude-haiku-5-5",
     {{10 * cent, 50 * cent}, 100'000, {50 * cent, 250 * cent}, anthropic_cache}},
    {"anthropic", "claude-fable-5-1", {{10 * dollar, 50 * dollar}, 0, {}, anthropic_cache}},
    {"openai",
     "gpt-6.1-terra",
     {{1 * dollar, 5 * dollar}, 272'000, {2 * dollar, 5 * dollar}, openai_cache}},
    {"openai",
     "gpt-6.1-sol",
     {{2 * dollar, 10 * dollar}, 272'000, {4 * dollar, 10 * dollar}, openai_cache}},
    {"openai",
     "gpt-6-luna",
     {{10 * cent, 50 * cent}, 272'000, {20 * cent, 50 * cent}, openai_cache}},
});

CacheFactors cacheOf(std::string_view provider) {
  if (provider == "anthropic") return anthropic_cache;
  if (provider == "openai") return openai_cache;
  return {};
}

/// Whether the model is the family itself, or a dated version of it.
bool isOf(std::string_view model, std::string_view family) {
  if (!model.starts_with(family)) return false;
  const auto rest = model.substr(family.size());
  if (rest.empty()) return true;
  return rest.front() == '-' && rest.size() > 1 &&
         rest.find_first_not_of("-0123456789") == rest.npos;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<std::int64_t> wholeNumber(std::string_view digits) {
  std::int64_t number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  const bool whole = error == std::errc{} && stop == end && digits.front() != '-';
  return whole ? std::optional{number} : std::nullopt;
}

/// `2`, `0.10`: digit by digit, so that no cent gets lost.
std::optional<MicroDollars> dollars(std::string_view text) {
  constexpr std::size_t decimals = 6;
  const auto point = std::min(text.find('.'), text.size());
  std::string fraction{text.substr(std::min(point + 1, text.size()))};
  if (point == 0 || fraction.size() > decimals || (point < text.size() && fraction.empty()))
    return std::nullopt;
  fraction.resize(decimals, '0');
  const auto whole = wholeNumber(text.substr(0, point));
  const auto rest = wholeNumber(fraction);
  if (!whole || !rest || *whole >= highest_rate / dollar) return std::nullopt;
  return *whole * dollar + *rest;
}

/// In millionths of a micro-dollar.
std::int64_t weighed(std::uint64_t tokens, MicroDollars rate, int percent) {
  return static_cast<std::int64_t>(std::min(tokens, most_tokens)) * rate / 100 * percent;
}

}  // namespace

MicroDollars Price::of(const Usage& usage) const {
  const bool longer = usual_input > 0 && usage.input_tokens > usual_input;
  const auto& rates = longer ? beyond : usual;
  const auto hour = std::min(usage.cache_write_hour_tokens, usage.cache_write_tokens);
  const auto cached = usage.cache_read_tokens + usage.cache_write_tokens;
  const auto fresh = usage.input_tokens - std::min(usage.input_tokens, cached);
  const auto sum = weighed(fresh, rates.input, 100) +
                   weighed(usage.cache_read_tokens, rates.input, cache.read) +
                   weighed(usage.cache_write_tokens - hour, rates.input, cache.write) +
                   weighed(hour, rates.input, cache.hour_write) +
                   weighed(usage.output_tokens, rates.output, 100);
  return (sum + dollar / 2) / dollar;
}

PriceList PriceList::parse(std::string_view text) {
  PriceList list;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto entry = trimmed(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    const auto equals = entry.find('=');
    const auto slash = entry.find('/', equals);
    if (equals == entry.npos || equals == 0 || slash == entry.npos)
      throw std::runtime_error{"must be like model=2/10, other-model=0.10/0.50"};
    const auto input = dollars(trimmed(entry.substr(equals + 1, slash - equals - 1)));
    const auto output = dollars(trimmed(entry.substr(slash + 1)));
    if (!input || !output)
      throw std::runtime_error{
          fmt::format("must name dollars for a million tokens, like 0.10/0.50, for {}",
                      entry.substr(0, equals))};
    list.entries_.push_back({std::string{trimmed(entry.substr(0, equals))}, {*input, *output}});
  }
  return list;
}

std::optional<Price> PriceList::find(std::string_view provider, std::string_view model) const {
  for (const auto& entry : entries_) {
    std::string_view id = entry.id;
    const bool named = id.starts_with(provider) && id.substr(provider.size()).starts_with('/');
    if (named) id.remove_prefix(provider.size() + 1);
    if (isOf(model, id)) return Price{entry.rates, 0, {}, cacheOf(provider)};
  }
  for (const auto& entry : known) {
    if (entry.provider == provider && isOf(model, entry.family)) return entry.price;
  }
  return std::nullopt;
}

}  // namespace parley::language_model
