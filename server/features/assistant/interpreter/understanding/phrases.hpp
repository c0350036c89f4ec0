#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "features/assistant/interpreter/language/token.hpp"

namespace parley::assistant::interpreter {

/// Splits at blanks.
inline std::vector<std::string> splitWords(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// Phrases of one or more words with a meaning each; finds the longest that begins at a token.
template <class Meaning>
class Phrases {
 public:
  struct Match {
    const Meaning* meaning = nullptr;
    std::size_t length = 0;  ///< in tokens; 0: no match
    explicit operator bool() const { return length > 0; }
  };

  /// `alternatives` is a list of phrases separated by `|`.
  void add(std::string_view alternatives, Meaning meaning) {
    for (std::size_t at = 0; at <= alternatives.size();) {
      auto end = std::min(alternatives.find('|', at), alternatives.size());
      auto words = splitWords(alternatives.substr(at, end - at));
      if (!words.empty()) insert(std::move(words), meaning);
      at = end + 1;
    }
  }

  Match at(const Tokens& tokens, std::size_t i, std::size_t end) const {
    end = std::min(end, tokens.size());
    if (i >= end) return {};
    auto found = by_first_.find(tokens[i].norm);
    if (found == by_first_.end()) return {};
    for (const auto& [words, meaning] : found->second) {
      if (i + words.size() <= end && matches(tokens, i, words)) return {&meaning, words.size()};
    }
    return {};
  }

  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [first, entries] : by_first_) {
      for (const auto& entry : entries) visit(entry.words, entry.meaning);
    }
  }

 private:
  struct Entry {
    std::vector<std::string> words;
    Meaning meaning;
  };

  void insert(std::vector<std::string> words, const Meaning& meaning) {
    auto& entries = by_first_[words.front()];
    auto longer = std::ranges::find_if(
        entries, [&](const Entry& entry) { return entry.words.size() < words.size(); });
    entries.insert(longer, {std::move(words), meaning});
  }

  static bool matches(const Tokens& tokens, std::size_t i, const std::vector<std::string>& words) {
    for (std::size_t k = 0; k < words.size(); ++k) {
      if (tokens.list[i + k].kind != Token::Kind::word &&
          tokens.list[i + k].kind != Token::Kind::number &&
          tokens.list[i + k].kind != Token::Kind::mark) {
        return false;
      }
      if (tokens.norm(i + k) != words[k]) return false;
    }
    return true;
  }

  std::unordered_map<std::string, std::vector<Entry>> by_first_;
};

}  // namespace parley::assistant::interpreter
