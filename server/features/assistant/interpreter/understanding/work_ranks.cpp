#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {

/// "raise the priority of X", "make X more urgent", "prioritize X"
std::optional<Command> WorkReader::rankChange(std::size_t i, std::size_t end) const {
  bool up = is(i, {"raise", "increase", "bump", "up", "upgrade", "escalate", "boost", "heighten",
                   "elevate"});
  bool down = is(i, {"lower", "decrease", "reduce", "drop", "downgrade", "demote", "diminish"});
  if (is(i, {"prioritize", "prioritise"}) && i + 1 < end)
    return changing({i + 1, end}, "priority", std::string{"high"});
  if (is(i, {"deprioritize", "deprioritise"}) && i + 1 < end)
    return changing({i + 1, end}, "priority", std::string{"low"});
  if (is(i, {"make", "give"})) {
    // "make X more urgent", "give X a higher priority"
    auto stop = end;
    if (is(stop - 1, {"urgent", "important"}) && is(stop - 2, {"more", "less"}))
      return changing(
          {i + 1, stop - 2}, "priority",
          std::string{is(stop - 2, {"more"}) ? work_value::raised : work_value::lowered});
    if (is(stop - 1, {"priority", "prio"}) && is(stop - 2, {"higher", "lower"})) {
      auto name_end = is(stop - 3, {"a"}) ? stop - 3 : stop - 2;
      return changing(
          {i + 1, name_end}, "priority",
          std::string{is(stop - 2, {"higher"}) ? work_value::raised : work_value::lowered});
    }
    return std::nullopt;
  }
  if (!up && !down) return std::nullopt;
  auto begin = i + 1;
  if (is(begin, {"up"})) ++begin;
  auto step = std::string{up ? work_value::raised : work_value::lowered};
  auto at = begin;
  auto field = workField(scope_, at, end);
  auto to = [&](std::size_t from) {
    for (auto k = from; k + 1 < end; ++k) {
      auto choice = is(k, {"to"}) ? choiceAt(scope_, k + 1, end) : ChoiceWord{};
      if (choice && choice.end >= end && choice.field == "priority") {
        step = choice.phrase;
        return is(k - 1, {"up", "down"}) ? k - 1 : k;
      }
    }
    return end;
  };
  if (field && field.name == "priority") {
    auto k = at + field.length;
    if (is(k, {"of", "for", "on"})) ++k;
    auto stop = to(k);
    return changing({k, stop}, "priority", step);
  }
  for (auto k = begin + 1; k < end; ++k) {
    auto behind = k + 1;
    if (!is(k, {"'s"}) && !is(k, {"its", "in"})) continue;
    auto own = workField(scope_, behind, end);
    if (own.name != "priority" || !own) continue;
    to(behind);
    return changing({begin, k}, "priority", step);
  }
  if (is(begin, {"its"})) {
    auto behind = begin + 1;
    if (workField(scope_, behind, end).name == "priority") {
      to(behind);
      return changing({begin, begin + 1}, "priority", step);
    }
  }
  auto stop = to(begin);
  if (stop < end) return changing({begin, stop}, "priority", step);
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
