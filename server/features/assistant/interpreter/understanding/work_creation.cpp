#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

/// "add a task to call Ada and another one to email Bob": where the next begins; 0 for none.
std::size_t nextItem(const Scope& scope, std::size_t i, std::size_t end) {
  const auto& tokens = scope.tokens;
  auto k = i;
  while (anyOf(tokens.norm(k), {"and", ",", "also", "plus", "then"})) ++k;
  if (k == i) return 0;
  bool another = anyOf(tokens.norm(k), {"another", "one", "a"});
  if (!another) return 0;
  ++k;
  while (anyOf(tokens.norm(k), {"one", "more", "second", "third", "new"})) ++k;
  auto noun = scope.lexicon.noun(tokens, k, end);
  if (tokens.norm(i + 1) == "a" && !noun) return 0;
  k += noun.length;
  bool introduced = anyOf(tokens.norm(k), {"to", ":", "called", "named", "for"});
  bool named = tokens.norm(k - 1) == "one" && (tokens[k].capital || tokens.is(k, Kind::quoted));
  return introduced ? k + 1 : noun || named ? k : 0;
}

/// "it is called", "by the name of": announces the name. The number of tokens.
std::size_t namingPhrase(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view head : {"it is", "it should be", "which is", "that is", "which should be",
                                  "that should be", "it will be", "to be"})
      for (std::string_view verb : {"called", "named", "titled"})
        phrases.add(std::string{head} + " " + std::string{verb}, 'x');
    phrases.add(
        "by the name of|by the name|under the name|under the name of|going by the name of|its name "
        "is|the name is|its title is|the title is|call it|name it",
        'x');
    return phrases;
  }();
  return table.at(tokens, i, end).length;
}

/// What stands between the noun and the name.
bool introducesName(std::string_view norm) {
  return anyOf(norm,
               {":", "called", "named", "titled", "-", "saying", "says", "namely", ",", "reading"});
}

}  // namespace

/// What is told behind a name and its kind: "in Office move, due Friday".
void WorkReader::tellPlace(Span span, const std::string& type, Draft& shared) const {
  bool place = is(span.begin, {"in", "to", "on", "under", "into", "for", "of"});
  auto comma = span.begin;
  while (place && comma < span.end && !is(comma, {","})) ++comma;
  if (comma > span.begin && comma < span.end) {
    auto more = item({comma, span.end}, type);
    for (auto& [field, text] : more.values) shared.values.try_emplace(field, text);
    span.end = comma;
  }
  auto told = item({place ? span.begin + 1 : span.begin, span.end}, type);
  for (auto& [field, text] : told.values) shared.values.try_emplace(field, text);
  if (place && !told.name.empty() && !shared.has(work_field::parent))
    shared.values.try_emplace(std::string{work_field::whose}, told.name);
}

/// Several are parted by lines, by "and another", and behind a plural by commas.
std::vector<Span> WorkReader::itemSpans(Span span, bool commas) const {
  std::vector<Span> spans;
  auto [from, stop] = span;
  bool lines = false;
  for (auto t = from; t < stop; ++t) lines = lines || tokens_.is(t, Kind::line);
  for (auto t = span.begin; t <= stop; ++t) {
    bool cut = t == stop;
    auto next = t + 1;
    if (!cut && lines && tokens_.is(t, Kind::line)) cut = true;
    if (!cut && !lines && commas) {
      cut = is(t, {";"}) ||
            (is(t, {",", "and", "&"}) && !announces(t + 1, stop) &&
             !choiceAt(scope_, t + 1, stop).labelled && !datePhrase(tokens_, t + 1, stop, today_));
      if (cut && is(next, {"and"})) ++next;
    }
    if (!cut && !commas) {
      if (auto again = nextItem(scope_, t, stop)) {
        cut = true;
        next = again;
      }
    }
    if (!cut) continue;
    auto first = from;
    // "1.", "-", "*" at the beginning of a line
    if (lines || commas) {
      if (tokens_.is(first, Kind::number) && is(first + 1, {".", ")"})) first += 2;
      while (first < t && is(first, {"-", "*", "•", "to", ":"})) ++first;
    }
    if (first < t) spans.push_back({first, t});
    from = next;
    t = next - 1;
  }
  return spans;
}

/// "on the Oslo fair, ...", "for me to Rebranding: ...": where it goes, told before the name and
/// closed by a mark. Gives where the name begins, or k.
std::size_t WorkReader::placeAhead(std::size_t k, std::size_t stop, Draft& shared) const {
  if (!is(k, {"to", "in", "into", "for", "under", "on", "onto", "within", "of", "with"})) return k;
  constexpr std::size_t longest = 12;
  for (auto t = k + 1; t < std::min(stop, k + longest) && t + 1 < stop; ++t) {
    bool naming = tokens_[t].punctuation() && namingPhrase(tokens_, t + 1, stop) > 0;
    bool named =
        naming || is(t, {"called", "named", "titled", "saying"}) || tokens_.is(t, Kind::quoted) ||
        (is(t, {"name", "call"}) && is(t + 1, {"it"})) ||
        (is(t, {"with"}) && (is(t + 1, {"title", "name"}) || is(t + 2, {"title", "name"})));
    bool sure = named || is(t, {":"}) || tokens_.is(t, Kind::line);
    bool mark = is(t, {",", "?", "."}) || (is(t, {"-"}) && !tokens_[t].glued);
    if (!sure && !mark) continue;
    if (t == k + 1) return k;
    if (mark && !naming) {
      // "to call Bob, due Friday", "for Bob, Tom and Ann"
      Draft trial;
      if (is(k, {"to", "with"}) || attribute(t, stop, {}, trial) > t || noun(t + 1, stop)) return k;
    }
    auto last = t;
    while (last > k + 1 && (is(last - 1, {"please", "and"}) || tokens_[last - 1].punctuation()))
      --last;
    bool pronoun = last == k + 2 && is(k + 1, {"it", "this", "that", "there"});
    auto where = target({k + 1, last});
    pronoun = pronoun || where.kind != Selector::Kind::name;
    shared.values.try_emplace(std::string{pronoun ? work_field::parent : work_field::whose},
                              pronoun ? std::string{work_value::it} : where.text);
    return sure && named ? t : t + 1;
  }
  return k;
}

/// Where the name of a new record begins: behind "called", "to", a mark, and what is told before.
std::size_t WorkReader::nameBegin(std::size_t name, std::size_t stop, const std::string& type,
                                  Draft& shared) const {
  auto begin = name;
  const auto* entity = scope_.lexicon.byType(type);
  // "a task there, Water the plants"
  bool there = entity && fieldFor(*entity, work_field::parent) && is(begin, {"there"});
  if (there && tokens_[begin + 1].punctuation() && begin + 2 < stop) {
    shared.values.try_emplace(std::string{work_field::parent}, std::string{work_value::it});
    begin += 2;
  }
  if (entity && fieldFor(*entity, work_field::parent)) begin = placeAhead(begin, stop, shared);
  for (auto past = begin; begin < stop; begin = past) {
    past = attribute(begin, stop, type, shared);
    if (past == begin) break;
  }
  while (begin < stop && tokens_[begin].punctuation()) ++begin;
  if (auto length = namingPhrase(tokens_, begin, stop)) return begin + length;
  if (begin > name && is(begin, {"to", "called", "named", "titled"})) return begin + 1;
  if (begin > name && is(begin, {"name", "call"}) && is(begin + 1, {"it"})) return begin + 2;
  auto label = begin;
  while (is(label, {"with", "the", "a"})) ++label;
  if (begin > name && is(label, {"name", "title"}))
    return is(label + 1, {":", "is", "of"}) ? label + 2 : label + 1;
  while (begin < stop &&
         (introducesName(tokens_.norm(begin)) || tokens_.is(begin, Kind::line) ||
          (begin == name &&
           is(begin, {"to", "for", "that", "with", "about", "where", "named", "is"}))) &&
         !tokens_.is(begin, Kind::quoted)) {
    if (is(begin, {"with"}) && !is(begin + 1, {"the"})) break;
    if (is(begin, {"with"}) && is(begin + 2, {"name", "title"})) begin += 2;
    ++begin;
    if (is(begin, {"us", "me"}) && is(begin + 1, {"to"})) begin += 2;
  }
  return begin;
}

std::vector<Command> WorkReader::creation(std::size_t i, std::size_t end, bool ordered) const {
  Draft ahead;
  auto k = i;
  bool article = false;
  bool renewed = false;
  for (bool more = true; more && k < end;) {
    more = false;
    if (auto choice = choiceAt(scope_, k, end); choice && !noun(k, end) && !is(k, {"new", "to"})) {
      ahead.values[choice.field] = choice.phrase;
      k = choice.end;
      more = true;
    } else if (is(k, {"a",    "an",  "the",    "new",    "another", "following",  "me",
                      "up",   "for", "us",     "these",  "some",    "my",         "one",
                      "more", "our", "please", "brand",  "also",    "additional", "further",
                      "it",   "as",  "first",  "second", "third",   "next",       "quick"}) ||
               words::cardinal(tokens_.norm(k)) > 0) {
      article = article || is(k, {"a", "an", "the", "another", "my"});
      renewed = renewed || is(k, {"new", "another", "more", "additional", "further"});
      ++k;
      more = true;
    }
  }
  auto found = noun(k, end);
  if (!found) found = tokens_[k].capital ? found : scope_.lexicon.nounTyped(tokens_, k, end);
  Command made{.intent = Intent::create};
  made.work = true;
  Draft shared;
  std::size_t name = 0;
  std::size_t stop = end;
  if (found) {
    auto after = k + found.length;
    // "two projects to create: A and B"
    auto wanted = after;
    while (is(wanted,
              {"to", "be", "create", "created", "add", "added", "make", "set", "up", "please"}))
      ++wanted;
    if (wanted > after && is(wanted, {":"})) after = wanted;
    bool labelled = tokens_.norm(after) == ":" || tokens_.norm(after) == "-";
    if (!ordered && !labelled && !renewed) return {};
    name = after;
  } else {
    if (!ordered) return {};
    // "add to the Onboarding project: buy flowers"
    for (const auto& entity : scope_.lexicon.entities()) {
      if (!fieldFor(entity, work_field::parent) || !is(k, {"to", "in", "under", "on", "into"}))
        continue;
      auto stop_at = end;
      auto past = end;
      for (auto t = end; t-- > k + 2;) {
        auto child = noun(t, end);
        if (!child || child.entity != &entity || !is(t - 1, {"the", "a", "new"})) continue;
        stop_at = is(t - 2, {"a", "the"}) ? t - 2 : t - 1;
        past = t + child.length;
      }
      auto placed = parentAttribute(k, stop_at, entity.type, shared);
      if (stop_at == end) past = placed;
      if (placed == k || past >= end || shared.values.empty()) continue;
      auto draft = item({past, end}, entity.type);
      if (draft.name.empty()) continue;
      for (auto& [field, text] : shared.values) draft.values.try_emplace(field, text);
      made.type = entity.type;
      made.drafts.push_back(std::move(draft));
      return {std::move(made)};
    }
    // "add the Call Ada task", "put buying milk on my to-do list", "add X as a task"
    for (auto t = k + 1; t < end; ++t) {
      auto behind = noun(t, end);
      if (!behind || tokens_.is(t, Kind::quoted)) continue;
      bool own_name = tokens_[t].capital && !tokens_.upper && !tokens_.lower;
      auto before = t;
      while (before > k && is(before - 1, {"my", "the", "our", "a", "list", "of", "new"})) --before;
      bool listed = is(before - 1, {"to", "on", "in", "into", "onto", "as"}) && before > k + 1;
      bool child = fieldFor(*behind.entity, work_field::parent) != nullptr;
      if (listed && (child || is(before - 1, {"as"}))) {
        found = behind;
        name = k;
        stop = before - 1;
        auto rest = t + behind.length;
        if (is(rest, {"list"})) ++rest;
        tellPlace({rest, end}, behind.entity->type, shared);
        break;
      }
      // "create a website relaunch project", where nothing of the noun's own comes between
      if (article && !own_name && !behind.plural &&
          !is(t - 1, {"the", "a", "project", "to", "in"}) && t - k <= 6) {
        found = behind;
        name = k;
        stop = t;
        if (is(t + behind.length, {"to"}) && !tokens_[k].capital) {
          // "a reminder task to call Tom"
          name = t + behind.length;
          stop = end;
          break;
        }
        if (is(t + behind.length, {"called", "named", ":"})) return {};
        tellPlace({t + behind.length, end}, behind.entity->type, shared);
        break;
      }
    }
    if (!found) return {};
  }
  auto type = found.entity->type;
  made.type = type;
  for (auto& [field, text] : ahead.values) shared.values.try_emplace(field, text);
  auto begin = nameBegin(name, stop, type, shared);
  // "create a project for that": no name either
  if (begin + 1 >= stop && is(begin, {"that", "this", "it", "them"})) begin = stop;
  // "a task for Tom": perhaps no name, but whose it is
  bool place = is(name, {"for", "in", "on", "under", "to"}) && begin <= name + 1;
  if (place && tokens_[name + 1].capital) made.verb = "unnamed";
  for (auto span : itemSpans({begin, stop}, found.plural)) {
    auto draft = item(span, type);
    if (draft.name.empty() && (draft.values.empty() || !made.drafts.empty())) {
      // "..., buy tape; due Friday": told of all
      for (auto& [field, text] : draft.values) shared.values.try_emplace(field, text);
      continue;
    }
    made.drafts.push_back(std::move(draft));
  }
  if (made.drafts.empty()) {
    Draft draft;
    draft.type = type;
    made.drafts.push_back(std::move(draft));
  }
  // what stands behind the last holds for all
  auto last = made.drafts.back().values;
  for (auto& draft : made.drafts) {
    for (const auto& [field, text] : shared.values) draft.values.try_emplace(field, text);
    bool alone = made.drafts.size() > 1 && &draft != &made.drafts.back() && draft.values.empty();
    if (alone || draft.values.find(work_field::parent) == draft.values.end()) {
      for (const auto& [field, text] : last) {
        if (alone || field == work_field::parent) draft.values.try_emplace(field, text);
      }
    }
  }
  return {std::move(made)};
}

}  // namespace parley::assistant::interpreter
