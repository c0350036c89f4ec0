#include "features/assistant/interpreter/understanding/asides.hpp"

#include <algorithm>

#include "features/assistant/interpreter/understanding/phrasebook.hpp"

namespace parley::assistant::interpreter {
namespace {

bool is(const Tokens& tokens, std::size_t i, std::initializer_list<std::string_view> words) {
  return anyOf(tokens.norm(i), words) && !tokens.is(i, Token::Kind::quoted);
}

/// "note that", "do so", "update the due date": from i to end, of what was told before.
bool asksToWriteDown(const Lexicon& lexicon, const Tokens& tokens, std::size_t i, std::size_t end) {
  if (!is(tokens, i,
          {"note", "update",  "change",   "set",        "save",   "record",   "do",
           "fix",  "correct", "reassign", "reschedule", "adjust", "remember", "write",
           "log",  "enter",   "clear",    "edit",       "amend",  "store",    "arrange"}))
    return false;
  auto k = i + 1;
  bool pronoun = is(tokens, k, {"it", "that", "this", "so"});
  while (is(tokens, k,
            {"it", "that", "this", "so", "down", "on", "in", "for", "the", "his", "her", "their",
             "its", "'s", "accordingly", "there"}))
    ++k;
  auto named = lexicon.field(tokens, k, end).length;
  if (named == 0) named = lexicon.noun(tokens, k, end).length;
  k += named;
  if (is(tokens, k, {"'s"})) k += 1 + lexicon.field(tokens, k + 1, end).length;
  while (is(tokens, k, {"accordingly", "please", "down"})) ++k;
  return k >= end && (pronoun || named > 0);
}

/// Where a clause that only asks to write down what was told begins; the end for none.
std::size_t echoBegin(const Lexicon& lexicon, const Tokens& tokens) {
  constexpr std::size_t longest = 12;
  constexpr std::size_t shortest_before = 3;
  auto end = readClosing(tokens, {0, tokens.size()});
  auto first = end > longest ? end - longest : 0;
  for (auto k = std::max(first, shortest_before); k < end; ++k) {
    bool joint = tokens[k].punctuation() || is(tokens, k, {"and", "so"});
    if (!joint) continue;
    auto begin = k + 1;
    while (begin < end && (tokens[begin].punctuation() ||
                           is(tokens, begin,
                              {"please", "and", "so", "can", "could", "would", "will", "you",
                               "kindly", "just", "also", "pls", "then"})))
      ++begin;
    if (asksToWriteDown(lexicon, tokens, begin, end)) return k;
  }
  return tokens.size();
}

/// Whether the words tell what is the case: no label, no order, nothing doubted or reported.
bool tells(const Tokens& tokens, std::size_t end) {
  auto opening = readOpening(tokens, {0, end});
  bool ordered = verbAt(tokens, opening.begin, end) || opening.asked || opening.wish ||
                 opening.negated || opening.advice;
  bool fact = false;
  for (std::size_t k = 0; k < end; ++k) {
    if (is(tokens, k,
           {"not", "never", "if", "unless", "would", "might", "said", "says", "told", "wrote",
            "asks", "asked", "tell", "say", "writes", "maybe", "perhaps", "you"}))
      return false;
    fact = fact || is(tokens, k, {"is",     "are",   "was",  "were", "has",    "have",    "changed",
                                  "moved",  "left",  "got",  "gets", "merged", "became",  "decided",
                                  "agreed", "wants", "want", "had",  "'s",     "married", "took"});
  }
  return fact && !ordered;
}

/// Where the order begins behind a colon that closes why it is given; 0 for none.
std::size_t reasonEnd(const Tokens& tokens) {
  constexpr std::size_t longest = 24;
  for (std::size_t k = 3; k + 2 < std::min(tokens.size(), longest); ++k) {
    if (!is(tokens, k, {":"})) continue;
    auto begin = readOpening(tokens, {k + 1, tokens.size()}).begin;
    auto verb = verbAt(tokens, begin, tokens.size());
    bool order = verb.intent == Intent::update ||
                 is(tokens, begin, {"postpone", "delay", "reschedule", "reassign", "mark", "push"});
    return order && tells(tokens, k) ? k + 1 : 0;
  }
  return 0;
}

}  // namespace

std::string_view withoutAsides(const Lexicon& lexicon, std::string_view text) {
  constexpr std::size_t longest = 400;
  if (text.size() > longest) return text;
  auto tokens = tokenize(text);
  // the text itself may have been cleaned
  if (tokens.text != text || tokens.size() < 5) return text;
  auto begin = reasonEnd(tokens);
  auto end = echoBegin(lexicon, tokens);
  if (begin >= end || (begin == 0 && end == tokens.size())) return text;
  // marks around a quoted word are no part of its token
  auto from = begin == 0 ? 0 : tokens[begin - 1].end;
  auto until = end < tokens.size() ? tokens[end].begin : text.size();
  return text.substr(from, until - from);
}

}  // namespace parley::assistant::interpreter
