#include <algorithm>

#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Notes: what is told by a colon instead of a verb.
namespace parley::assistant::interpreter {

std::size_t WorkReader::labelEnd(std::size_t after, std::size_t end) const {
  constexpr std::size_t longest_place = 12;
  if (is(after, {":"})) return after + 1 < end ? after : end;
  if (!is(after, {"for", "in", "to", "on", "under"})) return end;
  for (auto t = after + 2; t + 1 < std::min(end, after + longest_place); ++t) {
    if (is(t, {":"})) return t;
    if (tokens_[t].punctuation() && !is(t, {"&", "-", "+", "/"})) return end;
  }
  return end;
}

/// "todo: call Tom", "tasks for Website relaunch: check the links, fix the logo"
std::vector<Command> WorkReader::labelledItem(std::size_t i, std::size_t end) const {
  auto kind = noun(i, end);
  if (!kind || !fieldFor(*kind.entity, work_field::parent)) return {};
  auto mark = labelEnd(i + kind.length, end);
  // "tasks in Website relaunch: open ones?" asks, "task Call Ada: done" tells
  if (mark >= end || listing(mark + 1, end)) return {};
  return creation(i, end, true);
}

/// "Call Ada: done", "Website relaunch: on hold", "Send offer: due Friday"
std::optional<Command> WorkReader::labelledState(std::size_t i, std::size_t end) const {
  while (end > i && tokens_[end - 1].punctuation()) --end;
  auto mark = i;
  for (auto k = i + 1; k + 1 < end; ++k) {
    if (is(k, {":", "->"}) || (is(k, {"-"}) && !tokens_[k].glued)) mark = k;
  }
  if (mark == i) return std::nullopt;
  // "set the status: done", "task: done": of a field, or of nothing named
  for (auto k = i; k < mark; ++k) {
    if (scope_.lexicon.field(tokens_, k, mark)) return std::nullopt;
  }
  auto subject = target({i, mark});
  if (subject.kind != Selector::Kind::name) return std::nullopt;
  auto verb = verbAt(tokens_, i, mark);
  bool fresh = verb && is(i + verb.length, {"a", "an", "another"});
  bool makes =
      verb && (verb.intent == Intent::create || fresh) && namesKind({i + verb.length, mark});
  if (makes || is(i, {"mark", "set", "put", "make", "new"})) return std::nullopt;
  if (auto due = dueWord(tokens_, mark + 1, end); due > 0) {
    auto date = datePhrase(tokens_, mark + 1 + due, end, today_);
    if (date && date->end >= end)
      return changing({i, mark}, work_field::date, dayText(date->point));
  }
  auto choice = choiceAt(scope_, mark + 1, end);
  if (!choice || choice.end < end) return std::nullopt;
  // "Ada Park - Major": a dash tells more than states
  bool rank = choice.field != "status" && !choice.labelled;
  if (rank && is(mark, {"-"})) return std::nullopt;
  return changing({i, mark}, choice.field, choice.phrase);
}

}  // namespace parley::assistant::interpreter
