#include <algorithm>

#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Lists of work by whose it is.
namespace parley::assistant::interpreter {
namespace {

using Op = Condition::Op;

}  // namespace

/// "assigned to Ada", "nobody is assigned to", "of mine"
std::size_t WorkReader::memberCondition(std::size_t i, std::size_t end, Listing& out) const {
  auto& conditions = out.query.conditions;
  auto field = std::string{work_field::member};
  if (auto length = unassignedWord(tokens_, i, end)) {
    conditions.push_back({field, Op::missing, {}, false});
    return i + length;
  }
  auto k = i;
  bool negated = is(k, {"not"});
  if (negated) ++k;
  auto length = assignedWord(tokens_, k, end);
  bool of_work = is(k, {"working"}) && is(k + 1, {"on"});
  if (length == 0 || of_work) {
    // "that I am responsible for", "Ada is working on"
    if (is(k, {"i", "am"}) && is(k + 1, {"am", "responsible"})) {
      auto at = k + (is(k, {"i"}) ? 2 : 1);
      if (is(at, {"responsible"}) && is(at + 1, {"for"})) {
        conditions.push_back({field, Op::equals, std::string{work_value::me}, negated});
        return at + 2;
      }
      if (is(at, {"assigned"}) && is(at + 1, {"to"})) {
        conditions.push_back({field, Op::equals, std::string{work_value::me}, negated});
        return at + 2;
      }
    }
    return i;
  }
  auto who = k + length;
  if (who >= end) return i;
  auto stop = who + 1;
  if (!isMe(tokens_.norm(who))) {
    stop = who;
    while (stop < end && !tokens_[stop].punctuation() &&
           !is(stop, {"and", "or", "that", "which"}) && stop - who < 4) {
      Listing trial;
      if (stop > who &&
          (stateCondition(stop, end, trial) > stop || dateCondition(stop, end, trial) > stop))
        break;
      if (stop > who && is(stop, {"in", "for", "on", "from", "with"})) break;
      ++stop;
    }
  }
  conditions.push_back(
      {field, Op::equals,
       isMe(tokens_.norm(who)) ? std::string{work_value::me} : nameText(scope_, {who, stop}),
       negated});
  return stop;
}

/// "Ada's tasks", "today's tasks", "the project's open tasks"
std::size_t WorkReader::ownerCondition(std::size_t i, std::size_t end, Listing& out) const {
  constexpr std::size_t longest = 6;
  for (auto t = i + 1; t < std::min(end, i + longest) && !tokens_[t].punctuation(); ++t) {
    if (!is(t, {"'s"})) continue;
    if (!namesKind({t + 1, end})) return i;
    auto& conditions = out.query.conditions;
    if (auto date = datePhrase(tokens_, i, t, today_); date && date->end == t) {
      auto field = std::string{work_field::date};
      conditions.push_back({field, Op::from, dayText(date->first), false});
      conditions.push_back({field, Op::until, dayText(date->last), false});
      return t + 1;
    }
    auto owner = target({i, t});
    bool named = owner.kind == Selector::Kind::name;
    conditions.push_back({std::string{named ? work_field::whose : work_field::parent}, Op::equals,
                          named ? owner.text : std::string{work_value::it}, false});
    return t + 1;
  }
  return i;
}

}  // namespace parley::assistant::interpreter
