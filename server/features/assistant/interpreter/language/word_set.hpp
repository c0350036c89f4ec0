#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace parley::assistant::interpreter::words {

/// A set of the words of a literal, which must outlive it.
class WordSet {
 public:
  explicit WordSet(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      auto end = std::min(text.find_first_of(" \n", at), text.size());
      if (end > at) words_.insert(text.substr(at, end - at));
      at = end + 1;
    }
  }
  bool contains(std::string_view word) const { return words_.contains(word); }

 private:
  std::unordered_set<std::string_view> words_;
};

}  // namespace parley::assistant::interpreter::words
