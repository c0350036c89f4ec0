#pragma once

#include <string>
#include <string_view>

namespace parley::assistant::interpreter::testing {

/// The day on which scenarios are played in memory: a Saturday.
inline constexpr std::string_view day_of_scenarios = "2026-11-28";

/// The day that a date expression of a scenario means (scenarios/README.md): `today+7`, `friday`,
/// `next friday`, `end of month`, `month+1`, `2027-01-31`. Reckoned by itself, not by what is
/// tested. With `|people` behind it as replies write it. Throws where it is none.
std::string expectedDay(std::string_view expression);

}  // namespace parley::assistant::interpreter::testing
