#include <algorithm>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

struct StateVerb {
  std::string_view phrase;  ///< the state it brings about
};

/// Verbs that bring a record into a state.
const Phrases<StateVerb>& stateVerbs() {
  static const auto table = [] {
    Phrases<StateVerb> phrases;
    phrases.add(
        "finish|complete|close|close out|close off|finalize|finalise|wrap up|check off|tick "
        "off|cross "
        "off|conclude|accomplish|finish off|finish up|tick|be done with|am done with|are done with|"
        "done with|i am done with|we are done with|i finished|we finished|i have finished|we have "
        "finished|i completed|we completed|i have completed|we have completed|i closed|we closed|i "
        "did|i have done|we have done|we did|just finished|i just finished|i just completed|mark "
        "off|"
        "get done|resolve|i wrapped up|we wrapped up|i have just finished|finished with|i am "
        "finished "
        "with|we are finished with|we just finished|i already did|i already finished",
        {"done"});
    phrases.add(
        "start|begin|kick off|get started on|get going on|start working on|begin working on|begin "
        "work on|start work on|get started with|i started|we started|i have started|we have "
        "started|i am working on|we are working on|i am starting|i began|we began|i started "
        "working "
        "on|commence|start on|i am now working on|get to work on|i just "
        "started|restart|resume|continue|"
        "unpause|pick up|take up again|i have begun|continue with|we just started|activate",
        {"in progress"});
    phrases.add("pause|suspend|park|freeze|stop working on|stop work on|put aside|shelve|halt",
                {"on hold"});
    phrases.add(
        "cancel|abandon|call off|kill off|scrap|axe|terminate|we cancelled|we dropped|i cancelled",
        {"cancelled"});
    phrases.add("reopen|re-open|open again|reactivate|uncheck|untick|undo the completion of",
                {"open"});
    return phrases;
  }();
  return table;
}

bool isStateLink(std::string_view norm) {
  return anyOf(norm, {"as", "to", "into", "=", "->", "is", "status", "being", ":", "now", "be",
                      "in", "back"});
}

/// Whether nothing is left to do in a state.
bool ended(const Scope& scope, const ChoiceWord& choice) {
  return std::ranges::any_of(scope.lexicon.entities(), [&](const EntityWords& entity) {
    const auto* field = Lexicon::fieldNamed(entity, choice.field);
    const auto* meant = field ? choiceMeant(*field, choice.phrase) : nullptr;
    return meant && meant->ends;
  });
}

bool isSettingVerb(std::string_view norm) {
  return anyOf(norm, {"mark",   "flag",  "set",     "put",   "make",   "move",   "change",
                      "switch", "turn",  "update",  "bring", "label",  "list",   "get",
                      "have",   "give",  "push",    "take",  "modify", "return", "call",
                      "keep",   "treat", "declare", "tag",   "assign", "edit",   "send"});
}

}  // namespace

Command WorkReader::changing(Span span, std::string_view field,
                             std::optional<std::string> text) const {
  Command command{.intent = Intent::update};
  command.work = true;
  command.targets.push_back(target(span));
  command.changes[std::string{field}] = std::move(text);
  return command;
}

std::optional<WorkReader::Value> WorkReader::value(const Lexicon::Field& field, Span span) const {
  while (!span.empty() && tokens_[span.end - 1].punctuation()) --span.end;
  if (span.empty()) return std::nullopt;
  bool nothing =
      span.size() <= 2 &&
      is(span.end - 1, {"none", "nothing", "nobody", "null", "empty", "one", "anyone", "blank"}) &&
      (span.size() == 1 ? !is(span.begin, {"one"}) : is(span.begin, {"no"}));
  switch (field.kind) {
    case FieldKind::date: {
      if (nothing) return Value{};
      auto date = datePhrase(tokens_, span.begin, span.end, today_);
      if (date && date->end >= span.end) return Value{dayText(date->point)};
      return std::nullopt;
    }
    case FieldKind::choice: {
      auto choice = choiceAt(scope_, span.begin, span.end);
      if (choice && choice.end >= span.end && choice.field == field.name)
        return Value{choice.phrase};
      // a state may be the word of another field too
      if (choice && choice.end >= span.end && !choice.labelled) return Value{choice.phrase};
      return std::nullopt;
    }
    case FieldKind::member: {
      if (nothing) return Value{};
      if (span.size() == 1 && isMe(tokens_.norm(span.begin)))
        return Value{std::string{work_value::me}};
      if (span.size() > 5) return std::nullopt;
      return Value{nameText(scope_, span)};
    }
    default: {
      if (nothing) return Value{};
      auto start = skipArticles(span.begin, span.end);
      if (field.kind == FieldKind::reference) {
        auto found = noun(start, span.end);
        if (found && start + found.length < span.end) start += found.length;
        if (is(start, {":", "called", "named"}) && start + 1 < span.end) ++start;
        // "the Website relaunch project"
        auto last = noun(span.end - 1, span.end);
        if (last && span.end - 1 > start && !tokens_[span.end - 1].capital) --span.end;
      } else {
        start = span.begin;
      }
      auto text = nameText(scope_, {start, span.end});
      return text.empty() ? std::nullopt : std::optional{Value{text}};
    }
  }
}

std::size_t WorkReader::linkBefore(const Lexicon::Field& field, std::size_t i,
                                   std::size_t end) const {
  for (auto k = i; k + 1 <= end && k < end; ++k) {
    if (!is(k, {"to", "as", "is", "=", ":", "->", "into", "by", "until", "on", "till", "for", "now",
                "are", "should", "of"}))
      continue;
    auto from = k + 1;
    if (value(field, {from, end})) return k;
    while (is(from, {"be", "now", "to", ":", "by", "on"}) && from + 1 < end) ++from;
    if (value(field, {from, end})) return k;
  }
  return end;
}

/// "change the due date of X to Friday", "set X's priority to high", "the deadline for X is Friday"
std::optional<Command> WorkReader::propertyChange(std::size_t i, std::size_t end,
                                                  bool strong) const {
  auto begin = i;
  auto at = begin;
  Lexicon::Field field = workField(scope_, at, end);
  Span owner{};
  std::size_t rest = end;
  auto linked = [&](std::size_t from) {
    auto link = from;
    if (field.kind == FieldKind::name || field.kind == FieldKind::reference ||
        field.kind == FieldKind::member) {
      // a name may hold small words: the last link counts for what it is set to
      for (auto k = end; k-- > from;) {
        if (is(k, {"to", "into", "as", "is", "=", "->", ":"}) && k + 1 < end) return k;
      }
      return end;
    }
    return linkBefore(field, link, end);
  };
  if (field && at + field.length < end && is(at + field.length, {"of", "for", "on", "in"})) {
    auto from = at + field.length + 1;
    rest = linked(from);
    auto last = rest;
    // "the deadline of Onboarding moved to Friday"
    while (rest < end && last > from + 1 &&
           is(last - 1, {"moved", "changed", "was", "has", "been", "slipped", "shifted", "pushed",
                         "extended", "back", "now", "will"}))
      --last;
    owner = {from, last};
  } else if (field && at > begin && is(at - 1, {"its", "their"})) {
    owner = {at - 1, at};
    rest = linked(at + field.length);
  } else if (field && at + field.length < end &&
             is(at + field.length, {"to", "is", "=", ":", "as", "by", "should"})) {
    // "set the deadline to Friday": of what was spoken of
    rest = at + field.length;
    owner = {rest, rest};
  } else {
    field = {};
    for (auto k = begin + 1; k + 1 < end && !field; ++k) {
      bool possessive = is(k, {"'s"});
      if (!possessive) continue;
      auto behind = k + 1;
      auto found = workField(scope_, behind, end);
      if (!found) continue;
      field = found;
      owner = {begin, k};
      rest = linked(behind + field.length);
    }
    if (!field && is(begin, {"its"})) {
      auto behind = begin + 1;
      field = workField(scope_, behind, end);
      owner = {begin, begin + 1};
      if (field) rest = linked(behind + field.length);
    }
  }
  if (!field) return std::nullopt;
  if (field.kind == FieldKind::text || field.kind == FieldKind::email) return std::nullopt;
  bool shared_word = field.kind == FieldKind::name || field.kind == FieldKind::reference;
  // "change the name of Initech to ...": not of work unless it says so
  if (shared_word && strong && !namesKind(owner)) return std::nullopt;
  if (rest >= end) {
    // "extend the deadline of X by a week" is read elsewhere; "change the deadline of X" asks
    if (owner.empty()) return std::nullopt;
    Command command{.intent = Intent::update};
    command.work = true;
    command.targets.push_back(target(owner));
    command.query.fields.push_back(field.name);
    return command;
  }
  auto from = rest + 1;
  while (from + 1 < end && is(from, {"to", "be", "now", ":", "as", "by", "on"})) ++from;
  if (auto amount = shiftPhrase(tokens_, from, end);
      amount && amount->end >= end && field.kind == FieldKind::date && is(rest, {"by"}))
    return changing(owner, field.name, std::string{work_value::shift} + shiftText(amount->shift));
  auto read = value(field, {rest + 1, end});
  bool plain = field.kind == FieldKind::choice && read;
  if (!plain) read = value(field, {from, end});
  if (!read) return std::nullopt;
  return changing(owner, field.name, read->text);
}

/// "mark X as done", "put X on hold", "make X urgent", "finish X", "reopen X"
std::optional<Command> WorkReader::stateChange(std::size_t i, std::size_t end) const {
  if (i >= end) return std::nullopt;
  if (isSettingVerb(tokens_.norm(i)) && end > i + 1) {
    // "mark as done: X"
    auto ahead = i + 1;
    while (is(ahead, {"as", "off"})) ++ahead;
    if (auto choice = choiceAt(scope_, ahead, end);
        choice && choice.end < end && ahead > i + 1 && is(choice.end, {":", "-"})) {
      return changing({choice.end + 1, end}, choice.field, choice.phrase);
    }
    for (auto k = i + 1; k < end; ++k) {
      auto choice = choiceAt(scope_, k, end);
      if (!choice) continue;
      // "on my to do list": no state but a list
      if (noun(k, end).plural && k + noun(k, end).length >= end) continue;
      auto past = choice.end;
      while (past < end &&
             is(past, {"status", "state", "now", "task", "project", "again", "one", "list"}))
        ++past;
      if (past < end) {
        // "set X to high priority and ..." is cut before
        continue;
      }
      auto stop = k;
      bool linked = false;
      while (stop > i + 1 &&
             (isStateLink(tokens_.norm(stop - 1)) || is(stop - 1, {"a", "an", "the", "with"}))) {
        linked = true;
        --stop;
      }
      bool labels = is(i, {"mark", "flag", "make", "put", "set", "tag", "label", "get", "give",
                           "declare", "have", "keep"});
      if (!linked && !labels) continue;
      // "make a task ..., high priority": a new one
      if (is(i + 1, {"a", "an", "another"}) && is(i, {"make", "put"}) && namesKind({i + 2, stop}))
        return std::nullopt;
      if (stop <= i + 1) {
        // "mark done" without anything: what was spoken of
        return changing({stop, stop}, choice.field, choice.phrase);
      }
      if (is(i, {"call"}) || (is(i, {"give"}) && !choice.labelled)) continue;
      return changing({i + 1, stop}, choice.field, choice.phrase);
    }
  }
  auto match = stateVerbs().at(tokens_, i, end);
  if (!match) {
    for (const auto& form : words::baseForms(tokens_.norm(i))) {
      bool told = form != tokens_.norm(i) && tokens_.norm(i).ends_with("ed") == false;
      if (!told || tokens_.norm(i).ends_with("ing") == false) continue;
      Tokens base;
      base.list.push_back(tokens_[i]);
      base.list[0].norm = form;
      match = stateVerbs().at(base, 0, 1);
    }
    if (!match) return std::nullopt;
  }
  auto from = i + match.length;
  auto until = end;
  // "check X off", "call X off"
  if (!match && is(end - 1, {"off"})) --until;
  bool following = is(from, {"following", "tracking", "with", "over", "a", "an", "new", "out"}) ||
                   (is(from, {"with"}));
  if (following && is(i, {"start", "begin", "kick", "close", "continue", "pick"}))
    return std::nullopt;
  while (until > from && is(until - 1, {"now", "again", "off", "up", "already", "work"})) --until;
  if (from >= until) {
    if (match.length > 1 || from < end) return std::nullopt;
    return std::nullopt;
  }
  return changing({from, until}, "status", std::string{match.meaning->phrase});
}

/// "X is done", "X is due on Friday", "X has high priority", "X has to be finished by Friday"
std::optional<Command> WorkReader::statement(std::size_t i, std::size_t end) const {
  if (is(i, {"i", "we", "you", "there", "what", "who", "which", "is", "are", "when", "how"}))
    return std::nullopt;
  while (end > i + 1 && is(end - 1, {"now", "again", "already", "finally"})) --end;
  for (auto k = i + 1; k < end; ++k) {
    // "Bob asks whether X is done" tells nothing of X
    if (is(k - 1, {"if", "whether", "unless", "hope", "until"}) && !tokens_[k - 1].capital)
      return std::nullopt;
    auto& tokens = tokens_;
    bool be =
        is(k, {"is", "are", "was", "should", "must", "has", "needs", "have", "can", "will", "'s"});
    if (!be || tokens.is(k, Token::Kind::quoted)) continue;
    auto at = k + 1;
    if (auto bare = k + 2; is(k, {"has", "have"}) && is(k + 1, {"no"})) {
      // "Write texts has no deadline"
      auto field = workField(scope_, bare, end);
      bool clears = field.kind == FieldKind::date || field.kind == FieldKind::member;
      if (field && clears && bare + field.length >= end)
        return changing({i, k}, field.name, std::nullopt);
    }
    bool negated = false;
    while (at < end &&
           is(at, {"now",    "already",   "to",         "be",       "been",      "finally",
                   "all",    "currently", "just",       "a",        "not",       "until",
                   "new",    "get",       "done",       "finished", "completed", "no",
                   "longer", "ready",     "officially", "actually", "wait"})) {
      if (is(at, {"not", "no"})) negated = true;
      // "done" itself may be the state
      auto choice = choiceAt(scope_, at, end);
      if (choice && choice.end >= end) break;
      ++at;
    }
    if (at >= end) continue;
    auto due = dueWord(tokens_, at, end);
    auto date = datePhrase(tokens_, at + due, end, today_);
    bool told = due > 0 || is(at, {"by", "until", "till", "before"}) || is(at - 1, {"until"});
    if (date && date->end >= end && told)
      return changing({i, k}, work_field::date, dayText(date->point));
    if (negated) continue;
    auto choice = choiceAt(scope_, at, end);
    bool sure = choice && choice.end >= end &&
                (choice.labelled || choice.field == "status" || is(at, {"urgent", "critical"}));
    bool vague = choice && !choice.labelled &&
                 is(at, {"new", "active", "open", "ready", "waiting", "started", "stopped",
                         "running", "dropped"});
    // "should be done" is still to be done, "should be on hold" is an order
    bool wanted = is(k, {"should", "must", "needs"}) && choice && !ended(scope_, choice);
    bool told_so = !is(k, {"can", "will", "should", "must", "needs"}) || wanted;
    if (sure && (!vague || namesKind({i, k})) && told_so)
      return changing({i, k}, choice.field, choice.phrase);
  }
  return std::nullopt;
}

/// The same where a verb may stand before it: "set ...".
std::optional<Command> WorkReader::property(std::size_t i, std::size_t end, bool strong) const {
  auto verb = verbAt(tokens_, i, end);
  bool sets = (verb && (verb.intent == Intent::update || is(i, {"set", "make", "put", "give"}))) ||
              is(i, {"extend", "adjust"});
  if (sets) return propertyChange(i + std::max<std::size_t>(verb.length, 1), end, strong);
  auto found = verb ? std::nullopt : propertyChange(i, end, strong);
  if (found && found->changes.empty()) return std::nullopt;
  return found;
}

std::string_view WorkReader::stateOfVerb(const std::string& verb, std::size_t at,
                                         std::size_t end) const {
  Tokens base;
  for (auto k = at; k < std::min(end, at + 3); ++k) base.list.push_back(tokens_[k]);
  if (base.list.empty()) return {};
  base.list.front().norm = verb;
  auto match = stateVerbs().at(base, 0, base.size());
  return match ? match.meaning->phrase : std::string_view{};
}

std::optional<Command> WorkReader::change(std::size_t i, std::size_t end) const {
  end = withoutTail(i, end);
  if (auto found = severalValues(i, end)) return found;
  if (auto found = postponement(i, end)) return found;
  if (auto found = responsibility(i, end)) return found;
  if (auto found = rankChange(i, end)) return found;
  if (auto found = clearing(i, end)) return found;
  bool sets = static_cast<bool>(verbAt(tokens_, i, end)) || is(i, {"extend", "adjust"});
  if (auto found = sets ? property(i, end, true) : std::nullopt) return found;
  if (auto found = stateChange(i, end)) return found;
  if (auto found = assignment(i, end, true)) return found;
  if (auto found = relocation(i, end, true)) return found;
  if (auto found = renaming(i, end, true)) return found;
  if (auto found = removal(i, end, true)) return found;
  if (auto found = sets ? std::nullopt : property(i, end, true)) return found;
  return statement(i, end);
}

}  // namespace parley::assistant::interpreter
