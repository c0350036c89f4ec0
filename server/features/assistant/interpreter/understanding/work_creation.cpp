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
  return introduced ? k + 1 : noun ? k : 0;
}

/// What stands between the noun and the name.
bool introducesName(std::string_view norm) {
  return anyOf(norm,
               {":", "called", "named", "titled", "-", "saying", "says", "namely", ",", "reading"});
}

}  // namespace

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
                      "it",   "as",  "first",  "second", "next",    "quick"}) ||
               words::cardinal(tokens_.norm(k)) > 0) {
      article = article || is(k, {"a", "an", "the", "another", "my"});
      renewed = renewed || is(k, {"new", "another"});
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
    bool labelled = tokens_.norm(after) == ":" || tokens_.norm(after) == "-";
    if (!ordered && !labelled && !renewed) return {};
    name = after;
  } else {
    if (!ordered) return {};
    // "add to the Onboarding project: buy flowers"
    for (const auto& entity : scope_.lexicon.entities()) {
      if (!fieldFor(entity, work_field::parent) || !is(k, {"to", "in", "under"})) continue;
      auto past = parentAttribute(k, end, entity.type, shared);
      if (past == k || past >= end || shared.values.empty()) continue;
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
      if (listed && child) {
        found = behind;
        name = k;
        stop = before - 1;
        auto rest = t + behind.length;
        if (is(rest, {"list"})) ++rest;
        auto told = item({rest, end}, behind.entity->type);
        shared.values = told.values;
        break;
      }
      // "create a website relaunch project", where nothing of the noun's own comes between
      if (article && !own_name && !behind.plural &&
          !is(t - 1, {"the", "a", "project", "to", "in"}) && t - k <= 6) {
        found = behind;
        name = k;
        stop = t;
        auto told = item({t + behind.length, end}, behind.entity->type);
        shared.values = told.values;
        if (!told.name.empty() && is(t + behind.length, {"called", "named", ":"})) return {};
        break;
      }
    }
    if (!found) return {};
  }
  auto type = found.entity->type;
  made.type = type;
  for (auto& [field, text] : ahead.values) shared.values.try_emplace(field, text);
  // "in Website relaunch: check the links"
  constexpr std::size_t longest_parent = 12;
  if (is(name, {"to", "in", "for", "under", "on", "of"}) &&
      fieldFor(*found.entity, work_field::parent)) {
    for (auto t = name + 1; t < std::min(stop, name + longest_parent); ++t) {
      if (!is(t, {":"}) || t + 1 >= stop) continue;
      auto where = target({name + 1, t});
      shared.values.try_emplace(std::string{work_field::parent}, where.kind == Selector::Kind::name
                                                                     ? where.text
                                                                     : std::string{work_value::it});
      name = t + 1;
      break;
    }
  }
  // told before the name: "for Initech called X", "in Website relaunch: call Ada"
  auto begin = name;
  for (auto past = begin; begin < stop; begin = past) {
    past = attribute(begin, stop, type, shared);
    if (past == begin) break;
  }
  if (begin > name && is(begin, {"to", "called", "named", ":", "titled", ",", "-"}))
    ++begin;
  else
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
  // several: by lines, by "and another", and behind a plural by commas
  std::vector<Span> spans;
  auto from = begin;
  bool lines = false;
  for (auto t = begin; t < stop; ++t) lines = lines || tokens_.is(t, Kind::line);
  bool commas = found.plural;
  for (auto t = begin; t <= stop; ++t) {
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
  for (auto span : spans) {
    auto draft = item(span, type);
    if (draft.name.empty() && draft.values.empty()) continue;
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
