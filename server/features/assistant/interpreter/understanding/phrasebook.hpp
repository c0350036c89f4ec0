#pragma once

#include <string>

#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/phrases.hpp"

/// What people say around and instead of commands.
namespace parley::assistant::interpreter {

struct Verb {
  Intent intent = Intent::unknown;
  std::string base;  ///< for replies: "add"
  std::size_t length = 0;
  std::string typed = {};  ///< verbTyped(): the word that was meant
  explicit operator bool() const { return length > 0; }
};

/// A verb that orders something, at i. `typed` forgives slips of the finger.
Verb verbAt(const Tokens& tokens, std::size_t i, std::size_t end);
Verb verbTyped(const Tokens& tokens, std::size_t i, std::size_t end);

/// What was taken off the front of a clause, and what it tells.
struct Opening {
  std::size_t begin = 0;  ///< where the clause proper begins
  bool asked = false;     ///< "can you", "could you": a request, or a question about what we can do
  bool advice = false;    ///< "should I", "how do I": no request
  bool negated = false;   ///< "don't", "I do not want you to"
  bool greeting = false;
  bool wish = false;  ///< "I want", "I need", "I'd like": a request even without a verb
};
Opening readOpening(const Tokens& tokens, Span span);
/// Where the clause proper ends: "please", "thanks", "if you can" taken off the back.
std::size_t readClosing(const Tokens& tokens, Span span);

/// A whole utterance that is small talk: greetings, thanks, yes, no, help. `unknown` when it is
/// none.
Intent smallTalk(const Tokens& tokens, Span span);

/// "I just met", "had lunch with": the number of tokens at i, 0 for none.
std::size_t mentionAt(const Tokens& tokens, std::size_t i, std::size_t end);

/// Yes and no at the beginning of an answer; `length` tokens long.
struct Assent {
  enum class Kind { none, yes, no } kind = Kind::none;
  std::size_t length = 0;
};
Assent readAssent(const Tokens& tokens, Span span);

}  // namespace parley::assistant::interpreter
