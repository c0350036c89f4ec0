#include "features/assistant/plain_answer.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "foundation/unicode.hpp"

namespace parley::assistant {
namespace {

// Folded, punctuation gone: "Yes, please!" is "yes please", "don't" is "don t".
constexpr auto yes_phrases = std::to_array<std::string_view>(
    {"yes",          "y",           "yep",        "yeah",       "yup",         "ok",
     "okay",         "sure",        "do it",      "go ahead",   "please",      "please do",
     "confirm",      "confirmed",   "approve",    "approved",   "approve it",  "of course",
     "right",        "correct",     "absolutely", "definitely", "affirmative", "go for it",
     "proceed",      "sounds good", "yes i am",   "i m sure",   "im sure",     "i am sure",
     "that s right", "agreed",      "do that",    "make it so", "fine",        "certainly"});
constexpr auto deleting_phrases = std::to_array<std::string_view>(
    {"delete", "remove", "delete it", "remove it", "delete that", "remove that"});
constexpr auto no_phrases =
    std::to_array<std::string_view>({"no",           "n",           "nope",           "nah",
                                     "don t",        "do not",      "dont",           "cancel",
                                     "cancel it",    "cancel that", "deny",           "denied",
                                     "deny it",      "stop",        "never mind",     "nevermind",
                                     "forget it",    "leave it",    "keep it",        "rather not",
                                     "better not",   "no thanks",   "no thank you",   "don t do it",
                                     "do not do it", "dont do it",  "not now",        "abort",
                                     "reject",       "keep them",   "don t delete it"});
constexpr auto all_yes_phrases = std::to_array<std::string_view>(
    {"yes to all", "approve all", "all of them", "yes all", "approve them all", "yes to everything",
     "approve everything", "yes all of them", "do all", "do them all"});
constexpr auto deleting_all_phrases = std::to_array<std::string_view>(
    {"delete all", "delete them all", "delete all of them", "delete them", "remove all",
     "remove them all", "remove all of them", "remove them"});
constexpr auto all_no_phrases = std::to_array<std::string_view>(
    {"no to all", "deny all", "none of them", "none", "deny them all", "cancel all", "reject all"});

/// Words that may stand around an answer without changing it.
constexpr auto fillers =
    std::to_array<std::string_view>({"please", "thanks", "thank you", "then", "now", "it", "that"});

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& phrases, std::string_view text) {
  return std::ranges::find(phrases, text) != phrases.end();
}

bool removeFiller(std::string& text) {
  for (const auto filler : fillers) {
    const auto with_blank = " " + std::string{filler};
    if (text.size() > with_blank.size() && text.ends_with(with_blank)) {
      text.resize(text.size() - with_blank.size());
      return true;
    }
  }
  return false;
}

PlainAnswer match(std::string_view text, Asked asked) {
  if (asked == Asked::deletions && isOneOf(deleting_phrases, text)) return PlainAnswer::yes;
  if (asked == Asked::deletions && isOneOf(deleting_all_phrases, text))
    return PlainAnswer::yes_to_all;
  if (isOneOf(yes_phrases, text)) return PlainAnswer::yes;
  if (isOneOf(no_phrases, text)) return PlainAnswer::no;
  if (isOneOf(all_yes_phrases, text)) return PlainAnswer::yes_to_all;
  if (isOneOf(all_no_phrases, text)) return PlainAnswer::no_to_all;
  return PlainAnswer::none;
}

PlainAnswer both(PlainAnswer first, PlainAnswer second) {
  if (first == second) return first;
  // "Yes, delete them all."
  const auto is = [&](PlainAnswer one, PlainAnswer all) { return first == one && second == all; };
  if (is(PlainAnswer::yes, PlainAnswer::yes_to_all)) return PlainAnswer::yes_to_all;
  if (is(PlainAnswer::no, PlainAnswer::no_to_all)) return PlainAnswer::no_to_all;
  return PlainAnswer::none;
}

/// "yes go ahead", "sure do it": two answers that agree.
PlainAnswer matchPair(std::string_view text, Asked asked) {
  for (auto blank = text.find(' '); blank != std::string_view::npos;
       blank = text.find(' ', blank + 1)) {
    const auto answer =
        both(match(text.substr(0, blank), asked), match(text.substr(blank + 1), asked));
    if (answer != PlainAnswer::none) return answer;
  }
  return PlainAnswer::none;
}

}  // namespace

PlainAnswer plainAnswer(std::string_view message, Asked asked) {
  constexpr std::size_t longest_answer = 60;
  if (message.size() > longest_answer) return PlainAnswer::none;
  const auto words = unicode::searchText(message);
  if (words.size() < 3) return PlainAnswer::none;
  std::string text = words.substr(1, words.size() - 2);
  do {
    if (const auto answer = match(text, asked); answer != PlainAnswer::none) return answer;
    if (const auto answer = matchPair(text, asked); answer != PlainAnswer::none) return answer;
  } while (removeFiller(text));
  return PlainAnswer::none;
}

}  // namespace parley::assistant
