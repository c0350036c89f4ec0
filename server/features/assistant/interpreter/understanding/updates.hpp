#pragma once

#include <optional>
#include <string>

#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/selectors.hpp"

namespace parley::assistant::interpreter {

/// Reads changes to records that exist: orders ("change Ada's email to ...") and facts ("Ada now
/// works at ...").
class UpdateReader {
 public:
  explicit UpdateReader(const Scope& scope)
      : scope_{scope}, tokens_{scope.tokens}, attributes_{scope}, selectors_{scope} {}

  /// What follows a verb of change at i.
  std::optional<Command> order(std::size_t i, std::size_t end, std::string_view verb) const;
  /// "Ada's phone number": what is to be emptied. nullopt when whole records are meant.
  std::optional<Command> clearing(std::size_t i, std::size_t end) const;
  /// "add the email a@b.c to Ada", "put Ada down as CTO": a verb of creation that changes a record.
  std::optional<Command> addition(std::size_t i, std::size_t end) const;
  /// "Ada's new email is ...", "she works at ...".
  std::optional<Command> statement(std::size_t i, std::size_t end) const;

  /// A record whose field is spoken of: "Ada's email", "the email of Ada", "her email".
  struct Property {
    std::optional<Selector> target;
    Lexicon::Field field;
    std::size_t end = 0;
    std::size_t field_end = 0;  ///< behind the field word
  };
  std::optional<Property> property(std::size_t i, std::size_t end, bool forgiving = false) const;

 private:
  /// Which part of a name the field words before `end` mean: "surname", "first name".
  static Command::NamePart namePart(const Tokens& tokens, std::size_t end);
  std::size_t assignments(std::size_t i, std::size_t end, Command& command,
                          const Lexicon::Field& first) const;
  bool emptied(std::size_t i, std::size_t end) const;
  std::optional<Command> byContent(std::size_t i, std::size_t end, std::string_view verb) const;
  std::optional<Command> valueFirst(std::size_t i, std::size_t end) const;
  std::optional<Command> ownerBehind(std::size_t i, std::size_t end) const;
  std::optional<Selector> trailingTarget(std::size_t& i, std::size_t end) const;
  std::size_t firstField(std::size_t i, std::size_t end, bool forgiving = false) const;
  void take(Draft draft, Command& command) const;

  const Scope& scope_;
  const Tokens& tokens_;
  AttributeReader attributes_;
  SelectorReader selectors_;
};

}  // namespace parley::assistant::interpreter
