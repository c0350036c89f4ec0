#include "features/assistant/usage.hpp"

#include <fmt/format.h>

namespace parley::assistant {

ModelUsage& ModelUsage::operator+=(const ModelUsage& other) {
  input_tokens += other.input_tokens;
  cache_read_tokens += other.cache_read_tokens;
  cache_write_tokens += other.cache_write_tokens;
  output_tokens += other.output_tokens;
  cost_micros += other.cost_micros;
  unpriced_tokens += other.unpriced_tokens;
  return *this;
}

ModelUsage usageOf(const language_model::Usage& turn,
                   const std::optional<language_model::Price>& price) {
  ModelUsage usage{turn.input_tokens, turn.cache_read_tokens, turn.cache_write_tokens,
                   turn.output_tokens};
  if (price)
    usage.cost_micros = price->of(turn);
  else
    usage.unpriced_tokens = turn.input_tokens + turn.output_tokens;
  return usage;
}

ChatUsage shown(const ModelUsage& usage) {
  ChatUsage shown{usage.input_tokens, usage.cache_read_tokens, usage.cache_write_tokens,
                  usage.output_tokens, std::nullopt};
  if (usage.unpriced_tokens == 0) shown.cost_micros = usage.cost_micros;
  return shown;
}

std::string dollarText(language_model::MicroDollars amount) {
  constexpr language_model::MicroDollars cent = 10'000;
  const auto cents = (amount + cent / 2) / cent;
  std::string whole = std::to_string(cents / 100);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
    whole.insert(static_cast<std::size_t>(at), ",");
  return cents % 100 == 0 ? "$" + whole : fmt::format("${}.{:02}", whole, cents % 100);
}

}  // namespace parley::assistant
