#pragma once

#include <string>
#include <vector>

#include "features/assistant/interpreter/test_support/workbench.hpp"

namespace parley::assistant::interpreter::testing {

struct Verdict {
  std::string scenario;
  std::vector<std::string> complaints;  ///< empty: right
};

/// Runs every scenario of every file in a folder (scenarios/README.md has the format).
std::vector<Verdict> runScenarios(const std::string& folder);

}  // namespace parley::assistant::interpreter::testing
