#include <algorithm>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_commands.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using Op = Condition::Op;

}  // namespace

/// "can you delete projects?", "are you able to add several tasks at once?": asks what we can do.
std::optional<Command> WorkReader::ability(Span span, const Opening& opening) const {
  auto verb = verbAt(tokens_, span.begin, span.end);
  if (!opening.asked || !verb || verb.intent == Intent::read) return std::nullopt;
  auto k = span.begin + verb.length;
  while (is(k, {"several", "many", "multiple", "some", "more", "than", "one"})) ++k;
  // "is it possible to assign two people to a task?"
  if (verb.intent != Intent::create && is(span.end - 2, {"a", "an", "any"}) &&
      noun(span.end - 1, span.end) && span.end - span.begin > 2)
    return Command{.intent = Intent::advice, .verb = verb.base};
  auto kind = noun(k, span.end);
  if (!kind || !kind.plural) return std::nullopt;
  for (k += kind.length; k < span.end; ++k) {
    if (!tokens_[k].punctuation() &&
        !is(k, {"at", "once", "in", "bulk", "for", "me", "too", "one", "go", "same", "time", "the",
                "as", "well", "together"}))
      return std::nullopt;
  }
  return Command{.intent = Intent::advice, .verb = verb.base};
}

/// "which tasks are overdue", "show my open tasks", "how many projects are on hold", "what is
/// overdue"
std::optional<Command> WorkReader::listQuestion(std::size_t i, std::size_t end,
                                                bool ordered) const {
  auto k = i;
  bool counts = false;
  bool asks = ordered;
  auto form = Query::Form::list;
  if (is(k, {"how"}) && is(k + 1, {"many", "much"})) {
    counts = asks = true;
    k += 2;
  } else if (is(k, {"what"}) && is(k + 1, {"number"}) && is(k + 2, {"of"})) {
    counts = asks = true;
    k += 3;
  } else if (is(k, {"what", "which", "whose"})) {
    asks = true;
    ++k;
    if (is(k, {"of", "about"})) ++k;
    if (is(k, {"is", "are"}) && is(k + 1, {"the"}) && is(k + 2, {"number"})) {
      counts = true;
      k += 3;
    }
  } else if (is(k, {"am"}) && is(k + 1, {"i"})) {
    asks = true;
    k += 2;
  } else if (is(k, {"are", "is"}) && is(k + 1, {"there", "any", "anything"})) {
    asks = true;
    k += 1;
  } else if (is(k, {"do", "have"}) && is(k + 1, {"i", "we"})) {
    asks = true;
    k += 2;
  } else if (is(k, {"any", "anything", "count", "number", "got"})) {
    counts = is(k, {"count", "number"});
    asks = true;
    if (counts) ++k;
  }
  while (is(k, {"anything", "something", "everything", "have", "got", "there", "else", "all"})) ++k;
  auto found = listing(k, end);
  if (!found) return std::nullopt;
  if (!found->noun && (!asks || found->conditions == 0)) return std::nullopt;
  // "the task" alone is one that was spoken of; "a task" asks for none
  if (found->noun && !found->plural && !counts && !asks) return std::nullopt;
  if (!asks && is(i, {"i", "we", "there", "you"})) return std::nullopt;
  if (found->noun && !found->plural && !counts && is(k, {"the", "this", "that"}) &&
      found->conditions == 0)
    return std::nullopt;
  // without a kind only what surely speaks of work: a date, a state or nobody who does it
  if (!found->noun) {
    bool open_only = found->query.conditions.size() == 1 &&
                     found->query.conditions.front().op == Op::equals &&
                     found->query.conditions.front().field == "status";
    bool work = std::ranges::any_of(found->query.conditions, [](const Condition& condition) {
      return condition.field != work_field::whose && condition.field != work_field::parent &&
             condition.field != "name";
    });
    if (!work) return std::nullopt;
    if (open_only && !is(i, {"what", "which", "anything", "is", "show", "list"}))
      return std::nullopt;
    if (found->query.sort != "-priority") found->query.type = "";
  }
  found->query.form = counts ? Query::Form::count : form;
  return asking(std::move(found->query));
}

/// "how many open tasks does Website relaunch have", "what tasks does Ada have", "which projects is
/// Ada working on"
std::optional<Command> WorkReader::ownCount(std::size_t i, std::size_t end) const {
  for (auto k = i + 2; k < end; ++k) {
    bool does = is(k, {"does", "do", "has", "did"});
    bool be = is(k, {"is", "are"}) && !is(k + 1, {"in", "there", "on", "of"});
    if (!does && !be) continue;
    if (is(k + 1, {"i", "we", "you", "not"})) continue;
    auto stop = end;
    while (stop > k && tokens_[stop - 1].punctuation()) --stop;
    auto tail = stop;
    bool working = false;
    while (tail > k + 2 &&
           is(tail - 1,
              {"have", "has",         "got",     "left",    "open",    "still",    "currently",
               "to",   "do",          "contain", "include", "now",     "on",       "working",
               "for",  "responsible", "work",    "need",    "needs",   "assigned", "own",
               "with", "us",          "finish",  "close",   "complete"})) {
      working = working || (be && is(tail - 1, {"on"})) ||
                is(tail - 1, {"working", "responsible", "work", "assigned", "own"});
      --tail;
    }
    if (tail == stop || tail <= k + 1) continue;
    if (be && !working) continue;
    auto head = listQuestion(i, k, false);
    if (!head || head->query.type.empty()) continue;
    bool open = false;
    for (auto t = tail; t < stop; ++t) open = open || is(t, {"left", "open", "still"});
    Selector owner = target({k + 1, tail});
    bool pronoun = owner.kind != Selector::Kind::name;
    head->query.conditions.push_back(
        {pronoun ? std::string{work_field::parent} : std::string{work_field::whose}, Op::equals,
         pronoun ? std::string{work_value::it} : owner.text, false});
    if (owner.type.empty() && working) head->query.conditions.back().field = work_field::member;
    if (open) head->query.conditions.push_back({"status", Op::open, {}, false});
    // "how many tasks did Bob finish"
    bool finished = is(k, {"did"}) && is(stop - 1, {"finish", "close", "complete"});
    if (finished) head->query.conditions.push_back({"status", Op::equals, "done", false});
    return head;
  }
  return std::nullopt;
}

/// Whether all from t on is a state: "done", "overdue", "due on Friday", "assigned to Ada".
bool WorkReader::tellsState(std::size_t t, std::size_t end) const {
  auto choice = choiceAt(scope_, t, end);
  bool state = choice && choice.end == end &&
               (choice.field == "status" || choice.labelled || is(t, {"urgent"}));
  auto overdue = overdueWord(tokens_, t, end);
  bool track = is(t, {"on"}) && is(t + 1, {"track", "schedule", "time"}) && t + 2 == end;
  return state || track || (overdue > 0 && t + overdue == end) || is(t, {"due", "assigned"}) ||
         (is(t, {"been"}) && choiceAt(scope_, t + 1, end).end == end);
}

/// "(is) Call Ada done": the details of what stands before a state.
std::optional<Command> WorkReader::stateQuestion(std::size_t subject, std::size_t state,
                                                 std::size_t end) const {
  for (auto t = state; t < end; ++t) {
    if (!tellsState(t, end)) continue;
    while (t > subject + 1 && is(t - 1, {"already", "still", "marked", "as", "been", "yet", "is",
                                         "are", "has", "was", "all"}))
      --t;
    return askingOf(target({subject, t}), Query::Form::details);
  }
  return std::nullopt;
}

/// "tell me if Call Ada is done", "I wonder whether there are overdue tasks"
std::optional<Command> WorkReader::indirect(std::size_t i, std::size_t end) const {
  auto k = i;
  while (is(k, {"tell", "me",    "us",  "let", "know",   "do",        "you",    "i",    "want",
                "to",   "check", "see", "can", "could",  "would",     "please", "find", "out",
                "say",  "not",   "am",  "ask", "wonder", "wondering", "like",   "need"}))
    ++k;
  if (k == i || !is(k, {"if", "whether"}) || k + 2 >= end) return std::nullopt;
  if (is(k + 1, {"there", "any", "anything", "i", "we"})) return listQuestion(k + 1, end, true);
  auto stop = end;
  while (stop > k && (tokens_[stop - 1].punctuation() || is(stop - 1, {"yet", "already", "now"})))
    --stop;
  for (auto t = k + 2; t + 1 < stop; ++t) {
    if (is(t, {"is", "are", "has", "was"})) return stateQuestion(k + 1, t + 1, stop);
  }
  return std::nullopt;
}

/// "show project Website relaunch", "tell me about the task Call Ada", "is Call Ada done"
std::optional<Command> WorkReader::details(std::size_t i, std::size_t end) const {
  auto stop = end;
  while (stop > i && tokens_[stop - 1].punctuation()) --stop;
  auto k = i;
  if (auto verb = verbAt(tokens_, i, stop); verb && verb.intent == Intent::read && !is(i, {"name"}))
    k += verb.length;
  bool ordered = k > i;
  bool named_first = noun(skipArticles(i, stop), stop).length > 0 && !is(i, {"new", "a", "an"});
  if (!ordered && !named_first && !is(i, {"is", "are", "was", "has", "what", "about"}))
    return std::nullopt;
  // "the task Call Ada should be called ...": tells, asks nothing
  for (auto t = k; named_first && !ordered && t < stop; ++t) {
    if (is(t, {"should", "shall", "must", "gets"}) && tokens_.norm(end - 1) != "?")
      return std::nullopt;
  }
  while (k < stop &&
         is(k, {"me", "us", "what", "is", "about", "details", "detail", "of", "info", "on",
                "information", "everything", "the", "for", "in", "with", "up", "status",
                "happening"}) &&
         !(is(k, {"the"}) && noun(k + 1, stop)))
    ++k;
  // "is Call Ada done yet?", "are we done with the launch?"
  if (is(i, {"is", "are", "was", "has"}) && i + 2 < stop) {
    auto tail = stop;
    while (tail > i + 2 && is(tail - 1, {"yet", "already", "still", "now", "been", "to", "anyone",
                                         "anybody", "somebody", "someone", "me", "us"}))
      --tail;
    if (auto found = stateQuestion(i + 1, i + 2, tail)) return found;
  }
  if (k >= stop) return std::nullopt;
  Selector about = target({k, stop});
  bool named = !about.type.empty() &&
               (about.kind == Selector::Kind::name || about.kind == Selector::Kind::pronoun ||
                about.kind == Selector::Kind::list);
  if (!named && !(about.kind == Selector::Kind::filter && !about.plural && !about.type.empty()))
    return std::nullopt;
  bool pronoun_only = about.kind == Selector::Kind::pronoun && !ordered && !is(i, {"what"});
  if (pronoun_only) return std::nullopt;
  return askingOf(std::move(about), Query::Form::details);
}

std::optional<Command> WorkReader::question(std::size_t i, std::size_t end) const {
  if (i >= end) return std::nullopt;
  if (auto found = indirect(i, end)) return found;
  if (auto found = agenda(i, end)) return found;
  if (auto found = fieldQuestion(i, end)) return found;
  if (auto found = ownCount(i, end)) return found;
  auto verb = verbAt(tokens_, i, end);
  // "open tasks": no order to open some
  bool adjective =
      is(i, {"open"}) && (noun(i + 1, end).plural || is(i + 1, {"a", "an", "another"}));
  for (auto t = i; is(i, {"pull", "bring"}) && t < end; ++t)
    adjective = adjective || is(t, {"forward", "forwards", "ahead", "back"});
  bool ordered = verb && verb.intent == Intent::read && !adjective;
  bool asks = is(
      i, {"how", "what", "which", "are", "is", "do", "have", "any", "anything", "count", "number"});
  if (ordered && !(asks && is(i, {"count"}))) {
    auto k = i + verb.length;
    while (is(k, {"me", "us", "up", "out", "for", "about"})) ++k;
    if (auto found = listQuestion(k, end, true)) return found;
    if (auto found = fieldQuestion(k, end)) return found;
    if (auto found = ownCount(k, end)) return found;
  }
  if (auto found = listQuestion(i, end, false)) return found;
  return adjective && is(i, {"open"}) ? std::nullopt : details(i, end);
}

}  // namespace parley::assistant::interpreter
