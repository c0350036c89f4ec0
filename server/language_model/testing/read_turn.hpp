#pragma once

#include <string>
#include <vector>

#include "language_model/protocol.hpp"

namespace parley::language_model::testing {

/// The turn that the events make, as far as a whole one comes of them. Throws Malformed,
/// StreamError.
inline Completion readTurn(TurnReader& reader, const std::vector<std::string>& events) {
  for (const auto& data : events) reader.take({"any", data, ""});
  if (!reader.finished() && !reader.mayEnd()) throw Malformed{};
  return reader.complete();
}

}  // namespace parley::language_model::testing
