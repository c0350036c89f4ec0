#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

/// Verbs that change when something is due.
std::size_t datingVerb(const Tokens& tokens, std::size_t i, std::size_t end, bool& earlier) {
  static const auto later = [] {
    Phrases<char> phrases;
    phrases.add(
        "postpone|delay|defer|push|push back|push out|move|shift|reschedule|extend|put off|put "
        "back|bump|slip|move back|set back|prolong|schedule|plan|set|make|give|push off|hold off|"
        "change|reset|due",
        'x');
    return phrases;
  }();
  static const auto sooner = [] {
    Phrases<char> phrases;
    phrases.add("bring forward|pull forward|advance|expedite", 'x');
    return phrases;
  }();
  if (auto match = sooner.at(tokens, i, end)) {
    earlier = true;
    return match.length;
  }
  bool forward = false;
  for (auto k = i + 1; k < end; ++k) forward = forward || tokens.norm(k) == "forward";
  if (forward && anyOf(tokens.norm(i), {"bring", "pull", "move"})) {
    earlier = true;
    return 1;
  }
  if (auto match = later.at(tokens, i, end)) return match.length;
  return anyOf(tokens.norm(i), {"bring", "pull"}) ? 1 : 0;
}

/// "the deadline of": dropped, since a verb of time means nothing else.
std::size_t skipDateField(const WorkReader&, const Scope& scope, std::size_t k, std::size_t end) {
  auto at = k;
  auto field = workField(scope, at, end);
  if (!field || field.kind != FieldKind::date) return k;
  auto past = at + field.length;
  if (!anyOf(scope.tokens.norm(past), {"of", "for", "on"})) return past;
  return past + 1;
}

constexpr std::size_t longest_who = 4;

bool isWho(const Tokens& tokens, Span span) {
  return !span.empty() && span.size() <= longest_who && !tokens.is(span.begin, Token::Kind::line);
}

}  // namespace

/// "postpone X by a week", "move X to Monday", "push X back two days", "give X until Friday"
std::optional<Command> WorkReader::postponement(std::size_t i, std::size_t end) const {
  bool earlier = false;
  auto length = datingVerb(tokens_, i, end, earlier);
  if (length == 0) return std::nullopt;
  auto k = i + length;
  bool strong = is(i, {"postpone", "delay", "defer", "reschedule", "push", "extend", "slip",
                       "prolong", "schedule"}) ||
                earlier || (is(i, {"put"}) && is(i + 1, {"off"}));
  k = skipDateField(*this, scope_, k, end);
  if (k >= end && !strong) return std::nullopt;
  auto stop = end;
  bool towards = false;
  while (stop > k && is(stop - 1, {"later", "earlier", "sooner", "back", "forward", "forwards",
                                   "ahead", "further", "instead", "out", "now"})) {
    earlier = earlier || is(stop - 1, {"earlier", "sooner", "forward", "forwards", "ahead"});
    towards = true;
    --stop;
  }
  for (auto t = k; t < stop; ++t) {
    if (tokens_.is(t, Token::Kind::quoted)) continue;
    auto from = t;
    bool by = is(t, {"by", "for"});
    bool ahead = is(t, {"forward", "forwards", "back", "out", "up", "ahead"});
    if (ahead && t > k) {
      // "bring X forward to Monday"
      auto to = t + 1;
      while (is(to, {"to", "until", "till", "on"})) ++to;
      auto day = to > t + 1 ? datePhrase(tokens_, to, stop, today_) : std::nullopt;
      if (day && day->end >= stop) return changing({k, t}, work_field::date, dayText(day->point));
    }
    if (by || ahead) {
      if (is(t, {"forward"})) earlier = true;
      from = t + 1;
      if (is(from, {"by", "for"})) ++from;
    }
    auto amount = shiftPhrase(tokens_, from, stop);
    bool whole = amount && amount->end >= stop;
    bool moving = strong || towards || by || ahead || is(i, {"give"});
    // "postpone X a week"; "in a week" is a day
    if (whole && moving && !(t > k && is(t - 1, {"in", "within", "to", "at"})) &&
        (t > k || from > t || strong)) {
      auto shift = amount->shift;
      if (earlier) shift.count = -shift.count;
      return changing({k, t}, work_field::date, std::string{work_value::shift} + shiftText(shift));
    }
    bool link = is(t, {"to", "until", "till", "for", "on", "by", "due", "from", "at", "before"});
    auto at = t;
    if (link) {
      if (is(t, {"from"})) {
        // "move X from Friday to Monday"
        auto old = datePhrase(tokens_, t + 1, stop, today_);
        if (!old || !is(old->end, {"to", "until"})) continue;
        at = old->end;
      }
      ++at;
      while (is(at, {"be", "due", "on", "by", "for", "until", "the", "date"}) && at + 1 < stop &&
             !datePhrase(tokens_, at, stop, today_))
        ++at;
    } else if (!strong && !is(t, {"due"})) {
      continue;
    }
    if (at == k && !strong && k == i + length) {
      // "set Friday as ...", "move Monday's meeting"
      if (!link) continue;
    }
    auto date = datePhrase(tokens_, at, stop, today_);
    if (!date || date->end < stop) continue;
    // "change X's due date to ...": read where fields are
    for (auto own = k + 1; own < t; ++own) {
      if (is(own - 1, {"'s"}) && dueWord(tokens_, own, t) > 0) return std::nullopt;
    }
    if (is(i, {"make"}) && !is(t, {"due"})) continue;
    if (is(i, {"give"}) && !is(t, {"until", "till", "by"})) continue;
    if (is(i, {"set", "plan", "change", "due", "schedule"}) && !link) continue;
    return changing({k, t}, work_field::date, dayText(date->point));
  }
  // "give X a deadline of Friday", "give X another week" is read above
  if (is(i, {"give", "set"})) {
    for (auto t = k; t + 1 < stop; ++t) {
      if (!is(t, {"a", "the", "as"}) && !dueWord(tokens_, t, stop)) continue;
      auto from = is(t, {"a", "the", "as"}) ? t + 1 : t;
      auto due = dueWord(tokens_, from, stop);
      auto date = due > 0 ? datePhrase(tokens_, from + due, stop, today_) : std::nullopt;
      if (date && date->end >= stop && t > k)
        return changing({k, t}, work_field::date, dayText(date->point));
    }
  }
  bool vague = is(i, {"postpone", "delay", "defer", "reschedule"}) || namesKind({k, stop});
  if (!strong || !vague || k >= stop || is(i, {"push", "extend", "schedule"})) return std::nullopt;
  Command command{.intent = Intent::update};
  command.work = true;
  command.targets.push_back(target({k, stop}));
  command.query.fields.emplace_back(work_field::date);
  return command;
}

/// "make Ada responsible for X", "put Ada in charge of X"
std::optional<Command> WorkReader::responsibility(std::size_t i, std::size_t end) const {
  if (!is(i, {"make", "put"})) return std::nullopt;
  for (auto t = i + 2; t + 1 < end; ++t) {
    bool responsible = is(t, {"responsible"}) && is(t + 1, {"for"});
    bool charge = is(t, {"in"}) && is(t + 1, {"charge"}) && is(t + 2, {"of"});
    bool the = is(t, {"the"}) && is(t + 1, {"assignee", "owner"}) && is(t + 2, {"of", "for"});
    if (!responsible && !charge && !the) continue;
    Lexicon::Field field{
        .name = std::string{work_field::member}, .kind = FieldKind::member, .length = 1};
    auto text = value(field, {i + 1, t});
    auto from = responsible ? t + 2 : t + 3;
    if (text && from < end) return changing({from, end}, work_field::member, text->text);
  }
  return std::nullopt;
}

/// "assign X to Ada", "give X to Ada", "unassign X", "I'll take X", "Ada is responsible for X"
std::optional<Command> WorkReader::assignment(std::size_t i, std::size_t end, bool strong) const {
  auto member = work_field::member;
  if (is(i, {"unassign"})) {
    // "unassign Ada from X"
    for (auto k = i + 1; k + 1 < end; ++k) {
      if (is(k, {"from"})) return changing({k + 1, end}, member, std::nullopt);
    }
    return changing({i + 1, end}, member, std::nullopt);
  }
  bool assigns = is(i, {"assign", "reassign", "delegate", "assigning"});
  bool gives = is(i, {"give", "hand", "pass", "transfer"});
  if (assigns || gives) {
    auto k = i + 1;
    if (is(k, {"over"})) ++k;
    if (assigns && is(k, {"me", "myself"})) {
      auto from = is(k + 1, {"to"}) ? k + 2 : k + 1;
      return from < end ? std::optional{changing({from, end}, member, std::string{work_value::me})}
                        : std::nullopt;
    }
    for (auto t = end; t-- > k;) {
      if (!is(t, {"to"})) continue;
      auto stop = end;
      while (stop > t + 1 && is(stop - 1, {"instead", "now", "please", "again", "too"})) --stop;
      Span who{t + 1, stop};
      auto what_end = is(t - 1, {"over"}) ? t - 1 : t;
      // "reassign X from Ada to Bob"
      for (auto from = what_end; --from > k && what_end - from <= longest_who;) {
        if (is(from, {"from"}) && from + 1 < what_end) what_end = from;
        if (is(what_end - 1, {"over"})) --what_end;
      }
      // "assign Ada to the task X"
      // "transfer X to the project Y" moves it
      auto kind = noun(skipArticles(who.begin, who.end), who.end);
      if (!kind) kind = noun(who.end - 1, who.end);
      if (gives && kind && !fieldFor(*kind.entity, work_field::parent)) return std::nullopt;
      if (namesKind(who) && !namesKind({k, t})) {
        Lexicon::Field field{.name = std::string{member}, .kind = FieldKind::member, .length = 1};
        auto text = value(field, {k, t});
        if (!text) return std::nullopt;
        return changing(who, member, text->text);
      }
      if (!isWho(tokens_, who)) continue;
      bool known = !strong || isMe(tokens_.norm(who.begin)) || namesKind({k, what_end}) ||
                   is(k, {"it", "them", "that", "this"}) || is(i, {"hand", "pass", "delegate"}) ||
                   (assigns && target({k, what_end}).kind != Selector::Kind::name);
      if (!known) return std::nullopt;
      Lexicon::Field field{.name = std::string{member}, .kind = FieldKind::member, .length = 1};
      auto text = value(field, who);
      if (!text) continue;
      return changing({k, what_end}, member, text->text);
    }
    // "give Ada the task X"
    if (gives && end > i + 2) {
      for (auto t = i + 2; t < end; ++t) {
        if (!is(t, {"the", "this", "that", "all", "my"}) || !namesKind({t, end})) continue;
        Lexicon::Field field{.name = std::string{member}, .kind = FieldKind::member, .length = 1};
        auto at = t;
        if (workField(scope_, at, end)) return std::nullopt;
        auto text = value(field, {i + 1, t});
        if (text) return changing({t, end}, member, text->text);
      }
    }
    return strong || !assigns ? std::nullopt : openChange({k, end}, member);
  }
  // "I will take X", "I'll do X", "let Ada do X", "Ada should handle X"
  auto k = i;
  bool lets = is(k, {"let", "have"});
  if (lets) ++k;
  auto who = k;
  auto limit = std::min(end, k + 4);
  for (auto t = k + 1; t < limit; ++t) {
    auto at = t;
    bool will = false;
    while (is(at,
              {"will", "should", "must", "can", "is", "am", "now", "to", "be", "going", "shall"})) {
      will = true;
      ++at;
    }
    bool takes =
        is(at, {"take", "takes", "handle", "handles", "do", "does", "own", "owns", "tackle"});
    bool care = is(at, {"take", "takes"}) && is(at + 1, {"care"}) && is(at + 2, {"of"});
    bool responsible =
        is(at, {"responsible", "in"}) && (is(at + 1, {"for"}) || is(at + 1, {"charge"}));
    auto from = care ? at + 3 : responsible ? (is(at, {"in"}) ? at + 3 : at + 2) : at + 1;
    bool over = takes && is(from, {"over"});
    if (is(from, {"over", "on"})) ++from;
    // "Bob is on Website relaunch now"
    bool on = !strong && is(at, {"on"}) && is(at - 1, {"is", "am"});
    if (!(takes || responsible || on) || from >= end) continue;
    bool self = isMe(tokens_.norm(who)) && t == who + 1;
    bool weak = is(at, {"do", "does", "take", "takes", "own", "owns"}) && !care;
    bool sure = lets || (self && will) || responsible || care || (!strong && (over || on)) ||
                (will && (!strong || !weak || namesKind({from, end}))) ||
                (!weak && namesKind({from, end}));
    if (!sure || is(from, {"not", "i", "you", "we"})) continue;
    if (is(who, {"you", "we", "what", "who", "how", "it", "that", "they"})) return std::nullopt;
    Lexicon::Field field{.name = std::string{member}, .kind = FieldKind::member, .length = 1};
    auto text = value(field, {who, t});
    auto last = end > from + 1 && is(end - 1, {"now", "too"}) ? end - 1 : end;
    if (text) return changing({from, last}, member, text->text);
  }
  return std::nullopt;
}

/// "rename X", "assign X": a change of which the value was not told.
std::optional<Command> WorkReader::openChange(Span what, std::string_view field) const {
  if (what.empty()) return std::nullopt;
  Command command{.intent = Intent::update};
  command.work = true;
  command.targets.push_back(target(what));
  command.query.fields.emplace_back(field);
  return command;
}

/// "move X to the project Y", "move all tasks from X to Y"
std::optional<Command> WorkReader::relocation(std::size_t i, std::size_t end, bool strong) const {
  if (!is(i, {"move", "transfer", "shift", "put", "relocate", "add", "reassign", "drag", "switch"}))
    return std::nullopt;
  for (auto t = end; t-- > i + 1;) {
    bool onto = !strong && is(i, {"put"}) && is(t, {"on", "onto"});
    if ((!onto && !is(t, {"to", "into", "under", "in"})) || t + 1 >= end) continue;
    auto where = skipArticles(t + 1, end);
    auto kind = noun(where, end);
    bool parent = kind && !kind.plural && fieldFor(*kind.entity, work_field::parent) == nullptr;
    auto last = noun(end - 1, end);
    bool behind = last && !last.plural && end - 1 > where &&
                  fieldFor(*last.entity, work_field::parent) == nullptr &&
                  !tokens_[end - 1].capital;
    auto stop = t;
    for (auto k = i + 1; k < t; ++k) {
      if (is(k, {"from", "out", "over", "across"}) && k > i + 1 &&
          !is(i + 1, {"all", "every", "everything"}))
        stop = k;
    }
    bool child = false;
    for (auto k = i + 1; k < stop; ++k) {
      auto found = noun(k, stop);
      child = child || (found && fieldFor(*found.entity, work_field::parent) != nullptr);
    }
    child = child || is(i + 1, {"everything"});
    if (strong && !parent && !behind && !child) return std::nullopt;
    if (is(i, {"add", "put"}) && strong && !child && !is(i + 1, {"it", "them", "that"}))
      return std::nullopt;
    Lexicon::Field field{
        .name = std::string{work_field::parent}, .kind = FieldKind::reference, .length = 1};
    auto text = value(field, {t + 1, end});
    if (!text || stop <= i + 1) return std::nullopt;
    auto moved = changing({i + 1, stop}, work_field::parent, text->text);
    if (is(i, {"add", "put"})) moved.verb = "add";
    return moved;
  }
  return strong || !is(i, {"move"}) ? std::nullopt : openChange({i + 1, end}, work_field::parent);
}

std::optional<Command> WorkReader::renaming(std::size_t i, std::size_t end, bool strong) const {
  bool renames = is(i, {"rename", "retitle", "relabel"});
  bool changes = is(i, {"change", "call", "correct"});
  // "Onboarding should be called Welcome days"
  for (auto t = i + 2; (!strong || namesKind({i, i + 2})) && t + 1 < end; ++t) {
    if (!is(t, {"called", "named", "titled"}) || (strong && !is(t - 1, {"be"}))) continue;
    auto stop = t;
    while (stop > i + 1 &&
           is(stop - 1, {"be", "is", "should", "now", "will", "to", "shall", "must"}))
      --stop;
    if (stop < t) return changing({i, stop}, "name", nameText(scope_, {t + 1, end}));
  }
  // "Onboarding gets a new name: Welcome days"
  for (auto t = i + 1; (!strong || namesKind({i, t})) && t + 3 < end; ++t) {
    bool gets = is(t, {"gets", "has", "needs", "got", "should", "receives"});
    auto at = is(t + 1, {"get", "have"}) ? t + 2 : t + 1;
    if (!gets || !is(at, {"a", "the"}) || !is(at + 1, {"new"}) || !is(at + 2, {"name", "title"}))
      continue;
    auto from = at + 3;
    while (is(from, {":", ",", "-", "it", "is", "namely", "now"})) ++from;
    if (from < end) return changing({i, t}, "name", nameText(scope_, {from, end}));
  }
  if (!renames && !(changes && !strong)) return std::nullopt;
  for (auto t = end; t-- > i + 2;) {
    bool link = is(t, {"to", "into", "as", "->"}) || (renames && is(t, {":"}));
    if (!link || t + 1 >= end) continue;
    Span what{i + 1, t};
    bool sure = namesKind(what) || is(i + 1, {"it", "that", "this"});
    if (strong && (!sure || !namesKind(what))) return std::nullopt;
    auto text = nameText(scope_, {t + 1, end});
    if (text.empty()) return std::nullopt;
    return changing(what, "name", text);
  }
  return strong || !renames ? std::nullopt : openChange({i + 1, end}, "name");
}

}  // namespace parley::assistant::interpreter
