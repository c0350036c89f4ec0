#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Orders to take something away: a record, or what is set in it.
namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

}  // namespace

/// Where a name ends before what says nothing more of an order: "altogether", "with all its tasks".
std::size_t WorkReader::withoutTail(std::size_t begin, std::size_t end) const {
  static const auto tails = [] {
    Phrases<char> phrases;
    phrases.add(
        "from now on|from here on|henceforth|after all|altogether|completely|entirely|for good|for "
        "now|for the time being|for the "
        "moment|myself|by "
        "myself|in total|permanently|right now|with all that is in it|with all its tasks|with all "
        "of "
        "its tasks|and all its tasks|and all of its tasks|with everything in it|and everything in "
        "it|including its tasks|including all its tasks|including all tasks|with its tasks|and its "
        "tasks|with all tasks|too|as well|please|over",
        'x');
    return phrases;
  }();
  constexpr std::size_t longest = 8;
  for (bool again = true; again;) {
    again = false;
    for (auto k = end > begin + longest ? end - longest : begin + 1; k < end && !again; ++k) {
      auto match = tails.at(tokens_, k, end);
      again = match && k + match.length == end && !tokens_[k].capital;
      if (again) end = k;
    }
    while (end > begin + 1 && tokens_[end - 1].punctuation()) --end;
  }
  return end;
}

std::optional<Command> WorkReader::removal(std::size_t i, std::size_t end, bool strong) const {
  auto verb = verbAt(tokens_, i, end);
  if (!verb || verb.intent != Intent::remove) return std::nullopt;
  auto k = i + verb.length;
  if (is(k, {"of"})) ++k;
  auto stop = end;
  // "take X off the list"
  if (is(i, {"take", "cross", "strike"})) {
    for (auto t = k; t < stop; ++t) {
      bool list = t + 1 >= stop || is(stop - 1, {"list"}) || is(t, {"out"});
      if (is(t, {"off", "out"}) && list) stop = t;
    }
    bool apart = is(k - 1, {"off", "out", "away"});
    bool from = false;
    for (auto t = k; t < end; ++t) from = from || is(t, {"from"});
    if (stop == end && !apart && !from) return std::nullopt;
  }
  stop = withoutTail(k, stop);
  if (k >= stop || is(stop - 1, {"hold"})) return std::nullopt;
  // "delete X from my tasks": the list, not a part of the name
  for (auto t = k + 1; t < stop; ++t) {
    if (!is(t, {"from", "off"})) continue;
    auto list = t + 1;
    while (list < stop && is(list, {"my", "the", "our", "list", "of"})) ++list;
    auto kind = noun(list, stop);
    if (kind && kind.plural && list + kind.length >= stop) {
      Command command{.intent = Intent::remove};
      command.work = true;
      command.targets.push_back(target({k, t}));
      command.targets.back().type = kind.entity->type;
      return command;
    }
  }
  if (strong && !namesKind({k, stop})) return std::nullopt;
  // "the item": what was shown last may be of any kind
  auto start = skipArticles(k, stop);
  Command command{.intent = Intent::remove};
  command.work = true;
  if (auto kind = noun(start, stop);
      kind && !kind.plural && start + kind.length >= stop && start == k) {
    command.type = kind.entity->type;
    return command;
  }
  command.targets.push_back(target({k, stop}));
  return command;
}

/// "Replace bulbs can be deleted": what may go.
std::optional<Command> WorkReader::unneeded(std::size_t i, std::size_t end) const {
  for (auto k = i + 1; k + 2 < end; ++k) {
    if (!is(k, {"can", "may", "should", "must", "could", "has", "needs"})) continue;
    auto at = is(k + 1, {"to"}) ? k + 2 : k + 1;
    if (!is(at, {"be"})) continue;
    ++at;
    while (is(at, {"now", "please", "just"})) ++at;
    if (at + 1 != end || !is(at, {"deleted", "removed", "erased", "trashed"})) continue;
    Command command{.intent = Intent::remove};
    command.work = true;
    command.targets.push_back(target({i, k}));
    return command;
  }
  return std::nullopt;
}

/// "remove the deadline of X", "clear X's assignee", "take Ada off X"
std::optional<Command> WorkReader::clearing(std::size_t i, std::size_t end, bool strong) const {
  auto verb = verbAt(tokens_, i, end);
  bool clears = (verb && verb.intent == Intent::remove) ||
                is(i, {"clear", "unset", "empty", "reset", "drop"});
  if (!clears) return std::nullopt;
  auto k = i + std::max<std::size_t>(verb.length, 1);
  auto at = k;
  auto field = workField(scope_, at, end);
  bool client =
      field.kind == FieldKind::reference && is(at + field.length, {"of", "from", "on", "off"});
  bool own = field.kind == FieldKind::date || field.kind == FieldKind::member || client;
  if (field && own) {
    auto past = at + field.length;
    if (client && strong && !namesKind({past + 1, end})) return std::nullopt;
    if (past >= end) return changing({past, past}, field.name, std::nullopt);
    if (is(past, {"of", "from", "for", "on", "off"}) && past + 1 < end)
      return changing({past + 1, end}, field.name, std::nullopt);
    if (at > k && is(at - 1, {"its"})) return changing({at - 1, at}, field.name, std::nullopt);
  }
  for (auto t = k + 1; t + 1 < end; ++t) {
    if (!is(t, {"'s"})) continue;
    auto behind = t + 1;
    auto found = workField(scope_, behind, end);
    bool fits = found && (found.kind == FieldKind::date || found.kind == FieldKind::member) &&
                behind + found.length >= end;
    if (fits) return changing({k, t}, found.name, std::nullopt);
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
