#pragma once

#include <optional>
#include <vector>

#include "features/assistant/interpreter/understanding/attributes.hpp"

namespace parley::assistant::interpreter {

/// Reads which records are meant: names, pronouns, ordinals, "all contacts from Acme without a
/// phone".
class SelectorReader {
 public:
  explicit SelectorReader(const Scope& scope)
      : scope_{scope}, tokens_{scope.tokens}, attributes_{scope} {}

  struct Read {
    Selector selector;
    std::size_t end = 0;
  };
  /// One selector at i. `bound`: the words up to `end` are all of it, as in "Ada Park | 's email".
  std::optional<Read> one(std::size_t i, std::size_t end, bool bound = false) const;
  /// Several, joined by commas and "and".
  std::vector<Selector> several(std::size_t& i, std::size_t end) const;
  /// Conditions that follow a noun: "from Acme", "without a phone", "named Smith"; moves i behind
  /// them.
  std::vector<Condition> conditions(std::size_t& i, std::size_t end, std::string& type) const;

 private:
  std::optional<Read> ordinals(std::size_t i, std::size_t end) const;
  std::optional<Read> pronoun(std::size_t i, std::size_t end) const;
  std::optional<Read> group(std::size_t i, std::size_t end) const;
  std::optional<Read> byTitle(std::size_t i, std::size_t end) const;
  std::optional<Read> byName(std::size_t i, std::size_t end, bool bound) const;
  std::optional<Read> byAddress(std::size_t i, std::size_t end) const;
  std::size_t condition(std::size_t i, std::size_t end, std::string& type,
                        std::vector<Condition>& out) const;
  std::size_t missing(std::size_t i, std::size_t end, std::vector<Condition>& out) const;
  std::size_t fieldCondition(std::size_t i, std::size_t end, std::vector<Condition>& out) const;

  const Scope& scope_;
  const Tokens& tokens_;
  AttributeReader attributes_;
};

}  // namespace parley::assistant::interpreter
