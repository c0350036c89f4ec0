#include <algorithm>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using Op = Condition::Op;

Command asking(Query query) {
  Command command{.intent = Intent::read};
  command.query = std::move(query);
  command.work = true;
  return command;
}

Command askingOf(Selector target, Query::Form form, std::vector<std::string> fields = {}) {
  Command command{.intent = Intent::read};
  command.query.form = form;
  command.query.type = target.type;
  command.query.fields = std::move(fields);
  command.targets.push_back(std::move(target));
  command.work = true;
  return command;
}

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
    found->query.type = "";
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

/// "when is Website relaunch due", "who is assigned to it", "what is the status of Call Ada"
std::optional<Command> WorkReader::fieldQuestion(std::size_t i, std::size_t end) const {
  auto stop = end;
  while (stop > i + 2 && (tokens_[stop - 1].punctuation() ||
                          is(stop - 1, {"now", "right", "currently", "moment", "today"}) ||
                          (is(stop - 1, {"the", "at"}) && is(stop, {"the", "moment"}))))
    --stop;
  auto ask = [&](Span span, std::string_view field) -> std::optional<Command> {
    if (span.empty()) return std::nullopt;
    return askingOf(target(span), Query::Form::field, {std::string{field}});
  };
  if (is(i, {"when", "until", "by"})) {
    auto k = i;
    while (is(k, {"until", "by", "when"})) ++k;
    if (!is(k, {"is", "are", "does", "do", "should", "must", "will", "was"})) return std::nullopt;
    // "when do we have to book the venue"
    auto what = k + 2;
    while (is(what, {"need", "have", "want", "supposed", "to", "be"})) ++what;
    if (is(k + 1, {"we", "i", "you", "they"}) && what < stop)
      return what > k + 2 || is(k, {"should", "must"}) ? ask({what, stop}, work_field::date)
                                                       : std::nullopt;
    auto tail = stop;
    while (tail > k + 1 &&
           (is(tail - 1, {"due", "done", "finished", "be", "to", "supposed", "completed", "ready",
                          "end", "finish", "have", "over", "by", "planned", "scheduled", "for"})))
      --tail;
    bool told = tail < stop;
    return told ? ask({k + 1, tail}, work_field::date) : std::nullopt;
  }
  // "how many days until Website relaunch is due"
  if (is(i, {"how"}) && is(i + 1, {"many", "long", "much"})) {
    auto from = i + 2;
    while (from < stop && !is(from, {"until", "till", "before", "for"})) ++from;
    auto last = stop;
    while (last > from + 1 &&
           is(last - 1, {"is", "due", "ends", "over", "has", "to", "be", "done"}))
      --last;
    if (from < i + 8 && from + 1 < last && !is(i + 2, {"tasks", "projects"}) &&
        !noun(i + 2, stop) && is(from, {"until", "till", "before"}))
      return ask({from + 1, last}, work_field::date);
  }
  if (is(i, {"is"}) && is(i + 1, {"anyone", "anybody", "someone", "somebody"})) {
    bool doing = is(i + 2, {"working", "assigned", "responsible"}) &&
                 is(i + 3, {"on", "to", "for"}) && i + 4 < stop;
    return doing ? ask({i + 4, stop}, work_field::member) : std::nullopt;
  }
  // "who does what in Office move"
  if (is(i, {"who"}) && is(i + 1, {"does", "is"}) &&
      (is(i + 2, {"what"}) || (is(i + 3, {"what"}) && is(i + 2, {"doing"})) ||
       (is(i + 2, {"working"}) && is(i + 4, {"what"})))) {
    auto from = is(i + 2, {"what"}) ? i + 3 : is(i + 3, {"what"}) ? i + 4 : i + 5;
    Listing found;
    auto past = from < stop ? placeCondition(from, stop, found) : from;
    if (past < stop) return std::nullopt;
    found.query.conditions.push_back({"status", Op::open, {}, false});
    return asking(std::move(found.query));
  }
  if (is(i, {"who"})) {
    auto k = i + 1;
    static const auto doing = [] {
      Phrases<char> phrases;
      phrases.add(
          "is assigned to|are assigned to|was assigned to|is responsible for|are responsible "
          "for|is in charge of|is working on|are working on|works on|work on|is "
          "handling|handles|is "
          "taking care of|takes care of|owns the task|owns the project|is on the project|is on the "
          "task|is doing|has the task|leads the project|runs the project|should do|does the "
          "task|is "
          "supposed to do",
          'x');
      return phrases;
    }();
    if (auto match = doing.at(tokens_, k, stop)) {
      auto begin = k + match.length;
      // the noun is part of the phrase: "who is on the project X"
      if (is(begin - 1, {"task", "project"})) --begin;
      return ask({begin, stop}, work_field::member);
    }
    if (is(k, {"is", "are"}) && is(stop - 1, {"to"}) && is(stop - 2, {"assigned"}))
      return ask({k + 1, stop - 2}, work_field::member);
    return std::nullopt;
  }
  auto k = i;
  bool asks = is(k, {"what", "which", "whats", "how"});
  if (asks) ++k;
  // "which project does Call Ada belong to", "what project is it in"
  if (asks && noun(k, stop) && !noun(k, stop).plural) {
    auto verb = k + noun(k, stop).length;
    auto tail = stop;
    while (tail > verb + 1 &&
           is(tail - 1, {"to", "belong", "in", "part", "of", "for", "under", "from"}))
      --tail;
    const auto& entity = *noun(k, stop).entity;
    bool parent = fieldFor(entity, work_field::parent) == nullptr;
    if (parent && is(verb, {"does", "is", "do"}) && tail < stop)
      return ask({verb + 1, tail}, work_field::parent);
    // "tell me which project Call Ada belongs to"
    auto last = stop;
    while (last > verb + 1 && is(last - 1, {"to", "in", "belongs", "is", "of", "part", "goes"}))
      --last;
    if (parent && last < stop && is(stop - 1, {"to", "in", "of"}))
      return ask({verb, last}, work_field::parent);
  }
  if (is(k, {"is", "are", "'s", "was"}) && asks) ++k;
  if (is(i, {"how"})) {
    // "how urgent is X", "how is X going"
    if (is(i + 1, {"urgent", "important"}) && is(i + 2, {"is"}))
      return ask({i + 3, stop}, "priority");
    auto tail = stop;
    while (tail > k + 1 && is(tail - 1, {"going", "coming", "along", "doing", "progressing", "on",
                                         "getting", "looking", "far"}))
      --tail;
    if (is(i + 1, {"far"}) && is(i + 2, {"is", "are"})) return ask({i + 3, tail}, "status");
    bool going = tail < stop && is(i + 1, {"is", "are"});
    if (!going) return std::nullopt;
    Selector about = target({k, tail});
    if (about.type.empty()) return std::nullopt;
    return askingOf(std::move(about), Query::Form::details);
  }
  bool told = asks || k == i;
  if (!told) return std::nullopt;
  auto at = k;
  auto field = workField(scope_, at, stop);
  bool own =
      field && (field.kind == FieldWords::Kind::date || field.kind == FieldWords::Kind::choice ||
                field.kind == FieldWords::Kind::member);
  // "the deadline for X is Friday" tells
  bool tells = !asks && own && linkBefore(field, at + field.length + 1, stop) < stop;
  if (tells) return std::nullopt;
  bool dated =
      field.kind == FieldWords::Kind::date && datePhrase(tokens_, at + field.length, stop, today_);
  if (own && !dated && is(at + field.length, {"of", "for", "on", "in"}) &&
      at + field.length + 1 < stop)
    return ask({at + field.length + 1, stop}, field.name);
  for (auto t = k + 1; t + 1 < stop; ++t) {
    if (!is(t, {"'s"})) continue;
    auto behind = t + 1;
    auto property = workField(scope_, behind, stop);
    bool ends = property && behind + property.length >= stop;
    bool plain = property.kind == FieldWords::Kind::date ||
                 property.kind == FieldWords::Kind::choice ||
                 property.kind == FieldWords::Kind::member;
    if (ends && plain) return ask({k, t}, property.name);
  }
  if (is(k, {"its", "their"})) {
    auto behind = k + 1;
    auto property = workField(scope_, behind, stop);
    if (property && behind + property.length >= stop) return ask({k, k + 1}, property.name);
  }
  return std::nullopt;
}

/// Whether all from t on is a state: "done", "overdue", "due on Friday", "assigned to Ada".
bool WorkReader::tellsState(std::size_t t, std::size_t end) const {
  auto choice = choiceAt(scope_, t, end);
  bool state = choice && choice.end == end &&
               (choice.field == "status" || choice.labelled || is(t, {"urgent"}));
  auto overdue = overdueWord(tokens_, t, end);
  return state || (overdue > 0 && t + overdue == end) || is(t, {"due", "assigned"}) ||
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
