#include "features/assistant/interpreter/understanding/work_commands.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using Op = Condition::Op;

/// "what do I have to do", "what is on my plate", "what's left": asks for what is open.
const Phrases<char>& agendaWords() {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view head : {"what", "anything", "is there anything", "do i have anything",
                                  "do we have anything", "have i got anything", "which things"}) {
      for (std::string_view tail : {"do i have to do",
                                    "do we have to do",
                                    "do i need to do",
                                    "do we need to do",
                                    "should i do",
                                    "should we do",
                                    "should i be doing",
                                    "should i work on",
                                    "should we work on",
                                    "should i be working on",
                                    "should i tackle",
                                    "should i focus on",
                                    "must i do",
                                    "must we do",
                                    "have i got to do",
                                    "have i to do",
                                    "have we got to do",
                                    "am i supposed to do",
                                    "is there to do",
                                    "is there left to do",
                                    "is left to do",
                                    "is left",
                                    "is still to do",
                                    "needs to be done",
                                    "has to be done",
                                    "still needs to be done",
                                    "still has to be done",
                                    "must be done",
                                    "needs doing",
                                    "is to be done",
                                    "needs my attention",
                                    "needs attention",
                                    "is on my plate",
                                    "is on my list",
                                    "is on my to-do list",
                                    "is on my todo list",
                                    "is on my to do list",
                                    "is on my agenda",
                                    "is on the agenda",
                                    "is on our plate",
                                    "is on today",
                                    "is on for",
                                    "is on",
                                    "is up",
                                    "is planned",
                                    "is scheduled",
                                    "is coming up",
                                    "is next",
                                    "is outstanding",
                                    "remains to be done",
                                    "remains",
                                    "do i have",
                                    "do we have",
                                    "do i have on my plate",
                                    "do i have planned",
                                    "is there for me to do",
                                    "to do",
                                    "i have to do",
                                    "i need to do",
                                    "i should do",
                                    "to be done",
                                    "that needs doing",
                                    "left to do",
                                    "left",
                                    "can i do",
                                    "could i do",
                                    "do i do",
                                    "is my plan",
                                    "are my plans",
                                    "is the plan",
                                    "is waiting for me",
                                    "is still open",
                                    "is open",
                                    "is unfinished",
                                    "is pending",
                                    "still to do",
                                    "still open",
                                    "is on my to do list for",
                                    "have i got",
                                    "have we got",
                                    "is on the to-do list",
                                    "is on the list"})
        phrases.add(std::string{head} + " " + std::string{tail}, 'x');
    }
    return phrases;
  }();
  return table;
}

}  // namespace

/// "what is Bob working on?", "what does Ada have to do?", "what am I responsible for?"
std::optional<Command> WorkReader::memberAgenda(std::size_t i, std::size_t end) const {
  if (auto found = membersWork(i, end)) return found;
  if (!is(i, {"what"}) || !is(i + 1, {"is", "are", "does", "do", "am", "has"})) return std::nullopt;
  auto stop = end;
  while (stop > i && tokens_[stop - 1].punctuation()) --stop;
  static const auto tails = [] {
    Phrases<char> phrases;
    phrases.add(
        "working on|work on|responsible for|have to do|need to do|to do|busy with|have left to "
        "do|supposed to do|have to finish|in charge of|assigned to|up to|doing|got to do|have "
        "going "
        "on|got going on|have on|got on|have on their plate|have on her plate|have on his "
        "plate|got on "
        "his plate|got on her plate|got on their plate|on his plate|on her plate|have on the go|'s "
        "plate|'s to-do list|'s list|have|got|have due|have planned|have open",
        'x');
    return phrases;
  }();
  constexpr std::size_t longest_name = 4;
  for (auto k = i + 3; k < std::min(stop, i + 3 + longest_name); ++k) {
    auto match = tails.at(tokens_, k, stop);
    if (!match) continue;
    Listing found;
    auto rest = k + match.length;
    while (rest < stop && is(rest, {"right", "now", "currently", "at", "the", "moment"})) ++rest;
    if (rest < stop) {
      auto past = dateCondition(rest, stop, found);
      if (past < stop) return std::nullopt;
    }
    bool me = k == i + 3 && isMe(tokens_.norm(i + 2));
    if (me && !is(k, {"working", "responsible", "work", "in", "assigned", "busy"}))
      return std::nullopt;
    auto first = i + 2;
    if (is(first, {"on"}) && is(k, {"'s"})) ++first;
    // "what does Website relaunch have": of a project as well, so the words have to tell more
    bool bare = match.length == 1 && is(k, {"have", "got"});
    if (bare && found.query.conditions.empty()) return std::nullopt;
    auto text = nameText(scope_, {first, k});
    if (is(i + 2, {"there", "the", "it", "we", "you"})) return std::nullopt;
    found.query.conditions.push_back({std::string{work_field::member}, Op::equals,
                                      me ? std::string{work_value::me} : text, false});
    found.query.conditions.push_back({"status", Op::open, {}, false});
    return asking(std::move(found.query));
  }
  return std::nullopt;
}

/// "what did we finish in Website relaunch?", "what has been done so far?"
std::optional<Command> WorkReader::achievements(std::size_t i, std::size_t end) const {
  if (!is(i, {"what"})) return std::nullopt;
  auto k = i + 1;
  while (is(k, {"have", "has", "did", "is", "was", "we", "i", "they", "been", "got", "do", "you"}))
    ++k;
  // "what did Bob finish?"
  auto who = k;
  constexpr std::size_t longest_name = 3;
  while (who > i + 1 && k < who + longest_name && tokens_[k].capital) ++k;
  bool past = k > i + 1 && is(k, {"finish", "finished", "complete", "completed", "done", "close",
                                  "closed", "get", "accomplish", "accomplished"});
  if (!past) return std::nullopt;
  auto named = k;
  ++k;
  if (is(k, {"done"})) ++k;
  Listing found;
  found.query.conditions.push_back({"status", Op::equals, "done", false});
  if (named > who)
    found.query.conditions.push_back(
        {std::string{work_field::member}, Op::equals, nameText(scope_, {who, named}), false});
  while (k < end) {
    auto before = k;
    k = condition(k, end, found);
    if (k == before) k = placeCondition(k, end, found);
    if (k == before &&
        (tokens_[k].punctuation() || is(k, {"so", "far", "yet", "there", "up", "now"})))
      ++k;
    if (k == before) return std::nullopt;
  }
  return asking(std::move(found.query));
}

/// "does Bob have anything urgent?", "is there anything for Bob?": of one member.
std::optional<Command> WorkReader::membersWork(std::size_t i, std::size_t end) const {
  constexpr std::size_t longest_name = 3;
  if (!is(i, {"does", "has", "is"})) return std::nullopt;
  for (auto k = i + 2; k < std::min(end, i + 2 + longest_name); ++k) {
    bool has = is(k, {"have", "got"}) && is(i, {"does", "has"});
    if (!has || !is(k + 1, {"anything", "any", "something", "much"})) continue;
    if (is(i + 1, {"i", "we", "it", "anyone", "anybody", "somebody", "someone"}))
      return std::nullopt;
    auto from = is(k + 1, {"any"}) ? k + 1 : k + 2;
    auto found = listing(from, end);
    if (!found || (!found->noun && found->conditions == 0 && from + 1 < end)) return std::nullopt;
    if (!found->noun) found->query.type.clear();
    found->query.conditions.push_back(
        {std::string{work_field::member}, Op::equals, nameText(scope_, {i + 1, k}), false});
    found->query.conditions.push_back({"status", Op::open, {}, false});
    return asking(std::move(found->query));
  }
  return std::nullopt;
}

/// "what do I have to do today?", "what is left in Website relaunch?"
std::optional<Command> WorkReader::agenda(std::size_t i, std::size_t end) const {
  if (auto theirs = memberAgenda(i, end)) return theirs;
  if (auto done = achievements(i, end)) return done;
  auto match = agendaWords().at(tokens_, i, end);
  if (!match) return std::nullopt;
  auto k = i + match.length;
  Listing found;
  found.query.type = "";
  auto last = tokens_.norm(k - 1);
  found.query.conditions.push_back({"status", Op::open, {}, false});
  bool dated = false;
  bool placed = false;
  bool effort = is(k - 2, {"work", "working", "focus"});
  bool general =
      !effort && anyOf(last, {"have", "on", "got", "plan", "plans", "planned", "scheduled"});
  while (k < end) {
    auto before = k;
    auto date = datePhrase(tokens_, k, end, today_);
    if (date && !dated) {
      // what was due before is still to be done
      found.query.conditions.push_back(
          {std::string{work_field::date}, Op::until, dayText(date->last), false});
      bool until = is(k, {"by", "until", "before"}) || is(k - 1, {"by", "until", "before"});
      if (date->first > today_ && !until)
        found.query.conditions.push_back(
            {std::string{work_field::date}, Op::from, dayText(date->first), false});
      dated = true;
      k = date->end;
      continue;
    }
    if (auto past = condition(k, end, found); past > k) {
      placed = true;
      k = past;
      continue;
    }
    if (auto past = placeCondition(k, end, found); past > k) {
      placed = true;
      k = past;
      continue;
    }
    if (is(k, {"next", "first", "to",     "do",       "left", "still", "now", "on",
               "my",   "plate", "list",   "?",        "open", "me",    "in",  "total",
               "and",  "the",   "agenda", "schedule", "then", "so",    "far"}))
      ++k;
    if (k == before) return std::nullopt;
  }
  // "what do we have?" alone asks about anything
  if (general && !dated && !placed) return std::nullopt;
  found.query.sort = work_field::date;
  return asking(std::move(found.query));
}

}  // namespace parley::assistant::interpreter
