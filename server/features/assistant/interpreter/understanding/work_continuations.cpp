#include <algorithm>

#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Sentences that go on about what the one before made, and clauses told in two steps: "In
/// Onboarding we also need a task: ...", "We need someone to water the plants, add it to Office
/// move".
namespace parley::assistant::interpreter {
namespace {

/// "we need somebody to", "I have to": what follows is to be done.
const Phrases<char>& needs() {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view who : {"we", "i", "you", "they", "somebody", "someone", "one of us"}) {
      for (std::string_view must : {"need to",
                                    "needs to",
                                    "have to",
                                    "has to",
                                    "must",
                                    "should",
                                    "ought to",
                                    "still need to",
                                    "still have to",
                                    "also need to",
                                    "also have to",
                                    "should also",
                                    "want to",
                                    "have got to",
                                    "really need to",
                                    "need someone to",
                                    "need somebody to",
                                    "need someone who can",
                                    "need a person to",
                                    "must not forget to",
                                    "should not forget to",
                                    "can not forget to",
                                    "need to remember to",
                                    "have to remember to",
                                    "must remember to",
                                    "should remember to"})
        phrases.add(std::string{who} + " " + std::string{must}, 'x');
    }
    phrases.add(
        "remember to|do not forget to|do not let me forget to|do not let us forget to|remind me "
        "to|remind us to|remind the team to|make sure to|make sure we|make sure that we|need "
        "to|have "
        "to|must|it is time to|there is still the need to|someone please|somebody please",
        'x');
    return phrases;
  }();
  return table;
}

/// What introduces a new record behind where it goes: "we also need", "please add".
std::size_t wishAt(const Tokens& tokens, std::size_t k, std::size_t end) {
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add(
        "we need|we also need|i need|i also need|we want|i want|i would like|i would also like|i "
        "would love|let us have|we would like|we still need|i still need|there should be|there "
        "is|can i "
        "have|could "
        "i have|can we have|could we have|can we get|could we get|can i get|needs|also "
        "needs|need|gets|needs to get|has to get|must get|will get|should have|should get|still "
        "needs|wants|is missing|could use",
        'x');
    return phrases;
  }();
  return table.at(tokens, k, end).length;
}

}  // namespace

/// "In Website relaunch, add a task to ...", "Onboarding needs a task: ...", "Office move: add
/// ...": where it goes, told first.
std::vector<Command> WorkReader::fronted(Span span) const {
  constexpr std::size_t reach = 12;
  bool preposition = is(span.begin, {"in", "for", "to", "under", "on", "within"});
  // "Onboarding": a name, however much like a verb
  bool gerund = tokens_.norm(span.begin).ends_with("ing");
  if (!preposition && !gerund && verbAt(tokens_, span.begin, span.end)) return {};
  // "... and in it a task Book a trainer"
  if (preposition && is(span.begin + 1, {"it", "there"}) &&
      namesKind({span.begin + 2, std::min(span.end, span.begin + 5)})) {
    auto made = creation(span.begin + 2, span.end, true);
    for (auto& command : made)
      for (auto& draft : command.drafts)
        draft.values.try_emplace(std::string{work_field::parent}, std::string{work_value::it});
    if (!made.empty()) return made;
  }
  auto from = preposition ? span.begin + 1 : span.begin;
  for (auto k = from + 1; k < std::min(span.end, span.begin + reach); ++k) {
    auto place_end = k;
    while (place_end > from && tokens_[place_end - 1].punctuation()) --place_end;
    bool set_off = place_end < k;
    auto at = k;
    while (is(at, {"please", "also", "can", "could", "you", "would"})) ++at;
    auto verb = verbAt(tokens_, at, span.end);
    auto length = verb && verb.intent == Intent::create && !tokens_[at].capital ? verb.length
                                                                                : std::size_t{0};
    bool wish = length == 0;
    if (wish) length = wishAt(tokens_, at, span.end);
    // "... and for Office move a task Water the plants"
    bool bare = wish && length == 0 && preposition && is(at, {"a", "another"}) &&
                noun(at + 1, span.end) && span.begin > 0;
    if ((length == 0 && !bare) || (!preposition && !set_off && !wish)) continue;
    at += length;
    bool kind = namesKind({at, std::min(span.end, at + 4)});
    if (wish && !kind) continue;
    if (!preposition && !wish && !is(k - 1, {":", ",", "-"})) continue;
    // "hire movers - add to Office move, due Friday": what is to be done, told first
    if (!preposition && !wish && is(at, {"to", "in", "under", "on", "into"})) {
      for (const auto& entity : scope_.lexicon.entities()) {
        if (!fieldFor(entity, work_field::parent)) continue;
        Command command{.intent = Intent::create};
        command.work = true;
        command.drafts.push_back(item({span.begin, place_end}, entity.type));
        auto comma = at;
        while (comma < span.end && !is(comma, {",", ";"})) ++comma;
        tellPlace({at, comma}, entity.type, command.drafts.front());
        auto more = item({comma, span.end}, entity.type);
        for (auto& [field, text] : more.values)
          command.drafts.front().values.try_emplace(field, text);
        if (!more.name.empty()) command.drafts.front().ignored.push_back(more.name);
        return {std::move(command)};
      }
    }
    auto made = creation(at, span.end, true);
    if (made.empty() && !wish && !kind) {
      auto added = addition(k, span.end);
      if (added) made.push_back(std::move(*added));
    }
    if (made.empty()) continue;
    auto where = target({from, place_end});
    auto pronoun = where.kind != Selector::Kind::name;
    for (auto& draft : made.front().drafts) {
      auto& told = draft.values[std::string{pronoun ? work_field::parent : work_field::whose}];
      auto text = pronoun ? std::string{work_value::it} : where.text;
      // "Bob gets a task in Office move": both
      told = told && !pronoun ? text + " in " + *told : text;
    }
    made.front().certain = true;
    return made;
  }
  return {};
}

/// "give Bob a task: measure the rooms", "Intranet is a new project for Globex"
std::vector<Command> WorkReader::introduced(Span span) const {
  constexpr std::size_t longest_who = 5;
  bool gives = is(span.begin, {"give", "assign", "hand", "get"});
  for (auto k = span.begin + 1; k + 1 < span.end && k < span.begin + 12; ++k) {
    bool given = gives && k > span.begin + 1 && k <= span.begin + longest_who &&
                 is(k, {"a", "an", "another"});
    bool told = !gives && is(k, {"is"}) && is(k + 1, {"a", "our", "my"}) && is(k + 2, {"new"});
    if (!given && !told) continue;
    auto at = given ? k : k + 1;
    while (is(at, {"a", "an", "another", "our", "my", "new"})) ++at;
    auto kind = noun(at, span.end);
    if (!kind || kind.plural) return {};
    if (given) {
      auto made = creation(k, span.end, true);
      for (auto& command : made)
        for (auto& draft : command.drafts)
          draft.values.try_emplace(std::string{work_field::member},
                                   nameText(scope_, {span.begin + 1, k}));
      return made;
    }
    Command made{.intent = Intent::create};
    made.work = true;
    made.type = kind.entity->type;
    Draft draft;
    draft.type = made.type;
    draft.name = nameText(scope_, {span.begin, k});
    auto rest = at + kind.length;
    if (auto past = clientAttribute(rest, span.end, draft.type, draft); past > rest) rest = past;
    tellPlace({rest, span.end}, draft.type, draft);
    made.drafts.push_back(std::move(draft));
    return {std::move(made)};
  }
  return {};
}

/// "project Tax audit - please add, due Friday": what is to be made, told before the order.
std::vector<Command> WorkReader::ordered(Span span) const {
  auto kind = noun(skipArticles(span.begin, span.end), span.end);
  if (!kind || kind.plural) return {};
  for (auto k = span.begin + kind.length + 1; k + 1 < span.end; ++k) {
    if (!is(k, {",", "-", ":"}) || tokens_.is(k, Token::Kind::quoted)) continue;
    auto at = k + 1;
    while (is(at, {"please", "can", "could", "you", "pls", "kindly"})) ++at;
    auto verb = verbAt(tokens_, at, span.end);
    if (!verb || verb.intent != Intent::create) continue;
    auto rest = at + verb.length;
    while (is(rest, {"it", "that", "this", "please", "for", "us", "me"})) ++rest;
    if (rest < span.end && !tokens_[rest].punctuation()) return {};
    auto made = creation(span.begin, k, true);
    bool told =
        rest + 1 >= span.end || (!made.empty() && continues({rest + 1, span.end}, made.front()));
    return told ? made : std::vector<Command>{};
  }
  return {};
}

/// "We need someone to check the alarm", "don't forget to pay the rent": what is to be done; empty
/// when nothing is told to be.
Draft WorkReader::need(Span clause) const {
  auto begin = clause.begin;
  while (begin < clause.end && (tokens_[begin].punctuation() || is(begin, {"please", "also"})))
    ++begin;
  auto end = clause.end;
  while (end > begin && tokens_[end - 1].punctuation()) --end;
  auto match = needs().at(tokens_, begin, end);
  std::string who;
  auto k = begin + match.length;
  // "Bob needs to measure the rooms"
  constexpr std::size_t longest_who = 4;
  for (auto t = begin + 1; !match && t < std::min(end, begin + longest_who); ++t) {
    bool must =
        is(t, {"must", "should"}) || (is(t, {"needs", "has", "ought"}) && is(t + 1, {"to"}));
    if (!must || !tokens_[begin].capital) continue;
    who = nameText(scope_, {begin, t});
    k = t + (is(t + 1, {"to"}) ? 2 : 1);
  }
  if ((!match && who.empty()) || k >= end || is(k, {"be", "have"})) return {};
  for (const auto& entity : scope_.lexicon.entities()) {
    if (!fieldFor(entity, work_field::parent)) continue;
    auto draft = item({k, end}, entity.type);
    if (!who.empty()) draft.values.try_emplace(std::string{work_field::member}, who);
    return draft;
  }
  return {};
}

/// "add it to Office move", "put that under Onboarding as a task": makes what was needed before.
std::vector<Command> WorkReader::addedNeed(Span before, Span clause) const {
  auto draft = need(before);
  if (draft.name.empty()) return {};
  Opening opening;
  auto span = bare(clause, opening);
  auto verb = verbAt(tokens_, span.begin, span.end);
  auto k = span.begin + verb.length;
  if (!verb || opening.negated || opening.advice || !is(k, {"it", "that", "this"})) return {};
  bool adds = verb.intent == Intent::create || is(span.begin, {"move", "assign", "get", "write"});
  if (!adds) return {};
  auto told = item({k + 1, span.end}, draft.type);
  for (auto& [field, value] : told.values) draft.values.try_emplace(field, value);
  if (!told.name.empty()) {
    auto text = told.name;
    for (std::string_view head : {"To ", "In ", "Under ", "On ", "For ", "Into ", "As "}) {
      if (text.starts_with(head)) text.erase(0, head.size());
    }
    auto kind = scope_.lexicon.byType(draft.type);
    bool named = std::ranges::any_of(kind->singular, [&](const std::string& word) {
      return text == "a " + word || text == word;
    });
    if (!named) draft.values.try_emplace(std::string{work_field::whose}, text);
  }
  Command made{.intent = Intent::create};
  made.work = true;
  made.type = draft.type;
  made.drafts.push_back(std::move(draft));
  return {std::move(made)};
}

bool WorkReader::continues(Span clause, Command& made) const {
  if (made.drafts.size() != 1 || clause.size() > longest_clause) return false;
  auto& draft = made.drafts.front();
  auto k = clause.begin;
  auto end = readClosing(tokens_, clause);
  if (tokens_.norm(clause.end - 1) == "?") return false;
  while (k < end && (tokens_[k].punctuation() || is(k, {"and", "please", "also", "then"}))) ++k;
  if (k >= end) return false;
  auto begin = k;
  // "please create it with status in progress"
  bool orders = verbAt(tokens_, k, end) || is(k, {"call", "name", "assign"});
  if (orders && is(k + 1, {"it"}) && is(k, {"create", "make", "set", "add", "call", "name", "put"}))
    k += 2;
  bool naming = is(begin, {"call", "name"}) && k > begin;
  while (k < end &&
         is(k, {"it",    "'s",     "is",    "should", "be",    "its",  "the",      "name",
                "title", "called", "named", "titled", "would", "will", "has",      "have",
                "must",  "to",     "of",    "it is",  "with",  "done", "finished", "ready",
                ":",     "we",     "can",   "let",    "us",    "call"})) {
    naming = naming || is(k, {"name", "title", "called", "named", "titled", "call"});
    ++k;
  }
  if (naming && k < end) {
    auto told = item({k, end}, draft.type);
    // "a task for Tom. It's called X": the name before was whose it is
    if (!draft.name.empty()) draft.values.try_emplace(std::string{work_field::whose}, draft.name);
    draft.name = told.name;
    for (auto& [field, value] : told.values) draft.values.try_emplace(field, value);
    return true;
  }
  end = withoutTail(k, end);
  Draft more;
  if (auto told = values(k, end)) {
    more.values = std::move(*told);
    k = end;
  }
  // "..., and assign Lucia"
  constexpr std::size_t longest_who = 4;
  bool assigns = is(begin, {"assign"}) && end - begin <= longest_who;
  for (auto t = begin; t < end; ++t) assigns = assigns && !is(t, {"to", "it"});
  if (assigns) {
    more.values[std::string{work_field::member}] = nameText(scope_, {begin + 1, end});
    k = end;
  } else if (is(begin, {"make", "put"}) && begin + 2 < end &&
             is(end - 1, {"responsible", "owner", "assignee", "lead", "charge"})) {
    auto last = end - 1;
    while (last > begin + 2 && is(last - 1, {"the", "in", "as", "down"})) --last;
    more.values[std::string{work_field::member}] = isMe(tokens_.norm(begin + 1))
                                                       ? std::string{work_value::me}
                                                       : nameText(scope_, {begin + 1, last});
    k = end;
  } else if (auto past = doerAttribute(begin, end, more); past > begin) {
    k = past;
  } else if (orders && k == begin && more.values.empty() &&
             assignedWord(tokens_, begin, end) == 0) {
    return false;
  }
  for (auto at = k; k < end; k = at) {
    at = attribute(k, end, draft.type, more);
    if (at == k && tokens_[k].punctuation()) ++at;
    // "..., in Office move"
    const auto* entity = scope_.lexicon.byType(draft.type);
    bool place = at == k && k > begin && entity && fieldFor(*entity, work_field::parent) &&
                 is(k, {"in", "to", "under", "on", "into"});
    if (place) {
      while (at < end && !is(at, {","})) ++at;
      more.values.try_emplace(std::string{work_field::whose}, target({k + 1, at}).text);
    }
    if (at == k) break;
  }
  if (k >= end && !more.values.empty()) {
    for (auto& [field, value] : more.values) draft.values.try_emplace(field, value);
    return true;
  }
  // "a task for Tom? Back up the server, by Friday"
  if (made.verb != "unnamed" || orders) return false;
  auto told = item({begin, end}, draft.type);
  if (told.name.empty()) return false;
  if (!draft.name.empty()) draft.values.try_emplace(std::string{work_field::whose}, draft.name);
  draft.name = told.name;
  for (auto& [field, value] : told.values) draft.values.try_emplace(field, value);
  return true;
}

}  // namespace parley::assistant::interpreter
