#pragma once

#include <optional>

#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {

/// Reads what somebody wants to know.
class QuestionReader {
 public:
  explicit QuestionReader(const Scope& scope)
      : scope_{scope},
        tokens_{scope.tokens},
        attributes_{scope},
        selectors_{scope},
        updates_{scope} {}

  /// "who works at ...", "how many ...", "what is Ada's email", "do I have ..."
  std::optional<Command> question(std::size_t i, std::size_t end) const;
  /// What follows "show me", "find", "list".
  std::optional<Command> request(std::size_t i, std::size_t end) const;
  /// A list spoken of without a verb: "my contacts", "all contacts from Acme", "the latest 5
  /// contacts".
  std::optional<Command> list(std::size_t i, std::size_t end) const;
  /// "Ada's email", "email of Ada Park"
  std::optional<Command> property(std::size_t i, std::size_t end) const;

 private:
  std::optional<Command> count(std::size_t i, std::size_t end) const;
  std::optional<Command> who(std::size_t i, std::size_t end) const;
  std::optional<Command> what(std::size_t i, std::size_t end) const;
  std::optional<Command> possession(std::size_t i, std::size_t end) const;
  std::optional<Command> about(std::size_t i, std::size_t end) const;
  std::size_t written(std::size_t i, std::size_t end, Query& query) const;
  void ordering(std::size_t& i, std::size_t end, Query& query) const;
  Command details(Selector selector) const;
  Command fieldOf(Selector selector, std::vector<std::string> fields) const;
  Command people(std::vector<Condition> conditions) const;

  const Scope& scope_;
  const Tokens& tokens_;
  AttributeReader attributes_;
  SelectorReader selectors_;
  UpdateReader updates_;
};

}  // namespace parley::assistant::interpreter
