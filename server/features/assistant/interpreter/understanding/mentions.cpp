#include "features/assistant/interpreter/understanding/phrasebook.hpp"

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

/// "had a fantastic lunch with", "just had coffee today with", "got a card from": the tokens at i.
std::size_t encounterAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  auto k = i;
  while (anyOf(tokens.norm(k), {"i", "we", "just", "also", "have", "only", "recently"})) ++k;
  bool had = tokens.norm(k) == "had";
  bool got = anyOf(tokens.norm(k), {"got", "received", "took"});
  if (!had && !got) return 0;
  ++k;
  if (words::isDeterminer(tokens.norm(k))) ++k;
  constexpr std::size_t adjectives = 3;
  for (std::size_t n = 0; n < adjectives && k < end; ++n, ++k) {
    bool meeting =
        anyOf(tokens.norm(k), {"lunch", "coffee",    "dinner",     "breakfast",    "brunch",
                               "tea",   "drink",     "drinks",     "beer",         "call",
                               "chat",  "talk",      "meeting",    "conversation", "session",
                               "zoom",  "interview", "discussion", "catch-up",     "catchup"});
    bool card = anyOf(tokens.norm(k), {"card", "email", "call", "message", "mail", "letter"});
    if (!(had && meeting) && !(got && card)) continue;
    ++k;
    if (anyOf(tokens.norm(k), {"today", "yesterday", "earlier", "card"})) ++k;
    return anyOf(tokens.norm(k), {"with", "from", "of"}) ? k + 1 - i : 0;
  }
  return 0;
}

}  // namespace

std::size_t mentionAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view verb : {"met",
                                  "met with",
                                  "met up with",
                                  "spoke with",
                                  "spoke to",
                                  "talked to",
                                  "talked with",
                                  "chatted with",
                                  "had lunch with",
                                  "had coffee with",
                                  "had dinner with",
                                  "had a call with",
                                  "had a chat with",
                                  "had a meeting with",
                                  "had a great chat with",
                                  "had a good talk with",
                                  "had drinks with",
                                  "ran into",
                                  "bumped into",
                                  "was introduced to",
                                  "got introduced to",
                                  "got a call from",
                                  "got an email from",
                                  "got a message from",
                                  "got to know",
                                  "heard from",
                                  "received a call from",
                                  "received an email from",
                                  "sat next to",
                                  "connected with",
                                  "came across",
                                  "been introduced to",
                                  "have been introduced to",
                                  "got talking to",
                                  "had tea with",
                                  "had a beer with",
                                  "had brunch with",
                                  "shared a cab with",
                                  "shared a table with",
                                  "sat beside",
                                  "got chatting with",
                                  "got chatting to",
                                  "stumbled upon",
                                  "stumbled into",
                                  "hung out with",
                                  "had a great meeting with",
                                  "had a great call with",
                                  "made contact with",
                                  "had a drink with",
                                  "had breakfast with",
                                  "was talking to",
                                  "was talking with",
                                  "am meeting",
                                  "am meeting with",
                                  "know",
                                  "hired",
                                  "shook hands with",
                                  "caught up with",
                                  "exchanged cards with",
                                  "exchanged business cards with",
                                  "swapped cards with",
                                  "got a business card from",
                                  "got the card of",
                                  "have a new colleague",
                                  "have a new contact",
                                  "had a nice chat with",
                                  "had a nice talk with",
                                  "had a meeting today with",
                                  "had a conversation with",
                                  "had a great conversation with",
                                  "saw",
                                  "interviewed",
                                  "worked with",
                                  "partnered with",
                                  "had a zoom with",
                                  "had a zoom call with",
                                  "had a phone call with",
                                  "had a video call with",
                                  "got off the phone with",
                                  "got off a call with",
                                  "came back from a meeting with",
                                  "came from a meeting with",
                                  "finished a call with",
                                  "have been talking to",
                                  "have been talking with",
                                  "have met",
                                  "have spoken with",
                                  "have spoken to",
                                  "have talked to",
                                  "have a meeting with",
                                  "will meet",
                                  "work with",
                                  "found"}) {
      for (std::string_view subject : {"i", "we", ""}) {
        for (std::string_view adverb : {"", "just", "recently", "finally", "today", "yesterday",
                                        "also", "have just", "had just", "only just"}) {
          if (subject.empty() &&
              anyOf(verb, {"know", "work with", "will meet", "am meeting", "found", "saw"}))
            continue;
          if (verb == "found" && adverb != "just") continue;
          std::string phrase{subject};
          phrase += phrase.empty() ? "" : " ";
          phrase += adverb;
          phrase += adverb.empty() ? "" : " ";
          phrase += verb;
          phrases.add(phrase, 'x');
        }
      }
    }
    phrases.add(
        "i met this guy|i met this woman|i met this lady|i met this man|i met this girl|i met a "
        "guy|i met a lady|i met a man|i met a woman|met this guy|met this woman|met a guy|met a "
        "lady|met a woman|met a man|met a lady named|met a lady called|met this lady|"
        "this is|meet|here is|my new colleague is|our new colleague is|my colleague is|our new "
        "contact is|my new contact is|our contact is|i have a new colleague named|there is|i had "
        "the pleasure of meeting|it was great meeting|it was nice meeting|nice meeting|great "
        "meeting|lovely meeting|enjoyed meeting|enjoyed talking to|met someone called|met someone "
        "named|i met someone called|i met someone named|i met a guy called|i met a guy named|i met "
        "a woman called|i met a woman named|i just met someone named|i just met someone called|i "
        "just met a guy named|i just met a guy called|i just met a woman named|i just met a woman "
        "called|my new boss is|our new client is|my new client is|our new customer is|say hello to",
        'x');
    return phrases;
  }();
  auto k = i;
  while (k < end && (anyOf(tokens.norm(k), {"today", "yesterday", "so", "earlier", ","}) ||
                     ((tokens.norm(k) == "last" || tokens.norm(k) == "this") &&
                      words::isTimeWord(tokens.norm(k + 1))) ||
                     (k > i && (tokens.norm(k - 1) == "last" || tokens.norm(k - 1) == "this") &&
                      words::isTimeWord(tokens.norm(k))))) {
    ++k;
  }
  // "at the conference I met ..."
  if (anyOf(tokens.norm(k), {"at", "in", "on", "during", "over", "after"})) {
    for (auto m = k; m < std::min(end, k + 10); ++m) {
      if ((tokens.norm(m) == "i" || tokens.norm(m) == "we") && table.at(tokens, m, end)) {
        k = m;
        break;
      }
    }
  }
  auto match = table.at(tokens, k, end);
  // "I was at the fair and ran into ..."
  bool story = anyOf(tokens.norm(k), {"i", "we", "while", "when", "yesterday", "today"});
  constexpr std::size_t reach = 14;
  for (auto m = k + 2; story && !match && m < std::min(end, k + reach); ++m) {
    if (!anyOf(tokens.norm(m - 1), {"and", ",", "when", "where", "then"})) continue;
    match = table.at(tokens, m, end);
    if (match) k = m;
  }
  if (auto length = match ? 0 : encounterAt(tokens, k, end); length > 0) return k + length - i;
  return match ? k + match.length - i : 0;
}

}  // namespace parley::assistant::interpreter
