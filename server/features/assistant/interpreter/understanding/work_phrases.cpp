#include "features/assistant/interpreter/understanding/phrases.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

/// Phrases of the grammar of work. Each is a row of slots, each slot a choice of words.
namespace parley::assistant::interpreter {
namespace {

using Slots = std::initializer_list<std::string_view>;

/// Adds all rows of one alternative of each slot; `-` leaves its slot out.
void addRows(Phrases<char>& phrases, const std::string& row, const std::string_view* slot,
             const std::string_view* end) {
  if (slot == end) return phrases.add(row, 'x');
  for (std::size_t at = 0; at <= slot->size();) {
    auto stop = std::min(slot->find('|', at), slot->size());
    auto words = slot->substr(at, stop - at);
    auto next = row;
    if (words != "-") next += (row.empty() ? "" : " ") + std::string{words};
    addRows(phrases, next, slot + 1, end);
    at = stop + 1;
  }
}

Phrases<char> phrasesOf(std::initializer_list<Slots> rows) {
  Phrases<char> phrases;
  for (const auto& slots : rows) addRows(phrases, {}, slots.begin(), slots.end());
  return phrases;
}

}  // namespace

std::size_t openWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf({
      {"-|still|left", "open"},
      {"unfinished|incomplete|outstanding|remaining|undone|uncompleted|unresolved|pending|active|"
       "left|"
       "remain|that remain|to do still"},
      {"not|not yet|still not", "done|finished|completed|complete|closed", "-|yet"},
      {"left to|still to|yet to|need to|needs to|have to|must", "do|be done|be finished"},
      {"to", "be done|be finished|get done|complete|finish"},
      {"need|needs", "doing"},
  });
  return phrases.at(tokens, i, end).length;
}

std::size_t overdueWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf({
      {"overdue|over due|late|running late|late on|late with|behind|behind "
       "schedule|delayed|lagging|"
       "missed|already due|be done already"},
      {"past", "-|the|its|their", "due|deadline|due date"},
      {"missed", "-|the|its|their", "deadline|due date"},
      {"should", "have been|already be", "done|finished"},
      {"should be", "done|finished", "already"},
  });
  return phrases.at(tokens, i, end).length;
}

std::size_t unassignedWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf({
      {"unassigned|not taken|up for grabs|free"},
      {"not|not yet", "assigned", "-|yet|to anyone|to anybody"},
      {"assigned to", "nobody|no one"},
      {"with no|without|without an|have no|has no|do not have an|does not have an|lack an|missing "
       "an",
       "assignee|assignees|owner"},
      {"without|with|have|has|do not have|does not have", "anyone|anybody|nobody|no one",
       "-|assigned|responsible|on", "-|to them|to it|for them|for it|them|it"},
      {"nobody|no one",
       "is assigned to|is working on|works on|is doing|has|has picked up|has taken"},
  });
  return phrases.at(tokens, i, end).length;
}

std::size_t dueWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf({
      {"due", "-|by|on|at|for|:"},
      {"is|are|it is|which is|that is|falling|falls|fall|is falling|comes|come|coming", "due"},
      {"-|with|with a|with the|the|its", "deadline|due date", "-|of|on|is|:"},
      {"target|target date|end date|eta|expected", "-|is|:"},
      {"-|to be|should be|that should be|which should be|must be|needs to be|has to be",
       "done|finished|completed", "by"},
      {"to be done|ends|ends on|ending|ending on|scheduled for|planned for|set for|no later "
       "than|at "
       "the latest|finish by|to finish by"},
  });
  return phrases.at(tokens, i, end).length;
}

std::size_t assignedWord(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto phrases = phrasesOf({
      {"-|it is|which is|that is|that are", "assigned to"},
      {"assign|give", "-|it|them|this", "to"},
      {"and assign it to|assigned :"},
      {"assignee|assignees|owner|responsible|person responsible|team|members", "-|is|:"},
      {"people|staff|crew", ":|are :|is :"},
      {"owned|handled|taken|done|to be done|let it be done", "by"},
      {"given to|delegated to|on the plate of"},
  });
  return phrases.at(tokens, i, end).length;
}

}  // namespace parley::assistant::interpreter
