#include "secrets/password_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <limits>
#include <span>

#include "foundation/unicode.hpp"
#include "secrets/common_words.hpp"

namespace parley::secrets {
namespace {

/// A password of a single idea is guessed first: a word, a name, a walk over the keyboard.
constexpr int few_ideas = 1;
constexpr std::size_t min_pattern = 3;
constexpr std::size_t min_owner_word = 3;

struct Key {
  int row;
  int column;
};

/// Where a character lies on a QWERTY keyboard, in half-key units; the signs above the digits count
/// as their digits.
std::optional<Key> keyOf(char c) {
  constexpr std::array<std::string_view, 4> plain{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'",
                                                  "zxcvbnm,./"};
  constexpr std::string_view shifted_digits = "!@#$%^&*()_+";
  if (const auto at = shifted_digits.find(c); at != std::string_view::npos) {
    return Key{0, static_cast<int>(at) * 2};
  }
  for (int row = 0; row < 4; ++row) {
    const auto at = plain[static_cast<std::size_t>(row)].find(c);
    if (at != std::string_view::npos) return Key{row, static_cast<int>(at) * 2 + row};
  }
  return std::nullopt;
}

bool areNeighbours(char left, char right) {
  const auto a = keyOf(left);
  const auto b = keyOf(right);
  if (!a || !b || left == right) return false;
  const int rows = std::abs(a->row - b->row);
  const int columns = std::abs(a->column - b->column);
  // Three half keys: people who climb up and down between two rows.
  return rows == 0 ? columns == 2 : rows == 1 && (columns == 1 || columns == 3);
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isSign(char c) {
  return static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c));
}

/// Length of the run from `start` in which `continues(previous, next)` holds.
template <class Continues>
std::size_t runLength(std::string_view text, std::size_t start, Continues continues) {
  std::size_t end = start + 1;
  while (end < text.size() && continues(text[end - 1], text[end])) ++end;
  return end - start;
}

/// The longest repeat, alphabetical or numerical sequence, or keyboard walk that starts here; 0
/// when there is none.
std::size_t patternLength(std::string_view text, std::size_t start) {
  const std::size_t longest = std::max({
      runLength(text, start, [](char a, char b) { return a == b; }),
      runLength(
          text, start,
          [](char a, char b) { return std::isalnum(static_cast<unsigned char>(a)) && b == a + 1; }),
      runLength(
          text, start,
          [](char a, char b) { return std::isalnum(static_cast<unsigned char>(b)) && a == b + 1; }),
      runLength(text, start, areNeighbours),
  });
  return longest >= min_pattern ? longest : 0;
}

bool looksLike(char written, char meant) {
  if (written == meant) return true;
  switch (meant) {
    case 'a':
      return written == '4' || written == '@';
    case 'b':
      return written == '8';
    case 'e':
      return written == '3';
    case 'g':
      return written == '9';
    case 'i':
      return written == '1' || written == '!';
    case 'l':
      return written == '1' || written == '!';
    case 'o':
      return written == '0';
    case 's':
      return written == '5' || written == '$';
    case 't':
      return written == '7' || written == '+';
    case 'z':
      return written == '2';
    default:
      return false;
  }
}

bool startsWith(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [](char meant, char written) { return looksLike(written, meant); });
}

/// The least number of ideas that the text can be put together from. An idea is a known word, a
/// group of patterns, up to four digits, or a character that is none of these; up to two signs
/// between ideas are free.
class IdeaCounter {
 public:
  IdeaCounter(std::string_view text, std::span<const std::string> owner_words)
      : text_{text}, owner_words_{owner_words}, best_(text.size() + 1, {none, none}) {}

  int count() {
    best_[0] = {0, none};
    for (std::size_t at = 0; at < text_.size(); ++at) {
      for (const bool in_pattern : {false, true}) {
        const int cost = in_pattern ? best_[at].in_pattern : best_[at].plain;
        if (cost < none) advance(at, cost, in_pattern);
      }
    }
    return std::min(best_.back().plain, best_.back().in_pattern);
  }

 private:
  static constexpr int none = std::numeric_limits<int>::max() / 2;
  struct Best {
    int plain;
    int in_pattern;  ///< ... when the last idea is a pattern, so that another one adds nothing
  };

  void advance(std::size_t at, int cost, bool in_pattern) {
    for (const std::string_view word : commonWords()) tryWord(at, cost, word);
    for (const std::string& word : owner_words_) tryWord(at, cost, word);
    for (std::size_t size = patternLength(text_, at); size >= min_pattern; --size) {
      reach(best_[at + size].in_pattern, cost + (in_pattern ? 0 : 1));
    }
    const std::size_t digits = groupLength(at, 4, isDigit);
    for (std::size_t size = 1; size <= digits; ++size) reach(best_[at + size].plain, cost + 1);
    const std::size_t signs = groupLength(at, 2, isSign);
    const bool after_sign = at > 0 && isSign(text_[at - 1]);
    if (signs > 0 && !after_sign) {
      // Free signs do not end a group of patterns: 123-456-789 is one idea.
      Best& next = best_[at + signs];
      reach(in_pattern ? next.in_pattern : next.plain, cost);
    }
    reach(best_[at + 1].plain, cost + 1);
  }

  void tryWord(std::size_t at, int cost, std::string_view word) {
    if (startsWith(text_.substr(at), word)) reach(best_[at + word.size()].plain, cost + 1);
  }

  std::size_t groupLength(std::size_t at, std::size_t most, bool (*belongs)(char)) const {
    std::size_t size = 0;
    while (size < most && at + size < text_.size() && belongs(text_[at + size])) ++size;
    return size;
  }

  static void reach(int& best, int cost) { best = std::min(best, cost); }

  std::string_view text_;
  std::span<const std::string> owner_words_;
  std::vector<Best> best_;
};

void addWords(std::vector<std::string>& words, std::string_view text) {
  const std::string folded = unicode::searchText(text);
  std::string joined;
  std::size_t start = 0;
  while ((start = folded.find_first_not_of(' ', start)) != std::string::npos) {
    const std::size_t end = std::min(folded.find(' ', start), folded.size());
    words.push_back(folded.substr(start, end - start));
    joined += words.back();
    start = end;
  }
  words.push_back(joined);
}

std::vector<std::string> wordsOf(const PasswordOwner& owner) {
  std::vector<std::string> words;
  addWords(words, owner.name);
  addWords(words, owner.workspace_name);
  const std::size_t at = owner.email.find('@');
  addWords(words, std::string_view{owner.email}.substr(0, at));
  if (at != std::string::npos) addWords(words, std::string_view{owner.email}.substr(at + 1));
  words.push_back(unicode::fold(owner.email));
  std::erase_if(words, [](const std::string& word) { return word.size() < min_owner_word; });
  return words;
}

}  // namespace

std::optional<std::string> refusePassword(std::string_view password, const PasswordOwner& owner) {
  const auto length = unicode::countCharacters(password);
  if (!length) return "The password is not readable text.";
  if (*length < min_password_length) {
    return fmt::format("Use at least {} characters.", min_password_length);
  }
  if (*length > max_password_length) {
    return fmt::format("Use at most {} characters.", max_password_length);
  }
  const std::string folded = unicode::fold(password);
  const std::vector<std::string> owner_words = wordsOf(owner);
  if (IdeaCounter{folded, owner_words}.count() > few_ideas) return std::nullopt;
  return "This password is among the first that anybody would try. Use a few unrelated words, or "
         "let a password "
         "manager make one.";
}

}  // namespace parley::secrets
