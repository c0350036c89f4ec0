#include "features/assistant/interpreter/dialog/finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/selectors.hpp"

namespace parley::assistant::interpreter {
namespace {

constexpr std::size_t most_options = 8;

std::vector<Session::Option> optionsOf(const Lexicon& lexicon, std::span<const Record> records) {
  std::vector<Session::Option> options;
  for (const auto& record : records) options.push_back({record.id, labelOf(lexicon, record)});
  return options;
}

/// The records that the answer names by their label, to the letter or in the same words.
std::vector<Record> labelled(const Lexicon& lexicon, const std::string& answer,
                             const std::vector<Record>& candidates) {
  std::vector<Record> same;
  for (const auto& record : candidates) {
    const auto label = labelOf(lexicon, record);
    if (label == answer) return {record};
    if (sameText(label, answer)) same.push_back(record);
  }
  return same;
}

}  // namespace

std::vector<Record> Finder::chosen(const std::string& answer,
                                   const std::vector<Record>& candidates) const {
  for (const auto& record : candidates) {
    if (record.id == answer) return {record};
  }
  if (auto hits = labelled(lexicon_, answer, candidates); hits.size() == 1) return hits;
  auto tokens = tokenize(answer);
  Scope scope{tokens, lexicon_.addressed()};
  auto opening = readOpening(tokens, {0, tokens.size()});
  auto end = readClosing(tokens, {opening.begin, tokens.size()});
  std::size_t i = std::min(opening.begin, end);
  while (i < end && anyOf(tokens.norm(i),
                          {"i",      "mean",    "meant",  "it",     "is",  "was", "yes", ",",
                           "delete", "take",    "pick",   "choose", "use", "put", "add", "move",
                           "goes",   "belongs", "should", "go",     "to",  "into"}))
    ++i;
  if (i >= end) return {};
  auto whole = together(comparable(tokens.original({i, end})));
  if (whole == "all" || whole == "both" || whole == "all of them" || whole == "both of them" ||
      whole == "all of these" || whole == "every one" || whole == "everyone" ||
      whole == "all three" || whole == "both please")
    return candidates;
  // a name, or any particular that only one has
  std::vector<Record> hits;
  for (const auto& record : candidates) {
    if (sameText(record.name, whole)) hits.push_back(record);
  }
  if (hits.size() == 1) return hits;
  auto read = SelectorReader{scope}.one(i, end);
  if (read && read->selector.kind == Selector::Kind::list && !read->selector.ordinals.empty() &&
      read->end >= end) {
    std::vector<Record> picked;
    for (auto ordinal : read->selector.ordinals) {
      auto index = ordinal > 0 ? ordinal - 1 : static_cast<int>(candidates.size()) + ordinal;
      if (index >= 0 && index < static_cast<int>(candidates.size()))
        picked.push_back(candidates[static_cast<std::size_t>(index)]);
    }
    return picked;
  }
  static constexpr std::string_view noise[] = {
      "the",   "one",    "from",  "at",  "with", "of",      "who",    "is",
      "works", "please", "a",     "an",  "in",   "contact", "person", "guy",
      "that",  "email",  "phone", "for", "and",  "named",   "called"};
  std::vector<std::string> words;
  for (auto& word : comparable(tokens.original({i, end}))) {
    if (std::ranges::find(noise, word) == std::end(noise)) words.push_back(word);
  }
  if (words.empty()) return {};
  hits.clear();
  for (const auto& record : candidates) {
    auto everything = together(comparable(labelOf(lexicon_, record))) +
                      plainTitle(fieldText(record, "job_position")) +
                      digitsOf(fieldText(record, "phone"));
    if (allInside(words, everything)) hits.push_back(record);
  }
  return hits;
}

Finder::Found Finder::choose(std::string question, std::vector<Record> candidates,
                             bool several_allowed) {
  bool cut = candidates.size() > most_options;
  std::vector<Record> offered{
      candidates.begin(),
      candidates.begin() + static_cast<std::ptrdiff_t>(std::min(candidates.size(), most_options))};
  session_.memory.shown = offered;
  auto options = optionsOf(lexicon_, offered);
  auto text =
      fmt::format("{}\n\n{}{}", question, numbered(lexicon_, offered, {}),
                  cut ? fmt::format("\n\nThere are {} more; a longer name tells them apart.",
                                    candidates.size() - most_options)
                      : "");
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto answer = session_.ask(text, options);
    auto picked = chosen(answer, candidates);
    if (picked.size() == 1 || (picked.size() > 1 && several_allowed))
      return {Found::Kind::one, std::move(picked)};
    if (picked.size() > 1 && picked.size() < candidates.size()) {
      candidates = picked;
      options = optionsOf(lexicon_, candidates);
      text = fmt::format("That still fits {}. Which one do you mean?\n\n{}", candidates.size(),
                         numbered(lexicon_, candidates, {}));
      continue;
    }
    auto tokens = tokenize(answer);
    auto assent = readAssent(tokens, {0, tokens.size()});
    if (assent.kind == Assent::Kind::no && assent.length >= tokens.size())
      return {Found::Kind::cancelled, {}};
    throw NewRequest{answer};
  }
  return {Found::Kind::cancelled, {}};
}

}  // namespace parley::assistant::interpreter
