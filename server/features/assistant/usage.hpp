#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "features/assistant/chat.hpp"
#include "language_model/prices.hpp"

/// What models were used for and what it cost.
namespace parley::assistant {

/// Of one model or several; a part of the rows that have these columns.
struct ModelUsage {
  std::uint64_t input_tokens = 0;
  std::uint64_t cache_read_tokens = 0;
  std::uint64_t cache_write_tokens = 0;
  std::uint64_t output_tokens = 0;
  language_model::MicroDollars cost_micros = 0;  ///< of what has a known price
  std::uint64_t unpriced_tokens = 0;             ///< what has none

  ModelUsage& operator+=(const ModelUsage& other);
  bool operator==(const ModelUsage&) const = default;
};
BOOST_DESCRIBE_STRUCT(ModelUsage, (),
                      (input_tokens, cache_read_tokens, cache_write_tokens, output_tokens,
                       cost_micros, unpriced_tokens))

/// Of one turn.
ModelUsage usageOf(const language_model::Usage& turn,
                   const std::optional<language_model::Price>& price);
/// As it is sent: a sum of which a part is not known is not known.
ChatUsage shown(const ModelUsage& usage);

/// Whose tokens they are.
struct UsedModel {
  std::string provider;
  std::string model;
};

/// What a workspace lets language models cost in a month, and what they cost in this one.
struct Budget {
  std::optional<language_model::MicroDollars> limit;
  language_model::MicroDollars spent = 0;

  bool exhausted() const { return limit && spent >= *limit; }
};

/// `$0.50`, `$1,234`: whole dollars without cents.
std::string dollarText(language_model::MicroDollars amount);

}  // namespace parley::assistant
