#include <algorithm>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_commands.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// What people tell of work instead of ordering it. The words alone could be about anything, so the
/// records have to bear it out.
namespace parley::assistant::interpreter {
namespace {

constexpr std::size_t longest_who = 4;

/// Words between a name and what is told of it.
const Phrases<char>& belongingLinks() {
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add(
        "is for|are for|is meant for|belongs to|belong to|should be in|should be under|should have "
        "been in|has to be in|must be in|belongs in|belongs under|belongs "
        "with|goes "
        "to|go to|goes in|goes into|goes under|should go to|should go in|should go into|should go "
        "under|must go to|is with|is part of|is done for|is a project for|is a project of|is a "
        "task "
        "for|is one for|is up to|falls to|is on|was given to|should be assigned to|is handled "
        "by|is "
        "being handled by|will be done by|is done by|gets done by|->",
        'x');
    return phrases;
  }();
  return table;
}

enum class Part : std::uint8_t { joins, leaves };

/// What somebody has to do with what follows.
const Phrases<Part>& membershipLinks() {
  static const auto table = [] {
    Phrases<Part> phrases;
    phrases.add(
        "joins|joined|is joining|has joined|will join|should join|works on|is working on|am "
        "working "
        "on|helps with|is helping with|will help with|should help with|leads|is leading|will "
        "lead|runs|is running|is on|am on|is now on|is also on|should be on|should also be on|will "
        "be on|will also be on|needs to be on|is doing|am doing|is taking|am "
        "taking|takes on|has taken over|took over|picked up|has picked up|is taking care of|is in "
        "charge of",
        Part::joins);
    phrases.add(
        "left|leaves|has left|is leaving|is off|am off|is no longer on|am no longer on|is not "
        "on|am "
        "not on|is no longer working on|am no longer working on|is not working on|no longer works "
        "on|dropped out of|stepped down from|is out of|am out of|is done on",
        Part::leaves);
    return phrases;
  }();
  return table;
}

bool closes(std::string_view norm) {
  return anyOf(norm,
               {"now", "please", "too", "instead", "anymore", "again", "more", "any", "then"});
}

}  // namespace

/// "Office move is for Globex", "Send offer belongs to Bob", "Send offer: Bob Stone"
std::optional<Command> WorkReader::belonging(std::size_t i, std::size_t end) const {
  while (end > i && (closes(tokens_.norm(end - 1)) || tokens_[end - 1].punctuation())) --end;
  auto of = [&](Span what, Span whose) {
    auto start = skipArticles(whose.begin, whose.end);
    // "Office move is for the customer Globex"
    auto named = scope_.lexicon.field(tokens_, start, whose.end);
    bool labelled = named.kind == FieldWords::Kind::reference && named;
    if (labelled && start + named.length < whose.end && !tokens_[start].capital)
      return uncertain(
          changing(what, named.name, nameText(scope_, {start + named.length, whose.end})));
    auto text = nameText(scope_, {start, whose.end});
    if (isMe(tokens_.norm(whose.begin)) && whose.size() == 1) text = work_value::me;
    return uncertain(changing(what, work_field::whose, text));
  };
  for (auto k = i + 1; k + 1 < end; ++k) {
    if (tokens_.is(k, Token::Kind::quoted)) continue;
    if (auto link = belongingLinks().at(tokens_, k, end); link && k + link.length < end)
      return of({i, k}, {k + link.length, end});
    bool label = is(k, {":"}) || (is(k, {"-"}) && !tokens_[k].glued);
    if (label && end - k - 1 <= longest_who) return of({i, k}, {k + 1, end});
    // "Send offer is Bob's", "... is mine"
    bool own = is(k, {"is"}) && (is(end - 1, {"'s", "mine"}) || is(end - 2, {"'s"}));
    if (!own) continue;
    auto stop = end;
    while (is(stop - 1, {"'s", "job", "task", "responsibility"}) && stop > k + 2) --stop;
    if (stop - k - 1 <= longest_who) return of({i, k}, {k + 1, stop});
  }
  // "link Office move to Globex"
  if (!is(i, {"link", "connect", "attach", "associate", "tie", "allocate", "attribute", "assign",
              "give", "pass", "move", "hand"}))
    return std::nullopt;
  for (auto k = end; k-- > i + 2;) {
    if (is(k, {"to", "with"}) && k + 1 < end) return of({i + 1, k}, {k + 1, end});
  }
  return std::nullopt;
}

/// "take me off Write texts", "Bob left Onboarding", "Bob joins it", "nobody is on it any more"
std::optional<Command> WorkReader::membership(std::size_t i, std::size_t end) const {
  while (end > i && (closes(tokens_.norm(end - 1)) || tokens_[end - 1].punctuation())) --end;
  auto member = work_field::member;
  auto nameOf = [&](Span who) {
    bool me = who.size() == 1 && isMe(tokens_.norm(who.begin));
    return me ? std::string{work_value::me} : nameText(scope_, who);
  };
  if (is(i, {"take", "remove", "drop", "get", "pull", "kick", "move", "unassign"})) {
    for (auto k = i + 2; k + 1 < std::min(end, i + 2 + longest_who); ++k) {
      if (!is(k, {"off", "from", "out"})) continue;
      auto from = is(k + 1, {"of"}) ? k + 2 : k + 1;
      return uncertain(
          changing({from, end}, member, std::string{work_value::without} + nameOf({i + 1, k})));
    }
    return std::nullopt;
  }
  // "have Bob Stone call Ada": the task of that name
  if (is(i, {"have", "let", "ask", "get", "tell"})) {
    auto k = i + 1;
    while (k < std::min(end, i + 1 + longest_who) && tokens_[k].capital) ++k;
    auto from = is(k, {"to"}) ? k + 1 : k;
    if (k == i + 1 || from + 1 >= end) return std::nullopt;
    return uncertain(changing({from, end}, member, nameOf({i + 1, k})));
  }
  bool nobody = is(i, {"nobody"}) || (is(i, {"no"}) && is(i + 1, {"one"}));
  for (auto k = i + 1; k < std::min(end, i + 1 + longest_who); ++k) {
    if (nobody && is(k, {"is", "should", "will", "works"})) {
      while (k < end && is(k, {"is", "should", "will", "be", "works", "working", "assigned", "on",
                               "to", "do", "doing", "longer"}))
        ++k;
      return k < end ? std::optional{uncertain(changing({k, end}, member, std::nullopt))}
                     : std::nullopt;
    }
    auto link = membershipLinks().at(tokens_, k, end);
    if (!link || k + link.length >= end) continue;
    auto name = nameOf({i, k});
    auto prefix = *link.meaning == Part::leaves ? work_value::without : std::string_view{};
    return uncertain(changing({k + link.length, end}, member, std::string{prefix} + name));
  }
  return std::nullopt;
}

/// "we need Book venue a week earlier"
std::optional<Command> WorkReader::wanted(std::size_t i, std::size_t end) const {
  bool wants = is(i, {"we", "i", "they"}) && is(i + 1, {"need", "want"});
  bool earlier = is(end - 1, {"earlier", "sooner"});
  if (!wants || (!earlier && !is(end - 1, {"later"}))) return std::nullopt;
  for (auto t = i + 3; t + 1 < end; ++t) {
    auto amount = shiftPhrase(tokens_, t, end - 1);
    if (!amount || amount->end + 1 < end) continue;
    auto shift = amount->shift;
    if (earlier) shift.count = -shift.count;
    return uncertain(
        changing({i + 2, t}, work_field::date, std::string{work_value::shift} + shiftText(shift)));
  }
  return std::nullopt;
}

/// "Book venue needs two more days", "Book venue slipped by a week", "Onboarding moved to May 5"
std::optional<Command> WorkReader::delay(std::size_t i, std::size_t end) const {
  while (end > i && (closes(tokens_.norm(end - 1)) || tokens_[end - 1].punctuation())) --end;
  for (auto k = i + 1; k + 1 < end; ++k) {
    bool needs = is(k, {"needs", "need", "requires", "takes", "gets", "has", "will", "got"});
    bool slips = is(k, {"slipped", "slips", "delayed", "postponed", "late", "moved", "moves",
                        "rescheduled", "pushed", "extended", "changed", "due"});
    if (!needs && !slips) continue;
    auto stop = k;
    while (stop > i + 1 &&
           is(stop - 1, {"is", "was", "has", "been", "got", "gets", "will", "be", "are"}))
      --stop;
    // "Website relaunch is due a week later"
    auto from = k + 1;
    while (from < end && is(from, {"take", "need", "by", "back", "out", "until", "till", "to"}))
      ++from;
    auto last = end;
    while (last > from && is(last - 1, {"more", "longer", "late", "later", "extra", "additional"}))
      --last;
    bool longer = last < end || is(from, {"another"}) || is(from + 1, {"more"});
    auto amount = shiftPhrase(tokens_, from, last);
    if (amount && amount->end >= last && (slips || longer))
      return uncertain(changing({i, stop}, work_field::date,
                                std::string{work_value::shift} + shiftText(amount->shift)));
    auto date = datePhrase(tokens_, from, end, today_);
    bool until = from > k + 1 && is(from - 1, {"to", "until", "till"});
    if (!date || date->end < end || !until) continue;
    // "the deadline of Onboarding moved to May 5"
    auto at = i;
    auto field = workField(scope_, at, stop);
    auto what = at + field.length;
    if (field.kind == FieldWords::Kind::date && field && is(what, {"of", "for"}))
      ++what;
    else
      what = i;
    return uncertain(changing({what, stop}, work_field::date, dayText(date->point)));
  }
  return std::nullopt;
}

/// "add Tom to the people assigned to Rebranding", "put Ada on the team of Onboarding"
std::optional<Command> WorkReader::team(std::size_t i, std::size_t end) const {
  auto verb = verbAt(tokens_, i, end);
  if (!verb || verb.intent == Intent::read) return std::nullopt;
  auto begin = i + verb.length;
  for (auto k = begin + 1; k + 2 < std::min(end, begin + 1 + 2 * longest_who); ++k) {
    if (!is(k, {"to", "on", "onto", "into", "from", "off", "as"})) continue;
    auto at = skipArticles(k + 1, end);
    if (!is(at, {"people", "team", "members", "assignees", "assignee", "responsible", "owner",
                 "group", "crew"}))
      continue;
    ++at;
    while (is(at, {"who", "are", "is", "assigned", "working", "responsible", "members"})) ++at;
    if (!is(at, {"to", "of", "on", "for", "in"}) || at + 1 >= end) return std::nullopt;
    bool leaves = verb.intent == Intent::remove;
    auto name = nameText(scope_, {begin, k});
    return uncertain(changing({at + 1, end}, work_field::member,
                              leaves ? std::string{work_value::without} + name : name));
  }
  return std::nullopt;
}

/// "set Friday as the deadline for Book venue", "make Globex the client of Office move"
std::optional<Command> WorkReader::valueFirst(std::size_t i, std::size_t end) const {
  while (end > i && (closes(tokens_.norm(end - 1)) || tokens_[end - 1].punctuation())) --end;
  auto begin = i + verbAt(tokens_, i, end).length;
  for (auto k = begin + 1; k + 2 < end; ++k) {
    if (!is(k, {"as", "the", "a"})) continue;
    auto at = k + 1;
    auto field = workField(scope_, at, end);
    auto owner = at + field.length;
    if (!field || !is(owner, {"of", "for", "on"}) || owner + 1 >= end) continue;
    auto stop = is(k - 1, {"as"}) ? k - 1 : k;
    if (stop <= begin) return std::nullopt;
    auto text = value(field, {begin, stop});
    if (!text) return std::nullopt;
    return uncertain(changing({owner + 1, end}, field.name, text->text));
  }
  return std::nullopt;
}

/// "Book venue by Friday": when it is to be done.
std::optional<Command> WorkReader::dated(std::size_t i, std::size_t end) const {
  for (auto k = i + 1; k + 1 < end; ++k) {
    if (!is(k, {"by", "until", "till", "due", "before"})) continue;
    auto date = datePhrase(tokens_, is(k, {"due"}) ? k + 1 : k, end, today_);
    if (date && date->end >= end)
      return uncertain(changing({i, k}, work_field::date, dayText(date->point)));
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
