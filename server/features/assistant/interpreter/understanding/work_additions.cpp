#include "features/assistant/interpreter/understanding/work_commands.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Something to be done that is called neither task nor project: where it goes, the records tell.
namespace parley::assistant::interpreter {

/// "there is one more thing to do in Office move: ...": where the place begins, or i.
std::size_t WorkReader::thingsAt(std::size_t i, std::size_t end) const {
  auto k = i;
  bool things = false;
  while (k < end &&
         is(k, {"there", "is",     "are",   "'s",    "i",         "we",    "have",    "got",
                "one",   "two",    "three", "four",  "more",      "some",  "another", "a",
                "few",   "couple", "of",    "thing", "things",    "stuff", "also",    "still",
                "here",  "to",     "do",    "the",   "following", "new"}) &&
         !(is(k, {"to"}) && !is(k + 1, {"do"}))) {
    things = things || is(k, {"thing", "things", "stuff"});
    ++k;
  }
  return things && is(k, {"for", "in", "on", "under", "to"}) ? k : i;
}

/// "add Call Bob to the relaunch, due Friday": where it goes is found out with what is there.
std::optional<Command> WorkReader::addition(std::size_t i, std::size_t end) const {
  auto verb = verbAt(tokens_, i, end);
  auto things = thingsAt(i, end);
  if (things > i)
    verb.length = things - i;
  else if (!verb || verb.intent != Intent::create || i + verb.length >= end)
    return std::nullopt;
  // "add something for Bob", "add it to Onboarding": no name; "note that the fridge leaks" has one
  auto object = i + verb.length;
  bool pronoun =
      is(object, {"it", "that", "this", "her", "him", "them"}) &&
      (object + 1 >= end || is(object + 1, {"to", "in", "into", "under", "on", "for", "as"}));
  if (pronoun || is(object, {"something", "anything", "things", "stuff"})) return std::nullopt;
  for (const auto& entity : scope_.lexicon.entities()) {
    if (!fieldFor(entity, work_field::parent)) continue;
    Command made{.intent = Intent::create};
    made.work = true;
    made.type = entity.type;
    auto from = i + verb.length;
    if (is(from, {"a"}) && is(from + 1, {"note", "reminder"})) from += 2;
    while (from + 1 < end &&
           is(from, {"to", "that", "the", "following", "these", "things", "items", "of", "down"}) &&
           !(is(from, {"to"}) && (tokens_[from + 1].capital || is(from + 1, {"the", "my", "our"}))))
      ++from;
    // "add the following to Onboarding: order badges, print the handbook"
    if (is(from, {"to", "in", "under", "on", "into", "for"})) {
      auto mark = from + 1;
      while (mark < end && !is(mark, {":"})) ++mark;
      if (mark + 1 >= end) return std::nullopt;
      for (auto span : itemSpans({mark + 1, end}, true)) {
        made.drafts.push_back(item(span, entity.type));
        made.drafts.back().values.try_emplace(std::string{work_field::whose},
                                              target({from + 1, mark}).text);
      }
      return made.drafts.empty() ? std::nullopt : std::optional{uncertain(made)};
    }
    // "on the list for Onboarding"
    for (auto k = from + 1; k + 2 < end; ++k) {
      bool list = is(k, {"on", "to", "onto"}) && is(k + 1, {"the", "our", "my"}) &&
                  is(k + 2, {"list", "board", "plan"});
      if (!list || !is(k + 3, {"for", "of", "in"})) continue;
      made.drafts.push_back(item({from, k}, entity.type));
      made.drafts.back().values.try_emplace(std::string{work_field::whose},
                                            nameText(scope_, {k + 4, end}));
      return uncertain(made);
    }
    bool there = is(end - 1, {"there"}) && end > from + 1;
    made.drafts.push_back(item({from, there ? end - 1 : end}, entity.type));
    if (there)
      made.drafts.front().values.try_emplace(std::string{work_field::parent},
                                             std::string{work_value::it});
    return made.drafts.front().name.empty() ? std::nullopt : std::optional{uncertain(made)};
  }
  return std::nullopt;
}

/// "Office move: water the plants", "water the plants -> Office move": perhaps to be done there.
Draft WorkReader::noted(std::size_t i, std::size_t end) const {
  for (auto k = i + 1; k + 1 < end; ++k) {
    bool arrow = is(k, {"->"});
    if (!arrow && !is(k, {":"})) continue;
    Span place{arrow ? k + 1 : i, arrow ? end : k};
    for (const auto& entity : scope_.lexicon.entities()) {
      if (!fieldFor(entity, work_field::parent)) continue;
      // "Office move todo: ..."
      if (auto kind = noun(place.end - 1, place.end); kind.entity == &entity && place.size() > 1)
        --place.end;
      auto draft = item(arrow ? Span{i, k} : Span{k + 1, end}, entity.type);
      draft.values.try_emplace(std::string{work_field::parent}, target(place).text);
      return draft;
    }
  }
  return {};
}

}  // namespace parley::assistant::interpreter
