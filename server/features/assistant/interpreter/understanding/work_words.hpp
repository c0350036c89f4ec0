#pragma once

#include <optional>
#include <string>

#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/names.hpp"

/// What the grammar of work knows of single words. The scope is one of the words of work.
namespace parley::assistant::interpreter {

/// A state or rank: "in progress", "high priority", "priority: high", "on hold".
struct ChoiceWord {
  std::string field = {};   ///< `status`
  std::string phrase = {};  ///< the words, which the field of each kind of record reads itself
  std::size_t end = 0;
  bool labelled = false;  ///< the field is named beside it: nothing else can be meant
  explicit operator bool() const { return end > 0; }
};
ChoiceWord choiceAt(const Scope& scope, std::size_t i, std::size_t end);

/// The value of a choice that a phrase means; nullptr when the field has none such.
const FieldWords::Choice* choiceMeant(const FieldWords& field, std::string_view phrase);

/// Whether a field of some kind of record has a value that a phrase means.
bool isChoice(const Scope& scope, std::string_view field, std::string_view phrase);

/// "open", "unfinished", "outstanding": not ended. The number of tokens.
std::size_t openWord(const Tokens& tokens, std::size_t i, std::size_t end);
/// "overdue", "late", "past due"
std::size_t overdueWord(const Tokens& tokens, std::size_t i, std::size_t end);
/// "unassigned", "without an assignee", "not assigned to anyone"
std::size_t unassignedWord(const Tokens& tokens, std::size_t i, std::size_t end);
/// "due", "with a deadline of", "due date is": announces a date.
std::size_t dueWord(const Tokens& tokens, std::size_t i, std::size_t end);
/// "assigned to", "for which ... is responsible": announces a member.
std::size_t assignedWord(const Tokens& tokens, std::size_t i, std::size_t end);

/// A field word of work behind articles: "the new due date". Names are those of work_field where
/// they are by kind.
Lexicon::Field workField(const Scope& scope, std::size_t& i, std::size_t end);
/// The field that a kind of record has for one of work_field; nullptr when it has none.
const FieldWords* fieldFor(const EntityWords& entity, std::string_view field);

bool isMe(std::string_view norm);

/// The text of a span as a name: quotes and closing marks gone.
std::string nameText(const Scope& scope, Span span);

}  // namespace parley::assistant::interpreter
