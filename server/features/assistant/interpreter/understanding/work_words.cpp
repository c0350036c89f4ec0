#include "features/assistant/interpreter/understanding/work_words.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

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
