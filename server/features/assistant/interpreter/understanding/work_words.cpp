#include "features/assistant/interpreter/understanding/work_words.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

std::size_t phraseAt(const Phrases<char>& phrases, const Tokens& tokens, std::size_t i,
                     std::size_t end) {
  return phrases.at(tokens, i, end).length;
}

Phrases<char> phrasesOf(std::string_view alternatives) {
  Phrases<char> phrases;
  phrases.add(alternatives, 'x');
  return phrases;
}

/// The longest value of any choice field of work at i.
ChoiceWord bareChoice(const Scope& scope, std::size_t i, std::size_t end) {
  auto choice = scope.lexicon.choice(scope.tokens, i, end);
  if (!choice) return {};
  return {std::string{choice.field}, std::string{choice.phrase}, i + choice.length};
}

/// "priority", "prio", "status" behind or before a value.
std::string choiceField(const Scope& scope, std::size_t i, std::size_t end, std::size_t& length) {
  for (const auto& entity : scope.lexicon.entities()) {
    for (const auto& field : entity.fields) {
      if (field.kind != FieldKind::choice) continue;
      for (const auto& word : field.words) {
        if (i < end && scope.tokens.norm(i) == word) {
          length = 1;
          return field.field;
        }
      }
    }
  }
  return {};
}

/// "high-priority", "low-prio"
ChoiceWord hyphenated(const Scope& scope, std::size_t i) {
  auto norm = scope.tokens.norm(i);
  auto dash = norm.find('-');
  if (dash == std::string_view::npos || scope.tokens.is(i, Token::Kind::quoted)) return {};
  auto phrase = norm.substr(0, dash);
  for (const auto& entity : scope.lexicon.entities()) {
    for (const auto& field : entity.fields) {
      bool named = std::ranges::find(field.words, norm.substr(dash + 1)) != field.words.end();
      if (field.kind == FieldKind::choice && named && choiceMeant(field, phrase))
        return {field.field, std::string{phrase}, i + 1, true};
    }
  }
  return {};
}

}  // namespace

bool isChoice(const Scope& scope, std::string_view field, std::string_view phrase) {
  return std::ranges::any_of(scope.lexicon.entities(), [&](const EntityWords& entity) {
    const auto* words = Lexicon::fieldNamed(entity, field);
    return words && choiceMeant(*words, phrase);
  });
}

ChoiceWord choiceAt(const Scope& scope, std::size_t i, std::size_t end) {
  const auto& tokens = scope.tokens;
  std::size_t length = 0;
  // "priority: high", "status is now on hold"
  if (auto field = choiceField(scope, i, end, length); !field.empty()) {
    auto k = i + length;
    while (anyOf(tokens.norm(k), {":", "is", "=", "to", "as", "of", "set", "level", "now", "-"}))
      ++k;
    auto value = bareChoice(scope, k, end);
    if (value && isChoice(scope, field, value.phrase))
      return {field, value.phrase, value.end, true};
    return {};
  }
  auto k = i;
  if (i < end) {
    if (auto value = hyphenated(scope, i)) return value;
  }
  if (anyOf(tokens.norm(k), {"a", "an", "the", "of", "top"}) && bareChoice(scope, k + 1, end)) ++k;
  if (anyOf(tokens.norm(k), {"very", "really", "super"})) ++k;
  auto value = bareChoice(scope, k, end);
  if (!value) return {};
  auto behind = value.end;
  if (tokens.norm(behind) == "-" && tokens[behind].glued) ++behind;
  auto field = choiceField(scope, behind, end, length);
  if (!field.empty() && isChoice(scope, field, value.phrase))
    return {field, value.phrase, behind + length, true};
  if (k > i && !anyOf(tokens.norm(i), {"very", "really", "super"})) return {};
  return value;
}

const FieldWords::Choice* choiceMeant(const FieldWords& field, std::string_view phrase) {
  for (const auto& choice : field.choices) {
    if (choice.value == phrase) return &choice;
    for (const auto& word : choice.words) {
      if (fold(word) == phrase) return &choice;
    }
  }
  return nullptr;
}

std::size_t openWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf(
      "open|still open|unfinished|incomplete|outstanding|remaining|undone|uncompleted|unresolved|"
      "left|left to do|still to do|to do still|to be done|to be finished|not closed|not "
      "done|not yet done|not done yet|not finished|not yet finished|not finished yet|not "
      "completed|not yet completed|not complete|not completed yet|still not done|left open|need to "
      "be done|needs to be done|have to be done|must be done|have to do|to get done|to "
      "complete|to finish|need doing|needs doing|pending|yet to be done|that remain|remain|active");
  return phraseAt(phrases, tokens, i, end);
}

std::size_t overdueWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf(
      "overdue|over due|past due|late|running late|behind|behind schedule|delayed|past deadline|"
      "past their deadline|past its deadline|past the deadline|past their due date|past its due "
      "date|past the due date|missed|missed the deadline|missed their deadline|missed their due "
      "date|should have been done|should have been finished|should already be done|should be done "
      "already|already due|be done already|late on|late with|lagging");
  return phraseAt(phrases, tokens, i, end);
}

std::size_t unassignedWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf(
      "unassigned|not assigned|not assigned to anyone|not assigned to anybody|not assigned "
      "yet|not yet assigned|assigned to nobody|assigned to no one|without an assignee|without "
      "assignee|without assignees|without anyone|without anyone assigned|without anybody|without "
      "an owner|without owner|without anyone responsible|with no assignee|with no assignees|with "
      "no owner|with nobody assigned|with no one assigned|have no assignee|has no assignee|have no "
      "owner|has no owner|have nobody assigned|have no one assigned|nobody is assigned to|no one "
      "is "
      "assigned to|do not have an assignee|does not have an assignee|lack an assignee|missing an "
      "assignee|nobody is working on|no one is working on|nobody works on|no one works on|nobody "
      "has|have nobody assigned to them|have no one assigned to them|has nobody assigned to "
      "it|have "
      "nobody on them|nobody is doing|nobody has picked up|no one has picked up|nobody has "
      "taken|no one has taken|not "
      "taken|up for grabs|free");
  return phraseAt(phrases, tokens, i, end);
}

std::size_t dueWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf(
      "due|due date|due date :|due date is|due date of|due :|is due|are due|it is due|which is "
      "due|that is due|with a deadline|with a deadline of|with a deadline on|with the "
      "deadline|with "
      "deadline|with due date|with a due date|with a due date of|with the due "
      "date|deadline|deadline "
      ":|deadline is|the deadline is|deadline of|due by|due on|due at|due for|to be done|to be "
      "done "
      "by|to be finished by|to be completed by|finished by|done by|completed by|ends|ending|ending "
      "on|ends on|scheduled for|planned for|target date|target|falling due|comes due|come "
      "due|coming "
      "due|that should be done by|which should be done by|should be done by|must be done by|needs "
      "to "
      "be done by|has to be done by|no later than|at the latest|its deadline is|its due date "
      "is|finish by|to finish by|set for|end date|end date :|expected|eta");
  return phraseAt(phrases, tokens, i, end);
}

std::size_t assignedWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf(
      "assigned to|assign to|assign it to|assign them to|assign this to|and assign it to|assigned "
      ":|assignee|assignee :|assignee is|assignees|assignees :|owner|owner :|owner is|owned "
      "by|responsible :|responsible is|responsible|person responsible|person responsible :|given "
      "to|to be done by|handled by|it is assigned to|delegated to|belongs to|belonging to|done "
      "by|taken by|which is assigned to|that is assigned to|that are assigned to|under|give it "
      "to|give to|let it be done by|team|team :|members|members :|on the plate of");
  auto length = phraseAt(phrases, tokens, i, end);
  // "belongs to", "under", "done by" say as much of a project
  if (length == 0 || anyOf(tokens.norm(i), {"belongs", "belonging", "under"})) return 0;
  return length;
}

Lexicon::Field workField(const Scope& scope, std::size_t& i, std::size_t end) {
  constexpr std::size_t reach = 4;
  for (auto k = i; k < std::min(end, i + reach); ++k) {
    auto field = scope.lexicon.field(scope.tokens, k, end);
    if (field) {
      i = k;
      if (field.kind == FieldKind::date) field.name = work_field::date;
      if (field.kind == FieldKind::member) field.name = work_field::member;
      for (const auto& entity : scope.lexicon.entities()) {
        const auto* words = Lexicon::fieldNamed(entity, field.name);
        if (words && words->required) field.name = work_field::parent;
      }
      return field;
    }
    if (!words::isDeterminer(scope.tokens.norm(k)) &&
        !anyOf(scope.tokens.norm(k), {"new", "current", "old", "own", "its", "their", "actual"}))
      break;
  }
  return {};
}

const FieldWords* fieldFor(const EntityWords& entity, std::string_view field) {
  if (field == work_field::date) return Lexicon::fieldOf(entity, FieldKind::date);
  if (field == work_field::member || field == work_field::whose)
    return Lexicon::fieldOf(entity, FieldKind::member);
  if (field != work_field::parent) return Lexicon::fieldNamed(entity, field);
  for (const auto& own : entity.fields) {
    if (own.required) return &own;
  }
  return nullptr;
}

bool isMe(std::string_view norm) {
  return anyOf(norm, {"me", "myself", "i", "mine"});
}

std::string nameText(const Scope& scope, Span span) {
  const auto& tokens = scope.tokens;
  while (!span.empty() &&
         (tokens.is(span.begin, Token::Kind::line) ||
          anyOf(tokens.norm(span.begin), {":", ",", "-", "*", ".", ";", "\"", "'", "(", ")"})))
    ++span.begin;
  while (!span.empty() && tokens[span.end - 1].punctuation() && !tokens[span.end - 1].is(")"))
    --span.end;
  bool bracket = !span.empty() && tokens[span.end - 1].is(")");
  for (auto k = span.begin; bracket && k < span.end; ++k) bracket = !tokens[k].is("(");
  if (bracket) --span.end;
  return tokens.original(span);
}

}  // namespace parley::assistant::interpreter
