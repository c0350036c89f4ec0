#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language_model/model.hpp"

/// What turns cost.
namespace parley::language_model {

/// Whole millionths of a dollar.
using MicroDollars = std::int64_t;

/// For a million tokens.
struct Rates {
  MicroDollars input = 0;
  MicroDollars output = 0;
};

/// Percent of the price of input that came from the cache, or went into it.
struct CacheFactors {
  int read = 100;
  int write = 100;
  int hour_write = 100;  ///< to be kept for an hour
};

struct Price {
  Rates usual;
  std::uint64_t usual_input = 0;  ///< the longest input at the usual rates; 0: any
  Rates beyond;                   ///< of a turn with a longer one, all of it
  CacheFactors cache;

  MicroDollars of(const Usage& usage) const;
};

/// The prices of models, as far as they are known: those of this table's vendors, and what the
/// operator says.
class PriceList {
 public:
  /// `id=in/out`, in dollars for a million tokens, separated by commas; `provider/id` for that
  /// provider alone. Throws std::runtime_error saying what is expected.
  static PriceList parse(std::string_view text);

  /// A price holds for an id and for the same with a date behind it. An unknown one is none: what
  /// it costs cannot be guessed.
  std::optional<Price> find(std::string_view provider, std::string_view model) const;

 private:
  struct Entry {
    std::string id;
    Rates rates;
  };
  std::vector<Entry> entries_;
};

}  // namespace parley::language_model
