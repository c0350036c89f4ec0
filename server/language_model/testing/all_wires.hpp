#pragma once

#include <vector>

#include "language_model/testing/gemini_wire.hpp"
#include "language_model/testing/openai_chat_wire.hpp"
#include "language_model/testing/openai_responses_wire.hpp"

namespace parley::language_model::testing {

/// Every provider beside Claude, whose own peer stands in e2e/.
inline const std::vector<WireProvider>& allWires() {
  static const std::vector<WireProvider> all = {
      openai_responses_wire::provider(), openai_chat_wire::provider(), gemini_wire::provider()};
  return all;
}

/// For suites that hold for all of them: an index, because tests are named by it.
inline const WireProvider& wireAt(int index) {
  return allWires().at(static_cast<std::size_t>(index));
}
inline constexpr int wires = 3;

}  // namespace parley::language_model::testing
